// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_TREND_TRENDS_H
#define HEARTH_MODEL_TREND_TRENDS_H

#include "model/forecast/history.h"
#include "stats/trend/verdict.h"

/* The trend of every series of a stream: lib/stats/trend laid over dates, and its answers as series
 * again. Time is counted in years, a season is the one of the series' spacing (quarters: 4). */
struct series_trend {
    bool usable;                  /* at least two values */
    struct trend_summary summary; /* its views at and steps are NULL: see the next two */
    int32_t *change_dates;        /* summary.change.count: the first date of each new level */
    double *steps;                /* and by how much the level changed */
};

struct series_trends {
    struct series_trend *items; /* one a series, in the table's order */
    size_t count, usable;
    size_t verdicts[4]; /* series of each enum trend_verdict */
    size_t tested;      /* series with a p */
    size_t still_clear; /* with p < .05 after Benjamini & Hochberg's correction for their number */
    size_t brief;       /* tested series with fewer than TREND_BRIEF values */
    struct arena arena;
};

/* Below this many values the allowance for autocorrelation is rough. */
enum { TREND_BRIEF = 20 };

/* A series of more than TREND_LONGEST values is left out and reported (its pairs would not fit). */
enum { TREND_LONGEST = 5000 };

/* On success free with series_trends_done. NAME is the file's name for messages. */
enum status series_trends_make(struct series_trends *out, const struct histories *h,
                               const struct series_table *t, const char *name,
                               const struct problem_sink *sink);
void series_trends_done(struct series_trends *r);

/* One sentence a series to SINK (PROBLEM_NOTE): "stock, la 301: rising by 12.3 a year ...". */
void series_trends_say(const struct series_trends *r, const struct series_table *t,
                       const struct problem_sink *sink);

/* Writes the header and the rows, statistic by statistic: "M: slope per year" with its intervals, "M:
 * tau", "M: p" and "M: autocorrelation factor" at the series' last date, then "M: change of level" at
 * each date of change; M is the measure. A column "verdict" follows the dimensions. */
enum status series_trends_write(const struct series_trends *r, const struct histories *h,
                                const struct series_table *t, struct writer *w);

#endif
