// SPDX-License-Identifier: GPL-3.0-or-later
/* A back-test's single origin: what each method would have said on that day. */
#include "model/project/backtest.h"
#include "model/project/demand_model.h"
#include "model/project/futures.h"
#include "model/project/known.h"
#include "model/project/output.h"
#include "stats/forecast/interval.h"
#include "stats/forecast/score.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct trial {
    struct project_backtest *b;
    size_t number, place; /* of the origin: among the origins, in the past */
    int32_t origin;
    struct lives known;
    struct frame frame;    /* of the groups known */
    struct timeline ahead; /* the dates to project, those without an outcome, too */
    size_t cells, whole;   /* whole: series of all children */
    size_t *series;        /* of each cell: that of the whole history */
    double *draws;         /* [(h * (cells + 1) + cell) * draws + draw] */
};

/* For each cell of the trial's frame the series of the whole history that has its labels. */
static void find_series(struct trial *t)
{
    const struct frame *whole = t->b->frame, *f = &t->frame;
    size_t names = f->name_count;
    for (size_t c = 0; c < f->cells; c++) {
        const struct text *labels = f->labels + c * names;
        size_t same = 0, at = 0;
        for (; at < whole->cells; at++) {
            const struct text *other = whole->labels + at * names;
            for (same = 0; same < names && text_compare(labels[same], other[same]) == 0; same++)
                ;
            if (same == names)
                break;
        }
        t->series[c] = at;
    }
}

static double quantile(const double *sorted, size_t n, double p)
{
    size_t at = (size_t)ceil(p * (double)n - 1e-9);
    return sorted[at ? at - 1 : 0];
}

/* Median, intervals (values that did occur, as hearth-quantiles gives them) and CRPS of N draws. */
static void score_draws(struct scored *s, double *x, size_t n)
{
    stats_sort(x, n);
    s->point = quantile(x, n, .5);
    s->low[0] = quantile(x, n, .1);
    s->high[0] = quantile(x, n, .9);
    s->low[1] = quantile(x, n, .025);
    s->high[1] = quantile(x, n, .975);
    s->crps = score_crps_draws_fair(s->actual, x, n);
}

static enum status take_draw(void *context, size_t draw, const uint32_t *count)
{
    struct trial *t = context;
    size_t draws = t->b->request->draws;
    for (size_t h = 0; h < t->ahead.count; h++) {
        double *at = t->draws + h * (t->cells + 1) * draws + draw, all = 0;
        for (size_t c = 0; c < t->cells; c++) {
            double n = count[frame_at(&t->frame, &t->ahead, PROJECT_STOCK, h, c)];
            at[c * draws] = n;
            all += n;
        }
        at[t->cells * draws] = all;
    }
    return STATUS_OK;
}

static enum status try_ours(struct trial *t)
{
    const struct project_request *r = t->b->request;
    struct projection p;
    struct projection_settings settings = {t->origin, DATE_NONE, DATE_NONE,
                                           t->ahead.dates[t->ahead.count - 1]};
    enum status s = projection_fit(&p, &t->known, &settings);
    if (s != STATUS_OK)
        return s;
    struct futures_settings futures = {.frame = &t->frame,
                                       .timeline = &t->ahead,
                                       .seed = r->seed,
                                       .draws = r->draws,
                                       .threads = 1,
                                       .fixed = r->fixed};
    t->draws = malloc(t->ahead.count * (t->cells + 1) * r->draws * sizeof *t->draws);
    s = t->draws ? futures_run(&p, &futures, take_draw, t) : STATUS_MEMORY;
    projection_done(&p);
    for (size_t h = 0; s == STATUS_OK && h < t->ahead.count; h++)
        for (size_t c = 0; c <= t->cells; c++) {
            size_t series = c == t->cells ? t->whole : t->series[c];
            score_draws(project_trial_at(t->b, t->number, TEST_OURS, series, h),
                        t->draws + (h * (t->cells + 1) + c) * r->draws, r->draws);
        }
    free(t->draws);
    return s;
}

static void score_demand_model(struct trial *t, size_t series, size_t h, double mean,
                               double variance)
{
    struct scored *s = project_trial_at(t->b, t->number, TEST_DEMAND_MODEL, series, h);
    double sd = sqrt(variance);
    scored_normal(s, mean, (double[]){stats_normal_z(.80) * sd, 2 * sd});
    s->crps = score_crps_normal(s->actual, mean, sd);
}

/* The demand model knows no parts: those that --by tells apart get groups of their own, in the order of the
 * frame's cells. The lives are of no use to others afterwards. */
static void make_groups_of_blocks(struct trial *t)
{
    struct lives *l = &t->known;
    size_t blocks = 1;
    for (uint32_t i = 0; t->frame.block && i < l->count; i++) {
        size_t block = t->frame.block[l->spells[i].part];
        blocks = block >= blocks ? block + 1 : blocks;
        l->spells[i].group = (uint16_t)(l->spells[i].group + block * l->group_count);
    }
    l->group_count *= blocks;
}

static enum status try_demand_model(struct trial *t)
{
    struct demand_model m;
    make_groups_of_blocks(t);
    enum status s = demand_model_fit(&m, &t->known, t->known.first, t->origin, t->origin);
    if (s != STATUS_OK)
        return s;
    double *mean = malloc(2 * (t->cells + 1) * sizeof *mean), *variance = mean + t->cells;
    int32_t day = t->origin;
    for (size_t h = 0; mean && h < t->ahead.count; h++) {
        double all = 0, all_variance = 0;
        for (; day < t->ahead.dates[h]; day++)
            demand_model_step(&m);
        output_demand_cells(&m, &t->frame, mean, variance);
        for (size_t c = 0; c < t->cells; c++) {
            score_demand_model(t, t->series[c], h, mean[c], variance[c]);
            all += mean[c];
            all_variance += variance[c];
        }
        score_demand_model(t, t->whole, h, all, all_variance);
    }
    demand_model_done(&m);
    free(mean);
    return mean ? STATUS_OK : STATUS_MEMORY;
}

/* No change or comb, on the series as it was until the origin. */
static enum status try_series(struct trial *t, enum project_method m, size_t series,
                              const struct crew *crew, size_t worker, bool *fallen_back)
{
    struct project_backtest *b = t->b;
    struct forecast_plan plan = {m == TEST_COMB ? FORECAST_COMB : FORECAST_NAIVE, FORECAST_MEAN};
    double *mean, *sd, *unit;
    struct forecast_workspace *space = crew_member(crew, worker, &mean, &sd, &unit);
    struct forecast_result r = {.mean = mean, .sd = sd};
    const double *y = b->y + series * b->past.count;
    size_t n = t->place + 1, from = 0;
    while (from + 1 < n && isnan(y[from]))
        from++;
    enum status s = forecast_run(space, &plan, y + from, n - from, b->season, b->ahead, &r);
    if (s != STATUS_OK)
        return s;
    interval_unit(y + from, n - from, b->season, b->ahead, mean, sd, unit);
    for (size_t h = 0; h < t->ahead.count; h++) {
        double multiple[INTERVAL_LEVELS];
        interval_multiple(r.used, b->season, h + 1, multiple);
        double half[] = {multiple[INTERVAL_80] * unit[h], multiple[INTERVAL_95] * unit[h]};
        scored_normal(project_trial_at(b, t->number, m, series, h), mean[h] < 0 ? 0 : mean[h],
                      half);
    }
    if (fallen_back)
        *fallen_back = r.reason != FORECAST_AS_ASKED;
    return STATUS_OK;
}

/* Sets what came, and that nothing was forecast: 0, which is what is said of a group nobody had been in. */
static void prepare(struct trial *t)
{
    struct project_backtest *b = t->b;
    for (size_t s = 0; s < b->series; s++) {
        const double *y = b->y + s * b->past.count;
        size_t from = 0;
        while (from < t->place && isnan(y[from]))
            from++;
        double scale = score_scale(y + from, t->place + 1 - from, b->season);
        for (size_t i = 0; i < TEST_METHODS * b->ahead; i++) {
            size_t h = i % b->ahead, place = t->place + 1 + h;
            struct scored *one =
                project_trial_at(b, t->number, (enum project_method)(i / b->ahead), s, h);
            *one =
                (struct scored){.actual = place < b->past.count ? y[place] : NAN, .scale = scale};
            scored_normal(one, 0, (double[]){0, 0});
        }
    }
}

static enum status try_all(struct trial *t, const struct crew *crew, size_t worker,
                           bool *fallen_back)
{
    struct project_backtest *b = t->b;
    t->cells = t->frame.cells;
    t->whole = b->series - 1;
    t->series = calloc(t->cells + 1, sizeof *t->series);
    if (!t->series)
        return STATUS_MEMORY;
    find_series(t);
    prepare(t);
    enum status s = try_ours(t);
    if (s == STATUS_OK)
        s = try_demand_model(t);
    if (s == STATUS_SHORT) { /* nobody there: no origin */
        b->fitted[t->number] = false;
        return STATUS_OK;
    }
    for (size_t i = 0; s == STATUS_OK && i < b->series; i++) {
        s = try_series(t, TEST_NO_CHANGE, i, crew, worker, NULL);
        if (s == STATUS_OK)
            s = try_series(t, TEST_COMB, i, crew, worker, i == t->whole ? fallen_back : NULL);
    }
    return s;
}

enum status project_trial(struct project_backtest *b, size_t number, const struct crew *crew,
                          size_t worker, bool *fallen_back)
{
    struct trial t = {.b = b, .number = number, .place = b->origins[number]};
    enum status s = STATUS_MEMORY;
    t.origin = b->past.dates[t.place];
    b->fitted[number] = true;
    if (known_make(&t.known, b->lives, t.origin)) {
        if (frame_init(&t.frame, &t.known, b->request->by, b->frame->total)) {
            t.frame.measures[PROJECT_STOCK] = true;
            if (timeline_ahead(&t.ahead, &b->request->calendar, t.origin, b->ahead))
                s = try_all(&t, crew, worker, fallen_back);
            free(t.series);
            timeline_done(&t.ahead);
            frame_done(&t.frame);
        }
        known_done(&t.known);
    }
    return s;
}
