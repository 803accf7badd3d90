// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/theta.h"

#include "stats/forecast/ets.h"
#include "stats/forecast/season.h"

#include <math.h>

/* The slope of the least-squares line through Y at 0, 1, ..., n-1. */
static double line_slope(const double *y, size_t n)
{
    double centre = .5 * (double)(n - 1), sum = 0;
    for (size_t t = 0; t < n; t++)
        sum += ((double)t - centre) * y[t];
    double count = (double)n;
    return sum / (count * (count * count - 1) / 12);
}

enum status theta_forecast(const double *y, size_t n, size_t period, size_t ahead, double *adjusted,
                           double *mean, double *sd, const struct forecast_extras *extras)
{
    static const struct ets_model smoothing = {ETS_ERROR_ADDITIVE, ETS_TREND_NONE, ETS_SEASON_NONE,
                                               1};
    struct season_adjustment season;
    struct ets_fit fit;
    season_adjust(&season, y, n, period, adjusted);
    size_t lead = 0; /* missing values before the first */
    while (lead < n && isnan(adjusted[lead]))
        lead++;
    enum status s = ets_fit_model(&fit, &smoothing, adjusted + lead, n - lead);
    if (s != STATUS_OK)
        return s;
    double drift = .5 * line_slope(adjusted + lead, n - lead);
    double start = (1 - pow(1 - fit.alpha, (double)(n - lead))) / fit.alpha;
    for (size_t h = 0; h < ahead; h++) {
        double steps = (double)h;
        mean[h] = fit.end.level + drift * (steps + start);
        sd[h] = sqrt(fit.sigma2 * (1 + steps * fit.alpha * fit.alpha));
    }
    season_restore(&season, ahead, mean, sd);
    if (extras->weight)
        ets_weights(&fit, ahead, extras->weight);
    if (extras->fitted) {
        ets_filter(&fit, adjusted + lead, n - lead, extras->fitted + lead);
        season_fitted(&season, lead, n, extras->fitted);
    }
    return STATUS_OK;
}
