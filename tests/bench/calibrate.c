// SPDX-License-Identifier: GPL-3.0-or-later
/* Does the projection's interval hold what it says? Worlds whose truth is known, many runs each: five
 * years of history are given to the projection and to the regional demand model's arithmetic, and
 * what comes in the two years after is compared with their intervals.
 *
 * Usage: calibrate RUNS DRAWS [WORLD...]
 * Worlds: a size (100 or 600 children on average) and what entries do: "stationary"; "varying" (each
 * year's level is lognormal, 15 % about the mean); "drift10" and "drift25" (stationary until the
 * projection starts, then up by so many per cent a year).
 * Written: one row a world, horizon and group, as CSV: coverage of the 80 and 95 % intervals by
 * randomised probability-integral transform, the Wilson interval of the latter, mean widths, and
 * the demand model's. */
#include "base/parallel.h"
#include "base/random.h"
#include "calendar/date.h"
#include "model/project/demand_model.h"
#include "model/project/futures.h"
#include "stats/random/variates.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GROUPS = 4,
    RESIDENTIAL = 2,
    HISTORY = 5,
    AHEAD = 2,
    WARM = 19,
    YEARS = WARM + HISTORY + AHEAD
};
enum { HORIZONS = 2, TARGETS = 2 };

struct world {
    const char *name;
    double children, vary, drift;
};
static const struct world worlds[] = {
    {"600 stationary", 600, 0, 0}, {"600 varying", 600, 0.15, 0}, {"600 drift10", 600, 0, 0.10},
    {"600 drift25", 600, 0, 0.25}, {"100 stationary", 100, 0, 0}, {"100 varying", 100, 0.15, 0},
    {"100 drift10", 100, 0, 0.10}, {"100 drift25", 100, 0, 0.25},
};
enum { WORLDS = sizeof worlds / sizeof *worlds };

/* The truth, a year: Fostering, Other, Residential, Supported by band of age. */
static const double leave[5][GROUPS] = {{.55, .80, .5, .5},
                                        {.45, .60, .5, .5},
                                        {.30, .50, .35, .5},
                                        {.30, .55, .40, .5},
                                        {.40, .80, .50, .70}};
static const double moving[5][GROUPS] = {{.60, .40, .5, .5},
                                         {.50, .40, .5, .5},
                                         {.45, .40, .60, .5},
                                         {.60, .50, .70, .6},
                                         {.80, .60, .80, .50}};
static const double where[5][GROUPS] = {{.85, .15, 0, 0},
                                        {.85, .15, 0, 0},
                                        {.75, .10, .15, 0},
                                        {.60, .10, .30, 0},
                                        {.35, .10, .25, .30}};
static const double entry_band[5] = {.19, .18, .18, .28, .17};
static const double entry_group[5][GROUPS] = {{.85, .15, 0, 0},
                                              {.85, .15, 0, 0},
                                              {.85, .10, .05, 0},
                                              {.70, .10, .20, 0},
                                              {.35, .10, .20, .35}};
static const double MEAN_STAY =
    1.72; /* children there for each entry a year: found by running it */

struct life {
    struct lives *lives;
    int32_t origin;
    struct random_stream *s;
    int32_t seen_from;
};

static void keep(struct life *w, struct life_spell *s, double over, uint32_t *before)
{
    s->over = (int32_t)floor(over);
    if (s->over <= s->start)
        s->over = s->start + 1;
    if (s->over <= w->seen_from)
        return;
    s->before = *before;
    uint32_t at = w->lives->count;
    if (!lives_add(w->lives, s))
        exit(3);
    if (*before != LIVES_NONE)
        w->lives->spells[*before].then = at;
    *before = at;
}

/* One child from entry on, continuous time, days. */
static void live_child(struct life *w, double entry)
{
    static const double first[] = {0, 1, 5, 10, 16}, last[] = {1, 5, 10, 16, 18};
    struct random_stream *s = w->s;
    size_t band = random_choice(s, entry_band, 5);
    double age = first[band] + (last[band] - first[band]) * random_uniform(s);
    double birth = entry - age * 365.25, at = entry;
    uint32_t before = LIVES_NONE;
    size_t group = random_choice(s, entry_group[band], GROUPS);
    struct life_spell spell = {.start = (int32_t)floor(entry),
                               .birth = (int32_t)floor(birth),
                               .placed = (int32_t)floor(entry),
                               .seen_from = w->seen_from,
                               .then = LIVES_NONE,
                               .group = (uint16_t)group};
    for (;;) {
        double out = leave[band][group] / 365.25, move = moving[band][group] / 365.25;
        double next = at + random_exponential(s, out + move);
        double bound = birth + last[band] * 365.25;
        if (next >= bound) {
            at = bound;
            if (++band == 5)
                break;
            continue;
        }
        at = next;
        if (random_uniform(s) * (out + move) < out)
            break;
        keep(w, &spell, at, &before);
        group = random_choice(s, where[band], GROUPS);
        spell.start = before == LIVES_NONE || spell.over <= w->seen_from
                          ? spell.over
                          : w->lives->spells[before].over;
        spell.placed = spell.start;
        spell.group = (uint16_t)group;
        if (at < spell.start)
            at = spell.start;
    }
    keep(w, &spell, at, &before);
}

/* Everything that happens from WARM years before the history to AHEAD years after the origin. */
static void make_world(struct lives *l, const struct world *w, struct random_stream *s,
                       int32_t origin)
{
    struct life life = {l, origin, s, origin - (int32_t)(HISTORY * 365.25)};
    double base = w->children / MEAN_STAY;
    for (int year = 0; year < YEARS; year++) {
        double level = base, past = year - WARM - HISTORY;
        if (w->vary > 0)
            level *= exp(w->vary * random_normal(s) - w->vary * w->vary / 2);
        double begin = origin + 1 + past * 365.25;
        for (int month = 0; month < 12; month++) {
            double drift = past >= 0 ? pow(1 + w->drift, past + (month + 0.5) / 12) : 1;
            unsigned n = random_poisson(s, level * drift / 12);
            for (unsigned i = 0; i < n; i++)
                live_child(&life, begin + (month + random_uniform(s)) * 365.25 / 12);
        }
    }
    l->group_count = GROUPS;
    l->first = life.seen_from;
    l->last = origin;
}

/* The history as seen on ORIGIN: later starts vanish, later ends are open. */
static void cut(struct lives *seen, const struct lives *all, int32_t origin)
{
    uint32_t *place = malloc((all->count + 1) * sizeof *place);
    *seen = (struct lives){.group_count = GROUPS, .first = all->first, .last = origin};
    for (uint32_t i = 0; place && i < all->count; i++) {
        struct life_spell s = all->spells[i];
        place[i] = LIVES_NONE;
        if (s.start > origin)
            continue;
        if (s.over > origin) {
            s.over = origin + 1;
            s.open = true;
            s.then = LIVES_NONE;
        }
        s.before = s.before == LIVES_NONE ? LIVES_NONE : place[s.before];
        place[i] = seen->count;
        if (!lives_add(seen, &s))
            exit(3);
        if (s.before != LIVES_NONE)
            seen->spells[s.before].then = place[i];
    }
    free(place);
}

struct outcome {
    double below[HORIZONS][TARGETS]; /* probability-integral transform */
    double width[HORIZONS][TARGETS], error[HORIZONS][TARGETS];
    bool demand_inside[HORIZONS][TARGETS];
    double demand_width[HORIZONS][TARGETS];
};

struct study {
    const struct world *world;
    size_t draws;
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
                                       .seed = 1000 + run,
                                       .draws = study->draws,
                                       .threads = 1};
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
    random_start(&s, 903, "calibrate", text_of(study->world->name), text_of("world"), run);
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

static void wilson(double inside, double n, double *low, double *high)
{
    double z = 1.959964, p = inside / n, centre = (p + z * z / 2 / n) / (1 + z * z / n);
    double half = z * sqrt(p * (1 - p) / n + z * z / 4 / n / n) / (1 + z * z / n);
    *low = centre - half;
    *high = centre + half;
}

static void report(const struct study *study, size_t runs)
{
    static const char *const targets[] = {"total", "residential"};
    for (size_t k = 0; k < TARGETS; k++)
        for (size_t h = 0; h < HORIZONS; h++) {
            double in80 = 0, in95 = 0, demand = 0, width = 0, demand_width = 0, low, high;
            for (size_t i = 0; i < runs; i++) {
                const struct outcome *o = &study->outcomes[i];
                in80 += fabs(o->below[h][k] - .5) <= .4;
                in95 += fabs(o->below[h][k] - .5) <= .475;
                demand += o->demand_inside[h][k];
                width += o->width[h][k];
                demand_width += o->demand_width[h][k];
            }
            double n = (double)runs;
            wilson(in95, n, &low, &high);
            printf("%s,%s,%zu,%.1f,%.1f,%.1f,%.1f,%.1f,%.1f,%.1f,%.2f\n", study->world->name,
                   targets[k], h + 1, 100 * in80 / n, 100 * in95 / n, 100 * low, 100 * high,
                   width / n, 100 * demand / n, demand_width / n, width / demand_width);
            fflush(stdout);
        }
}

int main(int argc, char **argv)
{
    size_t runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    struct study study = {.draws = argc > 2 ? strtoul(argv[2], NULL, 10) : 0};
    if (!runs || !study.draws) {
        fputs("usage: calibrate RUNS DRAWS [WORLD...]\n", stderr);
        return 2;
    }
    stats_begin();
    study.origin = date_of(2025, 3, 31);
    struct period_calendar calendar = PERIOD_TO_31_MARCH(EVERY_YEAR);
    study.outcomes = calloc(runs, sizeof *study.outcomes);
    if (!study.outcomes || !timeline_ahead(&study.timeline, &calendar, study.origin, HORIZONS))
        return 3;
    puts("world,of,years_ahead,inside_80,inside_95,low,high,width,demand_model_inside,"
         "demand_model_width,width_ratio");
    for (size_t i = 0; i < WORLDS; i++) {
        bool wanted = argc <= 3;
        for (int a = 3; a < argc; a++)
            wanted = wanted || strcmp(argv[a], worlds[i].name) == 0;
        if (!wanted)
            continue;
        study.world = &worlds[i];
        if (parallel_run(runs, parallel_workers(64), run_one, &study) != STATUS_OK)
            return 3;
        report(&study, runs);
    }
    timeline_done(&study.timeline);
    free(study.outcomes);
    return 0;
}
