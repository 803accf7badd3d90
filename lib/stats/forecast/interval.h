// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_INTERVAL_H
#define HEARTH_STATS_FORECAST_INTERVAL_H

#include "stats/forecast/forecast.h"

/* Intervals that keep their promise.
 *
 * A model's own interval leaves out that its parameters are estimated, that it was chosen among others
 * and that the world changes: on the M3 competition's series R's 95 % intervals hold 84 to 87 %. Here an
 * error is measured in units that a series' history gives (interval_unit), and a half-width is a multiple
 * of the unit. The multiple is a quantile of such errors: of the series' own back-test or of its
 * siblings' where there are enough (split conformal prediction, score_conformal); else the one kept
 * here, by method, season and horizon, from the outcomes of the M1 competition's series and the
 * odd-numbered ones of M3 (interval_multiple; scripts/coverage makes the table anew and shows what it
 * covers where it was not made).
 */
enum { INTERVAL_80, INTERVAL_95, INTERVAL_LEVELS };

/* UNIT[0 ... ahead-1] of a forecast MEAN, SD from Y[0 ... n-1]: the model's standard error, where there
 * is no season widened for the distance that the forecast moves from the last value and for short
 * series, and drawn by a fifth (on the logarithmic scale) to the mean change of the series, which
 * can't be made small by fitting. NaN where SD is. */
void interval_unit(const double *y, size_t n, size_t period, size_t ahead, const double *mean,
                   const double *sd, double *unit);

/* The multiples of the unit H periods ahead (1, 2, ...) for intervals of 80 and 95 %. */
void interval_multiple(enum forecast_method method, size_t period, size_t h,
                       double multiple[INTERVAL_LEVELS]);

/* The last horizon that the table was made from: multiples beyond are that one's. */
size_t interval_furthest(size_t period);

#endif
