// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/forecast.h"

#include "stats/forecast/simple.h"

#include <math.h>

static const char *const names[] = {"naive", "seasonal-naive", "drift"};

const char *forecast_method_name(enum forecast_method m)
{
    return names[m];
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

/* The nearest method that COUNT values in periods of PERIOD carry. */
static enum forecast_method within_reach(enum forecast_method asked, size_t count, size_t period)
{
    if (asked == FORECAST_SEASONAL_NAIVE && count < period)
        return FORECAST_NAIVE;
    if (asked == FORECAST_DRIFT && count < 2)
        return FORECAST_NAIVE;
    return asked;
}

static enum status run(enum forecast_method method, const double *y, size_t n, size_t period,
                       size_t ahead, struct forecast_result *r)
{
    switch (method) {
    case FORECAST_SEASONAL_NAIVE:
        return simple_seasonal_naive(y, n, period, ahead, r->mean, r->sd);
    case FORECAST_DRIFT:
        return simple_drift(y, n, ahead, r->mean, r->sd);
    default:
        return simple_naive(y, n, ahead, r->mean, r->sd);
    }
}

enum status forecast_run(enum forecast_method method, const double *y, size_t n, size_t period,
                         size_t ahead, struct forecast_result *result)
{
    bool same;
    size_t count = count_values(y, n, &same);
    if (count == 0)
        return STATUS_SHORT;
    result->reason = FORECAST_AS_ASKED;
    result->used = within_reach(method, count, period);
    if (result->used != method)
        result->reason = FORECAST_TOO_SHORT;
    if (same && count > 1) {
        result->used = FORECAST_NAIVE;
        result->reason = FORECAST_CONSTANT;
    }
    enum status s = run(result->used, y, n, period, ahead, result);
    for (size_t h = 0; h < ahead && result->reason == FORECAST_CONSTANT; h++)
        result->sd[h] = NAN;
    return s;
}
