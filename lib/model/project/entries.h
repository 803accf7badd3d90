// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_ENTRIES_H
#define HEARTH_MODEL_PROJECT_ENTRIES_H

#include "base/random.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* How many children come into care each month.
 *
 *     count(t)  ~ negative binomial with mean exp(level(t) + year(t)) * season(t),
 *                 variance mean + (spread * mean)^2
 *     level(t+1) = level(t) + slope(t) / 12, and every twelve months + wander * normal
 *     slope(t+1) = damping * slope(t) + normal, so that its standard deviation stays "slope" a year
 *     year(t)    = uneven * normal, anew every twelve months (counted back from the origin)
 *
 * So the level is a yearly random walk with a trend that dies away (half in two years), and good and bad years come
 * on top: uncertainty grows with the horizon by itself. Spread, wander, slope and uneven are not known: each
 * combination of a grid is filtered through the history (Gaussian state, the count's likelihood by
 * Laplace's method), and weighs as its likelihood times a prior that expects little of each. With a
 * short history the prior speaks, with a long one the counts. Months are counted back from the day
 * the projection starts from; months that nobody could see are missing (negative counts). The twelve
 * factors of the season are drawn towards 1 as far as the data say (pooling.h). */
enum { ENTRIES_SPREADS = 2, ENTRIES_WANDERS = 5, ENTRIES_SLOPES = 3, ENTRIES_UNEVEN = 4 };
enum { ENTRIES_GRID = ENTRIES_SPREADS * ENTRIES_WANDERS * ENTRIES_SLOPES * ENTRIES_UNEVEN };

enum { ENTRIES_LEVEL, ENTRIES_SLOPE, ENTRIES_YEAR, ENTRIES_STATE };

struct entries_point {
    double spread, wander, slope, uneven;
    double weight; /* posterior, of the whole grid 1 */
    /* after the last month: log count a month, slope a year, the year's deviation; and their covariance */
    double state[ENTRIES_STATE], covariance[ENTRIES_STATE][ENTRIES_STATE];
};

struct entries {
    struct entries_point grid[ENTRIES_GRID];
    double season[12];     /* factor of calendar month 0 ... 11 */
    size_t months;         /* seen */
    double wander, uneven; /* posterior means */
};

/* COUNT[0 ... n-1], oldest first; negative: not seen. MONTH is the calendar month (0 ... 11) of the first.
 * STATUS_SHORT: no month was seen; STATUS_NUMERIC: counts too great for numbers. */
enum status entries_fit(struct entries *e, const double *count, size_t n, int month);

/* Expected counts of the N months after the last, at the posterior mean of the state (for the closed
 * form): the mean over the grid. MONTH is the calendar month of the first of them. */
void entries_mean(const struct entries *e, size_t n, int month, double *out);

/* Draws one future's expected counts: level, trend, spread and season together; what comes is Poisson of
 * these. */
void entries_draw(const struct entries *e, struct random_stream *s, size_t n, int month,
                  double *out);

#endif
