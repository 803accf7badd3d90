// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/end_label.h"

#include "chart/mark.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

enum { JOINED = END_LABEL_TEXT + END_LABEL_VALUE + 2 };

/* Name and value as one text. A number stays with the name's last word: no line begins with it. */
static void join(const struct end_label *l, char buffer[JOINED])
{
    const char *between = !l->name[0] || !l->value[0]  ? ""
                          : strstr(l->value, "\u00A0") ? " "
                                                       : "\u00A0";
    snprintf(buffer, JOINED, "%s%s%s", l->name, between, l->value);
}

/* The room of one label in WIDTH points, and how its parts are set. */
static struct extent fit(struct canvas *c, struct end_label *l, double width, int lines)
{
    char text[JOINED];
    struct lettering whole = letters(l, lines);
    l->lines = lines;
    l->apart = 0;
    join(l, text);
    struct extent e = lettering_measure(c, text, &whole, width);
    if (!e.cut || lines == 1 || !l->name[0])
        return e;
    struct lettering one = letters(l, 1);
    struct extent name = lettering_measure(c, l->name, &whole, width);
    struct extent value = lettering_measure(c, l->value, &one, width);
    l->apart = name.height;
    return (struct extent){fmax(name.width, value.width), name.height + value.height, name.cut};
}

double end_labels_width(struct canvas *c, struct end_label *labels, int count, double most)
{
    double widest = 0, start = words_at(labels, count);
    for (int i = 0; i < count; i++) {
        double width = fit(c, &labels[i], fmax(most - start, 1), 2).width;
        widest = fmax(widest, start + ceil(width) + 1);
    }
    return fmin(widest, most);
}

static bool place(struct canvas *c, struct end_label *labels, int count, struct box column,
                  int lines)
{
    struct label spread[SPREAD_MOST];
    double start = words_at(labels, count);
    for (int i = 0; i < count; i++) {
        struct extent e = fit(c, &labels[i], fmax(column.width - start, 1), lines);
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

static void draw_words(struct canvas *c, const struct end_label *l)
{
    char text[JOINED];
    struct lettering words = letters(l, l->lines);
    double width = l->box.width + 0.5; /* rounding must not break a line */
    if (l->apart > 0) {
        lettering_draw(c, l->name, &words, l->box.x, l->box.y, width);
        lettering_draw(c, l->value, &words, l->box.x, l->box.y + l->apart, width);
        return;
    }
    join(l, text);
    lettering_draw(c, text, &words, l->box.x, l->box.y, width);
}

void end_labels_draw(struct canvas *c, const struct end_label *labels, int count)
{
    const struct stroke leader = {COLOUR_AXIS, 0.75, DASH_SOLID};
    for (int i = 0; i < count; i++) {
        const struct end_label *l = &labels[i];
        double middle = l->box.y + l->box.height / 2;
        double start = l->box.x - (l->shape >= 0 ? SHAPE_ROOM : 0);
        if (fabs(middle - l->y) > 4 || start - l->x > 2 * LEADER)
            mark_segment(c, l->x + 5, l->y, start - 2, middle, &leader);
        if (l->shape >= 0)
            mark_shape(c, start + 4, middle, (enum shape)l->shape, 7.5, l->colour);
        draw_words(c, l);
    }
}
