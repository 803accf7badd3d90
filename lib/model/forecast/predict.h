// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_PREDICT_H
#define HEARTH_MODEL_FORECAST_PREDICT_H

#include "model/forecast/history.h"
#include "stats/forecast/forecast.h"

/* Forecasts of every series of a stream, with intervals. Arrays are indexed [series * ahead + h],
 * series in the order of the table, h = 0 for the first period after the history; NaN where nothing
 * can be said. */
struct predictions {
    size_t count, ahead;
    struct prediction {
        bool usable;
        enum forecast_method used;
        enum forecast_reason reason;
    } * items;
    double *mean, *sd;
    double *bound[SERIES_BOUNDS];
};

struct predict_plan {
    struct forecast_plan forecast;
    size_t ahead;
    size_t threads;
};

/* Forecasts all usable histories. A series of counts is never forecast below zero: means and bounds are
 * cut off there. The same result on any number of threads. On success free with predictions_done. */
enum status predictions_make(struct predictions *out, const struct histories *h,
                             const struct predict_plan *plan);
void predictions_done(struct predictions *p);

/* Tells SINK, one PROBLEM_NOTE a series, where another method than the one asked for was used. */
void predictions_explain(const struct predictions *p, const struct series_table *t,
                         const char *name, const struct problem_sink *sink);

/* Writes, series by series, the rows read and then the forecasts (kind "forecast"). */
enum status predictions_write(const struct predictions *p, const struct histories *h,
                              const struct series_table *t, struct writer *w);

#endif
