// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/arrivals.h"

#include "calendar/period.h"
#include "model/recruit/arrivals_private.h"
#include "stats/forecast/interval.h"
#include "stats/forecast/path.h"
#include "stats/random/variates.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { YEAR = 12, HISTORY_LEAST = 24, LEVEL_LEAST = 5 };
static const struct period_calendar by_month = PERIOD_TO_31_MARCH(EVERY_MONTH);

/* The whole months that a unit was seen in: numbers first ... first + count - 1. */
struct history {
    int32_t first;
    size_t count;
    double *known, *counts; /* those entered, and with those to be entered */
};

static void count_in(const struct history *h, int32_t day, double *counts)
{
    int32_t month = period_number(&by_month, day) - h->first;
    if (month >= 0 && month < (int32_t)h->count)
        counts[month]++;
}

static enum status make_history(struct history *h, const struct journeys *j,
                                const struct arrivals_unit *u)
{
    int32_t last = period_number(&by_month, u->origin + 1) - 1;
    h->first = period_number(&by_month, u->from - 1) + 1;
    h->count = last >= h->first ? (size_t)(last - h->first) + 1 : 0;
    h->known = calloc(h->count + 1, sizeof *h->known);
    h->counts = calloc(h->count + 1, sizeof *h->counts);
    if (!h->known || !h->counts)
        return STATUS_MEMORY;
    for (size_t i = 0; i < j->count; i++)
        if (arrivals_holds(j, u, &j->items[i]))
            count_in(h, j->items[i].begun, h->known);
    return STATUS_OK;
}

static double sum_last(const double *y, size_t n, size_t last)
{
    double sum = 0;
    for (size_t i = n > last ? n - last : 0; i < n; i++)
        sum += y[i];
    return sum;
}

static void fit_level(struct arrivals_version *v, const double *y, size_t n)
{
    size_t used = n < YEAR ? n : YEAR;
    double sum = sum_last(y, n, used), mean = sum / (double)used, square = 0;
    for (size_t i = n - used; i < n; i++)
        square += (y[i] - mean) * (y[i] - mean);
    double variance = used > 1 ? square / (double)(used - 1) : mean;
    v->shape = sum + .5;
    v->rate = (double)used;
    v->size = variance > mean ? mean * mean / (variance - mean) : INFINITY;
}

/* Too few days for a whole month. */
static void fit_days(struct arrivals_version *v, const struct journeys *j,
                     const struct arrivals_unit *u)
{
    double n = (double)v->late_count, days = (double)(u->origin - u->from) + 1;
    for (size_t i = 0; i < j->count; i++)
        n += arrivals_holds(j, u, &j->items[i]) && j->items[i].begun >= u->from;
    v->shape = n + .5;
    v->rate = (days > 1 ? days : 1) * 12 / 365.25;
    v->size = INFINITY;
}

static enum status fit_forecast(struct arrivals_version *v, size_t months, const double *y,
                                size_t n)
{
    static const struct forecast_plan plan = {.method = FORECAST_COMB};
    double *unit = v->half[1], *sd = v->half[0];
    struct forecast_workspace *w = forecast_workspace_new(n, months);
    if (!w)
        return STATUS_MEMORY;
    struct forecast_result r = {.mean = v->mean, .sd = sd, .extras.weight = v->weight};
    enum status s = forecast_run(w, &plan, y, n, YEAR, months, &r);
    forecast_workspace_free(w);
    if (s != STATUS_OK)
        return s;
    interval_unit(y, n, YEAR, months, v->mean, sd, unit);
    for (size_t h = 0; h < months; h++) {
        double multiple[INTERVAL_LEVELS], one = unit[h];
        interval_multiple(r.used, YEAR, h + 1, multiple);
        v->half[0][h] = one * multiple[INTERVAL_80];
        v->half[1][h] = one * multiple[INTERVAL_95];
    }
    return STATUS_OK;
}

static enum status fit(struct arrivals_version *v, size_t months, const struct history *h)
{
    v->mean = calloc(4 * months, sizeof *v->mean);
    if (!v->mean)
        return STATUS_MEMORY;
    v->weight = v->mean + months;
    v->half[0] = v->weight + months;
    v->half[1] = v->half[0] + months;
    for (size_t m = 0; m < h->count; m++)
        h->counts[m] = h->known[m];
    for (size_t i = 0; i < v->late_count; i++)
        count_in(h, v->late[i], h->counts);
    if (h->count >= HISTORY_LEAST &&
        sum_last(h->known, h->count, HISTORY_LEAST) >= LEVEL_LEAST * HISTORY_LEAST)
        return fit_forecast(v, months, h->counts, h->count);
    if (h->count)
        fit_level(v, h->counts, h->count);
    return STATUS_OK;
}

/* -- units */

static enum status lay_out(struct arrivals *a, struct arrivals_unit *u, int32_t until)
{
    int32_t first = period_number(&by_month, u->origin + 1);
    u->months = (size_t)(period_number(&by_month, until) - first) + 1;
    a->months = u->months > a->months ? u->months : a->months;
    u->ends = malloc(u->months * sizeof *u->ends);
    if (!u->ends)
        return STATUS_MEMORY;
    for (size_t i = 0; i < u->months; i++)
        u->ends[i] = period_end(&by_month, first + (int32_t)i);
    int32_t begin = period_end(&by_month, first - 1);
    u->left = (double)(u->ends[0] - u->origin) / (double)(u->ends[0] - begin);
    return STATUS_OK;
}

static enum status make_unit(struct arrivals *a, struct arrivals_unit *u, const struct journeys *j,
                             const struct arrivals_plan *plan, const struct late *late, bool *seen)
{
    struct history h = {0};
    enum status s = lay_out(a, u, plan->until);
    if (s == STATUS_OK)
        s = make_history(&h, j, u);
    if (s == STATUS_OK && a->versions > 1)
        s = arrivals_find_late(a, u, j, late, plan->seed);
    for (size_t k = 0; s == STATUS_OK && k < a->versions; k++) {
        s = fit(&u->versions[k], u->months, &h);
        if (s == STATUS_OK && !h.count)
            fit_days(&u->versions[k], j, u);
    }
    *seen = *seen || h.count;
    free(h.known);
    free(h.counts);
    return s;
}

/* How late enquiries are entered, as known on the plan's origin; STATUS_SHORT: that is not known. */
static enum status find_delays(struct late *late, const struct journeys *j, int32_t origin)
{
    int32_t last = journeys_complete_to(j);
    const struct late_clock clock = {NULL, last < origin ? last : origin};
    return j->has_recorded ? late_fit(late, j, &clock, journeys_complete_from(j)) : STATUS_SHORT;
}

enum status arrivals_make(struct arrivals *a, const struct journeys *j,
                          const struct arrivals_plan *plan)
{
    struct late late;
    bool seen = false;
    *a = (struct arrivals){.versions = 1};
    enum status s = find_delays(&late, j, plan->origin);
    if (s == STATUS_OK && late.complete[0] < 1)
        a->versions = ARRIVALS_VERSIONS;
    else if (s == STATUS_SHORT)
        a->untold = j->has_recorded;
    if (s == STATUS_OK || s == STATUS_SHORT)
        s = arrivals_find_units(a, j, plan->origin);
    for (size_t i = 0; s == STATUS_OK && i < a->unit_count; i++)
        s = make_unit(a, &a->units[i], j, plan, &late, &seen);
    return s == STATUS_OK && !seen ? STATUS_SHORT : s;
}

void arrivals_done(struct arrivals *a)
{
    for (size_t i = 0; i < a->unit_count; i++) {
        free(a->units[i].ends);
        free(a->units[i].name);
        for (size_t k = 0; k < a->versions; k++) {
            free(a->units[i].versions[k].late);
            free(a->units[i].versions[k].mean);
        }
    }
    free(a->units);
    *a = (struct arrivals){0};
}

void arrivals_say(const struct arrivals *a, const struct problem_sink *sink)
{
    if (a->untold)
        problem_report(sink, PROBLEM_WARNING, "no-nowcast", NULL, 0, NULL,
                       "the days on which enquiries were entered don't tell how late that is: no "
                       "nowcast");
    if (a->versions > 1)
        problem_report(sink, PROBLEM_NOTE, "late", NULL, 0, NULL,
                       "%.0f enquiries of the last months are still to be entered, going by how "
                       "late others were (nowcast): drawn in every future",
                       a->late);
}

void arrivals_draw(const struct arrivals_unit *unit, size_t version, struct random_stream *s,
                   double *counts)
{
    const struct arrivals_version *v = &unit->versions[version];
    if (v->shape > 0) {
        double level = random_gamma(s, v->shape, 1 / v->rate);
        for (size_t h = 0; h < unit->months; h++)
            counts[h] = random_negative_binomial(s, level, v->size);
    } else {
        const double *half[INTERVAL_LEVELS] = {v->half[0], v->half[1]};
        path_normals(s, unit->months, counts);
        path_make(counts, unit->months, v->weight, v->mean, half, counts);
        for (size_t h = 0; h < unit->months; h++)
            counts[h] = counts[h] > 0 ? nearbyint(counts[h]) : 0;
    }
    if (unit->left < 1)
        counts[0] = random_binomial(s, unit->left, (unsigned)counts[0]);
}

int32_t arrivals_begin(const struct arrivals_unit *unit, size_t k)
{
    return (k ? unit->ends[k - 1] : unit->origin) + 1;
}
