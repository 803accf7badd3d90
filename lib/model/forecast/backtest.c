// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/backtest.h"

#include "base/parallel.h"
#include "model/forecast/crew.h"
#include "stats/forecast/score.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

/* Forecasts from one origin: [method][h], as places in one array. */
enum { PARTS = 1 + INTERVAL_LEVELS }; /* mean, half-widths */

struct trial {
    uint32_t series, train;
};

struct work {
    struct backtest *out;
    struct crew crew;
    struct trial *trials;
    size_t count;
    double *forecasts; /* [((trial * BACKTEST_METHODS + method) * PARTS + part) * ahead + h] */
};

static double *forecast_at(const struct work *w, size_t trial, size_t method, size_t part)
{
    return w->forecasts + ((trial * BACKTEST_METHODS + method) * PARTS + part) * w->out->plan.ahead;
}

bool backtest_has(const struct backtest *b, size_t series, size_t m)
{
    return m < 2 || b->histories->items[series].season > 1;
}

const struct scores *backtest_scores(const struct backtest *b, size_t series, size_t m, size_t h)
{
    return &b->scores[(series * BACKTEST_METHODS + m) * b->plan.ahead + h];
}

static enum status run_trial(void *context, size_t worker, size_t item)
{
    struct work *w = context;
    const struct backtest_plan *plan = &w->out->plan;
    const struct trial *one = &w->trials[item];
    const struct history *h = &w->out->histories->items[one->series];
    double *mean, *sd, *unit;
    struct forecast_workspace *space = crew_member(&w->crew, worker, &mean, &sd, &unit);
    const enum forecast_method methods[] = {plan->forecast.method, FORECAST_NAIVE,
                                            FORECAST_SEASONAL_NAIVE};
    for (size_t m = 0; m < BACKTEST_METHODS; m++) {
        struct forecast_plan forecast = {methods[m], plan->forecast.combine};
        struct forecast_result r = {.mean = mean, .sd = sd};
        enum status s =
            forecast_run(space, &forecast, h->y, one->train, h->season, plan->ahead, &r);
        for (size_t i = 0; i < plan->ahead && s == STATUS_SHORT; i++)
            mean[i] = sd[i] = NAN;
        if (s != STATUS_OK && s != STATUS_SHORT)
            return s;
        interval_unit(h->y, one->train, h->season, plan->ahead, mean, sd, unit);
        for (size_t i = 0; i < plan->ahead; i++) {
            double multiple[INTERVAL_LEVELS];
            interval_multiple(r.used, h->season, i + 1, multiple);
            forecast_at(w, item, m, 0)[i] = h->counts && mean[i] < 0 ? 0 : mean[i];
            for (size_t level = 0; level < INTERVAL_LEVELS; level++)
                forecast_at(w, item, m, 1 + level)[i] = multiple[level] * unit[i];
        }
    }
    return STATUS_OK;
}

/* The latest origins from which every horizon has an outcome; of a series too short for two of these,
 * all that can be fitted. */
static void add_trials(struct work *w, size_t series)
{
    const struct history *h = &w->out->histories->items[series];
    size_t least = widths_least_train(h), ahead = w->out->plan.ahead;
    size_t origins = w->out->plan.origins;
    if (h->n <= least || h->constant)
        return;
    size_t last = h->n > least + ahead ? h->n - ahead : h->n - 1;
    size_t first = last + 1 >= least + origins ? last + 1 - origins : least;
    for (size_t train = first; train <= last; train++)
        w->trials[w->count++] = (struct trial){(uint32_t)series, (uint32_t)train};
    w->out->origins[series] = last + 1 - first;
}

static void add_trial(struct work *w, size_t item)
{
    struct backtest *b = w->out;
    const struct trial *one = &w->trials[item];
    const struct history *h = &b->histories->items[one->series];
    double scale = score_scale(h->y, one->train, h->season);
    for (size_t m = 0; m < BACKTEST_METHODS; m++)
        for (size_t i = 0; i < b->plan.ahead && one->train + i < h->n; i++) {
            double actual = h->y[one->train + i], mean = forecast_at(w, item, m, 0)[i];
            struct scored one_error = {.actual = actual, .scale = scale};
            if (isnan(actual) || isnan(mean))
                continue;
            scored_normal(&one_error, mean,
                          (double[]){forecast_at(w, item, m, 1)[i], forecast_at(w, item, m, 2)[i]});
            scores_note(&b->scores[(one->series * BACKTEST_METHODS + m) * b->plan.ahead + i],
                        &one_error);
        }
}

size_t backtest_yardstick(const struct backtest *b, size_t series)
{
    double sum[BACKTEST_METHODS] = {0};
    if (!backtest_has(b, series, 2))
        return 1;
    for (size_t m = 1; m < BACKTEST_METHODS; m++)
        for (size_t h = 0; h < b->plan.ahead; h++)
            sum[m] += backtest_scores(b, series, m, h)->absolute;
    return sum[2] < sum[1] ? 2 : 1;
}

/* Diebold and Mariano's test of one series at each horizon; its trials are FIRST ... NEXT - 1. */
static void compare(struct work *w, size_t first, size_t next, double *difference)
{
    struct backtest *b = w->out;
    size_t series = w->trials[first].series, other = backtest_yardstick(b, series);
    const struct history *h = &b->histories->items[series];
    for (size_t i = 0; i < b->plan.ahead; i++) {
        size_t n = 0;
        for (size_t t = first; t < next && w->trials[t].train + i < h->n; t++) {
            double actual = h->y[w->trials[t].train + i];
            double d = fabs(actual - forecast_at(w, t, 0, 0)[i]) -
                       fabs(actual - forecast_at(w, t, other, 0)[i]);
            if (!isnan(d))
                difference[n++] = d;
        }
        b->p[series * b->plan.ahead + i] = score_compare(difference, n, i + 1).p;
    }
}

static enum status run_all(struct work *w)
{
    struct backtest *b = w->out;
    size_t most = 0;
    for (size_t s = 0; s < b->count; s++)
        most += b->histories->items[s].n;
    w->trials = calloc(most + 1, sizeof *w->trials);
    if (!w->trials)
        return STATUS_MEMORY;
    for (size_t s = 0; s < b->count; s++)
        add_trials(w, s);
    size_t places = w->count * BACKTEST_METHODS * PARTS * b->plan.ahead;
    w->forecasts = calloc(places + 1, sizeof *w->forecasts);
    double *difference = calloc(w->count + 1, sizeof *difference);
    enum status s = w->forecasts && difference ? STATUS_OK : STATUS_MEMORY;
    if (s == STATUS_OK)
        s = parallel_run(w->count, b->plan.threads, run_trial, w);
    for (size_t i = 0; i < w->count && s == STATUS_OK; i++)
        add_trial(w, i);
    for (size_t i = 0, next; i < w->count && s == STATUS_OK; i = next) {
        for (next = i; next < w->count && w->trials[next].series == w->trials[i].series; next++)
            ;
        compare(w, i, next, difference);
    }
    free(difference);
    return s;
}

enum status backtest_run(struct backtest *out, const struct histories *h,
                         const struct series_table *t, const struct backtest_plan *plan)
{
    struct work w = {.out = out};
    *out = (struct backtest){.histories = h, .table = t, .plan = *plan, .count = h->count};
    out->origins = calloc(h->count + 1, sizeof *out->origins);
    out->scores = calloc(h->count * BACKTEST_METHODS * plan->ahead + 1, sizeof *out->scores);
    out->p = calloc(h->count * plan->ahead + 1, sizeof *out->p);
    enum status s = crew_make(&w.crew, plan->threads, h->longest, plan->ahead);
    if (!out->origins || !out->scores || !out->p)
        s = STATUS_MEMORY;
    if (s == STATUS_OK)
        s = run_all(&w);
    crew_done(&w.crew);
    free(w.trials);
    free(w.forecasts);
    if (s != STATUS_OK)
        backtest_done(out);
    return s;
}

void backtest_done(struct backtest *b)
{
    free(b->origins);
    free(b->scores);
    free(b->p);
    *b = (struct backtest){0};
}
