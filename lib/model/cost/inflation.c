// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/inflation.h"
#include "model/cost/kinds.h"
#include "stream/spells.h"

#include <stdlib.h>

enum column { KIND, LOW, MID, HIGH, COLUMNS };
static const char *const names[] = {"placement_kind", "low_percent", "mid_percent", "high_percent",
                                    NULL};

struct reading {
    struct inflation *all;
    struct rows *rows;
    int column[COLUMNS];
};

static struct text cell(const struct reading *r, enum column c)
{
    return text_trim(rows_cell(r->rows, r->column[c]));
}

static enum status refuse(const struct reading *r, enum column c, const char *why)
{
    char shown[64];
    rows_problem(r->rows, PROBLEM_FATAL, "inflation", r->column[c], "'%s' %s",
                 text_show(cell(r, c), shown, sizeof shown), why);
    return STATUS_VALUE;
}

static enum status read_percents(const struct reading *r, struct rise *x)
{
    if (!text_number(cell(r, MID), &x->mid) || x->mid < -50 || x->mid > 100)
        return refuse(r, MID, "is not a rise in per cent a year (-50 to 100)");
    x->low = x->high = x->mid;
    if (cell(r, LOW).size || cell(r, HIGH).size) {
        if (!text_number(cell(r, LOW), &x->low) || x->low < -50 || x->low > x->mid)
            return refuse(r, LOW, "should be a per cent up to mid_percent");
        if (!text_number(cell(r, HIGH), &x->high) || x->high < x->mid || x->high > 100)
            return refuse(r, HIGH, "should be a per cent from mid_percent up");
    }
    x->low /= 100;
    x->mid /= 100;
    x->high /= 100;
    return STATUS_OK;
}

static enum status read_rise(struct reading *r, const struct spell *s)
{
    struct inflation *all = r->all;
    struct rise *items = realloc(all->items, (all->count + 1) * sizeof *items);
    if (!items)
        return STATUS_MEMORY;
    all->items = items;
    struct rise *new = &items[all->count];
    *new = (struct rise){.kind = arena_text(&all->arena, cell(r, KIND)),
                         .start = s->start,
                         .end = s->end == DATE_NONE ? INT32_MAX : s->end};
    if (!new->kind.at)
        return STATUS_MEMORY;
    /* A later row ends one that was left open. */
    for (size_t i = 0; i < all->count; i++) {
        struct rise *old = &items[i];
        if (!text_equal(old->kind, new->kind) || old->end <= new->start)
            continue;
        if (old->end != INT32_MAX || old->start == new->start)
            return refuse(r, KIND, "has another row at the same time");
        old->end = new->start;
    }
    all->count++;
    return read_percents(r, new);
}

enum status inflation_read(struct inflation *i, const char *path, const struct problem_sink *sink)
{
    *i = (struct inflation){0};
    if (!path)
        return STATUS_OK;
    struct reading r = {.all = i};
    struct spells *spells = NULL;
    enum status s = spells_open(&spells, path, sink);
    if (s == STATUS_OK) {
        r.rows = spells_rows(spells);
        s = rows_columns(r.rows, names, r.column);
    }
    struct spell spell;
    while (s == STATUS_OK && (s = spells_next(spells, &spell)) == STATUS_OK)
        s = read_rise(&r, &spell);
    spells_close(spells);
    if (s == STATUS_END)
        return STATUS_OK;
    inflation_done(i);
    return s;
}

void inflation_done(struct inflation *i)
{
    free(i->items);
    arena_done(&i->arena);
    *i = (struct inflation){0};
}

size_t inflation_find(const struct inflation *i, struct text kind, int32_t on)
{
    size_t best = SIZE_MAX, best_match = 0;
    for (size_t k = 0; k < i->count; k++) {
        size_t match = kind_match(i->items[k].kind, kind);
        if (match > best_match && on >= i->items[k].start && on < i->items[k].end) {
            best_match = match;
            best = k;
        }
    }
    return best;
}
