// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/mark.h"

#include "chart/canvas_private.h"

#include <math.h>

void use_colour(struct canvas *c, uint32_t colour, double opacity)
{
    cairo_set_source_rgba(c->cairo, ((colour >> 16) & 0xFF) / 255.0, ((colour >> 8) & 0xFF) / 255.0,
                          (colour & 0xFF) / 255.0, opacity);
}

/* Dash lengths are multiples of the line's width, so that a pattern keeps its look. */
static void use_stroke(struct canvas *c, const struct stroke *s)
{
    static const struct {
        int count;
        double lengths[6];
    } patterns[] = {
        [DASH_SOLID] = {0, {0}},           [DASH_LONG] = {2, {6, 1.6}},
        [DASH_DOT] = {2, {1.3, 1.3}},      [DASH_LONG_DOT] = {4, {6, 1.6, 1.3, 1.6}},
        [DASH_MEDIUM] = {2, {3, 1.6}},     [DASH_TWO_DOTS] = {6, {5, 1.4, 1.2, 1.4, 1.2, 1.4}},
        [DASH_FORECAST] = {2, {2.6, 1.8}},
    };
    double lengths[6];
    for (int i = 0; i < patterns[s->dash].count; i++)
        lengths[i] = patterns[s->dash].lengths[i] * s->width;
    cairo_set_dash(c->cairo, lengths, patterns[s->dash].count, 0);
    cairo_set_line_width(c->cairo, s->width);
    use_colour(c, s->colour, 1);
}

/* The end of the unbroken run that begins at FROM. */
static size_t run_end_of(const double *x, const double *y, size_t from, size_t count)
{
    while (from < count && isfinite(x[from]) && isfinite(y[from]))
        from++;
    return from;
}

void mark_line(struct canvas *c, const double *x, const double *y, size_t count,
               const struct stroke *s)
{
    for (size_t i = 0; i < count;) {
        size_t end = run_end_of(x, y, i, count);
        if (end == i + 1)
            mark_shape(c, x[i], y[i], SHAPE_CIRCLE, 2.4 * s->width, s->colour);
        cairo_new_path(c->cairo);
        for (size_t k = i; k < end; k++)
            cairo_line_to(c->cairo, x[k], y[k]); /* the first one moves there */
        use_stroke(c, s);
        cairo_stroke(c->cairo);
        i = end > i ? end : i + 1;
    }
}

void mark_band(struct canvas *c, const double *x, const double *low, const double *high,
               size_t count, uint32_t fill, double opacity, const struct stroke *edge)
{
    for (size_t i = 0; i < count;) {
        size_t end = run_end_of(low, high, i, count);
        cairo_new_path(c->cairo);
        for (size_t k = i; k < end; k++)
            cairo_line_to(c->cairo, x[k], high[k]);
        for (size_t k = end; k > i; k--)
            cairo_line_to(c->cairo, x[k - 1], low[k - 1]);
        use_colour(c, fill, opacity);
        cairo_fill(c->cairo);
        if (end == i + 1)
            mark_segment(c, x[i], low[i], x[i], high[i], edge);
        else if (end > i) {
            mark_line(c, x + i, low + i, end - i, edge);
            mark_line(c, x + i, high + i, end - i, edge);
        }
        i = end > i ? end : i + 1;
    }
}

static void polygon(struct canvas *c, double x, double y, double radius, int corners, double turn)
{
    for (int i = 0; i < corners; i++) {
        double angle = turn + 2 * M_PI * i / corners;
        cairo_line_to(c->cairo, x + radius * cos(angle), y + radius * sin(angle));
    }
    cairo_close_path(c->cairo);
}

/* Radii are chosen so that all shapes have about the same area. */
static void shape_path(struct canvas *c, double x, double y, enum shape shape, double size)
{
    double r = size / 2;
    cairo_new_path(c->cairo);
    switch (shape) {
    case SHAPE_CIRCLE:
        cairo_new_sub_path(c->cairo);
        cairo_arc(c->cairo, x, y, r, 0, 2 * M_PI);
        cairo_close_path(c->cairo);
        break;
    case SHAPE_SQUARE:
        polygon(c, x, y, 1.25 * r, 4, M_PI / 4);
        break;
    case SHAPE_TRIANGLE:
        polygon(c, x, y, 1.4 * r, 3, -M_PI / 2);
        break;
    case SHAPE_DIAMOND:
        polygon(c, x, y, 1.3 * r, 4, 0);
        break;
    case SHAPE_DOWN:
        polygon(c, x, y, 1.4 * r, 3, M_PI / 2);
        break;
    case SHAPE_CROSS: {
        double a = 0.4 * r, b = 1.2 * r;
        const double corners[12][2] = {{-a, -b}, {a, -b}, {a, -a}, {b, -a}, {b, a},   {a, a},
                                       {a, b},   {-a, b}, {-a, a}, {-b, a}, {-b, -a}, {-a, -a}};
        for (int i = 0; i < 12; i++)
            cairo_line_to(c->cairo, x + corners[i][0], y + corners[i][1]);
        cairo_close_path(c->cairo);
        break;
    }
    }
}

void mark_shape(struct canvas *c, double x, double y, enum shape shape, double size,
                uint32_t colour)
{
    if (!isfinite(x) || !isfinite(y))
        return;
    shape_path(c, x, y, shape, size);
    cairo_set_dash(c->cairo, NULL, 0, 0);
    cairo_set_line_width(c->cairo, 2);
    use_colour(c, COLOUR_WHITE, 1);
    cairo_stroke_preserve(c->cairo);
    use_colour(c, colour, 1);
    cairo_fill(c->cairo);
}

void mark_outlined(struct canvas *c, double x, double y, enum shape shape, double size,
                   uint32_t fill)
{
    if (!isfinite(x) || !isfinite(y))
        return;
    mark_shape(c, x, y, shape, size + 1, COLOUR_INK);
    shape_path(c, x, y, shape, size);
    cairo_set_line_width(c->cairo, 1);
    use_colour(c, fill, 1);
    cairo_fill_preserve(c->cairo);
    use_colour(c, COLOUR_INK, 1);
    cairo_stroke(c->cairo);
}

void mark_segment(struct canvas *c, double x0, double y0, double x1, double y1,
                  const struct stroke *s)
{
    cairo_move_to(c->cairo, x0, y0);
    cairo_line_to(c->cairo, x1, y1);
    use_stroke(c, s);
    cairo_stroke(c->cairo);
}

void mark_box(struct canvas *c, struct box b, uint32_t fill, const struct stroke *edge)
{
    cairo_rectangle(c->cairo, b.x, b.y, b.width, b.height);
    use_colour(c, fill, 1);
    cairo_fill_preserve(c->cairo);
    if (edge) {
        use_stroke(c, edge);
        cairo_stroke_preserve(c->cairo);
    }
    cairo_new_path(c->cairo);
}
