// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/predict.h"

#include "base/parallel.h"
#include "model/forecast/crew.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

struct predicting {
    struct predictions *out;
    const struct histories *histories;
    const struct predict_plan *plan;
    const struct widths *widths;
    struct crew crew;
};

static enum status predict_one(void *context, size_t worker, size_t item)
{
    struct predicting *g = context;
    struct predictions *p = g->out;
    const struct history *h = &g->histories->items[item];
    if (h->n == 0)
        return STATUS_OK;
    struct prediction *one = &p->items[item];
    size_t at = item * p->ahead;
    double *mean, *sd, *unit;
    struct forecast_workspace *space = crew_member(&g->crew, worker, &mean, &sd, &unit);
    struct forecast_result r = {
        .mean = p->mean + at, .sd = p->sd + at, .extras = {.weight = p->weight + at}};
    enum status s = forecast_run(space, &g->plan->forecast, h->y, h->n, h->season, p->ahead, &r);
    if (s != STATUS_OK)
        return s;
    *one = (struct prediction){true, r.used, r.reason, g->widths->basis[item], 1};
    interval_unit(h->y, h->n, h->season, p->ahead, r.mean, r.sd, unit);
    for (size_t i = 0; i < p->ahead; i++) {
        double multiple[INTERVAL_LEVELS];
        interval_multiple(r.used, h->season, i + 1, multiple);
        for (int level = 0; level < INTERVAL_LEVELS; level++) {
            if (one->basis > BASIS_CALIBRATED)
                multiple[level] = g->widths->multiple[level][at + i];
            p->half[level][at + i] =
                one->basis == BASIS_MODEL
                    ? stats_normal_z(level == INTERVAL_80 ? .80 : .95) * r.sd[i]
                    : multiple[level] * unit[i];
        }
    }
    if (isnan(p->half[INTERVAL_95][at]))
        one->basis = BASIS_NONE;
    return STATUS_OK;
}

void predictions_set_bounds(struct predictions *p, const struct histories *h)
{
    for (size_t s = 0; s < p->count; s++)
        for (size_t at = s * p->ahead; p->items[s].usable && at < (s + 1) * p->ahead; at++) {
            double floor = h->items[s].counts ? 0 : -INFINITY; /* counts end at zero */
            double mean = p->mean[at];
            double half80 = p->half[INTERVAL_80][at], half95 = p->half[INTERVAL_95][at];
            double bounds[SERIES_BOUNDS] = {mean - half95, mean - half80, mean + half80,
                                            mean + half95};
            for (int b = 0; b < SERIES_BOUNDS; b++)
                p->bound[b][at] = bounds[b] < floor ? floor : bounds[b];
            p->mean[at] = mean < floor ? floor : mean;
        }
}

static double *take(double **room, size_t n)
{
    double *at = *room;
    *room += n;
    return at;
}

static enum status make_room(struct predictions *out, size_t count, size_t ahead)
{
    size_t places = count * ahead, arrays = 3 + INTERVAL_LEVELS + SERIES_BOUNDS;
    *out = (struct predictions){.count = count, .ahead = ahead};
    out->items = calloc(count + 1, sizeof *out->items);
    double *room = malloc((places * arrays + 1) * sizeof *room);
    out->mean = room;
    if (!out->items || !room)
        return STATUS_MEMORY;
    for (size_t i = 0; i < places * arrays; i++)
        room[i] = NAN;
    out->mean = take(&room, places);
    out->sd = take(&room, places);
    out->weight = take(&room, places);
    for (int level = 0; level < INTERVAL_LEVELS; level++)
        out->half[level] = take(&room, places);
    for (int b = 0; b < SERIES_BOUNDS; b++)
        out->bound[b] = take(&room, places);
    return STATUS_OK;
}

enum status predictions_make(struct predictions *out, const struct histories *h,
                             const struct series_table *t, const struct predict_plan *plan)
{
    struct widths widths;
    struct predicting g = {.out = out, .histories = h, .plan = plan, .widths = &widths};
    enum status s = make_room(out, h->count, plan->ahead);
    if (s == STATUS_OK)
        s = widths_make(&widths, h, t, &plan->forecast, plan->ahead, plan->threads, plan->best);
    if (s != STATUS_OK) {
        predictions_done(out);
        return s;
    }
    s = crew_make(&g.crew, plan->threads, h->longest, plan->ahead);
    if (s == STATUS_OK)
        s = parallel_run(h->count, plan->threads, predict_one, &g);
    crew_done(&g.crew);
    widths_done(&widths);
    if (s == STATUS_OK)
        predictions_set_bounds(out, h);
    else
        predictions_done(out);
    return s;
}

void predictions_done(struct predictions *p)
{
    free(p->items);
    free(p->mean);
    *p = (struct predictions){0};
}
