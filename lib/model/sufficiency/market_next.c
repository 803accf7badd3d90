// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/market_private.h"

#include <math.h>
#include <stdlib.h>

/* Adds measure MEASURE of the file's present future to TO (date * cells + cell). */
static void add_measure(const struct market *m, const struct market_source *s, int measure,
                        const double *value, double *to)
{
    const struct future_shape *f = future_shape(s->future);
    for (size_t d = 0; measure >= 0 && d < m->date_count; d++) {
        const double *from = value + future_at(f, (size_t)measure, d, 0);
        for (size_t i = 0; i < s->link_count; i++)
            if (!isnan(from[s->links[i].from]))
                to[d * m->cell_count + s->links[i].to] += from[s->links[i].from];
    }
}

static enum status differ(const struct market *m, const struct market_source *s)
{
    problem_report(m->sink, PROBLEM_FATAL, "draw-count", future_name(s->future), 0, NULL,
                   "ends after draw %ld, where other files go on: demand and supply must have the "
                   "same number of draws (--draws)",
                   m->draws - 1);
    return STATUS_FORMAT;
}

enum status market_next(struct market *m)
{
    size_t n = m->date_count * m->cell_count, ended = 0;
    const struct market_source *first_ended = NULL;
    for (size_t i = 0; i < 4 * n; i++)
        m->sum[i] = 0;
    for (size_t i = 0; i < m->source_count; i++) {
        struct market_source *s = &m->sources[i];
        const double *value;
        long draw;
        enum status status = future_next(s->future, &draw, &value);
        if (status == STATUS_END) {
            first_ended = first_ended ? first_ended : s;
            ended++;
            continue;
        }
        if (status != STATUS_OK)
            return status;
        add_measure(m, s, s->measure, value, m->sum + (s->is_supply ? n : 0));
        add_measure(m, s, s->beside, value, s->is_supply ? m->households : m->care_days);
    }
    if (ended)
        return ended == m->source_count ? STATUS_END : differ(m, first_ended);
    double grid = m->settings->grid, load = m->settings->load;
    for (size_t i = 0; i < n; i++) {
        /* Workers needed are rounded up to the next step: the tolerance keeps 32 / 16 at 2. */
        m->demand[i] = load > 0 ? (int64_t)ceil(m->sum[i] / load / grid - 1e-9)
                                : (int64_t)llround(m->sum[i] / grid);
        m->supply[i] = (int64_t)llround(m->sum[n + i] / grid);
    }
    m->draws++;
    return STATUS_OK;
}

static int by_place(const void *a, const void *b)
{
    const struct market_past *x = a, *y = b;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return (int)x->is_supply - (int)y->is_supply;
}

/* Adds the rows of one file; returns how many. */
static size_t past_of(struct market *m, const struct market_source *s, bool beside,
                      struct market_past *to)
{
    const struct future_actual *rows;
    size_t n = future_actuals(s->future, &rows), count = 0;
    uint32_t scenarios = m->scenarios.count ? m->scenarios.count : 1;
    for (size_t i = 0; i < n; i++) {
        if (!text_is(rows[i].measure, s->measures[beside]) || isnan(rows[i].value))
            continue;
        uint32_t last = UINT32_MAX;
        for (uint32_t k = 0; k < scenarios; k++) {
            uint32_t cell = market_find(m, s, rows[i].labels, k);
            if (cell != UINT32_MAX && cell != last)
                to[count++] = (struct market_past){rows[i].date, cell, s->is_supply, rows[i].value};
            last = cell;
        }
    }
    return count;
}

enum status market_history(struct market *m, bool beside, struct market_past **out, size_t *count)
{
    size_t most = 0, n = 0, kept = 0;
    const struct future_actual *rows;
    for (size_t i = 0; i < m->source_count; i++)
        most += future_actuals(m->sources[i].future, &rows);
    most *= m->scenarios.count ? m->scenarios.count : 1;
    struct market_past *past = malloc((most + 1) * sizeof *past);
    *out = past;
    *count = 0;
    if (!past)
        return STATUS_MEMORY;
    for (size_t i = 0; i < m->source_count; i++)
        n += past_of(m, &m->sources[i], beside, past + n);
    qsort(past, n, sizeof *past, by_place);
    for (size_t i = 0; i < n; i++) { /* one for each date, cell and side */
        if (kept && by_place(&past[kept - 1], &past[i]) == 0)
            past[kept - 1].value += past[i].value;
        else
            past[kept++] = past[i];
    }
    *count = kept;
    return STATUS_OK;
}
