// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_SURVEY_H
#define HEARTH_CHART_SURVEY_H

#include "chart/chart.h"

/* What the data of a chart (or of one of its series) hold: looked at once, used by scales and words. */
struct survey {
    int32_t first, last;   /* dates with rows; DATE_NONE without any */
    int32_t last_actual;   /* the latest date with a recorded value; DATE_NONE without one */
    int32_t last_forecast; /* the latest date with a forecast value; DATE_NONE without one */
    double least, most;    /* of all values and bounds; NaN without any */
    double recorded_least, recorded_most; /* of recorded values; NaN without any */
    size_t values;                        /* values that are not missing */
    size_t forecasts;                     /* of them forecasts */
    size_t bounds;                        /* points with an 80 or 95 interval */
    size_t longest;                       /* points of the longest series */
    bool whole;         /* every recorded value is a whole number: something is counted */
    int spacing_months; /* between neighbouring dates: 1, 3, 12 ...; 0 where they are closer */
    double last_time;   /* of curves: the longest time */
    bool zoom;          /* the value axis covers the data instead of starting at zero */
};

void survey_series(struct survey *s, const struct chart_series *series);
void survey_chart(struct survey *s, const struct chart *chart);

/* An axis from zero would be more than half empty: a line's height is read, not its length. */
bool survey_far_from_zero(const struct survey *s);

/* Should have a value, and has none: so is told in its status. */
bool point_is_missing(const struct chart_point *p);

/* The latest point of a kind that has a value, or NULL. */
const struct chart_point *series_latest(const struct chart_series *series,
                                        enum chart_point_kind kind);

#endif
