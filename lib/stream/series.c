// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/series.h"
#include "stream/series_columns.h"

#include "base/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is needed only while reading. */
struct loading {
    struct series_table *t;
    struct rows *rows;
    struct series_layout layout;
    uint32_t *labels; /* of the present row: measure, then one a dimension */
    uint32_t *slots;  /* of series keys: index + 1, 0 = free */
    uint32_t mask;
    size_t row_room, series_room;
};

static uint64_t key_hash(const uint32_t *labels, size_t count)
{
    uint64_t h = 0;
    for (size_t i = 0; i <= count; i++)
        h = hash_mix(h, labels[i]);
    return h;
}

static bool key_equal(const struct series_key *k, const uint32_t *labels, size_t count)
{
    return k->measure == labels[0] &&
           (count == 0 || memcmp(k->labels, labels + 1, count * sizeof *labels) == 0);
}

static uint64_t hash_of_series(const struct loading *l, const struct series_key *k)
{
    uint64_t h = hash_mix(0, k->measure);
    for (size_t i = 0; i < l->t->dimension_count; i++)
        h = hash_mix(h, k->labels[i]);
    return h;
}

static bool grow_slots(struct loading *l)
{
    uint32_t size = l->slots ? (l->mask + 1) * 2 : 64;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (!slots)
        return false;
    free(l->slots);
    l->slots = slots;
    l->mask = size - 1;
    for (size_t i = 0; i < l->t->series_count; i++) {
        uint32_t slot = (uint32_t)hash_of_series(l, &l->t->series[i]) & l->mask;
        while (slots[slot])
            slot = (slot + 1) & l->mask;
        slots[slot] = (uint32_t)i + 1;
    }
    return true;
}

static bool add_series(struct loading *l, uint32_t slot)
{
    struct series_table *t = l->t;
    if (t->series_count == l->series_room) {
        size_t room = l->series_room ? l->series_room * 2 : 16;
        struct series_key *more = realloc(t->series, room * sizeof *more);
        if (!more)
            return false;
        t->series = more;
        l->series_room = room;
    }
    struct series_key *k = &t->series[t->series_count];
    *k = (struct series_key){.measure = l->labels[0]};
    k->labels = arena_take(&t->arena, (t->dimension_count + 1) * sizeof *k->labels);
    if (!k->labels)
        return false;
    if (t->dimension_count)
        memcpy(k->labels, l->labels + 1, t->dimension_count * sizeof *k->labels);
    l->slots[slot] = (uint32_t)++t->series_count;
    return true;
}

/* The series of the labels in l->labels, made when it is new; INTERN_NONE when memory is out. */
static uint32_t series_of(struct loading *l)
{
    if ((!l->slots || l->t->series_count >= l->mask / 2) && !grow_slots(l))
        return INTERN_NONE;
    size_t count = l->t->dimension_count;
    uint32_t slot = (uint32_t)key_hash(l->labels, count) & l->mask;
    while (l->slots[slot] && !key_equal(&l->t->series[l->slots[slot] - 1], l->labels, count))
        slot = (slot + 1) & l->mask;
    if (!l->slots[slot] && !add_series(l, slot))
        return INTERN_NONE;
    return l->slots[slot] - 1;
}

/* Labels, kind and status of the present row as word numbers. */
static bool read_words(struct loading *l, struct series_row *row)
{
    struct intern *words = &l->t->words;
    const struct series_layout *p = &l->layout;
    l->labels[0] =
        intern_add(words, p->measure < 0 ? text_of("value") : rows_cell(l->rows, p->measure));
    for (size_t i = 0; i < l->t->dimension_count; i++)
        l->labels[i + 1] = intern_add(words, rows_cell(l->rows, p->dimension[i]));
    struct text kind = p->kind < 0 ? (struct text){NULL, 0} : rows_cell(l->rows, p->kind);
    row->kind = kind.size ? intern_add(words, kind) : l->t->actual;
    row->status = p->status < 0 ? l->t->blank : intern_add(words, rows_cell(l->rows, p->status));
    row->series = series_of(l);
    return row->series != INTERN_NONE && row->kind != INTERN_NONE && row->status != INTERN_NONE;
}

static enum status add_row(struct loading *l)
{
    struct series_table *t = l->t;
    struct series_row row;
    if (!series_layout_numbers(&l->layout, l->rows, &row))
        return STATUS_OK; /* left out and reported */
    if (!read_words(l, &row))
        return STATUS_MEMORY;
    row.line = rows_line(l->rows);
    if (t->row_count == l->row_room) {
        size_t room = l->row_room ? l->row_room * 2 : 256;
        struct series_row *more = realloc(t->rows, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        t->rows = more;
        l->row_room = room;
    }
    t->rows[t->row_count++] = row;
    return STATUS_OK;
}

/* Groups the row numbers by series, keeping the order inside (a counting sort). */
static enum status group(struct series_table *t)
{
    t->by_series = malloc((t->row_count + 1) * sizeof *t->by_series);
    if (!t->by_series)
        return STATUS_MEMORY;
    for (size_t i = 0; i < t->row_count; i++)
        t->series[t->rows[i].series].length++;
    uint32_t first = 0;
    for (size_t i = 0; i < t->series_count; i++) {
        t->series[i].first = first;
        first += t->series[i].length;
        t->series[i].length = 0;
    }
    for (size_t i = 0; i < t->row_count; i++) {
        struct series_key *k = &t->series[t->rows[i].series];
        t->by_series[k->first + k->length++] = (uint32_t)i;
    }
    return STATUS_OK;
}

struct dated {
    int32_t date;
    uint32_t kind, row;
};

static int by_date(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Two rows with one series, date and kind: which of them would be meant? */
static enum status report_twice(const struct loading *l)
{
    const struct series_table *t = l->t;
    struct dated *all = malloc((t->row_count + 1) * sizeof *all);
    if (!all)
        return STATUS_MEMORY;
    for (size_t s = 0; s < t->series_count; s++) {
        const struct series_key *k = &t->series[s];
        for (uint32_t i = 0; i < k->length; i++) {
            uint32_t row = t->by_series[k->first + i];
            all[i] = (struct dated){t->rows[row].date, t->rows[row].kind, row};
        }
        qsort(all, k->length, sizeof *all, by_date);
        for (uint32_t i = 1; i < k->length; i++) {
            if (all[i].date != all[i - 1].date || all[i].kind != all[i - 1].kind)
                continue;
            char name[200], date[DATE_TEXT];
            date_write(all[i].date, date);
            problem_report(rows_sink(l->rows), PROBLEM_WARNING, "twice", rows_name(l->rows),
                           t->rows[all[i].row].line, "date",
                           "'%s' stands twice in the series %s (first on line %zu)", date,
                           series_name(t, (uint32_t)s, name, sizeof name),
                           t->rows[all[i - 1].row].line);
        }
    }
    free(all);
    return STATUS_OK;
}

static enum status prepare(struct loading *l)
{
    struct series_table *t = l->t;
    enum status s = series_layout_find(&l->layout, l->rows);
    if (s != STATUS_OK)
        return s;
    const struct series_layout *p = &l->layout;
    t->dimension_count = p->dimension_count;
    t->dimensions = arena_take(&t->arena, (p->dimension_count + 1) * sizeof *t->dimensions);
    l->labels = malloc((p->dimension_count + 1) * sizeof *l->labels);
    t->actual = intern_add(&t->words, text_of("actual"));
    t->blank = intern_add(&t->words, text_of(""));
    if (!t->dimensions || !l->labels || t->blank == INTERN_NONE)
        return STATUS_MEMORY;
    const struct text *names;
    rows_header(l->rows, &names);
    for (size_t i = 0; i < p->dimension_count; i++)
        t->dimensions[i] = arena_text(&t->arena, names[p->dimension[i]]);
    t->has_measure = p->measure >= 0;
    t->has_kind = p->kind >= 0;
    t->has_status = p->status >= 0;
    t->has_median = p->number[SERIES_MEDIAN] >= 0;
    t->has_bounds = p->number[SERIES_FIRST_BOUND] >= 0;
    return STATUS_OK;
}

static enum status load(struct loading *l, const struct series_filter *filter)
{
    enum status s = prepare(l);
    while (s == STATUS_OK && (s = rows_next(l->rows)) == STATUS_OK)
        if (!filter || !filter->keep || filter->keep(filter->context, l->rows))
            s = add_row(l);
    if (s == STATUS_END)
        s = group(l->t);
    return s == STATUS_OK ? report_twice(l) : s;
}

enum status series_read(struct series_table *out, const char *path,
                        const struct series_filter *filter, const struct problem_sink *sink)
{
    struct rows *rows;
    *out = (struct series_table){0};
    enum status s = rows_open(&rows, path, sink);
    return s == STATUS_OK ? series_read_rows(out, rows, filter) : s;
}

enum status series_read_rows(struct series_table *out, struct rows *rows,
                             const struct series_filter *filter)
{
    *out = (struct series_table){0};
    struct loading l = {.t = out, .rows = rows};
    enum status s = load(&l, filter);
    if (s == STATUS_MEMORY)
        problem_report(rows_sink(rows), PROBLEM_FATAL, "memory", rows_name(rows), 0, NULL, "%s",
                       status_text(s));
    series_layout_done(&l.layout);
    rows_close(l.rows);
    free(l.labels);
    free(l.slots);
    if (s != STATUS_OK)
        series_done(out);
    return s;
}

void series_done(struct series_table *t)
{
    intern_done(&t->words);
    arena_done(&t->arena);
    free(t->rows);
    free(t->series);
    free(t->by_series);
    *t = (struct series_table){0};
}

struct text series_word(const struct series_table *t, uint32_t word)
{
    return intern_text(&t->words, word);
}

int series_dimension(const struct series_table *t, const char *name)
{
    for (size_t i = 0; i < t->dimension_count; i++)
        if (text_is(t->dimensions[i], name))
            return (int)i;
    return -1;
}
