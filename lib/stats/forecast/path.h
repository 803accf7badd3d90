// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_PATH_H
#define HEARTH_STATS_FORECAST_PATH_H

#include "base/random.h"
#include "stats/forecast/interval.h"

/* Sample paths that agree with a forecast's intervals.
 *
 * The errors of a path follow the method's own recursion (WEIGHT: what one error adds to the values
 * after it), so that neighbouring periods go together as the method says; scaled to a standard normal
 * at each horizon they are then stretched so that 80 and 95 % of the paths lie within the half-widths
 * HALF: the quantiles of many paths are the printed interval.
 */

/* N independent standard normal numbers from S, by inversion: one number of S each. */
void path_normals(struct random_stream *s, size_t n, double *out);

/* OUT[0 ... ahead-1]: the path that the independent standard normal Z[0 ... ahead-1] stand for. Where the
 * half-widths are NaN it is MEAN. OUT may be Z. */
void path_make(const double *z, size_t ahead, const double *weight, const double *mean,
               const double *const half[INTERVAL_LEVELS], double *out);

#endif
