// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_VERDICT_H
#define HEARTH_CHART_VERDICT_H

#include "chart/canvas.h"
#include "chart/control.h"

#include <stdbool.h>

/* A control chart's verdicts as words, each behind a badge: its letter in a circle, shaded like the
 * points of the same meaning. Variation first, assurance below where there is a target. SMALL is the
 * form for panels. */

/* The shade of what MEANING says, of points and badges. */
uint32_t verdict_colour(enum control_meaning meaning);

double verdict_width(struct canvas *canvas, const struct control *c); /* of the large form */
double verdict_height(const struct control *c, bool small);

/* Draws them from the top left of B on. */
void verdict_draw(struct canvas *canvas, const struct control *c, struct box b, bool small);

#endif
