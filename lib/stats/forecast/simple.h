// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_SIMPLE_H
#define HEARTH_STATS_FORECAST_SIMPLE_H

#include "base/status.h"

#include <stddef.h>

/* The forecasts that any other must beat, with their closed-form errors (Hyndman & Athanasopoulos,
 * "Forecasting: principles and practice", 3rd ed., table 5.2).
 *
 * Y[0 ... n-1] is a regular series; NaN is a missing value. MEAN and SD have AHEAD places, for the
 * 1st, 2nd, ... period after Y[n-1]; mean +- z sd is the normal interval. Where values are missing,
 * a difference over g periods counts as the sum of g independent ones (its square divided by g),
 * and missing values at the end lengthen the horizon. SD is NaN where there are too few differences
 * to estimate anything (fewer than two), and zero for a series that never changed.
 *
 * STATUS_SHORT: fewer than one (naive, seasonal naive) or two (drift) values; nothing is written.
 */

/* No change: the last value. Variance h s2, s2 the mean square of the differences. */
enum status simple_naive(const double *y, size_t n, size_t ahead, double *mean, double *sd);

/* The last value of the same season. Variance (floor((h-1)/period)+1) s2. PERIOD 1 is simple_naive;
 * a season that was never observed takes the last value of any. */
enum status simple_seasonal_naive(const double *y, size_t n, size_t period, size_t ahead,
                                  double *mean, double *sd);

/* The line through the first and the last value. Variance s2 h (1 + h/(n-1)). */
enum status simple_drift(const double *y, size_t n, size_t ahead, double *mean, double *sd);

#endif
