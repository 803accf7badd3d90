// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_PREDICT_H
#define HEARTH_MODEL_FORECAST_PREDICT_H

#include "model/forecast/widths.h"

/* Forecasts of every series of a stream, with intervals. Arrays are indexed [series * ahead + h],
 * series in the order of the table, h = 0 for the first period after the history; NaN where nothing
 * can be said. */
struct predictions {
    size_t count, ahead;
    struct prediction {
        bool usable;
        enum forecast_method used;
        enum forecast_reason reason;
        enum interval_basis basis; /* what its intervals rest on */
        double narrowed;           /* by reconciliation: share that is left of the half-widths */
    } * items;
    double *mean, *sd;
    double *half[INTERVAL_LEVELS]; /* half-widths before anything is cut off at zero */
    double *weight;                /* what an error adds to the values after it: forecast_extras */
    double *bound[SERIES_BOUNDS];
};

struct predict_plan {
    struct forecast_plan forecast;
    size_t ahead;
    size_t threads;
    enum interval_basis best; /* the most trusted basis that intervals may rest on */
};

/* Forecasts all usable histories. A series of counts is never forecast below zero: means and bounds are
 * cut off there. The same result on any number of threads. On success free with predictions_done. */
enum status predictions_make(struct predictions *out, const struct histories *h,
                             const struct series_table *t, const struct predict_plan *plan);
void predictions_done(struct predictions *p);

/* Sets the bounds anew from means and half-widths; used again after these were changed. */
void predictions_set_bounds(struct predictions *p, const struct histories *h);

/* Tells SINK, one PROBLEM_NOTE a series, where another method than the one asked for was used; and in one
 * note what the intervals rest on. */
void predictions_explain(const struct predictions *p, const struct series_table *t,
                         const char *name, const struct problem_sink *sink);

/* Writes, series by series, the rows read and then the forecasts (kind "forecast", status the basis of
 * the interval). INTEGERS: median and bounds of series whose actual values are all whole are the
 * quantiles of the forecast rounded to whole numbers (the smallest whole number that so many per cent
 * do not exceed); the mean stays as it is. */
enum status predictions_write(const struct predictions *p, const struct histories *h,
                              const struct series_table *t, bool integers, struct writer *w);

#endif
