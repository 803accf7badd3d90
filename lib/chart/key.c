// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/key.h"

enum { SAMPLE = 24, UPRIGHT = 8, SPACE = 6, BETWEEN = 20 };

static const struct lettering key_letters = {FACE_BODY, COLOUR_INK, ALIGN_LEFT, 1};

static void draw_sample(struct canvas *c, const struct key_entry *e, double x, double middle)
{
    if (e->sample == KEY_LINE)
        mark_segment(c, x, middle, x + SAMPLE, middle, &e->stroke);
    else if (e->sample == KEY_UPRIGHT)
        mark_segment(c, x + UPRIGHT / 2.0, middle - 7, x + UPRIGHT / 2.0, middle + 7, &e->stroke);
    else if (e->sample == KEY_SHAPE && e->shape == SHAPE_CIRCLE)
        mark_shape(c, x + UPRIGHT / 2.0, middle, e->shape, 6.5, e->fill);
    else if (e->sample == KEY_SHAPE)
        mark_outlined(c, x + UPRIGHT / 2.0, middle, e->shape, UPRIGHT, e->fill);
    else
        mark_box(c, (struct box){x, middle - 5, SAMPLE, 10}, e->fill, &e->stroke);
}

double key_place(struct canvas *c, const struct key_entry *entries, int count, double x, double y,
                 double width, bool draw)
{
    double at = 0, top = 0, row = 0;
    for (int i = 0; i < count; i++) {
        struct extent e = lettering_measure(c, entries[i].text, &key_letters, 0);
        bool narrow = entries[i].sample == KEY_UPRIGHT || entries[i].sample == KEY_SHAPE;
        double sample = narrow ? UPRIGHT : SAMPLE;
        double wide = sample + SPACE + e.width;
        row = e.height;
        if (at > 0 && at + wide > width) {
            at = 0;
            top += row + 2;
        }
        if (draw) {
            draw_sample(c, &entries[i], x + at, y + top + row / 2);
            lettering_draw(c, entries[i].text, &key_letters, x + at + sample + SPACE, y + top, 0);
        }
        at += wide + BETWEEN;
    }
    return top + row;
}
