// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/trace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum status trace_init(struct trace *t, size_t points)
{
    points++;
    double *room = calloc(points, 6 * sizeof *room);
    *t = (struct trace){0};
    if (!room)
        return STATUS_MEMORY;
    t->x = room;
    t->y = room + points;
    t->low95 = room + 2 * points;
    t->low80 = room + 3 * points;
    t->high80 = room + 4 * points;
    t->high95 = room + 5 * points;
    return STATUS_OK;
}

void trace_done(struct trace *t)
{
    free(t->x);
}

static void add(struct trace *t, const struct plot *plot, const struct chart_point *p)
{
    size_t i = t->count++;
    t->x[i] = scale_at(&plot->x, p->date);
    t->y[i] = scale_at(&plot->y, p->value);
    t->low95[i] = scale_at(&plot->y, p->low95);
    t->low80[i] = scale_at(&plot->y, p->low80);
    t->high80[i] = scale_at(&plot->y, p->high80);
    t->high95[i] = scale_at(&plot->y, p->high95);
}

/* The recorded value that the forecast FIRST follows, if it is the last one and lies before it. */
static const struct chart_point *origin_of(const struct chart_series *series,
                                           const struct chart_point *first)
{
    const struct chart_point *last = series_latest(series, CHART_ACTUAL);
    return last && last->date < first->date ? last : NULL;
}

void trace_read(struct trace *t, const struct chart_series *series, enum chart_point_kind kind,
                const struct plot *plot)
{
    t->count = 0;
    for (size_t i = 0; i < series->count; i++) {
        const struct chart_point *p = &series->points[i];
        if (p->kind != kind)
            continue;
        const struct chart_point *origin =
            kind == CHART_FORECAST && t->count == 0 ? origin_of(series, p) : NULL;
        if (origin) {
            struct chart_point start = *origin;
            start.low95 = start.low80 = start.high80 = start.high95 = start.value;
            add(t, plot, &start);
        }
        add(t, plot, p);
    }
}

bool trace_end(const struct trace *t, double *x, double *y)
{
    for (size_t i = t->count; i > 0; i--)
        if (isfinite(t->y[i - 1])) {
            *x = t->x[i - 1];
            *y = t->y[i - 1];
            return true;
        }
    return false;
}

static bool is_missing(const struct chart_point *p)
{
    return p->kind == CHART_ACTUAL && !isfinite(p->value);
}

/* The value beside point NUMBER in direction STEP, NaN when none follows. */
static double beside(const struct chart_series *series, size_t number, int step)
{
    for (size_t i = number + (size_t)step; i < series->count; i += (size_t)step)
        if (series->points[i].kind == CHART_ACTUAL && isfinite(series->points[i].value))
            return series->points[i].value;
    return NAN; /* before 0 the index wraps round, and the loop ends, too */
}

/* The middle of the gap in the line, where it has neighbours. */
static double gap_height(const struct chart_series *series, size_t first, size_t last,
                         const struct plot *plot)
{
    double before = beside(series, first, -1), after = beside(series, last, 1);
    if (isnan(before))
        before = after;
    if (isnan(after))
        after = before;
    return isnan(after) ? box_bottom(plot->area) - 8 : scale_at(&plot->y, (before + after) / 2);
}

void trace_mark_missing(struct canvas *c, const struct chart_series *series,
                        const struct plot *plot)
{
    const struct lettering l = {FACE_SMALL, COLOUR_INK, ALIGN_CENTRE, 1};
    double free_from = plot->area.x;
    for (size_t i = 0, end; i < series->count; i = end) {
        const struct chart_point *p = &series->points[i];
        end = i + 1;
        if (!is_missing(p))
            continue;
        while (end < series->count && is_missing(&series->points[end]) &&
               strcmp(p->status, series->points[end].status) == 0)
            end++;
        const char *symbol = p->status[0] ? p->status : "?";
        struct extent e = lettering_measure(c, symbol, &l, 0);
        double x =
            (scale_at(&plot->x, p->date) + scale_at(&plot->x, series->points[end - 1].date)) / 2;
        if (x - e.width / 2 < free_from)
            continue;
        double y = gap_height(series, i, end - 1, plot);
        lettering_draw(c, symbol, &l, x, y - e.height / 2, 0);
        free_from = x + e.width / 2 + 3;
    }
}
