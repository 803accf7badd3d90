// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/frame.h"

#include "chart/lettering.h"

enum { MARGIN = 20, NOTE_LINES = 3 };

static const struct lettering subtitle_letters = {FACE_SUBTITLE, COLOUR_GREY_INK, ALIGN_LEFT, 2};
static const struct lettering note_letters = {FACE_NOTE, COLOUR_GREY_INK, ALIGN_LEFT, NOTE_LINES};
static const struct lettering source_letters = {FACE_NOTE, COLOUR_GREY_INK, ALIGN_LEFT, 1};

static struct lettering headline_letters(const struct frame *f)
{
    return (struct lettering){f->headline_face, COLOUR_INK, ALIGN_LEFT, 1};
}

/* Cuts the box that TEXT needs off the top or the bottom of *REST; an empty text needs none. */
static struct box cut_text(struct box *rest, bool top, struct canvas *c, const char *text,
                           const struct lettering *l, double space)
{
    double height = text[0] ? lettering_measure(c, text, l, rest->width).height : 0;
    struct box b = top ? box_cut_top(rest, height) : box_cut_bottom(rest, height);
    if (height > 0 && top)
        box_cut_top(rest, space);
    else if (height > 0)
        box_cut_bottom(rest, space);
    return b;
}

void frame_layout(struct frame *f, struct canvas *c, struct box page, const struct chart_text *text)
{
    struct box rest = box_inset(page, MARGIN);
    static const enum face faces[] = {FACE_HEADLINE, FACE_HEADLINE_SMALL, FACE_STRONG};
    for (int i = 0; i < 3; i++) {
        f->headline_face = faces[i];
        struct lettering l = headline_letters(f);
        if (lettering_measure(c, text->headline, &l, 0).width <= rest.width)
            break;
    }
    struct lettering headline = headline_letters(f);
    f->headline = cut_text(&rest, true, c, text->headline, &headline, 3);
    f->subtitle = cut_text(&rest, true, c, text->subtitle, &subtitle_letters, 0);
    f->source = cut_text(&rest, false, c, text->source, &source_letters, 2);
    f->notes = cut_text(&rest, false, c, text->notes, &note_letters, 0);
    box_cut_top(&rest, 14);
    box_cut_bottom(&rest, 8);
    f->body = rest;
}

static void draw_text(struct canvas *c, const char *text, const struct lettering *l, struct box b,
                      enum canvas_part part)
{
    if (!text[0])
        return;
    canvas_begin(c, part);
    lettering_draw(c, text, l, b.x, b.y, b.width);
    canvas_end(c, part);
}

void frame_draw(const struct frame *f, struct canvas *c, const struct chart_text *text)
{
    struct lettering headline = headline_letters(f);
    draw_text(c, text->headline, &headline, f->headline, CANVAS_HEADING);
    draw_text(c, text->subtitle, &subtitle_letters, f->subtitle, CANVAS_PARAGRAPH);
    draw_text(c, text->notes, &note_letters, f->notes, CANVAS_PARAGRAPH);
    draw_text(c, text->source, &source_letters, f->source, CANVAS_PARAGRAPH);
}
