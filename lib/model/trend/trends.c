// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trend/trends.h"

#include "stats/counts/adjust.h"

#include <math.h>
#include <stdlib.h>

static double years_a_period(const struct spacing *s)
{
    return s->months ? s->months / 12. : s->days / 365.25;
}

static int32_t date_at(const struct history *h, size_t index)
{
    return spacing_date(&h->spacing, h->last + 1 - (long)h->n + (long)index);
}

/* Copies what the workspace owns. */
static enum status keep_changes(struct series_trends *r, struct series_trend *item,
                                const struct history *h)
{
    size_t count = item->summary.change.count;
    item->change_dates = arena_take(&r->arena, (count + 1) * sizeof *item->change_dates);
    item->steps = arena_take(&r->arena, (count + 1) * sizeof *item->steps);
    if (!item->change_dates || !item->steps)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++) {
        item->change_dates[i] = date_at(h, item->summary.at[i]);
        item->steps[i] = item->summary.steps[i];
    }
    item->summary.at = NULL;
    item->summary.steps = NULL;
    return STATUS_OK;
}

static enum status describe(struct series_trends *r, size_t i, const struct history *h,
                            double *years, struct trend_work *work)
{
    struct series_trend *item = &r->items[i];
    const struct trend_options options = {
        .period = h->season, .level = .95, .least_length = h->season > 1 ? 3 : 4};
    double step = years_a_period(&h->spacing);
    for (size_t k = 0; k < h->n; k++)
        years[k] = (double)k * step;
    if (trend_describe(years, h->y, h->n, &options, work, &item->summary) != STATUS_OK)
        return STATUS_OK; /* fewer than two values: not usable */
    item->usable = true;
    r->usable++;
    r->verdicts[item->summary.verdict]++;
    if (!isnan(item->summary.p)) {
        r->tested++;
        r->brief += item->summary.n < TREND_BRIEF;
    }
    return keep_changes(r, item, h);
}

/* With many series some trends are luck: how many stay when their number is allowed for? */
static enum status count_clear(struct series_trends *r)
{
    double *p = malloc((r->count + 1) * 2 * sizeof *p);
    size_t *order = malloc((r->count + 1) * sizeof *order);
    enum status s = p && order ? STATUS_OK : STATUS_MEMORY;
    if (s == STATUS_OK) {
        for (size_t i = 0; i < r->count; i++)
            p[i] = r->items[i].usable ? r->items[i].summary.p : NAN;
        adjust_false_discovery(p, r->count, order, p + r->count);
        for (size_t i = 0; i < r->count; i++)
            r->still_clear += p[r->count + i] < .05;
    }
    free(p);
    free(order);
    return s;
}

enum status series_trends_make(struct series_trends *out, const struct histories *h,
                               const struct series_table *t, const char *name,
                               const struct problem_sink *sink)
{
    *out = (struct series_trends){.count = h->count};
    size_t room = h->longest < TREND_LONGEST ? h->longest : TREND_LONGEST;
    struct trend_work *work = trend_work_new(room);
    double *years = malloc((room + 1) * sizeof *years);
    out->items = calloc(h->count + 1, sizeof *out->items);
    enum status s = work && years && out->items ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; s == STATUS_OK && i < h->count; i++) {
        const struct history *history = &h->items[i];
        char text[160];
        if (history->n > room)
            problem_report(sink, PROBLEM_WARNING, "too-long", name, 0, NULL,
                           "%s: more than %d periods: left out (a longer --every helps)",
                           series_name(t, history->series, text, sizeof text), TREND_LONGEST);
        else if (history->n)
            s = describe(out, i, history, years, work);
    }
    if (s == STATUS_OK)
        s = count_clear(out);
    trend_work_free(work);
    free(years);
    if (s != STATUS_OK)
        series_trends_done(out);
    return s;
}

void series_trends_done(struct series_trends *r)
{
    free(r->items);
    arena_done(&r->arena);
    *r = (struct series_trends){0};
}
