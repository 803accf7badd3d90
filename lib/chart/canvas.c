// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/canvas_private.h"

#include "calendar/date.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool bytes_add(struct bytes *b, const void *at, size_t size)
{
    if (b->room - b->size < size) {
        size_t room = b->room ? b->room : 1 << 16;
        while (room - b->size < size)
            room *= 2;
        char *bigger = realloc(b->at, room);
        if (!bigger)
            return false;
        b->at = bigger;
        b->room = room;
    }
    if (size > 0)
        memcpy(b->at + b->size, at, size);
    b->size += size;
    return true;
}

static cairo_status_t take_bytes(void *context, const unsigned char *at, unsigned size)
{
    return bytes_add(context, at, size) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

/* A copy of S in which bytes that are not UTF-8 are U+FFFD: PDF and SVG take no other text. */
static char *copy(const char *s)
{
    char *valid = s ? g_utf8_make_valid(s, -1) : NULL;
    char *own = valid ? strdup(valid) : NULL;
    g_free(valid);
    return own;
}

static void set_metadata(cairo_surface_t *s, cairo_pdf_metadata_t what, const char *text)
{
    char *own = copy(text);
    if (own)
        cairo_pdf_surface_set_metadata(s, what, own);
    free(own);
}

static cairo_surface_t *pdf_surface(struct canvas *c, const struct canvas_setup *setup)
{
    cairo_surface_t *s =
        cairo_pdf_surface_create_for_stream(take_bytes, &c->bytes, setup->width, setup->height);
    char date[DATE_TEXT], stamp[DATE_TEXT + 10];
    /* Never the clock: the same chart must give the same bytes tomorrow. */
    date_write(setup->date == DATE_NONE ? 0 : setup->date, date);
    snprintf(stamp, sizeof stamp, "%sT00:00:00Z", date);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, stamp);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "Hearth");
    set_metadata(s, CAIRO_PDF_METADATA_TITLE, setup->title);
    set_metadata(s, CAIRO_PDF_METADATA_SUBJECT, setup->description);
    return s;
}

static cairo_surface_t *surface_new(struct canvas *c, const struct canvas_setup *setup)
{
    switch (setup->format) {
    case CANVAS_SVG: {
        cairo_surface_t *s =
            cairo_svg_surface_create_for_stream(take_bytes, &c->bytes, setup->width, setup->height);
        cairo_svg_surface_set_document_unit(s, CAIRO_SVG_UNIT_PT);
        return s;
    }
    case CANVAS_PDF:
        return pdf_surface(c, setup);
    case CANVAS_PNG:
        break;
    }
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(setup->width * c->scale),
                                      (int)ceil(setup->height * c->scale));
}

/* Letters are placed the same in all formats: unhinted, a unit a point. */
static void prepare_letters(struct canvas *c)
{
    c->layout = pango_cairo_create_layout(c->cairo);
    PangoContext *context = pango_layout_get_context(c->layout);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("en-GB"));
    for (int i = 0; i < FACES; i++) {
        struct face_style style = theme_face((enum face)i);
        PangoFontDescription *font = pango_font_description_new();
        pango_font_description_set_family_static(font, theme_families);
        pango_font_description_set_absolute_size(font, style.points * PANGO_SCALE);
        pango_font_description_set_weight(font,
                                          style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        c->fonts[i] = font;
    }
}

static void begin_page(struct canvas *c)
{
    if (c->format != CANVAS_PDF) { /* whose paper is white, and a page outside the structure */
        cairo_set_source_rgb(c->cairo, 1, 1, 1);
        cairo_paint(c->cairo);
    }
    cairo_set_line_join(c->cairo, CAIRO_LINE_JOIN_ROUND);
}

struct canvas *canvas_new(const struct canvas_setup *setup)
{
    struct canvas *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->format = setup->format;
    c->scale = setup->format == CANVAS_PNG ? setup->scale : 1;
    c->title = copy(setup->title);
    c->description = copy(setup->description);
    c->surface = surface_new(c, setup);
    c->cairo = cairo_create(c->surface);
    if (cairo_status(c->cairo) != CAIRO_STATUS_SUCCESS || (setup->title && !c->title) ||
        (setup->description && !c->description)) {
        canvas_free(c);
        return NULL;
    }
    cairo_scale(c->cairo, c->scale, c->scale);
    prepare_letters(c);
    begin_page(c);
    if (c->format == CANVAS_PDF)
        cairo_tag_begin(c->cairo, "Document", NULL);
    return c;
}

void canvas_free(struct canvas *c)
{
    if (!c)
        return;
    for (int i = 0; i < FACES; i++)
        if (c->fonts[i])
            pango_font_description_free(c->fonts[i]);
    if (c->layout)
        g_object_unref(c->layout);
    cairo_destroy(c->cairo);
    cairo_surface_destroy(c->surface);
    free(c->title);
    free(c->description);
    free(c->bytes.at);
    free(c);
}

void canvas_next_page(struct canvas *c)
{
    if (c->format != CANVAS_PDF)
        return;
    cairo_show_page(c->cairo);
    begin_page(c);
}

static const char *part_tag(enum canvas_part part)
{
    return part == CANVAS_HEADING ? "H1" : part == CANVAS_PARAGRAPH ? "P" : "Figure";
}

void canvas_begin(struct canvas *c, enum canvas_part part)
{
    if (c->format == CANVAS_PDF)
        cairo_tag_begin(c->cairo, part_tag(part), NULL);
}

void canvas_end(struct canvas *c, enum canvas_part part)
{
    if (c->format == CANVAS_PDF)
        cairo_tag_end(c->cairo, part_tag(part));
}

void canvas_clip(struct canvas *c, struct box b)
{
    cairo_save(c->cairo);
    cairo_rectangle(c->cairo, b.x, b.y, b.width, b.height);
    cairo_clip(c->cairo);
}

void canvas_unclip(struct canvas *c)
{
    cairo_restore(c->cairo);
}

enum status canvas_finish(struct canvas *c, const char **bytes, size_t *size)
{
    if (c->format == CANVAS_PDF)
        cairo_tag_end(c->cairo, "Document");
    cairo_status_t s = cairo_status(c->cairo);
    if (s == CAIRO_STATUS_SUCCESS && c->format == CANVAS_PNG &&
        png_complete(&c->bytes, c->surface) != STATUS_OK)
        return STATUS_MEMORY;
    if (s == CAIRO_STATUS_SUCCESS) {
        cairo_show_page(c->cairo);
        cairo_surface_finish(c->surface);
        s = cairo_surface_status(c->surface);
    }
    if (s != CAIRO_STATUS_SUCCESS)
        return STATUS_MEMORY;
    if (c->format == CANVAS_SVG) {
        enum status done = svg_complete(&c->bytes, c->title, c->description);
        if (done != STATUS_OK)
            return done;
    }
    *bytes = c->bytes.at;
    *size = c->bytes.size;
    return STATUS_OK;
}
