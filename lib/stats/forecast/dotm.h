// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_DOTM_H
#define HEARTH_STATS_FORECAST_DOTM_H

#include "base/status.h"
#include "stats/forecast/extras.h"

#include <stddef.h>

/* The dynamic optimised theta model (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016,
 * "Models for optimising the theta method", International Journal of Forecasting 32): the theta method
 * whose line is fitted anew at each observation and whose theta is estimated.
 *
 * With w = 1 - 1/theta, the running line through y_1 ... y_t being A_t + B_t t and l_0 unknown,
 *     mu_t = l_(t-1) + w ((1-alpha)^(t-1) A_(t-1) + (1 - (1-alpha)^t) / alpha B_(t-1)),
 *     l_t  = alpha y_t + (1-alpha) l_(t-1);   mu_1 = y_1.
 */
struct dotm_fit {
    double alpha; /* .1 ... .99 */
    double theta; /* 1 ... 1e10; 1 is simple exponential smoothing */
    double start; /* l_0; hardly felt after a few values: compare forecasts, not this */
    double sum;   /* of squared errors from the fourth value on */
};

/* Least squares. For given alpha the errors are linear in l_0 and w, so that only alpha is searched for:
 * the best of a grid, then golden section, which finds the global least. Y has no missing values.
 * STATUS_SHORT below seven values. */
enum status dotm_fit(struct dotm_fit *fit, const double *y, size_t n);

/* Runs the recursion with the parameters of FIT: sets fit->sum; then, without further values, MEAN and
 * SD of the AHEAD periods after. SD comes from the recursion's answer to a single error; it takes AHEAD
 * steps a period. EXTRAS->weight is the answer to an error in the first period ahead. */
void dotm_forecast(struct dotm_fit *fit, const double *y, size_t n, size_t ahead, double *mean,
                   double *sd, const struct forecast_extras *extras);

/* The whole method: seasonal adjustment (season_adjust), fit, forecast. ADJUSTED has N places. The first
 * three of EXTRAS->fitted are NaN: the fit leaves them out. */
enum status dotm_run(const double *y, size_t n, size_t period, size_t ahead, double *adjusted,
                     double *mean, double *sd, const struct forecast_extras *extras);

#endif
