// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SPC_CHARTS_H
#define HEARTH_MODEL_SPC_CHARTS_H

#include "stats/spc/rules.h"
#include "stream/series.h"

#include <stdint.h>

/* A control chart of every series of a stream: lib/stats/spc laid over dates, rebased where asked, and
 * its answers as series again. Only rows of kind "actual" with a value are charted, in order of date;
 * missing ones are left out, and the points on either side are then neighbours. */
enum spc_chart_kind {
    SPC_CHART_XMR,
    SPC_CHART_P,
    SPC_CHART_P_LANEY,
    SPC_CHART_U,
    SPC_CHART_U_LANEY
};

struct spc_plan {
    enum spc_chart_kind kind;
    bool screen;     /* XmR: leave outlying moving ranges out */
    size_t baseline; /* XmR: limits from the first so many points of each piece; 0: from all */
    const char *denominator; /* p and u: the measure that the others are divided by */
    double per;              /* p and u: values are per so many */
    enum spc_better better;
    double target;         /* NaN: rows of kind "target", the latest up to the last point */
    const int32_t *rebase; /* rising; a piece begins with the first point on or after each */
    size_t rebase_count;
};

struct spc_chart {
    bool usable; /* at least two points in the last piece */
    size_t n;
    const int32_t *dates; /* n of each, in order of date */
    const double *values;
    const struct spc_limits *limits; /* NaN in a piece of one point */
    const struct spc_point *points;
    size_t last_first; /* index of the first point since the last rebase */
    double target;     /* in force at the last point; NaN: none */
    enum spc_variation variation;
    enum spc_assurance assurance;
    size_t outlying;    /* moving ranges screened out, all pieces */
    double correlation; /* of neighbours since the last rebase, lag one; NaN when all are equal */
};

struct spc_charts {
    struct spc_chart *items; /* one a series, in the table's order; n is 0 for denominators */
    size_t count, usable;
    struct arena arena;
};

/* On success free with spc_charts_done. Reported to SINK (NAME is the file's): series that cannot be
 * charted and why; dates without a denominator. STATUS_FORMAT: no series is the denominator. */
enum status spc_charts_make(struct spc_charts *out, const struct series_table *t,
                            const struct spc_plan *plan, const char *name,
                            const struct problem_sink *sink);
void spc_charts_done(struct spc_charts *c);

/* One sentence a series (PROBLEM_NOTE): the verdicts in words, or why there is none. */
void spc_charts_say(const struct spc_charts *c, const struct series_table *t,
                    const struct spc_plan *plan, const struct problem_sink *sink);

/* Writes the header and, series by series, the rows that hearth-spc's manual describes. */
enum status spc_charts_write(const struct spc_charts *c, const struct series_table *t,
                             const struct spc_plan *plan, struct writer *w);

#endif
