// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/forecast.h"

#include "stats/forecast/dotm.h"
#include "stats/forecast/ets.h"
#include "stats/forecast/season.h"
#include "stats/forecast/simple.h"
#include "stats/forecast/theta.h"

#include <math.h>
#include <stdlib.h>

enum { LEAST_VALUES = 7, PARTS = 3 };

static const char *const names[] = {"comb", "ets",    "theta", "dotm",           "ses",
                                    "holt", "damped", "naive", "seasonal-naive", "drift"};

struct forecast_workspace {
    double *adjusted;                                /* longest */
    double *fitted[PARTS];                           /* longest */
    double *mean[PARTS], *sd[PARTS], *weight[PARTS]; /* ahead */
};

const char *forecast_method_name(enum forecast_method m)
{
    return names[m];
}

struct forecast_workspace *forecast_workspace_new(size_t longest, size_t ahead)
{
    struct forecast_workspace *w = calloc(1, sizeof *w);
    double *room = calloc((1 + PARTS) * longest + 3 * PARTS * ahead + 1, sizeof *room);
    if (!w || !room) {
        free(w);
        free(room);
        return NULL;
    }
    w->adjusted = room;
    room += longest;
    for (size_t i = 0; i < PARTS; i++) {
        w->fitted[i] = room;
        w->mean[i] = room + longest;
        w->sd[i] = w->mean[i] + ahead;
        w->weight[i] = w->sd[i] + ahead;
        room = w->weight[i] + ahead;
    }
    return w;
}

void forecast_workspace_free(struct forecast_workspace *w)
{
    if (w)
        free(w->adjusted);
    free(w);
}

/* Values that are not missing; *same: all of them are equal. */
static size_t count_values(const double *y, size_t n, bool *same)
{
    size_t count = 0;
    double first = NAN;
    *same = true;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        if (count++ == 0)
            first = y[i];
        *same = *same && y[i] == first;
    }
    return count;
}

/* The nearest method that COUNT values in seasons of PERIOD carry. */
static enum forecast_method within_reach(enum forecast_method asked, size_t count, size_t period)
{
    size_t least = asked == FORECAST_NAIVE            ? 1
                   : asked == FORECAST_SEASONAL_NAIVE ? period
                   : asked == FORECAST_DRIFT          ? 2
                                                      : LEAST_VALUES;
    if (count >= least)
        return asked;
    return period > 1 && count >= 2 * period ? FORECAST_SEASONAL_NAIVE : FORECAST_NAIVE;
}

/* Forecasts and extras of a fitted model. */
static void tell_ets(struct ets_fit *fit, const double *y, size_t n, size_t ahead, double *mean,
                     double *sd, const struct forecast_extras *extras)
{
    ets_forecast(fit, ahead, mean, sd);
    if (extras->weight)
        ets_weights(fit, ahead, extras->weight);
    if (extras->fitted)
        ets_filter(fit, y, n, extras->fitted);
}

static enum status run_ets(const double *y, size_t n, size_t period, size_t ahead, double *mean,
                           double *sd, const struct forecast_extras *extras)
{
    struct ets_fit fit;
    enum status s = ets_fit_best(&fit, y, n, period);
    if (s == STATUS_OK)
        tell_ets(&fit, y, n, ahead, mean, sd, extras);
    return s;
}

/* Exponential smoothing with TREND on the seasonally adjusted series. */
static enum status run_smoothing(enum ets_trend trend, double *adjusted, const double *y, size_t n,
                                 size_t period, size_t ahead, double *mean, double *sd,
                                 const struct forecast_extras *extras)
{
    const struct ets_model model = {ETS_ERROR_ADDITIVE, trend, ETS_SEASON_NONE, 1};
    struct season_adjustment season;
    struct ets_fit fit;
    season_adjust(&season, y, n, period, adjusted);
    enum status s = ets_fit_model(&fit, &model, adjusted, n);
    if (s != STATUS_OK)
        return s;
    tell_ets(&fit, adjusted, n, ahead, mean, sd, extras);
    season_restore(&season, ahead, mean, sd);
    if (extras->fitted)
        season_fitted(&season, 0, n, extras->fitted);
    return STATUS_OK;
}

static double middle(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* Averages one array of every part into OUT; weights count by the size of the errors they answer. */
static void average(double *const *part, const double *share, size_t parts, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double sum = 0, shares = 0;
        for (size_t p = 0; p < parts; p++) {
            sum += share[p] * part[p][i];
            shares += share[p];
        }
        out[i] = sum / shares;
    }
}

/* Means combined; bounds averaged, which for symmetric intervals averages the standard errors. A
 * part that can't be fitted is left out. */
static enum status run_comb(struct forecast_workspace *w, enum forecast_combine combine,
                            const double *y, size_t n, size_t period, size_t ahead,
                            struct forecast_result *r)
{
    static const double equal[PARTS] = {1, 1, 1};
    size_t parts = 0;
    struct forecast_extras extras[PARTS];
    for (size_t i = 0; i < PARTS; i++)
        extras[i] = (struct forecast_extras){r->extras.weight ? w->weight[i] : NULL,
                                             r->extras.fitted ? w->fitted[i] : NULL};
    if (run_ets(y, n, period, ahead, w->mean[parts], w->sd[parts], &extras[parts]) == STATUS_OK)
        parts++;
    if (theta_forecast(y, n, period, ahead, w->adjusted, w->mean[parts], w->sd[parts],
                       &extras[parts]) == STATUS_OK)
        parts++;
    if (dotm_run(y, n, period, ahead, w->adjusted, w->mean[parts], w->sd[parts], &extras[parts]) ==
        STATUS_OK)
        parts++;
    if (parts == 0)
        return STATUS_NUMERIC;
    average(w->mean, equal, parts, ahead, r->mean);
    average(w->sd, equal, parts, ahead, r->sd);
    for (size_t h = 0; h < ahead && combine == FORECAST_MEDIAN && parts == PARTS; h++)
        r->mean[h] = middle(w->mean[0][h], w->mean[1][h], w->mean[2][h]);
    if (r->extras.fitted)
        average(w->fitted, equal, parts, n, r->extras.fitted);
    if (r->extras.weight) {
        double size[PARTS] = {0};
        for (size_t i = 0; i < parts; i++)
            size[i] = w->sd[i][0] + 1e-300;
        average(w->weight, size, parts, ahead, r->extras.weight);
    }
    return STATUS_OK;
}

/* The naive methods' extras: every error stays for ever, in its season. */
static void tell_simple(enum forecast_method method, const double *y, size_t n, size_t period,
                        size_t ahead, const struct forecast_extras *extras)
{
    size_t lag = method == FORECAST_SEASONAL_NAIVE ? period : 1;
    for (size_t j = 0; j < ahead && extras->weight; j++)
        extras->weight[j] = j % lag == 0;
    for (size_t t = 0; t < n && extras->fitted; t++)
        extras->fitted[t] = t < lag ? NAN : y[t - lag];
}

static enum status run(struct forecast_workspace *w, enum forecast_method method,
                       enum forecast_combine combine, const double *y, size_t n, size_t period,
                       size_t ahead, struct forecast_result *r)
{
    switch (method) {
    case FORECAST_COMB:
        return run_comb(w, combine, y, n, period, ahead, r);
    case FORECAST_ETS:
        return run_ets(y, n, period, ahead, r->mean, r->sd, &r->extras);
    case FORECAST_THETA:
        return theta_forecast(y, n, period, ahead, w->adjusted, r->mean, r->sd, &r->extras);
    case FORECAST_DOTM:
        return dotm_run(y, n, period, ahead, w->adjusted, r->mean, r->sd, &r->extras);
    case FORECAST_SES:
    case FORECAST_HOLT:
    case FORECAST_DAMPED:
        return run_smoothing((enum ets_trend)(method - FORECAST_SES), w->adjusted, y, n, period,
                             ahead, r->mean, r->sd, &r->extras);
    default:
        break;
    }
    tell_simple(method, y, n, period, ahead, &r->extras);
    if (method == FORECAST_SEASONAL_NAIVE)
        return simple_seasonal_naive(y, n, period, ahead, r->mean, r->sd);
    if (method == FORECAST_DRIFT)
        return simple_drift(y, n, ahead, r->mean, r->sd);
    return simple_naive(y, n, ahead, r->mean, r->sd);
}

/* True when every mean and every standard error that is to be had is a number. */
static bool all_finite(const struct forecast_result *r, size_t ahead)
{
    for (size_t h = 0; h < ahead; h++)
        if (!isfinite(r->mean[h]) || isinf(r->sd[h]))
            return false;
    return true;
}

enum status forecast_run(struct forecast_workspace *w, const struct forecast_plan *plan,
                         const double *y, size_t n, size_t period, size_t ahead,
                         struct forecast_result *result)
{
    bool same;
    size_t count = count_values(y, n, &same);
    if (count == 0)
        return STATUS_SHORT;
    result->used = within_reach(plan->method, count, period);
    result->reason = result->used == plan->method ? FORECAST_AS_ASKED : FORECAST_TOO_SHORT;
    if (same && count > 1) {
        result->used = FORECAST_NAIVE;
        result->reason = FORECAST_CONSTANT;
    }
    enum status s = run(w, result->used, plan->combine, y, n, period, ahead, result);
    if (s != STATUS_OK || !all_finite(result, ahead)) {
        result->used = FORECAST_NAIVE;
        result->reason = FORECAST_TOO_SHORT;
        s = run(w, FORECAST_NAIVE, plan->combine, y, n, period, ahead, result);
    }
    for (size_t h = 0; h < ahead && result->reason == FORECAST_CONSTANT; h++)
        result->sd[h] = NAN;
    return s;
}
