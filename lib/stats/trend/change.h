// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_TREND_CHANGE_H
#define HEARTH_STATS_TREND_CHANGE_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Change points: the dates at which the level of a series stepped up or down.
 *
 * The best split into pieces of constant level, by optimal partitioning (Jackson et al. 2005; the
 * same optimum as PELT): least sum of squares within pieces plus a penalty for each change, a multiple
 * of sigma^2 log(n), sigma from the median absolute deviation of the differences, which steps do not
 * inflate. O(n^2).
 *
 * Two ways to be fooled are guarded against. Autocorrelated noise wanders like steps: the penalty is
 * multiplied by (1 + r) / (1 - r), the long-run share of the noise, and once more by 1 / (1 - r),
 * because differences see only the (1 - r) part of it. r is the lag-one autocorrelation left by the
 * best split with one change at most (more changes would explain it away), corrected for its bias in
 * short series. And a steady rise looks like a staircase: where a straight line costs less than the
 * best steps, the answer is the line and no change. What this buys (false alarms in noise with
 * r = .5, n = 24: from three series in four to one in ten) is measured in
 * tests/oracle/test_trend.c.
 */
struct change_options {
    size_t least_length; /* of a piece; 3, or 4 for annual series */
    double penalty;      /* times sigma^2 log(n): 3 here (MBIC); 2 is the usual, laxer choice */
    bool inflate;        /* for autocorrelation */
    bool against_line;   /* no changes where a straight line does better */
};

struct change_result {
    size_t count;       /* changes */
    double noise;       /* sigma^2 */
    double correlation; /* r used for the penalty, 0 ... .9 */
    double penalty;     /* of one change, as used */
    double cost;        /* sum of squares plus penalties of the best split */
    bool line;          /* a straight line costs less: count is 0 */
};

struct change_work {
    double *sums, *squares, *best; /* n + 1 each */
    size_t *from;                  /* n + 1 */
};

/* Splits Y (n values, none missing). AT (room for n) gets the index of the first value of every piece
 * but the first, rising. STATUS_SHORT when n < 2 * least_length; STATUS_OK with no change when all
 * values are equal. */
enum status change_find(const double *y, size_t n, const struct change_options *options,
                        struct change_work *work, size_t *at, struct change_result *out);

#endif
