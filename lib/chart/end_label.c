// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/end_label.h"

#include "chart/mark.h"

#include <math.h>

/* From the plot's edge: leader, shape, words. */
enum { LEADER = 14, SHAPE_ROOM = 13, GAP = 2 };

static struct lettering letters(const struct end_label *l, int lines)
{
    return (struct lettering){l->face, COLOUR_INK, ALIGN_LEFT, lines};
}

/* All words begin at one place, also where only some have a shape. */
static double words_at(const struct end_label *labels, int count)
{
    bool shapes = false;
    for (int i = 0; i < count; i++)
        shapes = shapes || labels[i].shape >= 0;
    return LEADER + (shapes ? SHAPE_ROOM : 0);
}

double end_labels_width(struct canvas *c, const struct end_label *labels, int count, double most)
{
    double widest = 0;
    for (int i = 0; i < count; i++) {
        struct lettering l = letters(&labels[i], 2);
        double start = words_at(labels, count);
        double width = lettering_measure(c, labels[i].text, &l, fmax(most - start, 1)).width;
        widest = fmax(widest, start + ceil(width) + 1);
    }
    return fmin(widest, most);
}

static bool place(struct canvas *c, struct end_label *labels, int count, struct box column,
                  int lines)
{
    struct label spread[SPREAD_MOST];
    for (int i = 0; i < count; i++) {
        struct lettering l = letters(&labels[i], lines);
        double start = words_at(labels, count);
        struct extent e = lettering_measure(c, labels[i].text, &l, fmax(column.width - start, 1));
        labels[i].box = (struct box){column.x + start, 0, e.width, e.height};
        spread[i] = (struct label){labels[i].y, e.height, 0};
    }
    bool fits = spread_labels(spread, count, GAP, column.y, box_bottom(column));
    for (int i = 0; i < count; i++)
        labels[i].box.y = spread[i].top;
    return fits;
}

void end_labels_place(struct canvas *c, struct end_label *labels, int count, struct box column)
{
    if (!place(c, labels, count, column, 2))
        place(c, labels, count, column, 1);
}

void end_labels_draw(struct canvas *c, const struct end_label *labels, int count)
{
    const struct stroke leader = {COLOUR_AXIS, 0.75, DASH_SOLID};
    for (int i = 0; i < count; i++) {
        const struct end_label *l = &labels[i];
        struct lettering words = letters(l, 2);
        double middle = l->box.y + l->box.height / 2;
        double start = l->box.x - (l->shape >= 0 ? SHAPE_ROOM : 0);
        if (fabs(middle - l->y) > 4 || start - l->x > 2 * LEADER)
            mark_segment(c, l->x + 5, l->y, start - 2, middle, &leader);
        if (l->shape >= 0)
            mark_shape(c, start + 4, middle, (enum shape)l->shape, 7.5, l->colour);
        lettering_draw(c, l->text, &words, l->box.x, l->box.y, l->box.width + 0.5);
    }
}
