// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdlib.h>
#include <string.h>

/* Order, and copies: the same subject, stage and start in several files or years is one spell. The
 * newest of them (whose window ends last) says how it went on; it was seen from the first on. */

/* What qsort compares by travels in every item: C11 has no other way without a global. */
struct placed {
    const struct roll *roll;
    uint32_t la, id; /* ranks in byte order */
    struct roll_spell spell;
};

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int64_t late_end(int32_t end)
{
    return end == DATE_NONE ? INT32_MAX : end;
}

static int compare_place(const struct placed *x, const struct placed *y)
{
    int c = compare(x->la, y->la);
    c = c ? c : compare(x->id, y->id);
    c = c ? c : compare(x->spell.start, y->spell.start);
    return c ? c : compare(x->spell.stage, y->spell.stage);
}

/* Within one place: the newest sheet first, then the order of the rows. */
static int compare_spells(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int c = compare_place(x, y);
    if (c)
        return c;
    const struct roll_sheet *s = &x->roll->sheets[x->spell.sheet];
    const struct roll_sheet *t = &x->roll->sheets[y->spell.sheet];
    c = compare(t->to, s->to);
    c = c ? c : compare(t->year, s->year);
    c = c ? c : compare(y->spell.sheet, x->spell.sheet);
    c = c ? c : compare(late_end(x->spell.end), late_end(y->spell.end));
    c = c ? c : compare(x->spell.rank, y->spell.rank);
    return c ? c : compare(x->spell.row, y->spell.row);
}

static enum status sort(struct roll *r, struct placed **out)
{
    size_t n = r->spell_count;
    uint32_t *las = malloc((r->las.count + 1) * sizeof *las);
    uint32_t *ids = malloc((r->values.count + 1) * sizeof *ids);
    struct placed *order = malloc((n + 1) * sizeof *order);
    enum status s = STATUS_MEMORY;
    if (las && ids && order && intern_rank(&r->las, las) && intern_rank(&r->values, ids)) {
        for (size_t i = 0; i < n; i++)
            order[i] = (struct placed){r, las[r->spells[i].la], ids[r->spells[i].id], r->spells[i]};
        qsort(order, n, sizeof *order, compare_spells);
        s = STATUS_OK;
    }
    free(las);
    free(ids);
    *out = order;
    if (s != STATUS_OK) {
        free(order);
        *out = NULL;
    }
    return s;
}

static bool same_cells(const struct roll *r, const struct roll_spell *a, const struct roll_spell *b)
{
    const struct roll_table *t = &r->tables[r->main];
    return memcmp(t->rows[a->row].cells, t->rows[b->row].cells,
                  t->schema->count * sizeof(uint32_t)) == 0;
}

/* B stands in the same place as the survivor A, of the same sheet. */
static bool is_copy(struct roll *r, const struct roll_spell *a, const struct roll_spell *b)
{
    if (r->kind->form != RETURN_STAGES)
        return same_cells(r, a, b);
    r->differing += a->end != b->end || a->outcome != b->outcome;
    return true; /* the second adopter of a family, or an enquiry that stands twice */
}

/* Settles ORDER[0 ... N - 1], which stand in one place. */
static void settle_place(struct roll *r, struct placed *order, size_t n)
{
    uint32_t newest = order[0].spell.sheet, first = newest;
    for (size_t i = 1; i < n; i++) {
        struct roll_spell *s = &order[i].spell;
        if (r->sheets[s->sheet].from < r->sheets[first].from)
            first = s->sheet;
        s->superseded = s->sheet != newest;
        for (size_t k = 0; k < i && !s->superseded; k++)
            s->superseded = !order[k].spell.superseded && is_copy(r, &order[k].spell, s);
    }
    for (size_t i = 0; i < n; i++)
        order[i].spell.first_sheet = first;
}

enum status roll_settle(struct roll *r)
{
    struct placed *order;
    enum status s = sort(r, &order);
    if (s != STATUS_OK)
        return s;
    size_t n = r->spell_count;
    for (size_t i = 0; i < n && r->kind->form != RETURN_POSTS;) {
        size_t k = i + 1;
        while (k < n && compare_place(&order[i], &order[k]) == 0)
            k++;
        settle_place(r, order + i, k - i);
        i = k;
    }
    for (size_t i = 0; i < n; i++)
        r->spells[i] = order[i].spell;
    free(order);
    return STATUS_OK;
}
