// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_FORECAST_H
#define HEARTH_STATS_FORECAST_FORECAST_H

#include "base/status.h"
#include "stats/forecast/extras.h"

#include <stdbool.h>
#include <stddef.h>

/* One door to every forecasting method: a regular series in, means and standard errors out. */
enum forecast_method {
    FORECAST_COMB,           /* the mean (or median) of ETS, theta and DOTM: the default */
    FORECAST_ETS,            /* exponential smoothing, the model with the least AICc (ets.h) */
    FORECAST_THETA,          /* theta.h */
    FORECAST_DOTM,           /* dotm.h */
    FORECAST_SES,            /* simple exponential smoothing, seasonally adjusted */
    FORECAST_HOLT,           /* with a linear trend */
    FORECAST_DAMPED,         /* with a damped trend */
    FORECAST_NAIVE,          /* the last value */
    FORECAST_SEASONAL_NAIVE, /* the last value of the same season */
    FORECAST_DRIFT,          /* the line through the first and last value */
    FORECAST_METHODS
};

/* "seasonal-naive": the word of the command line. */
const char *forecast_method_name(enum forecast_method m);

enum forecast_combine { FORECAST_MEAN, FORECAST_MEDIAN };

/* Why the method that answered is not the one that was asked for. */
enum forecast_reason {
    FORECAST_AS_ASKED,
    FORECAST_TOO_SHORT, /* too few values for the method asked for */
    FORECAST_CONSTANT   /* the series never changed: its value, with no interval to be had */
};

struct forecast_plan {
    enum forecast_method method;
    enum forecast_combine combine; /* of FORECAST_COMB's three means */
};

struct forecast_result {
    double *mean, *sd; /* caller's arrays, one place a period ahead; sd NaN: not to be had */
    struct forecast_extras extras; /* arrays to fill, too, or NULL */
    enum forecast_method used;
    enum forecast_reason reason;
};

/* Room for one series of at most LONGEST values and AHEAD periods; one a thread. NULL: out of memory. */
struct forecast_workspace;
struct forecast_workspace *forecast_workspace_new(size_t longest, size_t ahead);
void forecast_workspace_free(struct forecast_workspace *w);

/* Forecasts the AHEAD periods after Y[n-1]. NaN in Y is a missing value; PERIOD is the number of
 * periods in a season (1: none). Deterministic: the same input gives the same bits.
 *
 * A series too short for the method (fewer than 7 values for comb, theta, DOTM and the smoothing
 * methods; one season for seasonal naive; two values for drift) is forecast by seasonal naive where it has
 * two whole seasons, else by naive: result->used and ->reason say so. A series without any value is
 * STATUS_SHORT. */
enum status forecast_run(struct forecast_workspace *w, const struct forecast_plan *plan,
                         const double *y, size_t n, size_t period, size_t ahead,
                         struct forecast_result *result);

#endif
