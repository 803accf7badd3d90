// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/roster_numbers.h"

#include <math.h>

enum { PLACES_MOST = 100000, SHOWN = 40 };

static bool read_places(struct rows *rows, int column, int32_t *out)
{
    struct text cell = text_trim(rows_cell(rows, column));
    long number;
    char shown[SHOWN];
    *out = PLACES_UNKNOWN;
    if (!cell.size)
        return true;
    if (!text_integer(cell, &number)) {
        rows_problem(rows, PROBLEM_ROW, "not-a-number", column, "'%s' is not a whole number",
                     text_show(cell, shown, sizeof shown));
        return false;
    }
    if (number < 0 || number > PLACES_MOST) {
        rows_problem(rows, PROBLEM_ROW, "out-of-range", column,
                     "'%ld' is not a number of places from 0 to %d", number, PLACES_MOST);
        return false;
    }
    *out = (int32_t)number;
    return true;
}

/* Tenths of a full post. */
static bool read_fte(struct rows *rows, int column, int32_t *out)
{
    struct text cell = text_trim(rows_cell(rows, column));
    double number;
    char shown[SHOWN];
    *out = PLACES_UNKNOWN;
    if (!cell.size)
        return true;
    if (!text_number(cell, &number) || number < 0 || number > 2) {
        rows_problem(rows, PROBLEM_ROW, "out-of-range", column,
                     "'%s' is not a share of a full post from 0 to 2",
                     text_show(cell, shown, sizeof shown));
        return false;
    }
    *out = (int32_t)lround(10 * number);
    return true;
}

static bool read_ours(const struct roster_numbers *n, struct rows *rows, struct roster *r,
                      struct roster_stay *s)
{
    if (!read_places(rows, n->ours, &s->ours))
        return false;
    if (s->ours == PLACES_UNKNOWN) {
        bool own = text_is(rows_cell(rows, n->subcategory), "in-house");
        r->ours_unknown += !own;
        s->ours = own ? s->places : 0;
    }
    if (s->places == PLACES_UNKNOWN || s->ours <= s->places)
        return true;
    rows_problem(rows, PROBLEM_ROW, "out-of-range", n->ours,
                 "'%ld' places for us are more than the %ld registered", (long)s->ours,
                 (long)s->places);
    return false;
}

bool roster_read_numbers(const struct roster_numbers *n, struct rows *rows, struct roster *r,
                         struct roster_stay *s)
{
    bool workers = r->kind == SUPPLY_WORKERS;
    if (!(workers ? read_fte(rows, n->fte, &s->places) : read_places(rows, n->places, &s->places)))
        return false;
    s->ours = s->places;
    return r->kind != SUPPLY_HOMES || read_ours(n, rows, r, s);
}
