// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

/* The standard repair: the stages with which the regional pipelines turn several years' returns into one
 * history. An episode that is open on 31 March is sent again next year, closed or still open; an
 * authority corrects dates from one return to the next; and a child whose episode was never closed just
 * stops being sent.
 *
 *   3     the same start was sent in a later return, too: the newest copy stays
 *         (same-start: within one return the longest stays, an open one counting least; and beside it one
 *         episode that begins and ends on that day)
 *   3A    open, and not in the newest return, and an earlier episode was sent in a later return: that one
 *         replaces it
 *   1, 1A, 2   open, and not in the newest return (a "stale" episode). 1: the next episode goes on: DEC =
 *         the next DECOM, REC = X1, and REASON_PLACE_CHANGE = LIIAF when the carer or the placement
 *         changes. 1A: the next one begins a new period of care: DEC = 31 March of its year, or the day
 *         before the next DECOM when that is earlier, REC = E99. 2: nothing follows: DEC = 31 March of its
 *         year, REC = E99. Where the authority's next return is missing, 2 would make up an end that nobody
 *         saw: the episode stays open, and its window ends with its return (unless --to moves it).
 *   4     overlaps the next episode, which was sent in a later return: DEC = the next DECOM
 *   5     ends with X1 before the next begins, which was sent in a later return: DEC = the next DECOM
 *   overlap   any overlap that is left (both rows in one return): DEC = the next DECOM, so that no child
 *         is counted twice
 *
 * Source of 1 to 5: the stages of the regional "fix episodes". */

static bool is_moment(const struct episode *e)
{
    return e->end == e->start;
}

/* The later end wins, an open one counting least; then the row that stands further down. */
static bool ends_later(const struct episode *a, const struct episode *b)
{
    if (a->end != b->end)
        return a->end > b->end; /* DATE_NONE is below every date */
    return ssda903_by_start(a, b) > 0;
}

/* Rule 3 on the N copies LIST of one start: puts what stays in front and returns its number (1 or 2). */
static size_t keep_newest(struct ssda903 *r, uint32_t *list, size_t n)
{
    struct episode *moment = NULL, *stay = NULL;
    uint32_t moment_number = 0, stay_number = 0;
    int16_t newest = r->episodes[list[n - 1]].year;
    int16_t first = newest;
    for (size_t i = 0; i < n; i++) {
        struct episode *e = &r->episodes[list[i]];
        if (e->first_year < first)
            first = e->first_year;
        if (e->year < newest)
            continue;
        if (is_moment(e)) {
            moment = moment ? moment : e;
            moment_number = moment == e ? list[i] : moment_number;
        } else if (!stay || ends_later(e, stay)) {
            stay = e;
            stay_number = list[i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        const struct episode *e = &r->episodes[list[i]];
        if (e != stay && e != moment)
            ssda903_removed(r, e, e->year < newest ? RULE_3 : RULE_SAME_START);
    }
    size_t kept = 0;
    if (moment) {
        moment->first_year = first;
        list[kept++] = moment_number;
    }
    if (stay) {
        stay->first_year = first;
        list[kept++] = stay_number;
    }
    return kept;
}

static size_t drop_copies(struct ssda903 *r, uint32_t *list, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && r->episodes[list[next]].start == r->episodes[list[i]].start;)
            next++;
        size_t stay = next - i > 1 ? keep_newest(r, list + i, next - i) : 1;
        for (size_t k = 0; k < stay; k++)
            list[kept++] = list[i + k];
    }
    return kept;
}

/* Rule 3A. */
static size_t drop_replaced(struct ssda903 *r, uint32_t *list, size_t n, int newest)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const struct episode *e = &r->episodes[list[i]];
        bool stale = e->end == DATE_NONE && e->year != newest;
        if (stale && kept && r->episodes[list[kept - 1]].year > e->year)
            ssda903_removed(r, e, RULE_3A);
        else
            list[kept++] = list[i];
    }
    return kept;
}

static bool changes_placement(const struct episode *e)
{
    uint16_t rne = e->code[RNE];
    return rne == VALUE_P || rne == VALUE_B || rne == VALUE_T || rne == VALUE_U;
}

/* Rules 1, 1A and 2 on the stale episode E; NEXT may be NULL. */
static void close_stale(struct ssda903 *r, struct episode *e, const struct episode *next)
{
    int32_t year_end = date_of(e->year, 3, 31);
    if (!next) {
        bool gap = !ssda903_submission(r, r->children[e->child].la, e->year + 1);
        if (gap && r->options->to == DATE_NONE) {
            r->gap_open++;
            return;
        }
        ssda903_set_end(r, e, RULE_2, year_end);
        ssda903_set_code(r, e, RULE_2, REC, VALUE_E99);
    } else if (next->code[RNE] == VALUE_S) {
        int32_t end = next->start - 1 < year_end ? next->start - 1 : year_end;
        ssda903_set_end(r, e, RULE_1A, end < e->start ? e->start : end);
        ssda903_set_code(r, e, RULE_1A, REC, VALUE_E99);
    } else {
        ssda903_end_at_next(r, e, RULE_1, next);
        ssda903_set_code(r, e, RULE_1, REC, VALUE_X1);
        if (changes_placement(next))
            ssda903_set_code(r, e, RULE_1, REASON_PLACE_CHANGE, VALUE_LIIAF);
    }
}

/* Stage 2 on neighbours. */
static void join_neighbours(struct ssda903 *r, struct episode *e, const struct episode *next)
{
    bool later = e->year < next->year;
    bool overlaps = e->end == DATE_NONE || e->end > next->start;
    if (overlaps && e->end != DATE_NONE && later) {
        ssda903_end_at_next(r, e, RULE_4, next);
    } else if (overlaps) {
        if (e->end == DATE_NONE)
            ssda903_set_code(r, e, RULE_OVERLAP, REC, VALUE_X1);
        ssda903_end_at_next(r, e, RULE_OVERLAP, next);
    } else if (later && e->code[REC] == VALUE_X1 && e->end < next->start) {
        ssda903_end_at_next(r, e, RULE_5, next);
    }
}

size_t ssda903_standard(struct ssda903 *r, uint32_t *list, size_t n)
{
    if (!n)
        return 0;
    int newest = ssda903_newest_year(r, r->children[r->episodes[list[0]].child].la);
    n = drop_copies(r, list, n);
    n = drop_replaced(r, list, n, newest);
    for (size_t i = 0; i < n; i++) {
        struct episode *e = &r->episodes[list[i]];
        if (e->end == DATE_NONE && e->year != newest)
            close_stale(r, e, i + 1 < n ? &r->episodes[list[i + 1]] : NULL);
    }
    /* An episode that was closed on its first day can be a copy of one that was sent so; and where a copy
     * goes, others become neighbours. */
    for (size_t before = n + 1; n < before;) {
        before = n;
        for (size_t i = 0; i + 1 < n; i++)
            join_neighbours(r, &r->episodes[list[i]], &r->episodes[list[i + 1]]);
        n = drop_copies(r, list, n);
    }
    return n;
}
