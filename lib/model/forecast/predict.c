// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/predict.h"

#include "base/parallel.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { NAME_SIZE = 160 };

struct predicting {
    struct predictions *out;
    const struct histories *histories;
    const struct predict_plan *plan;
    struct forecast_workspace **workspaces; /* one a thread */
};

/* Counts end at zero; a forecast of them does, too. */
static double at_least_zero(double x)
{
    return x < 0 ? 0 : x;
}

static void set_bounds(struct predictions *p, size_t at, bool counts)
{
    double z95 = stats_normal_z(.95), z80 = stats_normal_z(.80);
    double mean = p->mean[at], sd = p->sd[at];
    p->bound[SERIES_LO95][at] = mean - z95 * sd;
    p->bound[SERIES_LO80][at] = mean - z80 * sd;
    p->bound[SERIES_HI80][at] = mean + z80 * sd;
    p->bound[SERIES_HI95][at] = mean + z95 * sd;
    if (!counts)
        return;
    p->mean[at] = at_least_zero(mean);
    for (int b = 0; b < SERIES_BOUNDS; b++)
        p->bound[b][at] = at_least_zero(p->bound[b][at]);
}

static enum status predict_one(void *context, size_t worker, size_t item)
{
    struct predicting *g = context;
    struct predictions *p = g->out;
    const struct history *h = &g->histories->items[item];
    if (h->n == 0)
        return STATUS_OK;
    struct prediction *one = &p->items[item];
    struct forecast_result r = {.mean = p->mean + item * p->ahead, .sd = p->sd + item * p->ahead};
    enum status s = forecast_run(g->workspaces[worker], &g->plan->forecast, h->y, h->n, h->season,
                                 p->ahead, &r);
    if (s != STATUS_OK)
        return s;
    one->usable = true;
    one->used = r.used;
    one->reason = r.reason;
    for (size_t i = 0; i < p->ahead; i++)
        set_bounds(p, item * p->ahead + i, h->counts);
    return STATUS_OK;
}

static enum status predict_all(struct predicting *g)
{
    size_t workers = g->plan->threads;
    enum status s = STATUS_OK;
    g->workspaces = calloc(workers, sizeof *g->workspaces);
    if (!g->workspaces)
        return STATUS_MEMORY;
    for (size_t i = 0; i < workers; i++) {
        g->workspaces[i] = forecast_workspace_new(g->histories->longest, g->plan->ahead);
        if (!g->workspaces[i])
            s = STATUS_MEMORY;
    }
    if (s == STATUS_OK)
        s = parallel_run(g->histories->count, workers, predict_one, g);
    for (size_t i = 0; i < workers; i++)
        forecast_workspace_free(g->workspaces[i]);
    free(g->workspaces);
    return s;
}

static double *take(double **room, size_t n)
{
    double *at = *room;
    *room += n;
    return at;
}

enum status predictions_make(struct predictions *out, const struct histories *h,
                             const struct predict_plan *plan)
{
    size_t places = h->count * plan->ahead;
    *out = (struct predictions){.count = h->count, .ahead = plan->ahead};
    out->items = calloc(h->count + 1, sizeof *out->items);
    out->mean = malloc((places * (2 + SERIES_BOUNDS) + 1) * sizeof *out->mean);
    if (!out->items || !out->mean) {
        predictions_done(out);
        return STATUS_MEMORY;
    }
    double *room = out->mean + places;
    out->sd = take(&room, places);
    for (int b = 0; b < SERIES_BOUNDS; b++)
        out->bound[b] = take(&room, places);
    struct predicting g = {out, h, plan, NULL};
    enum status s = predict_all(&g);
    if (s != STATUS_OK)
        predictions_done(out);
    return s;
}

void predictions_done(struct predictions *p)
{
    free(p->items);
    free(p->mean);
    *p = (struct predictions){0};
}

void predictions_explain(const struct predictions *p, const struct series_table *t,
                         const char *name, const struct problem_sink *sink)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct prediction *one = &p->items[i];
        if (!one->usable || one->reason == FORECAST_AS_ASKED)
            continue;
        char series[NAME_SIZE];
        series_name(t, (uint32_t)i, series, sizeof series);
        if (one->reason == FORECAST_CONSTANT)
            problem_report(sink, PROBLEM_NOTE, "constant", name, 0, NULL,
                           "%s: never changed: its value goes on, without an interval", series);
        else
            problem_report(sink, PROBLEM_NOTE, "fallback", name, 0, NULL,
                           "%s: too short for the method asked for: %s is used", series,
                           forecast_method_name(one->used));
    }
}

/* X rounded to DECIMALS places: what a forecast says beyond them is noise. */
static double rounded(double x, int decimals)
{
    double scale = pow(10, decimals);
    double r = nearbyint(x * scale) / scale;
    return r == 0 ? 0 : r; /* no -0 */
}

static void write_forecasts(const struct predictions *p, const struct history *h,
                            const struct series_table *t, struct text *labels, struct writer *w,
                            const struct series_columns *columns)
{
    const struct series_key *key = &t->series[h->series];
    for (size_t i = 0; i < t->dimension_count; i++)
        labels[i] = series_word(t, key->labels[i]);
    struct series_output row = {.measure = series_word(t, key->measure),
                                .labels = labels,
                                .label_count = t->dimension_count,
                                .median = NAN,
                                .kind = text_of("forecast")};
    for (size_t i = 0; i < p->ahead; i++) {
        size_t at = h->series * p->ahead + i;
        row.date = history_date(h, i + 1);
        row.value = rounded(p->mean[at], h->decimals);
        for (int b = 0; b < SERIES_BOUNDS; b++)
            row.bound[b] = rounded(p->bound[b][at], h->decimals);
        series_write(w, &row, columns);
    }
}

enum status predictions_write(const struct predictions *p, const struct histories *h,
                              const struct series_table *t, struct writer *w)
{
    struct text *labels = malloc((t->dimension_count + 1) * sizeof *labels);
    if (!labels)
        return STATUS_MEMORY;
    struct series_columns columns = {
        .median = t->has_median, .bounds = true, .kind = true, .status = t->has_status};
    series_write_header(w, t->dimensions, t->dimension_count, &columns);
    for (size_t s = 0; s < h->count; s++) {
        const struct series_key *key = &t->series[s];
        for (uint32_t i = 0; i < key->length; i++)
            series_write_row(w, t, &t->rows[t->by_series[key->first + i]], &columns);
        if (p->items[s].usable)
            write_forecasts(p, &h->items[s], t, labels, w, &columns);
    }
    free(labels);
    return STATUS_OK;
}
