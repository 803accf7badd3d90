// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_RECRUIT_ENDINGS_H
#define HEARTH_STATS_RECRUIT_ENDINGS_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

/* How visits to a state end, by day and cause, as jumps from which a visit can be continued at random;
 * made for finding them anew for many sets of weights, and for many groups that share a part.
 *
 * The jumps are Aalen and Johansen's (1978), as stats/recruit/visits.h has them: on a day with weight n
 * at risk, ends of one cause with weight w have the jump S(t-) w / n. A cell is a day and a cause; cells
 * are in order of day. What one set of weights gives is two lists of sums, at risk by day and ends by
 * cell. Sums of two sets can be added: so what all groups have in common is summed once. Ends before
 * the first day with LEAST visits at risk are left out, as visits_init says. */
enum { ENDINGS_NONE = 0xffffffff };

struct endings {
    size_t n, days, cells;
    int32_t *day;        /* on which visits ended or were last seen, ascending */
    uint32_t *cell_from; /* the first cell of each day, and one more */
    uint32_t *cause;     /* of each cell */
    uint32_t *cell_day;  /* of each cell: number of its day */
    uint32_t *from, *to; /* of each visit: the first and last day on which it was at risk */
    uint32_t *cell;      /* of each visit: how it ended, or ENDINGS_NONE */
};

/* The visits as visits_init has them; the arrays are not kept. Free with endings_done in any case. */
enum status endings_init(struct endings *e, size_t n, const int32_t *entry, const int32_t *exit,
                         const uint32_t *cause, size_t least);
void endings_done(struct endings *e);

struct endings_sums {
    double *risk; /* days + 1 */
    double *ends; /* cells */
};

/* Sets all to 0; adds visit I with its WEIGHT; and, after the last, makes them sums. */
void endings_clear(const struct endings *e, struct endings_sums *s);
void endings_add(const struct endings *e, struct endings_sums *s, size_t i, double weight);
void endings_sum(const struct endings *e, struct endings_sums *s);

/* CUMULATIVE[k]: the sum of the jumps of cells 0 ... k, from OWN and SHARE times ALL. */
void endings_jumps(const struct endings *e, const struct endings_sums *own,
                   const struct endings_sums *all, double share, double *cumulative);

/* The first cell later than AGE days; cells when there is none. */
size_t endings_after(const struct endings *e, int32_t age);

/* The first cell from FIRST on at which CUMULATIVE, which may be any sum that grows, reaches TARGET. */
size_t endings_reach(const struct endings *e, const double *cumulative, size_t first,
                     double target);

#endif
