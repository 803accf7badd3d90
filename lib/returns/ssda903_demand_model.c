// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <string.h>

/* The demand model's repair, in its exact order, so that its numbers can be reproduced:
 *
 *   (rows without a birth date are dropped: the caller does it)
 *   same-start   of rows with one DECOM the one with the latest DEC stays, a blank DEC ranking lowest; of
 *                equal ones the newest return's
 *   same-end     of rows with one (not blank) DEC the one with the earliest DECOM stays
 *   cut          a row that is open, or goes on beyond the child's next DECOM, ends there */

/* What is known of the years of a removed copy stays with the row that replaces it. */
static void take_years(struct episode *stay, const struct episode *removed)
{
    if (removed->first_year < stay->first_year)
        stay->first_year = removed->first_year;
    if (removed->last_year > stay->last_year)
        stay->last_year = removed->last_year;
}

static size_t drop_same_start(struct ssda903 *r, uint32_t *list, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct episode *e = &r->episodes[list[i]];
        struct episode *before = kept ? &r->episodes[list[kept - 1]] : NULL;
        if (!before || before->start != e->start) {
            list[kept++] = list[i];
        } else if (e->end >= before->end) { /* DATE_NONE is below every date */
            take_years(e, before);
            ssda903_removed(r, before, RULE_SAME_START);
            list[kept - 1] = list[i];
        } else {
            take_years(before, e);
            ssda903_removed(r, e, RULE_SAME_START);
        }
    }
    return kept;
}

static int by_end(const struct episode *a, const struct episode *b)
{
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return a->start < b->start ? -1 : a->start > b->start;
}

/* Starts differ by now. LIST comes back ordered by start. */
static size_t drop_same_end(struct ssda903 *r, uint32_t *list, size_t n)
{
    ssda903_sort(r, list, n, r->scratch, by_end);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct episode *e = &r->episodes[list[i]];
        struct episode *before = kept ? &r->episodes[list[kept - 1]] : NULL;
        if (!before || e->end == DATE_NONE || before->end != e->end) {
            list[kept++] = list[i];
            continue;
        }
        take_years(before, e);
        ssda903_removed(r, e, RULE_SAME_END);
    }
    ssda903_sort(r, list, kept, r->scratch, ssda903_by_start);
    return kept;
}

size_t ssda903_demand_model(struct ssda903 *r, uint32_t *list, size_t n)
{
    n = drop_same_start(r, list, n);
    n = drop_same_end(r, list, n);
    for (size_t i = 0; i + 1 < n; i++) {
        struct episode *e = &r->episodes[list[i]];
        const struct episode *next = &r->episodes[list[i + 1]];
        if (e->end == DATE_NONE || e->end > next->start)
            ssda903_end_at_next(r, e, RULE_CUT, next);
    }
    return n;
}
