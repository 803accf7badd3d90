// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_TICK_H
#define HEARTH_CHART_TICK_H

#include "chart/number.h"

/* Where an axis is marked, and what is written there. */
enum { TICKS_MOST = 24 };

struct tick {
    double value; /* a number, or a date as a number of days */
    char label[NUMBER_TEXT];
};

struct ticks {
    int count; /* at least 2 for numbers, at least 1 for dates */
    struct tick at[TICKS_MOST];
    double from, to; /* numbers: the range the axis runs over */
};

/* Round numbers (1, 2 or 5 times a power of ten apart) that cover LEAST ... MOST: the first tick is
 * not above LEAST, the last not below MOST, so the axis may run from first to last. At most LIMIT of
 * them (at least 2, at most TICKS_MOST). WHOLE: no steps below 1, for things that are counted. Where
 * LEAST equals MOST, or either is not finite, a range around it is made up. */
void ticks_of_numbers(struct ticks *t, double least, double most, int limit, bool whole,
                      const char *unit);

/* Takes the outer half-empty steps off an axis whose data run from LEAST to MOST: where the first or
 * last tick is more than half a step away from them, it is dropped and the axis ends near the data.
 * An end at zero stays. */
void ticks_trim(struct ticks *t, double least, double most);

/* Dates inside FIRST ... LAST, days, weeks, months, quarters, years or more years apart: the finest
 * spacing that gives at most LIMIT ticks and is not finer than SPACING_MONTHS (0: days) of the data.
 * ANCHOR is a date of the data that ticks should meet (years on the same month as it). */
void ticks_of_dates(struct ticks *t, int32_t first, int32_t last, int limit, int spacing_months,
                    int32_t anchor);

#endif
