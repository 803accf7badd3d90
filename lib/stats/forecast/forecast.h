// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_FORECAST_H
#define HEARTH_STATS_FORECAST_FORECAST_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* One door to every forecasting method: a regular series in, means and standard errors out. */
enum forecast_method {
    FORECAST_NAIVE,          /* the last value */
    FORECAST_SEASONAL_NAIVE, /* the last value of the same season */
    FORECAST_DRIFT,          /* the line through the first and last value */
    FORECAST_METHODS
};

/* "seasonal-naive": the word of the command line. */
const char *forecast_method_name(enum forecast_method m);

/* Why the method that answered is not the one that was asked for. */
enum forecast_reason {
    FORECAST_AS_ASKED,
    FORECAST_TOO_SHORT, /* too few values for the method asked for */
    FORECAST_CONSTANT   /* the series never changed: its value, with no interval to be had */
};

struct forecast_result {
    double *mean, *sd; /* caller's arrays, one place a period ahead; sd NaN: not to be had */
    enum forecast_method used;
    enum forecast_reason reason;
};

/* Forecasts the AHEAD periods after Y[n-1]. NaN in Y is a missing value; PERIOD is the number of
 * periods in a season (1: none). Deterministic: the same input gives the same bits.
 *
 * Too short for METHOD: seasonal naive with less than a season falls to naive, drift with a single
 * value too; result->used and ->reason say so. A series without any value is STATUS_SHORT. */
enum status forecast_run(enum forecast_method method, const double *y, size_t n, size_t period,
                         size_t ahead, struct forecast_result *result);

#endif
