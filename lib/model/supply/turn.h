// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_TURN_H
#define HEARTH_MODEL_SUPPLY_TURN_H

#include "model/supply/roster.h"

/* Moves that are only seen once a year. A census says in which group somebody is each 30 September, so
 * that all moves fall on the day after: the newly qualified of one year are all early career then. Where 19
 * in 20 moves fall on one day of the year, moves happen on that day ahead, too: to everybody who is
 * there the evening before, with the chance of the group. The chance is a beta: those who moved among those
 * who could have, and two more in the proportion of the same line in all authorities. */
struct turn {
    size_t count; /* turns ahead; 0: moves may fall on any day */
    int32_t *
        evening; /* days after the origin of the evenings before them, ascending; the first may be 0 */
    double *moved, *stayed; /* by cell: the beta's weights */
};

/* MOST: days after the origin to look ahead. False: out of memory. Free with turn_done. */
bool turn_find(struct turn *t, const struct roster *r, int32_t origin, int32_t most);
void turn_done(struct turn *t);

#endif
