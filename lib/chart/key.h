// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_KEY_H
#define HEARTH_CHART_KEY_H

#include "chart/lettering.h"
#include "chart/mark.h"

#include <stdbool.h>

/* A key above a chart, for charts in several panels: samples and what they mean, from left to right,
 * going on below where the line is full. */
enum key_sample { KEY_LINE, KEY_BAND, KEY_UPRIGHT, KEY_SHAPE };

struct key_entry {
    enum key_sample sample;
    struct stroke stroke; /* of the line, or the band's edge */
    uint32_t fill;        /* of the band, or the shape */
    const char *text;
    enum shape shape; /* outlined, except the circle */
};

/* The height that the key takes in a column of WIDTH points; with DRAW, draws it at X, Y. */
double key_place(struct canvas *c, const struct key_entry *entries, int count, double x, double y,
                 double width, bool draw);

#endif
