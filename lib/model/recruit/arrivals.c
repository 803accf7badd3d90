// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/arrivals.h"

#include "calendar/period.h"
#include "stats/forecast/interval.h"
#include "stats/forecast/path.h"
#include "stats/random/variates.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { YEAR = 12, HISTORY_LEAST = 24, LEVEL_LEAST = 5 };
static const struct period_calendar by_month = PERIOD_TO_31_MARCH(EVERY_MONTH);

/* The whole months seen until ORIGIN: numbers first ... first + count - 1. */
struct history {
    int32_t first;
    size_t count;
    double *counts; /* [group * count + month] */
};

static enum status count_history(struct history *h, const struct journeys *j, int32_t origin)
{
    int32_t from = journeys_complete_from(j), last = period_number(&by_month, origin);
    if (period_end(&by_month, last) > origin)
        last--;
    h->first = period_number(&by_month, from - 1) + 1;
    if (last < h->first)
        return STATUS_SHORT;
    h->count = (size_t)(last - h->first) + 1;
    h->counts = calloc(j->group_count * h->count + 1, sizeof *h->counts);
    if (!h->counts)
        return STATUS_MEMORY;
    for (size_t i = 0; i < j->count; i++) {
        int32_t month = period_number(&by_month, j->items[i].begun);
        if (month >= h->first && month <= last)
            h->counts[j->items[i].group * h->count + (size_t)(month - h->first)]++;
    }
    return STATUS_OK;
}

static double sum_last(const double *y, size_t n, size_t last)
{
    double sum = 0;
    for (size_t i = n > last ? n - last : 0; i < n; i++)
        sum += y[i];
    return sum;
}

static void fit_level(struct arrivals *a, uint32_t group, const double *y, size_t n)
{
    size_t used = n < YEAR ? n : YEAR;
    double sum = sum_last(y, n, used), mean = sum / (double)used, square = 0;
    for (size_t i = n - used; i < n; i++)
        square += (y[i] - mean) * (y[i] - mean);
    double variance = used > 1 ? square / (double)(used - 1) : mean;
    a->shape[group] = sum + .5;
    a->rate[group] = (double)used;
    a->size[group] = variance > mean ? mean * mean / (variance - mean) : INFINITY;
}

static enum status fit_forecast(struct arrivals *a, uint32_t group, const double *y, size_t n)
{
    static const struct forecast_plan plan = {.method = FORECAST_COMB};
    size_t at = group * a->months;
    double *unit = a->half[1] + at, *sd = a->half[0] + at;
    struct forecast_workspace *w = forecast_workspace_new(n, a->months);
    if (!w)
        return STATUS_MEMORY;
    struct forecast_result r = {.mean = a->mean + at, .sd = sd, .extras.weight = a->weight + at};
    enum status s = forecast_run(w, &plan, y, n, YEAR, a->months, &r);
    forecast_workspace_free(w);
    if (s != STATUS_OK)
        return s;
    interval_unit(y, n, YEAR, a->months, a->mean + at, sd, unit);
    for (size_t h = 0; h < a->months; h++) {
        double multiple[INTERVAL_LEVELS], one = unit[h];
        interval_multiple(r.used, YEAR, h + 1, multiple);
        a->half[0][at + h] = one * multiple[INTERVAL_80];
        a->half[1][at + h] = one * multiple[INTERVAL_95];
    }
    return STATUS_OK;
}

static bool make_room(struct arrivals *a)
{
    size_t cells = a->groups * a->months + 1;
    a->ends = malloc((a->months + 1) * sizeof *a->ends);
    a->mean = calloc(cells, sizeof *a->mean);
    a->weight = calloc(cells, sizeof *a->weight);
    a->half[0] = calloc(cells, sizeof *a->half[0]);
    a->half[1] = calloc(cells, sizeof *a->half[1]);
    a->shape = calloc(a->groups + 1, sizeof *a->shape);
    a->rate = calloc(a->groups + 1, sizeof *a->rate);
    a->size = calloc(a->groups + 1, sizeof *a->size);
    return a->ends && a->mean && a->weight && a->half[0] && a->half[1] && a->shape && a->rate &&
           a->size;
}

enum status arrivals_make(struct arrivals *a, const struct journeys *j, int32_t origin,
                          size_t months)
{
    struct history h = {0};
    *a = (struct arrivals){.groups = j->group_count, .months = months, .origin = origin};
    enum status s = make_room(a) ? count_history(&h, j, origin) : STATUS_MEMORY;
    for (uint32_t g = 0; g < a->groups && s == STATUS_OK; g++) {
        const double *y = h.counts + g * h.count;
        bool plenty = h.count >= HISTORY_LEAST &&
                      sum_last(y, h.count, HISTORY_LEAST) >= LEVEL_LEAST * HISTORY_LEAST;
        if (plenty)
            s = fit_forecast(a, g, y, h.count);
        else
            fit_level(a, g, y, h.count);
    }
    free(h.counts);
    if (s != STATUS_OK)
        return s;
    int32_t first = period_number(&by_month, origin + 1);
    for (size_t i = 0; i < months; i++)
        a->ends[i] = period_end(&by_month, first + (int32_t)i);
    int32_t begin = period_end(&by_month, first - 1);
    a->left = (double)(a->ends[0] - origin) / (double)(a->ends[0] - begin);
    return STATUS_OK;
}

void arrivals_done(struct arrivals *a)
{
    free(a->ends);
    free(a->mean);
    free(a->weight);
    free(a->half[0]);
    free(a->half[1]);
    free(a->shape);
    free(a->rate);
    free(a->size);
    *a = (struct arrivals){0};
}

void arrivals_draw(const struct arrivals *a, uint32_t group, struct random_stream *s,
                   double *counts)
{
    size_t at = group * a->months;
    if (a->shape[group] > 0) {
        double level = random_gamma(s, a->shape[group], 1 / a->rate[group]);
        for (size_t h = 0; h < a->months; h++)
            counts[h] = random_negative_binomial(s, level, a->size[group]);
    } else {
        const double *half[INTERVAL_LEVELS] = {a->half[0] + at, a->half[1] + at};
        path_normals(s, a->months, counts);
        path_make(counts, a->months, a->weight + at, a->mean + at, half, counts);
        for (size_t h = 0; h < a->months; h++)
            counts[h] = counts[h] > 0 ? nearbyint(counts[h]) : 0;
    }
    if (a->left < 1)
        counts[0] = random_binomial(s, a->left, (unsigned)counts[0]);
}
