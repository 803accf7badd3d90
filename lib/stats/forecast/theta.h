// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_THETA_H
#define HEARTH_STATS_FORECAST_THETA_H

#include "base/status.h"
#include "stats/forecast/extras.h"

#include <stddef.h>

/* The theta method (Assimakopoulos & Nikolopoulos 2000; winner of the M3 competition) in the form of
 * Hyndman & Billah 2003: simple exponential smoothing with half the slope of the straight line, on the
 * seasonally adjusted series (season_adjust). Same forecasts as R's forecast::thetaf; unlike it, the
 * standard error is scaled by the season, as the forecast is.
 *
 * EXTRAS->fitted are those of the smoothing, without the drift, which R's are, too.
 * Y[0 ... n-1] may hold NaN (filled in). ADJUSTED has N places for work. STATUS_SHORT below five
 * values. */
enum status theta_forecast(const double *y, size_t n, size_t period, size_t ahead, double *adjusted,
                           double *mean, double *sd, const struct forecast_extras *extras);

#endif
