// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/ets.h"

#include "stats/forecast/season.h"

#include <math.h>

/* All models for values of this kind. Those with a season come first where there seems to be one: a good
 * model early makes short work of the others. */
static size_t list_models(struct ets_model *out, size_t period, bool seasonal, bool season_first,
                          bool positive)
{
    static const enum ets_season orders[2][3] = {
        {ETS_SEASON_NONE, ETS_SEASON_ADDITIVE, ETS_SEASON_MULTIPLICATIVE},
        {ETS_SEASON_ADDITIVE, ETS_SEASON_MULTIPLICATIVE, ETS_SEASON_NONE}};
    size_t count = 0;
    for (size_t i = 0; i < 3; i++)
        for (enum ets_trend t = ETS_TREND_NONE; t <= ETS_TREND_DAMPED; t++)
            for (enum ets_error e = ETS_ERROR_ADDITIVE; e <= ETS_ERROR_MULTIPLICATIVE; e++) {
                enum ets_season s = orders[season_first][i];
                if ((s != ETS_SEASON_NONE && !seasonal) ||
                    (s == ETS_SEASON_MULTIPLICATIVE && e == ETS_ERROR_ADDITIVE) ||
                    (e == ETS_ERROR_MULTIPLICATIVE && !positive))
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
    size_t count = list_models(models, period, seasonal,
                               seasonal && season_present(y, n, period, NULL, NULL), positive);
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
