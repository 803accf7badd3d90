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

/* Fills *out with measure MEASURE of T (NULL: its only measure), the rows of the kinds in POINTS (see
 * chart_kind_points). Failures are reported:
 * STATUS_VALUE when there is no such measure, or several and none chosen, or when T holds draws
 * rather than series; STATUS_MEMORY. Rows of other kinds are counted in a warning. On
 * success free with series_chart_done. T must outlive *out. */
enum status series_chart_init(struct series_chart *out, const struct series_table *t,
                              const char *measure, unsigned points,
                              const struct problem_sink *sink);
void series_chart_done(struct series_chart *c);

/* A column's or measure's name in words: "p_shortfall" is "probability of shortfall", "age_band"
 * "age band". At most SIZE bytes with the NUL; returns BUFFER. */
const char *name_in_words(struct text name, char *buffer, size_t size);

#endif
