// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_REPORT_SERIES_CHART_PRIVATE_H
#define HEARTH_REPORT_SERIES_CHART_PRIVATE_H

#include "report/series_chart.h"

/* For series_chart*.c alone. */
enum { LABEL_LONGEST = 160, LIST_LONGEST = 400 };

/* What is needed only while converting. */
struct chart_work {
    struct series_chart *out;
    const struct series_table *t;
    const struct series_chart_plan *plan;
    const struct problem_sink *sink;
    uint32_t measure, at_risk; /* word numbers; INTERN_NONE: not drawn */
    const char *counts;        /* curves and chances: the measure that counts what they rest on */
    int time, unit; /* curves: the dimensions time (of chances: chance) and unit; -1: none */
    int32_t date;   /* drawn alone; DATE_NONE: all */
    bool *varies;   /* one a dimension: its labels differ between the series drawn */
    bool *drawn;    /* one a series */
    size_t not_drawn, no_time; /* rows of kinds that the chart doesn't show, or without a time */
};

/* Adds ", T" to the list in BUFFER, cut at SIZE between characters. */
void list_add(char *buffer, size_t size, struct text t);

/* The label of series K, from the dimensions that vary; NULL when memory is out. */
const char *series_chart_label(struct chart_work *w, const struct series_key *k);

/* The chart's measure, place and by, from what the series have in common; FIRST is one of them. False
 * when memory is out. */
bool series_chart_titles(struct chart_work *w, const struct series_key *first);

/* Fills the chart's series with the rows that are drawn, and returns one of them as *first. */
enum status series_chart_fill(struct chart_work *w, const struct series_key **first);

#endif
