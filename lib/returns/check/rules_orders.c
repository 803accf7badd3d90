// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/spell.h"
#include "returns/check/tables.h"

/* Deprivation of liberty orders (DoLO), collected from 2026-27. */

static const struct spell_kind kind = {TABLE_DOLO, COLUMN_DOLO_START, COLUMN_DOLO_END};

static int32_t start(const struct visit *v, const struct book_row *row)
{
    return spell_start(v, &kind, row);
}

static int32_t end(const struct visit *v, const struct book_row *row)
{
    return spell_end(v, &kind, row);
}

static bool ends_by_start(const struct visit *v, const struct book_row *row) /* 702 */
{
    return date_known(start(v, row)) && date_known(end(v, row)) && end(v, row) <= start(v, row);
}

static bool starts_after_year_end(const struct visit *v, const struct book_row *row) /* 703 */
{
    return date_known(start(v, row)) && start(v, row) > v->year_end;
}

static bool ends_outside_year(const struct visit *v, const struct book_row *row) /* 704 */
{
    return date_known(end(v, row)) && (end(v, row) < v->year_start || end(v, row) > v->year_end);
}

static bool overlaps_one_before(const struct visit *v, const struct book_row *row) /* 705 */
{
    return spell_overlaps(v, &kind, row);
}

static bool outlasts_care(const struct visit *v, const struct book_row *row) /* 707 */
{
    return spell_outlasts_care(v, &kind, row);
}

static bool starts_by_birth(const struct visit *v, const struct book_row *row) /* 708 */
{
    int32_t birth = cell_date(v, row, COLUMN_DOB);
    return date_known(birth) && date_known(start(v, row)) && start(v, row) <= birth;
}

/* Whether some episode that shares days with the order is in a placement of PLACES (or, with OTHERS, in
 * any other). An order counts when both its dates are given, as the collection's rule says; an episode
 * that is open goes on. */
static bool placed(const struct visit *v, const struct book_row *row, const char *places,
                   bool others)
{
    int32_t from = start(v, row), to = end(v, row);
    if (!date_known(from) || !date_known(to))
        return false;
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        bool shares =
            date_known(e->start) && to > e->start && (e->end == DATE_NONE || from < e->end);
        if (shares && e->place.size && text_in(e->place, places) != others)
            return true;
    }
    return false;
}

static bool placed_elsewhere(const struct visit *v, const struct book_row *row) /* 709 */
{
    return placed(v, row, "K2,Z12,Z13", true);
}

static bool placed_impossibly(const struct visit *v, const struct book_row *row) /* 710 */
{
    return placed(v, row, "K1,P1,R5,K3", false);
}

#define ORDER_RULE(number, more, function, where, says)                                            \
    {                                                                                              \
        .code = number, .tables = NEEDS_ORDERS | (more), .wrong_row = function, .of = TABLE_DOLO,  \
        .column = where, .message = says                                                           \
    }

const struct rule_entry rules_orders[] = {
    ORDER_RULE("702", 0, ends_by_start, COLUMN_DOLO_END, "the order ends on or before its start"),
    ORDER_RULE("703", 0, starts_after_year_end, COLUMN_DOLO_START,
               "the order starts after the year end"),
    ORDER_RULE("704", 0, ends_outside_year, COLUMN_DOLO_END, "the order ends outside the year"),
    ORDER_RULE("705", 0, overlaps_one_before, COLUMN_DOLO_START,
               "the child's order before this one is open or ends later"),
    ORDER_RULE("707", NEEDS_EPISODES, outlasts_care, COLUMN_DOLO_END,
               "care ended, and the order did not end with it or before"),
    ORDER_RULE("708", 0, starts_by_birth, COLUMN_DOLO_START,
               "the order starts on or before the birth date"),
    ORDER_RULE("709", NEEDS_EPISODES, placed_elsewhere, COLUMN_DOLO_START,
               "a child under an order is expected in K2, Z12 or Z13 while it lasts"),
    ORDER_RULE("710", NEEDS_EPISODES, placed_impossibly, COLUMN_DOLO_START,
               "a child under an order can't be placed in K1, K3, P1 or R5 while it lasts"),
    {NULL},
};
