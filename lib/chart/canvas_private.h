// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_CANVAS_PRIVATE_H
#define HEARTH_CHART_CANVAS_PRIVATE_H

#include "chart/canvas.h"
#include "chart/theme.h"

#include <pango/pangocairo.h>
#include <stdbool.h>

/* For lib/chart alone: what canvas.c, lettering.c and mark.c share. */
struct bytes {
    char *at;
    size_t size, room;
};

struct canvas {
    enum canvas_format format;
    double scale;
    char *title, *description;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout; /* reused for every text */
    PangoFontDescription *fonts[FACES];
    struct bytes bytes; /* grows while the surface is written */
};

/* Appends; false when memory is out. */
bool bytes_add(struct bytes *b, const void *at, size_t size);

/* mark.c: what is drawn next has this colour. */
void use_colour(struct canvas *c, uint32_t colour, double opacity);

/* svg.c: makes B, an SVG document as cairo writes it, accessible (role, title, description) and its
 * ids unlike those of any other drawing, so that several may stand in one HTML page. */
enum status svg_complete(struct bytes *b, const char *title, const char *description);

/* png.c: writes SURFACE, an image, to B. STATUS_MEMORY when there is no room. */
enum status png_complete(struct bytes *b, cairo_surface_t *surface);

#endif
