// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/widths.h"

#include "base/parallel.h"
#include "model/forecast/crew.h"
#include "stats/forecast/score.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum {
    OWN_ORIGINS_LEAST = 19,
    OWN_ORIGINS_MOST = 40,
    OWN_FITS_MOST = 2000,
    POOL_SERIES_LEAST = 8,
    POOL_ERRORS_LEAST = 100,
    POOL_ORIGINS_MOST = 10, /* a series */
    POOL_FITS_MOST = 800    /* a group */
};
static const double levels[INTERVAL_LEVELS] = {.80, .95};

/* One fit of a back-test: the first TRAIN values of a series. */
struct trial {
    uint32_t series, train;
};

struct work {
    const struct histories *histories;
    const struct forecast_plan *plan;
    size_t ahead;
    struct crew crew;
    struct trial *trials;
    size_t count;
    double *scores;  /* [trial * ahead + h]: |error| in units; NaN where there is none */
    uint32_t *group; /* of each series: same measure, same season */
    size_t groups;
};

const char *interval_basis_name(enum interval_basis b)
{
    static const char *const names[] = {"", "model", "calibrated", "pooled", "own"};
    return names[b];
}

size_t widths_least_train(const struct history *h)
{
    return h->season > 1 ? (h->season < 4 ? 9 : 2 * h->season + 1) : 7;
}

static bool can_be_tested(const struct history *h)
{
    return h->n > widths_least_train(h) && !h->constant;
}

static enum status run_trial(void *context, size_t worker, size_t item)
{
    struct work *w = context;
    const struct trial *one = &w->trials[item];
    const struct history *h = &w->histories->items[one->series];
    double *mean, *sd, *unit, *score = w->scores + item * w->ahead;
    struct forecast_workspace *space = crew_member(&w->crew, worker, &mean, &sd, &unit);
    struct forecast_result r = {.mean = mean, .sd = sd};
    enum status s = forecast_run(space, w->plan, h->y, one->train, h->season, w->ahead, &r);
    for (size_t i = 0; i < w->ahead; i++)
        score[i] = NAN;
    if (s != STATUS_OK)
        return s == STATUS_SHORT ? STATUS_OK : s;
    interval_unit(h->y, one->train, h->season, w->ahead, mean, sd, unit);
    for (size_t i = 0; i < w->ahead && one->train + i < h->n; i++)
        if (unit[i] > 0)
            score[i] = fabs(h->y[one->train + i] - mean[i]) / unit[i];
    return STATUS_OK;
}

/* The latest ORIGINS of a series whose every horizon has an outcome; of a series too short for that, the
 * first that can be fitted. */
static void add_trials(struct work *w, size_t series, size_t origins)
{
    const struct history *h = &w->histories->items[series];
    size_t least = widths_least_train(h);
    size_t last = h->n >= least + w->ahead ? h->n - w->ahead : least;
    size_t first = last + 1 >= least + origins ? last + 1 - origins : least;
    for (size_t train = first; train <= last; train++)
        w->trials[w->count++] = (struct trial){(uint32_t)series, (uint32_t)train};
}

/* Conformal multiples from the scores of COUNT trials; false when some horizon has
 * fewer than LEAST. X has room for all scores. */
static bool take_quantiles(const struct work *w, size_t first, size_t count, size_t least,
                           double *x, double *multiple[INTERVAL_LEVELS])
{
    for (size_t h = 0; h < w->ahead; h++) {
        size_t n = 0;
        for (size_t i = first; i < first + count; i++)
            if (!isnan(w->scores[i * w->ahead + h]))
                x[n++] = w->scores[i * w->ahead + h];
        if (n < least)
            return false;
        stats_sort(x, n);
        for (int level = 0; level < INTERVAL_LEVELS; level++)
            multiple[level][h] = score_conformal(x, n, levels[level]);
    }
    return true;
}

static void place(struct widths *out, size_t series, size_t ahead, double *at[INTERVAL_LEVELS])
{
    for (int level = 0; level < INTERVAL_LEVELS; level++)
        at[level] = out->multiple[level] + series * ahead;
}

static enum status run_trials(struct work *w, double **x)
{
    size_t places = w->count * w->ahead + 1;
    free(w->scores);
    free(*x);
    w->scores = malloc(places * sizeof *w->scores);
    *x = malloc(places * sizeof **x);
    if (!w->scores || !*x)
        return STATUS_MEMORY;
    return parallel_run(w->count, w->crew.workers, run_trial, w);
}

/* Series that are long enough rest on their own back-test, unless all of them are too many. */
static enum status try_own(struct work *w, struct widths *out, double **x)
{
    const struct histories *all = w->histories;
    w->count = 0;
    for (size_t s = 0; s < all->count; s++) {
        const struct history *h = &all->items[s];
        if (!can_be_tested(h) || h->n + 1 < widths_least_train(h) + w->ahead + OWN_ORIGINS_LEAST)
            continue;
        add_trials(w, s, OWN_ORIGINS_MOST);
    }
    if (w->count > OWN_FITS_MOST)
        return STATUS_OK;
    enum status status = run_trials(w, x);
    for (size_t i = 0, next; i < w->count && status == STATUS_OK; i = next) {
        double *at[INTERVAL_LEVELS];
        size_t series = w->trials[i].series;
        for (next = i; next < w->count && w->trials[next].series == series; next++)
            ;
        place(out, series, w->ahead, at);
        if (take_quantiles(w, i, next - i, OWN_ORIGINS_LEAST, *x, at))
            out->basis[series] = BASIS_OWN;
    }
    return status;
}

/* Gives the multiples of the group just tried to all of its series that rest on
 * nothing better. */
static void share_pool(struct work *w, struct widths *out, uint32_t group, double *x)
{
    double *at[INTERVAL_LEVELS] = {NULL};
    size_t model = w->histories->count;
    for (size_t s = 0; s < w->histories->count; s++) {
        if (w->group[s] != group || out->basis[s] != BASIS_CALIBRATED)
            continue;
        double *own[INTERVAL_LEVELS];
        place(out, s, w->ahead, own);
        if (model == w->histories->count) {
            place(out, s, w->ahead, at);
            if (!take_quantiles(w, 0, w->count, POOL_ERRORS_LEAST, x, at))
                return;
            model = s;
        }
        for (int level = 0; level < INTERVAL_LEVELS; level++)
            for (size_t h = 0; h < w->ahead; h++)
                own[level][h] = at[level][h];
        out->basis[s] = BASIS_POOLED;
    }
}

static enum status try_pool(struct work *w, struct widths *out, uint32_t group, double **x)
{
    size_t siblings = 0;
    for (size_t s = 0; s < w->histories->count; s++)
        siblings += w->group[s] == group && can_be_tested(&w->histories->items[s]);
    if (siblings < POOL_SERIES_LEAST)
        return STATUS_OK;
    size_t origins = POOL_FITS_MOST / siblings;
    origins = origins < 1 ? 1 : origins > POOL_ORIGINS_MOST ? POOL_ORIGINS_MOST : origins;
    w->count = 0;
    for (size_t s = 0; s < w->histories->count; s++)
        if (w->group[s] == group && can_be_tested(&w->histories->items[s]))
            add_trials(w, s, origins);
    enum status status = run_trials(w, x);
    if (status == STATUS_OK)
        share_pool(w, out, group, *x);
    return status;
}

/* Numbers the groups of series that have a history. */
static void set_groups(struct work *w, const struct series_table *t)
{
    const struct histories *all = w->histories;
    for (size_t s = 0; s < all->count; s++) {
        w->group[s] = UINT32_MAX;
        if (all->items[s].n == 0)
            continue;
        for (size_t i = 0; i < s && w->group[s] == UINT32_MAX; i++)
            if (all->items[i].n > 0 && t->series[i].measure == t->series[s].measure &&
                all->items[i].season == all->items[s].season)
                w->group[s] = w->group[i];
        if (w->group[s] == UINT32_MAX)
            w->group[s] = (uint32_t)w->groups++;
    }
}

static enum status decide(struct work *w, struct widths *out, const struct series_table *t)
{
    double *x = NULL;
    set_groups(w, t);
    enum status s = try_own(w, out, &x);
    for (uint32_t g = 0; g < w->groups && s == STATUS_OK; g++)
        s = try_pool(w, out, g, &x);
    free(x);
    return s;
}

static size_t most_trials(const struct histories *h)
{
    size_t total = 0;
    for (size_t s = 0; s < h->count; s++)
        total += h->items[s].n;
    return total;
}

enum status widths_make(struct widths *out, const struct histories *h, const struct series_table *t,
                        const struct forecast_plan *plan, size_t ahead, size_t threads,
                        enum interval_basis best)
{
    struct work w = {.histories = h, .plan = plan, .ahead = ahead};
    *out = (struct widths){.basis = calloc(h->count + 1, sizeof *out->basis)};
    for (int level = 0; level < INTERVAL_LEVELS; level++)
        out->multiple[level] = calloc(h->count * ahead + 1, sizeof *out->multiple[level]);
    w.trials = calloc(most_trials(h) + 1, sizeof *w.trials);
    w.group = calloc(h->count + 1, sizeof *w.group);
    enum status s = crew_make(&w.crew, threads, h->longest, ahead);
    if (!out->basis || !out->multiple[0] || !out->multiple[1] || !w.trials || !w.group)
        s = STATUS_MEMORY;
    for (size_t i = 0; i < h->count && s == STATUS_OK; i++)
        out->basis[i] = h->items[i].n == 0    ? BASIS_NONE
                        : best == BASIS_MODEL ? BASIS_MODEL
                                              : BASIS_CALIBRATED;
    if (s == STATUS_OK && best > BASIS_CALIBRATED)
        s = decide(&w, out, t);
    crew_done(&w.crew);
    free(w.trials);
    free(w.group);
    free(w.scores);
    if (s != STATUS_OK)
        widths_done(out);
    return s;
}

void widths_done(struct widths *w)
{
    free(w->basis);
    for (int level = 0; level < INTERVAL_LEVELS; level++)
        free(w->multiple[level]);
    *w = (struct widths){0};
}
