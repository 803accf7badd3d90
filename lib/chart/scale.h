// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_SCALE_H
#define HEARTH_CHART_SCALE_H

/* A linear scale: the value FROM stands at position START, the value TO at position END. For a y axis
 * START is the plot's bottom and END its top. FROM and TO differ. */
struct scale {
    double from, to;
    double start, end;
};

/* Where VALUE stands on the page; NaN gives NaN. Written so that FROM and TO are met exactly and huge
 * values don't overflow. */
static inline double scale_at(const struct scale *s, double value)
{
    double share = value / (s->to - s->from) - s->from / (s->to - s->from);
    return s->start * (1 - share) + s->end * share;
}

#endif
