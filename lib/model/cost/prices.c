// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/prices.h"
#include "model/cost/kinds.h"
#include "stream/spells.h"

#include <stdlib.h>

enum column { KIND, WEEKLY, LOW, HIGH, URN, BASIS, COLUMNS };
static const char *const needed[] = {"placement_kind", "weekly_cost", NULL};

struct reading {
    struct prices *p;
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
    rows_problem(r->rows, PROBLEM_FATAL, "price", r->column[c], "'%s' %s",
                 text_show(cell(r, c), shown, sizeof shown), why);
    return STATUS_VALUE;
}

static enum status read_numbers(const struct reading *r, struct price *p)
{
    if (!text_number(cell(r, WEEKLY), &p->weekly) || p->weekly < 0 || p->weekly > 1e6)
        return refuse(r, WEEKLY, "is not a price in pounds a week");
    p->low = p->high = p->weekly;
    bool low = cell(r, LOW).size > 0, high = cell(r, HIGH).size > 0;
    if (!low && !high)
        return STATUS_OK;
    if (!text_number(cell(r, LOW), &p->low) || p->low < 0 || p->low > p->weekly)
        return refuse(r, LOW, "should be a number from 0 to weekly_cost, where high is given");
    if (!text_number(cell(r, HIGH), &p->high) || p->high < p->weekly || p->high > 1e6)
        return refuse(r, HIGH, "should be a number from weekly_cost up, where low is given");
    return STATUS_OK;
}

static bool same_thing(const struct price *a, const struct price *b)
{
    return text_equal(a->la, b->la) && text_equal(a->kind, b->kind) && text_equal(a->urn, b->urn) &&
           a->marginal == b->marginal;
}

static enum status read_price(struct reading *r, const struct spell *s)
{
    struct prices *p = r->p;
    struct price *items = realloc(p->items, (p->count + 1) * sizeof *items);
    if (!items)
        return STATUS_MEMORY;
    p->items = items;
    struct price *new = &items[p->count];
    *new = (struct price){.la = arena_text(&p->arena, s->la),
                          .kind = arena_text(&p->arena, cell(r, KIND)),
                          .urn = arena_text(&p->arena, cell(r, URN)),
                          .start = s->start,
                          .end = s->end == DATE_NONE ? PRICE_OPEN : s->end,
                          .rises = s->end == DATE_NONE,
                          .basis = arena_text(&p->arena, cell(r, BASIS))};
    if (!new->la.at || !new->kind.at || !new->urn.at || !new->basis.at)
        return STATUS_MEMORY;
    if (!new->kind.size)
        return refuse(r, KIND, "says no kind");
    new->marginal = text_is(new->basis, "marginal cost");
    /* A later price ends one that was left open. */
    for (size_t i = 0; i < p->count; i++) {
        struct price *old = &items[i];
        if (!same_thing(old, new) || old->end <= new->start)
            continue;
        if (old->end != PRICE_OPEN || old->start == new->start)
            return refuse(r, KIND, "has another price at the same time");
        old->end = new->start;
    }
    p->count++;
    return read_numbers(r, new);
}

enum status prices_read(struct prices *p, const char *path, const struct problem_sink *sink)
{
    *p = (struct prices){0};
    struct reading r = {.p = p};
    struct spells *spells = NULL;
    enum status s = spells_open(&spells, path, sink);
    if (s == STATUS_OK) {
        r.rows = spells_rows(spells);
        s = rows_columns(r.rows, needed, r.column);
        r.column[LOW] = rows_column(r.rows, "low");
        r.column[HIGH] = rows_column(r.rows, "high");
        r.column[URN] = rows_column(r.rows, "urn");
        r.column[BASIS] = rows_column(r.rows, "basis");
    }
    struct spell spell;
    while (s == STATUS_OK && (s = spells_next(spells, &spell)) == STATUS_OK)
        s = read_price(&r, &spell);
    if (s == STATUS_END)
        s = STATUS_OK;
    if (s == STATUS_OK && !p->count) {
        problem_report(sink, PROBLEM_FATAL, "no-price", path, 0, NULL, "there is no price");
        s = STATUS_SHORT;
    }
    spells_close(spells);
    if (s != STATUS_OK)
        prices_done(p);
    return s;
}

void prices_done(struct prices *p)
{
    free(p->items);
    arena_done(&p->arena);
    *p = (struct prices){0};
}

enum status prices_fit(struct prices *p, bool la, bool urn, const struct problem_sink *sink)
{
    size_t single = 0;
    struct text first = {0};
    for (size_t i = 0; i < p->count; i++) {
        struct text of = p->items[i].la;
        single += p->items[i].urn.size > 0;
        if (of.size && first.size && !text_equal(first, of) && !la) {
            problem_report(sink, PROBLEM_FATAL, "authorities", NULL, 0, NULL,
                           "there are prices of '%.*s' and '%.*s', but no column la says whose the "
                           "children are",
                           (int)first.size, first.at, (int)of.size, of.at);
            return STATUS_VALUE;
        }
        first = of.size ? of : first;
    }
    p->one_authority = !la;
    if (single && !urn)
        problem_report(
            sink, PROBLEM_NOTE, "providers", NULL, 0, NULL,
            "prices of single providers (%zu) are not used: the draws have no column urn", single);
    return STATUS_OK;
}

size_t prices_find(const struct prices *p, struct text la, struct text kind, struct text urn,
                   int32_t on, bool marginal)
{
    size_t best = SIZE_MAX, best_score = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct price *x = &p->items[i];
        size_t match = kind_match(x->kind, kind);
        if (!match || on < x->start || on >= x->end || (x->marginal && !marginal))
            continue;
        if ((x->urn.size && !text_equal(x->urn, urn)) ||
            (x->la.size && !p->one_authority && !text_equal(x->la, la)))
            continue;
        size_t own = (x->marginal ? 8000000u : 0) + (x->urn.size ? 4000000u : 0);
        size_t score = own + 2 * match + (x->la.size > 0);
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
    return best;
}

int32_t prices_next_change(const struct prices *p, int32_t on)
{
    int32_t next = INT32_MAX;
    for (size_t i = 0; i < p->count; i++) {
        const struct price *x = &p->items[i];
        if (x->start > on && x->start < next)
            next = x->start;
        if (x->end > on && x->end < next)
            next = x->end;
    }
    return next;
}
