// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_REPORT_SERIES_CHART_H
#define HEARTH_REPORT_SERIES_CHART_H

#include "chart/chart.h"
#include "stream/series.h"

/* From a series stream to the plain data of a chart: one measure, a line for each combination of
 * dimensions, and the words that tell them apart.
 *
 * A dimension that is the same in all series is said once, in the titles: as the chart's place when
 * it is an area (la, la_name, region, country ...), else with the measure. The others make the labels
 * of the lines. Where an area has both a name and a code, the name is taken.
 */
struct series_chart {
    struct chart chart; /* series, measure, place and by are set; the rest is yours to add */
    struct arena arena; /* holds all of it */
};

/* Which rows become a chart, and how. */
struct series_chart_plan {
    const char *measure;  /* NULL: the only one */
    enum chart_form form; /* of the kind of chart, as are POINTS: see chart_kind_form */
    unsigned points;
    int32_t date; /* forms of one date: which; DATE_NONE: the latest with a recorded value */
};

/* Fills *out with what PLAN says of T. Failures are reported: STATUS_VALUE when there is no such
 * measure, or several and none chosen, when T holds draws rather than series, or curves without a
 * column time (chances: chance); STATUS_MEMORY. Rows of kinds that are not drawn are counted in a warning. On success
 * free with series_chart_done. T must outlive *out.
 *
 * Curves: rows that differ only in the dimension time are one line, and the rows of measure at_risk
 * with the same labels its numbers at risk. Shares of 1 become percentages. The dimension unit names the unit of time.
 * Chances: the same with the dimension chance for time, and the rows of measure forecasts. */
enum status series_chart_init(struct series_chart *out, const struct series_table *t,
                              const struct series_chart_plan *plan,
                              const struct problem_sink *sink);
void series_chart_done(struct series_chart *c);

/* A column's or measure's name in words: "p_shortfall" is "probability of shortfall", "age_band"
 * "age band". At most SIZE bytes with the NUL; returns BUFFER. */
const char *name_in_words(struct text name, char *buffer, size_t size);

#endif
