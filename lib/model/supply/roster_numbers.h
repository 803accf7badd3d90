// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_ROSTER_NUMBERS_H
#define HEARTH_MODEL_SUPPLY_ROSTER_NUMBERS_H

#include "model/supply/roster.h"
#include "table/rows.h"

/* How many places (or what share of a full post) a row says. Columns; -1: there is none. */
struct roster_numbers {
    int places, ours, fte, subcategory;
};

/* Fills places and ours of S from the present row. An empty cell is PLACES_UNKNOWN; a home of others
 * that doesn't say what is for us has nothing for us (counted in R). False: said; the row is left out. */
bool roster_read_numbers(const struct roster_numbers *n, struct rows *rows, struct roster *r,
                         struct roster_stay *s);

#endif
