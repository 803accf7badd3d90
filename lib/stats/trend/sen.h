// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_TREND_SEN_H
#define HEARTH_STATS_TREND_SEN_H

#include "base/status.h"

#include <stddef.h>

/* The Theil-Sen slope: the median of the slopes of all pairs of values. Up to 29 % of the values can
 * be wrong without moving it far. Its interval comes from the law of Kendall's S (Sen 1968): the
 * slopes at the ranks (pairs -+ z sd(S)) / 2 from below and above. */
enum sen_ranks {
    SEN_RANKS_OUTWARD, /* ranks rounded outward: at least the level. The default everywhere here. */
    SEN_RANKS_BETWEEN  /* linear between neighbours: nearer the level, as some packages do */
};

struct sen_slope {
    double slope;     /* per unit of t */
    double intercept; /* the median of y - slope t: the line's value at t = 0 */
    double low, high; /* interval of the slope; NaN when there are too few pairs for one */
    size_t pairs;
};

/* The slope of Y over T (both n; NaN in y are missing; t rising). PERIOD is 1, or the number of
 * seasons: then only pairs of one season (i and j equal mod period) count. VARIANCE is that of S for
 * the same pairs (struct kendall; multiplied for autocorrelation as it should be). WORK holds
 * n(n-1)/2 numbers (at least n). STATUS_SHORT when there is no pair. */
enum status sen_slope(const double *t, const double *y, size_t n, size_t period, double variance,
                      double level, enum sen_ranks ranks, double *work, struct sen_slope *out);

#endif
