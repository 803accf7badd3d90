// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/lettering.h"

#include "chart/canvas_private.h"

#include <string.h>

enum { TEXT_LONGEST = 2000 }; /* bytes; more could never be read on a chart */

/* Control characters become blanks: a line end would be drawn as an arrow. */
static void set_text(PangoLayout *layout, const char *text)
{
    char line[TEXT_LONGEST + 1];
    size_t size = strnlen(text, TEXT_LONGEST);
    for (size_t i = 0; i < size; i++)
        line[i] = (unsigned char)text[i] < ' ' ? ' ' : text[i];
    line[size] = '\0';
    if (g_utf8_validate(line, (gssize)size, NULL)) {
        pango_layout_set_text(layout, line, (int)size);
        return;
    }
    char *valid = g_utf8_make_valid(line, (gssize)size);
    pango_layout_set_text(layout, valid, -1);
    g_free(valid);
}

static PangoLayout *prepare(struct canvas *c, const char *text, const struct lettering *l,
                            double width)
{
    static const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                                PANGO_ALIGN_RIGHT};
    PangoLayout *layout = c->layout;
    pango_layout_set_font_description(layout, c->fonts[l->face]);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_alignment(layout, alignments[l->align]);
    pango_layout_set_width(layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(layout, width > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    pango_layout_set_height(layout, l->lines > 1 ? -l->lines : -1);
    set_text(layout, text);
    return layout;
}

static struct extent layout_extent(PangoLayout *layout)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    return (struct extent){(double)logical.width / PANGO_SCALE,
                           (double)logical.height / PANGO_SCALE,
                           pango_layout_is_ellipsized(layout)};
}

struct extent lettering_measure(struct canvas *c, const char *text, const struct lettering *l,
                                double width)
{
    return layout_extent(prepare(c, text, l, width));
}

struct extent lettering_draw(struct canvas *c, const char *text, const struct lettering *l,
                             double x, double y, double width)
{
    PangoLayout *layout = prepare(c, text, l, width);
    struct extent e = layout_extent(layout);
    if (width <= 0 && l->align != ALIGN_LEFT)
        x -= l->align == ALIGN_CENTRE ? e.width / 2 : e.width;
    use_colour(c, l->colour, 1);
    cairo_move_to(c->cairo, x, y);
    pango_cairo_show_layout(c->cairo, layout);
    return e;
}
