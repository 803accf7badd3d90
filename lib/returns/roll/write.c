// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdlib.h>
#include <string.h>

/* Spells to the stream: the reserved columns, stage and outcome, what is worked out, and the attributes in
 * the order of the schema. */

enum { WORDS_KEPT = 64 };
struct attribute {
    int position; /* in the main table */
    struct text name;
    const struct schema_column *column;
    struct {
        uint32_t value; /* 0 = none: an empty cell has no word */
        struct text word;
    } kept[WORDS_KEPT]; /* by the value's last bits: few codes come again and again */
};

struct attributes {
    struct attribute items[2 * ROLL_COLUMNS_MOST];
    size_t count;
};

static bool is_role(struct text name)
{
    static const char *const roles[] = {"id", "start", "end", "la", "closed", "decided"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (text_is(name, roles[i]))
            return true;
    return false;
}

static enum status find_attributes(const struct roll *r, struct attributes **out)
{
    const struct schema_table *t = &r->schema.tables[r->main];
    struct attributes *a = *out = calloc(1, sizeof *a);
    if (!a)
        return STATUS_MEMORY;
    for (size_t i = 0; i < t->count; i++) {
        struct text names = text_of(r->schema.columns[t->first + i].spell);
        while (names.at && names.size) {
            struct text name = text_cut(&names, '|');
            if (!is_role(name) && a->count < 2 * ROLL_COLUMNS_MOST)
                a->items[a->count++] = (struct attribute){
                    .position = (int)i, .name = name, .column = &r->schema.columns[t->first + i]};
        }
    }
    return STATUS_OK;
}

/* The text of a cell as the stream says it: codes by their words. */
static struct text word_of(const struct roll *r, struct attribute *a, uint32_t value)
{
    struct text t = intern_text(&r->values, value);
    if (!*a->column->code_list || !value)
        return t;
    size_t place = value % WORDS_KEPT;
    if (a->kept[place].value != value) {
        const struct code *code = codes_find(&r->codes, a->column->code_list, t);
        a->kept[place].value = value;
        a->kept[place].word = code && *code->word ? text_of(code->word) : t;
    }
    return a->kept[place].word;
}

static void write_date(struct roll *r, int32_t date)
{
    char text[DATE_TEXT];
    writer_cell(r->out, date_write(date, text));
}

static void write_attributes(struct roll *r, const struct roll_row *row, struct attributes *a)
{
    for (size_t i = 0; i < a->count; i++)
        writer_cell(r->out, word_of(r, &a->items[i], row->cells[a->items[i].position]));
}

static void write_header(struct roll *r, const struct attributes *a)
{
    static const char *const reserved[] = {"la",         "id", "start", "end", "observed_from",
                                           "observed_to"};
    const char *const *derived;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        writer_words(r->out, reserved[i]);
    if (r->kind->form == RETURN_STAGES) {
        writer_words(r->out, "stage");
        writer_words(r->out, "outcome");
    }
    for (roll_derived_names(r, &derived); *derived; derived++)
        writer_words(r->out, *derived);
    for (size_t i = 0; i < a->count; i++)
        writer_cell(r->out, a->items[i].name);
    writer_row(r->out);
}

/* -- windows */

static void say_unseen_end(const struct roll *r, const struct roll_spell *s, int32_t to)
{
    const struct roll_row *row = &r->tables[r->main].rows[s->row];
    char end[DATE_TEXT], seen[DATE_TEXT];
    date_write(s->end, end);
    date_write(to, seen);
    problem_report(r->sink, PROBLEM_WARNING, "end-unseen", roll_path(r, row->file), row->line, NULL,
                   "the end %s is after all that its file or year could see (to %s); read as open",
                   end, seen);
}

/* The window of S; false when it shows nothing of it. An end that lies beyond is not seen: open. */
static bool find_window(struct roll *r, struct roll_spell *s, int32_t *from, int32_t *to)
{
    const struct roll_options *o = r->options;
    const struct roll_sheet *first = &r->sheets[s->first_sheet], *last = &r->sheets[s->sheet];
    *from = o->from == DATE_NONE ? first->block_from : o->from;
    *to = o->to != DATE_NONE ? o->to : s->end == DATE_NONE ? last->to : last->block_to;
    if (r->kind->form == RETURN_TERMS)
        return (o->to == DATE_NONE || s->start <= o->to) &&
               (o->from == DATE_NONE || s->end == DATE_NONE || s->end > o->from);
    if (s->start > *to || *from > *to ||
        (o->from != DATE_NONE && s->end != DATE_NONE && s->end < o->from))
        return false;
    if (s->end != DATE_NONE && s->end > *to) {
        if (o->to == DATE_NONE)
            say_unseen_end(r, s, *to);
        else
            r->cut_at_to++;
        s->end = DATE_NONE;
        s->outcome = 0;
    }
    return true;
}

/* -- rows */

static void write_spell(struct roll *r, struct roll_spell *s, struct attributes *a)
{
    const struct roll_row *row = &r->tables[r->main].rows[s->row];
    int32_t from, to;
    if (!find_window(r, s, &from, &to)) {
        r->outside++;
        if (r->fates[s->row] != ROLL_WRITTEN)
            r->fates[s->row] = ROLL_OUTSIDE;
        return;
    }
    writer_cell(r->out, intern_text(&r->las, s->la));
    writer_cell(r->out, intern_text(&r->values, s->id));
    write_date(r, s->start);
    write_date(r, s->end);
    write_date(r, from);
    write_date(r, to);
    if (r->kind->form == RETURN_STAGES) {
        writer_words(r->out, r->stages[s->stage].name);
        writer_cell(r->out,
                    s->end == DATE_NONE ? text_of("pending") : intern_text(&r->values, s->outcome));
    }
    roll_write_derived(r, s);
    write_attributes(r, row, a);
    writer_row(r->out);
    r->fates[s->row] = ROLL_WRITTEN;
    r->written++;
}

enum status roll_write(struct roll *r)
{
    struct attributes *attributes;
    const struct roll_spell *before = NULL;
    enum status status = find_attributes(r, &attributes);
    if (status != STATUS_OK)
        return status;
    write_header(r, attributes);
    for (size_t i = 0; i < r->spell_count; i++) {
        struct roll_spell *s = &r->spells[i];
        size_t written = r->written;
        if (s->superseded)
            continue;
        write_spell(r, s, attributes);
        if (r->written == written)
            continue;
        bool same = before && before->la == s->la && before->id == s->id;
        r->subjects += !same;
        r->overlaps += same && (before->end == DATE_NONE || before->end > s->start);
        before = s;
    }
    free(attributes);
    return STATUS_OK;
}

/* -- no dates: la, id and the attributes */

/* Rows in the order of la and id; the newest of several files or years counts. */
static enum status order_rows(struct roll *r)
{
    const struct roll_table *t = &r->tables[r->main];
    for (size_t i = 0; i < t->count; i++) {
        const struct roll_row *row = &t->rows[i];
        struct roll_spell *s = roll_add_spell(r);
        if (!s)
            return STATUS_MEMORY;
        *s = (struct roll_spell){.row = (uint32_t)i,
                                 .la = row->la,
                                 .id = row->cells[r->roles.id],
                                 .sheet = row->sheet,
                                 .first_sheet = row->sheet};
    }
    return roll_settle(r);
}

static void write_table(struct roll *r, struct attributes *a)
{
    writer_words(r->out, "la");
    writer_words(r->out, "id");
    for (size_t i = 0; i < a->count; i++)
        writer_cell(r->out, a->items[i].name);
    writer_row(r->out);
    for (size_t i = 0; i < r->spell_count; i++) {
        const struct roll_spell *s = &r->spells[i];
        const struct roll_row *row = &r->tables[r->main].rows[s->row];
        if (s->superseded)
            continue;
        writer_cell(r->out, intern_text(&r->las, row->la));
        writer_cell(r->out, intern_text(&r->values, row->cells[r->roles.id]));
        write_attributes(r, row, a);
        writer_row(r->out);
        r->fates[s->row] = ROLL_WRITTEN;
        r->written++;
        r->subjects += !i || s[-1].id != s->id || s[-1].la != s->la;
    }
}

enum status roll_write_table(struct roll *r)
{
    struct attributes *a = NULL;
    enum status s = order_rows(r);
    if (s == STATUS_OK)
        s = find_attributes(r, &a);
    if (s == STATUS_OK)
        write_table(r, a);
    free(a);
    return s;
}
