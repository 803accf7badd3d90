// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_FRAME_H
#define HEARTH_CHART_FRAME_H

#include "chart/chart.h"
#include "chart/theme.h"

/* The words around a chart: headline and subtitle above, notes and source below, and between them the
 * body, in which the chart is drawn. The boxes never overlap. */
struct frame {
    struct box headline, subtitle, body, notes, source;
    enum face headline_face; /* smaller where the headline would not fit on its line */
};

void frame_layout(struct frame *f, struct canvas *c, struct box page,
                  const struct chart_text *text);
void frame_draw(const struct frame *f, struct canvas *c, const struct chart_text *text);

#endif
