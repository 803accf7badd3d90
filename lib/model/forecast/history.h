// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_HISTORY_H
#define HEARTH_MODEL_FORECAST_HISTORY_H

#include "model/forecast/spacing.h"
#include "stream/series.h"

/* The actual rows of every series of a stream, laid on regular periods: what the forecasting methods
 * fit. A period without a row, or with an empty value, is missing (NaN), never dropped; the first
 * period is that of the first value, the last that of the last actual row, even when it is empty. Of
 * two rows for one period the later in the file counts. Rows of other kinds are not looked at.
 */
struct history {
    uint32_t series; /* index into series_table.series */
    struct spacing spacing;
    long last;       /* period number of y[n-1]; the first period to forecast is last + 1 */
    size_t n;        /* 0: not usable */
    size_t observed; /* values of y that are not missing */
    double *y;       /* a view into histories.values */
    size_t season;   /* periods in a season, 1 = none */
    int decimals;    /* worth writing: six digits or so of the largest value */
    bool counts;     /* no value is negative: neither will a forecast be */
    bool whole;      /* every value is a whole number */
    bool constant;   /* all values are the same */
};

struct histories {
    struct history *items; /* one a series, in the table's order */
    size_t count;
    size_t usable; /* items with n > 0 */
    size_t longest;
    double *values;
};

/* Lays every series of T on its own commonest spacing, or on EVERY where it is not NULL. A series with
 * a single date takes the spacing that most other series have. Reported to SINK: rows off the grid
 * (PROBLEM_WARNING, not fitted) and series that can't be used (PROBLEM_WARNING). NAME is the file's
 * name for messages. On success free with histories_done. */
enum status histories_make(struct histories *out, const struct series_table *t,
                           const enum period_every *every, const char *name,
                           const struct problem_sink *sink);
void histories_done(struct histories *h);

/* The date of the HTH period (1, 2, ...) after the history. */
int32_t history_date(const struct history *h, size_t ahead);

#endif
