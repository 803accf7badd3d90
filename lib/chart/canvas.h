// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_CANVAS_H
#define HEARTH_CHART_CANVAS_H

#include "base/status.h"
#include "chart/box.h"

#include <stddef.h>
#include <stdint.h>

/* The sheet that is drawn on: a page (or several, in PDF) in memory, which ends as the bytes of an
 * SVG, PDF or PNG file. Lengths are points in all three. The same drawing gives the same bytes.
 *
 * This header, lettering.h and mark.h are all that a page needs; none of them shows the drawing
 * library behind.
 */
enum canvas_format { CANVAS_SVG, CANVAS_PDF, CANVAS_PNG };

struct canvas_setup {
    enum canvas_format format;
    double width, height;    /* points */
    double scale;            /* pixels a point; PNG only */
    const char *title;       /* for SVG's <title>, PDF's document title; NULL: none */
    const char *description; /* the text alternative: SVG's <desc>, PDF's subject; NULL: none */
    int32_t date; /* written as PDF's creation date instead of the clock's; DATE_NONE: none */
};

struct canvas;

/* A white sheet; NULL when memory is out or the size is impossible. Copies what it needs of SETUP. */
struct canvas *canvas_new(const struct canvas_setup *setup);
void canvas_free(struct canvas *c);

/* Ends the page and begins the next one (PDF; elsewhere it does nothing). */
void canvas_next_page(struct canvas *c);

/* What is drawn between canvas_begin and canvas_end is this part of the document's structure
 * (tagged PDF); parts do not nest. No effect in SVG and PNG. */
enum canvas_part { CANVAS_HEADING, CANVAS_PARAGRAPH, CANVAS_FIGURE };
void canvas_begin(struct canvas *c, enum canvas_part part);
void canvas_end(struct canvas *c, enum canvas_part part);

/* Nothing is drawn outside B until canvas_unclip. */
void canvas_clip(struct canvas *c, struct box b);
void canvas_unclip(struct canvas *c);

/* Ends the drawing. On STATUS_OK *bytes and *size are the file, a view until canvas_free; nothing
 * may be drawn any more. Otherwise STATUS_MEMORY. */
enum status canvas_finish(struct canvas *c, const char **bytes, size_t *size);

#endif
