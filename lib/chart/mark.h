// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_MARK_H
#define HEARTH_CHART_MARK_H

#include "chart/canvas.h"
#include "chart/theme.h"

/* The marks that a chart is made of. Positions are points on the canvas; a position that is NaN is a
 * missing value: lines and bands break there. */
struct stroke {
    uint32_t colour;
    double width; /* points */
    enum dash dash;
};

/* A line through COUNT positions. Between two breaks a single position is drawn as a dot, so that no
 * value goes unseen. */
void mark_line(struct canvas *c, const double *x, const double *y, size_t count,
               const struct stroke *s);

/* The area between LOW and HIGH, filled, with its two edges drawn in EDGE; where a single position
 * stands between two breaks, an upright line from LOW to HIGH. */
void mark_band(struct canvas *c, const double *x, const double *low, const double *high,
               size_t count, uint32_t fill, double opacity, const struct stroke *edge);

/* A shape SIZE points across, filled, with a thin white rim that parts it from what lies below. */
void mark_shape(struct canvas *c, double x, double y, enum shape shape, double size,
                uint32_t colour);

/* The same with a dark outline of COLOUR_INK inside the rim: a mark that is meant to be found. */
void mark_outlined(struct canvas *c, double x, double y, enum shape shape, double size,
                   uint32_t fill);

void mark_segment(struct canvas *c, double x0, double y0, double x1, double y1,
                  const struct stroke *s);

/* A filled box; EDGE may be NULL. */
void mark_box(struct canvas *c, struct box b, uint32_t fill, const struct stroke *edge);

#endif
