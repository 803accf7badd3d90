// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_STORY_H
#define HEARTH_CHART_STORY_H

#include "chart/kind.h"

/* The words of a chart, written from its data. They say what the rows say and no more: no trend is
 * read into two points, no cause named, and a change is called likely only where the whole 80%
 * interval lies on one side of the latest recorded value. */
void story_write(const struct chart_kind *kind, const struct chart *chart,
                 const struct survey *survey, struct chart_text *text);

/* Appends formatted text at *used of BUFFER, cut at SIZE; *used stays below SIZE. */
void story_add(char *buffer, size_t size, size_t *used, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Longer labels would leave no room in a headline. */
enum { STORY_SUBJECT_LONGEST = 40 };

/* What the chart is about, for a headline: its only series' label, or the measure. */
const char *story_subject(const struct chart *chart);

#endif
