// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_AXIS_H
#define HEARTH_CHART_AXIS_H

#include "chart/lettering.h"
#include "chart/scale.h"
#include "chart/survey.h"
#include "chart/tick.h"

/* Axes: ticks chosen for the room there is, light gridlines, labels that are always horizontal. */

/* A plot: the area of the marks and its two scales. */
struct plot {
    struct box area;
    struct scale x, y;
    struct ticks dates, values;
    enum face face; /* of the axis labels */
};

/* The widest label, in points: room to leave at the left of a plot (and half of it, for dates, at the
 * ends). */
double axis_label_width(struct canvas *c, const struct ticks *t, enum face face);

/* The value ticks for a plot HEIGHT points high: from zero unless the chart is zoomed or values are
 * negative. */
void axis_choose_values(struct ticks *t, const struct chart *chart, const struct survey *survey,
                        double height, enum face face);

/* The date ticks for a plot WIDTH points wide. */
void axis_choose_dates(struct ticks *t, struct canvas *c, const struct survey *survey, double width,
                       enum face face);

/* Lays the two scales over AREA; the ticks and the face must be set. */
void plot_scale(struct plot *p, struct box area, const struct survey *survey);

/* Gridlines, and their labels right-aligned at the left of the area where LABELS. */
void axis_draw_values(struct canvas *c, const struct plot *p, bool labels);

/* The base line with its tick marks, and the labels below where LABELS: centred, but kept between
 * LEFT and RIGHT; one that would touch its neighbour is left out. */
void axis_draw_dates(struct canvas *c, const struct plot *p, bool labels, double left,
                     double right);

/* The height that date labels need below the area. */
double axis_date_height(struct canvas *c, enum face face);

#endif
