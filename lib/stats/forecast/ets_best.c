// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/ets.h"

#include <math.h>

/* All models for values of this kind, the simple before the complex. */
static size_t list_models(struct ets_model *out, size_t period, bool seasonal, bool positive)
{
    size_t count = 0;
    enum ets_season last = seasonal ? ETS_SEASON_MULTIPLICATIVE : ETS_SEASON_NONE;
    for (enum ets_season s = ETS_SEASON_NONE; s <= last; s++)
        for (enum ets_trend t = ETS_TREND_NONE; t <= ETS_TREND_DAMPED; t++)
            for (enum ets_error e = ETS_ERROR_ADDITIVE; e <= ETS_ERROR_MULTIPLICATIVE; e++) {
                if (s == ETS_SEASON_MULTIPLICATIVE && e == ETS_ERROR_ADDITIVE)
                    continue;
                if (e == ETS_ERROR_MULTIPLICATIVE && !positive)
                    continue;
                out[count++] = (struct ets_model){e, t, s, s == ETS_SEASON_NONE ? 1 : period};
            }
    return count;
}

enum status ets_fit_best(struct ets_fit *fit, const double *y, size_t n, size_t period)
{
    struct ets_model models[ETS_MODELS_MOST];
    bool positive = true, any = false;
    for (size_t t = 0; t < n; t++)
        positive = positive && !(y[t] <= 0);
    bool seasonal = period > 1 && period <= ETS_PERIOD_MOST && n > period;
    size_t count = list_models(models, period, seasonal, positive);
    for (size_t i = 0; i < count; i++) {
        struct ets_fit one;
        double limit = any ? fit->aicc : INFINITY;
        if (ets_fit_below(&one, &models[i], y, n, limit) != STATUS_OK || !isfinite(one.aicc))
            continue;
        if (!any || one.aicc < fit->aicc)
            *fit = one;
        any = true;
    }
    return any ? STATUS_OK : STATUS_SHORT;
}
