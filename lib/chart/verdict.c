// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/verdict.h"

#include "chart/lettering.h"
#include "chart/mark.h"

#include <math.h>

uint32_t verdict_colour(enum control_meaning meaning)
{
    switch (meaning) {
    case CONTROL_IMPROVEMENT:
        return COLOUR_IMPROVEMENT;
    case CONTROL_CONCERN:
        return COLOUR_CONCERN;
    case CONTROL_HIGH:
    case CONTROL_LOW:
        return COLOUR_NOTABLE;
    default:
        return COLOUR_WHITE;
    }
}

/* A letter in a circle, shaded by what it means. */
static void draw_badge(struct canvas *canvas, double x, double middle, double size,
                       const char *letter, uint32_t fill)
{
    const struct lettering l = {size > 15 ? FACE_STRONG : FACE_SMALL,
                                fill == COLOUR_CONCERN || fill == COLOUR_NOTABLE ? COLOUR_WHITE
                                                                                 : COLOUR_INK,
                                ALIGN_CENTRE, 1};
    double height = lettering_measure(canvas, letter, &l, 0).height;
    mark_outlined(canvas, x + size / 2, middle, SHAPE_CIRCLE, size, fill);
    lettering_draw(canvas, letter, &l, x + size / 2, middle - height / 2, 0);
}

struct verdict_line {
    const char *letter, *words;
    uint32_t fill;
};

/* One or two lines; returns how many. */
static int verdict_lines(const struct control *c, struct verdict_line lines[2])
{
    static const uint32_t fills[] = {COLOUR_WHITE, COLOUR_IMPROVEMENT, COLOUR_CONCERN,
                                     COLOUR_WHITE};
    lines[0] = (struct verdict_line){control_variation_letter(c), control_variation_words(c),
                                     verdict_colour(c->variation)};
    lines[1] = (struct verdict_line){control_assurance_letter(c), control_assurance_words(c),
                                     fills[c->assurance]};
    return c->assurance == CONTROL_NO_TARGET ? 1 : 2;
}

enum { BADGE = 18, BADGE_SMALL = 13, BADGE_SPACE = 5, VERDICT_LINE = 22, VERDICT_LINE_SMALL = 15 };

double verdict_height(const struct control *c, bool small)
{
    return (c->assurance == CONTROL_NO_TARGET ? 1 : 2) *
           (double)(small ? VERDICT_LINE_SMALL : VERDICT_LINE);
}

double verdict_width(struct canvas *canvas, const struct control *c)
{
    const struct lettering l = {FACE_STRONG, COLOUR_INK, ALIGN_LEFT, 1};
    struct verdict_line lines[2];
    double widest = 0;
    int count = verdict_lines(c, lines);
    for (int i = 0; i < count; i++)
        widest = fmax(widest, lettering_measure(canvas, lines[i].words, &l, 0).width);
    return BADGE + BADGE_SPACE + widest;
}

void verdict_draw(struct canvas *canvas, const struct control *c, struct box b, bool small)
{
    const struct lettering l = {small ? FACE_SMALL : FACE_STRONG, COLOUR_INK, ALIGN_LEFT, 1};
    double badge = small ? BADGE_SMALL : BADGE, line = small ? VERDICT_LINE_SMALL : VERDICT_LINE;
    struct verdict_line lines[2];
    int count = verdict_lines(c, lines);
    for (int i = 0; i < count; i++) {
        double middle = b.y + (i + 0.5) * line, start = b.x;
        if (lines[i].letter[0]) {
            draw_badge(canvas, start, middle, badge, lines[i].letter, lines[i].fill);
            start += badge + BADGE_SPACE;
        }
        double height = lettering_measure(canvas, lines[i].words, &l, 0).height;
        lettering_draw(canvas, lines[i].words, &l, start, middle - height / 2,
                       box_right(b) - start + 0.5);
    }
}
