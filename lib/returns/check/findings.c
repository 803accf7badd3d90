// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/check_private.h"

#include <stdlib.h>
#include <string.h>

static struct text id_of(const struct check *c, const struct book_row *row)
{
    if (row->subject == INTERN_NONE)
        return (struct text){NULL, 0};
    struct text key = intern_text(&c->library->subjects, row->subject);
    return (struct text){key.at + sizeof(uint32_t), key.size - sizeof(uint32_t)};
}

void check_add_finding(struct check *c, const struct book_row *row, const char *column,
                       struct text value, const char *message)
{
    if (c->finding_count == c->finding_room) {
        size_t room = c->finding_room ? c->finding_room * 2 : 256;
        struct finding *more = realloc(c->findings, room * sizeof *more);
        if (!more) {
            c->out_of_memory = true;
            return;
        }
        c->findings = more;
        c->finding_room = room;
    }
    struct text kept = arena_text(&c->arena, text_of(message));
    if (!kept.at) {
        c->out_of_memory = true;
        return;
    }
    /* c->book, not the row's: a row of last year's return may be at fault in this year's */
    c->findings[c->finding_count++] = (struct finding){c->rule, row->line,     c->book, row->file,
                                                       column,  id_of(c, row), value,   kept.at};
    c->outcomes[c->rule].findings++;
}

static int by_place(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->book != y->book)
        return x->book < y->book ? -1 : 1;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    int column = strcmp(x->column, y->column);
    return column ? column : strcmp(x->message, y->message);
}

static void write_words(struct writer *out, const char *const *words)
{
    for (; *words; words++)
        writer_words(out, *words);
    writer_row(out);
}

enum status check_write_findings(struct check *c, struct writer *out)
{
    static const char *const header[] = {"rule",   "severity", "la",    "year",    "file", "line",
                                         "column", "id",       "value", "message", NULL};
    const struct library *l = c->library;
    if (c->finding_count)
        qsort(c->findings, c->finding_count, sizeof *c->findings, by_place);
    write_words(out, header);
    for (size_t i = 0; i < c->finding_count; i++) {
        const struct finding *f = &c->findings[i];
        const struct book *b = &l->books[f->book];
        writer_words(out, c->rules.list[f->rule].code);
        writer_words(out, check_severity_names[c->rules.list[f->rule].severity]);
        writer_cell(out, intern_text(&l->las, b->la));
        if (b->year)
            writer_integer(out, b->year);
        else
            writer_empty(out);
        writer_words(out, l->files[f->file].path);
        writer_integer(out, (long)f->line);
        writer_words(out, f->column);
        writer_cell(out, c->options->mask && f->id.size ? text_of(c->options->mask) : f->id);
        writer_cell(out, f->value);
        writer_words(out, f->message);
        writer_row(out);
    }
    return STATUS_OK;
}

enum status check_write_summary(struct check *c, struct writer *out)
{
    static const char *const header[] = {"rule",     "severity", "class",       "status",
                                         "findings", "reason",   "description", NULL};
    write_words(out, header);
    for (size_t i = 0; i < c->rules.count; i++) {
        const struct outcome *o = &c->outcomes[i];
        const struct rule *r = &c->rules.list[i];
        if (!o->wanted || (!o->ran && !o->skipped))
            continue; /* not asked for, or not in force in any of these years */
        writer_words(out, r->code);
        writer_words(out, check_severity_names[r->severity]);
        writer_words(out, r->class);
        writer_words(out, !o->ran ? "skipped" : o->skipped ? "run in part" : "run");
        writer_integer(out, (long)o->findings);
        writer_words(out, o->skipped ? o->reason : "");
        writer_words(out, r->description);
        writer_row(out);
    }
    return STATUS_OK;
}
