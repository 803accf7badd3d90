// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_BENCH_CALIBRATION_H
#define HEARTH_TESTS_BENCH_CALIBRATION_H

/* Lives through a world many times, projects each run from its history, and scores what came against the
 * projection's intervals and those of the regional demand model. A run depends on (seed, world, number)
 * alone. Programs that include this may print and stop. */
#include "base/parallel.h"
#include "bench/worlds.h"
#include "model/project/demand_model.h"
#include "model/project/futures.h"
#include "stats/stats.h"

enum { HORIZONS = 2, TARGETS = 2 };

struct outcome {
    double below[HORIZONS][TARGETS]; /* probability-integral transform */
    double width[HORIZONS][TARGETS], error[HORIZONS][TARGETS];
    bool demand_inside[HORIZONS][TARGETS];
    double demand_width[HORIZONS][TARGETS];
};

struct study {
    const struct world *world;
    uint64_t seed;
    size_t draws;
    bool fixed; /* rates and entries taken as known: what the process alone would hold */
    struct outcome *outcomes;
    int32_t origin;
    struct timeline timeline;
};

struct taking {
    const struct frame *frame;
    const struct timeline *timeline;
    double *values; /* (horizon * targets + target) * draws + draw */
    size_t draws;
};

static enum status take(void *context, size_t draw, const uint32_t *count)
{
    struct taking *t = context;
    for (size_t h = 0; h < HORIZONS; h++) {
        double total = 0;
        for (size_t c = 0; c < GROUPS; c++)
            total += count[frame_at(t->frame, t->timeline, PROJECT_STOCK, h, c)];
        t->values[h * TARGETS * t->draws + draw] = total;
        t->values[(h * TARGETS + 1) * t->draws + draw] =
            count[frame_at(t->frame, t->timeline, PROJECT_STOCK, h, RESIDENTIAL)];
    }
    return STATUS_OK;
}

/* P(less) + U P(equal): uniform when the truth is one more draw. */
static double transform(const double *sorted, size_t n, double truth, double u)
{
    size_t less = 0, equal = 0;
    for (size_t i = 0; i < n; i++) {
        less += sorted[i] < truth;
        equal += sorted[i] == truth;
    }
    return ((double)less + u * ((double)equal + 1)) / ((double)n + 1);
}

static void score_ours(const struct study *study, const struct lives *seen,
                       const double truth[HORIZONS][TARGETS], const struct frame *frame, size_t run,
                       struct random_stream *s, struct outcome *o)
{
    struct projection p;
    struct projection_settings settings = {study->origin, DATE_NONE, DATE_NONE,
                                           study->timeline.dates[HORIZONS - 1]};
    struct taking t = {frame, &study->timeline,
                       malloc(HORIZONS * TARGETS * study->draws * sizeof(double)), study->draws};
    struct futures_settings futures = {.frame = frame,
                                       .timeline = &study->timeline,
                                       .seed = study->seed * 1000000 + run,
                                       .draws = study->draws,
                                       .threads = 1,
                                       .fixed = study->fixed};
    if (!t.values || projection_fit(&p, seen, &settings) != STATUS_OK ||
        futures_run(&p, &futures, take, &t) != STATUS_OK)
        exit(3);
    for (size_t h = 0; h < HORIZONS; h++)
        for (size_t k = 0; k < TARGETS; k++) {
            double *values = t.values + (h * TARGETS + k) * t.draws;
            stats_sort(values, t.draws);
            o->below[h][k] = transform(values, t.draws, truth[h][k], random_uniform(s));
            o->width[h][k] =
                stats_quantile(values, t.draws, .975) - stats_quantile(values, t.draws, .025);
            o->error[h][k] = fabs(stats_median(values, t.draws) - truth[h][k]);
        }
    projection_done(&p);
    free(t.values);
}

static void score_demand_model(const struct study *study, const struct lives *seen,
                               const double truth[HORIZONS][TARGETS], struct outcome *o)
{
    struct demand_model m;
    if (demand_model_fit(&m, seen, seen->first, study->origin, study->origin) != STATUS_OK)
        exit(3);
    int32_t day = study->origin;
    for (size_t h = 0; h < HORIZONS; h++) {
        for (; day < study->timeline.dates[h]; day++)
            demand_model_step(&m);
        double mean[TARGETS] = {0}, variance[TARGETS] = {0};
        for (size_t g = 0; g < GROUPS; g++) {
            double n, v;
            demand_model_group(&m, g, &n, &v);
            mean[0] += n;
            variance[0] += v;
            if (g == RESIDENTIAL) {
                mean[1] = n;
                variance[1] = v;
            }
        }
        for (size_t k = 0; k < TARGETS; k++) {
            double half = 2 * sqrt(variance[k]);
            o->demand_inside[h][k] = fabs(truth[h][k] - mean[k]) <= half;
            o->demand_width[h][k] = 2 * half;
        }
    }
    demand_model_done(&m);
}

static enum status run_one(void *context, size_t worker, size_t run)
{
    (void)worker;
    struct study *study = context;
    struct random_stream s;
    random_start(&s, study->seed, "calibrate", text_of(study->world->name), text_of("world"), run);
    struct lives all = {0}, seen;
    make_world(&all, study->world, &s, study->origin);
    double truth[HORIZONS][TARGETS] = {{0}};
    for (uint32_t i = 0; i < all.count; i++)
        for (size_t h = 0; h < HORIZONS; h++)
            if (life_open_on(&all.spells[i], study->timeline.dates[h])) {
                truth[h][0]++;
                truth[h][1] += all.spells[i].group == RESIDENTIAL;
            }
    cut(&seen, &all, study->origin);
    size_t order[GROUPS] = {0, 1, 2, 3};
    struct frame frame = {.age_cells = 1, .cells = GROUPS, .order = order};
    frame.measures[PROJECT_STOCK] = true;
    struct outcome *o = &study->outcomes[run];
    score_ours(study, &seen, truth, &frame, run, &s, o);
    score_demand_model(study, &seen, truth, o);
    lives_done(&all);
    lives_done(&seen);
    return STATUS_OK;
}

/* Sets up a study that lives through WORLD; its runs are to be made with study_run. */
static bool study_begin(struct study *study, size_t runs)
{
    struct period_calendar calendar = PERIOD_TO_31_MARCH(EVERY_YEAR);
    study->origin = date_of(2025, 3, 31);
    study->outcomes = calloc(runs, sizeof *study->outcomes);
    return study->outcomes && timeline_ahead(&study->timeline, &calendar, study->origin, HORIZONS);
}

static bool study_run(struct study *study, size_t runs)
{
    return parallel_run(runs, parallel_workers(64), run_one, study) == STATUS_OK;
}

static void study_end(struct study *study)
{
    timeline_done(&study->timeline);
    free(study->outcomes);
}

/* Runs in which the truth was inside the middle SHARE (0.8, 0.95) of the forecast. */
static size_t study_inside(const struct study *study, size_t runs, size_t horizon, size_t target,
                           double share)
{
    size_t n = 0;
    for (size_t i = 0; i < runs; i++)
        n += fabs(study->outcomes[i].below[horizon][target] - .5) <= share / 2;
    return n;
}

#endif
