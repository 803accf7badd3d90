// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_BOX_H
#define HEARTH_CHART_BOX_H

#include <stdbool.h>

/* A rectangle on the page, in points (1/72 inch), y growing downwards. Layout is done by cutting
 * pieces off a box until what is left is the plot: every piece is disjoint from the rest by
 * construction. */
struct box {
    double x, y, width, height;
};

static inline double box_right(struct box b)
{
    return b.x + b.width;
}

static inline double box_bottom(struct box b)
{
    return b.y + b.height;
}

/* Cuts a piece off one side of *rest and returns it. A piece larger than the rest takes it all. */
static inline struct box box_cut_top(struct box *rest, double height)
{
    struct box piece = *rest;
    piece.height = height < rest->height ? height : rest->height;
    rest->y += piece.height;
    rest->height -= piece.height;
    return piece;
}

static inline struct box box_cut_bottom(struct box *rest, double height)
{
    struct box piece = *rest;
    piece.height = height < rest->height ? height : rest->height;
    rest->height -= piece.height;
    piece.y = box_bottom(*rest);
    return piece;
}

static inline struct box box_cut_left(struct box *rest, double width)
{
    struct box piece = *rest;
    piece.width = width < rest->width ? width : rest->width;
    rest->x += piece.width;
    rest->width -= piece.width;
    return piece;
}

static inline struct box box_cut_right(struct box *rest, double width)
{
    struct box piece = *rest;
    piece.width = width < rest->width ? width : rest->width;
    rest->width -= piece.width;
    piece.x = box_right(*rest);
    return piece;
}

/* B without a margin on all four sides. */
static inline struct box box_inset(struct box b, double margin)
{
    box_cut_top(&b, margin);
    box_cut_bottom(&b, margin);
    box_cut_left(&b, margin);
    box_cut_right(&b, margin);
    return b;
}

/* True when A and B share more than an edge. */
static inline bool box_overlaps(struct box a, struct box b)
{
    const double hair = 1e-6;
    return a.x + hair < box_right(b) && b.x + hair < box_right(a) && a.y + hair < box_bottom(b) &&
           b.y + hair < box_bottom(a);
}

#endif
