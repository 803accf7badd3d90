// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_PANEL_H
#define HEARTH_CHART_PANEL_H

#include "chart/axis.h"

/* Small multiples: one plot a series, all on the same two axes, so that heights can be compared across
 * panels. Value labels stand at the left of each row, date labels below each column's last plot. */
struct panel_grid {
    size_t count, rows, columns;
    double title_height;
    bool own_values;                     /* a value axis for each */
    struct box cells[CHART_PANELS_MOST]; /* title and plot; the label margins are outside */
    struct box titles[CHART_PANELS_MOST], captions[CHART_PANELS_MOST];
    struct plot plots[CHART_PANELS_MOST];
};

/* How many rows N panels are set in, and how many columns. */
size_t panel_rows(size_t n);
size_t panel_columns(size_t n);

/* The height of a page with N panels: 16:9, and from TALL_ROWS rows on that of A4. */
double panel_page_height(size_t n, size_t tall_rows);

/* Divides BODY. RIGHT points are kept free at the right of each plot for its end labels, and CAPTION
 * points between title and plot for words of the kind's own (captions). */
void panel_layout(struct panel_grid *g, struct canvas *c, struct box body, double right,
                  double caption, const struct chart *chart, const struct survey *survey);

/* The same with a value axis for each panel, where it is read against lines of its own and not against
 * other panels. It starts at zero unless all its values are far from it. */
void panel_layout_own(struct panel_grid *g, struct canvas *c, struct box body, double right,
                      double caption, const struct chart *chart, const struct survey *survey);

/* Title, gridlines and axes of panel NUMBER. */
void panel_draw_axes(const struct panel_grid *g, struct canvas *c, const struct chart *chart,
                     size_t number);

/* The width that the latest values need at the right of the plots, and the drawing of one: the
 * forecast's end where there is one, else the latest recorded value. */
double panel_values_width(struct canvas *c, const struct chart *chart, const struct survey *survey);
void panel_draw_value(struct canvas *c, const struct plot *p, const struct chart *chart,
                      const struct survey *survey, size_t number);

/* STATUS_VALUE and a message when there are more than MOST series. */
enum status panel_check(const struct chart *chart, size_t most, const struct problem_sink *sink);

#endif
