// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_TREND_BEND_H
#define HEARTH_STATS_TREND_BEND_H

#include "base/status.h"

#include <stddef.h>

/* Where a trend bends: two straight lines that meet (least squares), for questions such as "when did the
 * rise begin?". The bend is the best of all places, not of those near a start, because the sum of
 * squares as a function of the place has several valleys. Standard errors are those of the
 * linearised model (Muggeo 2003). */
struct bend {
    double at, at_se;             /* on the scale of t */
    double slope[2], slope_se[2]; /* before and after */
    double squares;               /* sum of squares left */
};

/* T rising, n values of both, none missing. The bend lies strictly between the second and the last but
 * one value. STATUS_SHORT: fewer than 6 values. STATUS_NUMERIC: t does not rise. WORK: 2 n numbers. */
enum status bend_find(const double *t, const double *y, size_t n, double *work, struct bend *out);

/* Is there a bend at all? Davies (2002): the largest |t| of a change of slope at POINTS places between
 * the second and the last but one value of t, its p corrected for having looked at all of them (an
 * upper bound). *best is the place of the largest. */
enum status bend_test(const double *t, const double *y, size_t n, size_t points, double *work,
                      double *best, double *p);

#endif
