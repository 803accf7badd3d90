// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/rates_parts.h"
#include "model/project/pooling.h"
#include "stats/random/variates.h"

#include <stdlib.h>
#include <string.h>

/* What strengths are estimated of. */
enum { SHARES_TO, SHARES_AGE, SHARES_GROUP, SHARES };

#define UNACCOMPANIED 0.5 /* strength of the pooled shares among their entrants */

struct rates_parts {
    size_t groups, count;
    const struct lives_part *parts;
    struct exposure *exposures;                        /* of each part: copies */
    double level[RATES_KINDS], deviation[RATES_KINDS]; /* strengths */
    double shares[SHARES];
};

/* Cumulative shares to weights: COUNT seen and STRENGTH times the share. */
static void put_weights(const double *cumulative, const double *count, size_t n, double strength,
                        double *weight)
{
    for (size_t i = 0; i < n; i++)
        weight[i] =
            (count ? count[i] : 0) + strength * (cumulative[i] - (i ? cumulative[i - 1] : 0));
}

/* Events of a part in each group, and how many the pooled rates of a year like the past would make. */
static void count_kind(const struct exposure *e, const struct hazards *pooled, enum rates_kind kind,
                       double *events, double *expected)
{
    const double *happened = kind == RATES_MOVE ? e->moves : e->leaves;
    const double *rate = kind == RATES_MOVE ? pooled->move : pooled->leave;
    memset(events, 0, e->groups * sizeof *events);
    memset(expected, 0, e->groups * sizeof *expected);
    for (size_t s = 0; s < e->states; s++) {
        size_t group = s / PROJECT_PHASES % e->groups;
        events[group] += happened[s];
        expected[group] += e->days[s] * rate[s] / pooled->year[kind];
    }
}

static double sum_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

/* How alike parts are in level, then in what is left of each group. ROOM: 2 * count + 2 * count * groups. */
static void fit_kind(struct rates_parts *r, const struct hazards *mean, enum rates_kind kind,
                     double *room)
{
    size_t g = r->groups;
    double *all = room, *all_expected = room + r->count;
    double *events = all_expected + r->count, *expected = events + r->count * g;
    for (size_t i = 0; i < r->count; i++) {
        count_kind(&r->exposures[i], mean, kind, events + i * g, expected + i * g);
        all[i] = sum_of(events + i * g, g);
        all_expected[i] = sum_of(expected + i * g, g);
    }
    double k = r->level[kind] = pooling_strength(all, all_expected, r->count);
    for (size_t i = 0; i < r->count * g; i++)
        expected[i] *= (all[i / g] + k) / (all_expected[i / g] + k);
    r->deviation[kind] = pooling_strength(events, expected, r->count * g);
}

/* Entrants of a part by age, then by band and group. */
static void count_entrants(const struct exposure *e, double *ages, double *groups)
{
    memset(ages, 0, PROJECT_AGES * sizeof *ages);
    memset(groups, 0, PROJECT_BANDS * e->groups * sizeof *groups);
    for (size_t age = 0; age < PROJECT_AGES; age++)
        for (size_t g = 0; g < e->groups; g++) {
            double n = e->entries[age * e->groups + g];
            ages[age] += n;
            groups[(size_t)project_band((int)age) * e->groups + g] += n;
        }
}

/* How alike parts are in a kind of shares: ROWS of WIDTH outcomes in each part. ROOM: 2 * count * rows * width,
 * and bands * groups. */
static double fit_shares(const struct rates_parts *r, int which, const double *cumulative,
                         size_t rows, size_t width, double *room)
{
    size_t n = rows * width;
    double ages[PROJECT_AGES], *count = room, *share = room + r->count * n;
    double *groups = share + r->count * n;
    for (size_t i = 0; i < r->count; i++) {
        const struct exposure *e = &r->exposures[i];
        count_entrants(e, ages, groups);
        memcpy(count + i * n,
               which == SHARES_TO    ? e->to
               : which == SHARES_AGE ? ages
                                     : groups,
               n * sizeof *count);
        for (size_t row = 0; row < rows; row++)
            put_weights(cumulative + row * width, NULL, width, 1, share + i * n + row * width);
    }
    return pooling_shares(count, share, r->count * rows, width);
}

static bool fit(struct rates_parts *r, const struct hazards *mean)
{
    size_t g = r->groups, most = PROJECT_BANDS * g * g + PROJECT_AGES;
    double *room = malloc((2 * r->count + 1) * (most + g + 1) * sizeof *room);
    if (!room)
        return false;
    for (int k = 0; k < RATES_KINDS; k++)
        fit_kind(r, mean, (enum rates_kind)k, room);
    r->shares[SHARES_TO] = fit_shares(r, SHARES_TO, mean->to, PROJECT_BANDS * g, g, room);
    r->shares[SHARES_AGE] = fit_shares(r, SHARES_AGE, mean->entry_age, 1, PROJECT_AGES, room);
    r->shares[SHARES_GROUP] =
        fit_shares(r, SHARES_GROUP, mean->entry_group, PROJECT_BANDS, g, room);
    free(room);
    return true;
}

struct rates_parts *rates_parts_new(const struct hazards *mean, const struct lives_part *parts,
                                    const struct exposure *exposures, size_t count)
{
    struct rates_parts *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->groups = mean->groups;
    r->parts = parts;
    r->exposures = calloc(count + 1, sizeof *r->exposures);
    bool good = r->exposures != NULL;
    for (size_t i = 0; good && i < count; i++) {
        good = exposure_init(&r->exposures[i], r->groups);
        r->count = i + 1;
        if (good)
            exposure_add(&r->exposures[i], &exposures[i]);
    }
    if (!good || !fit(r, mean)) {
        rates_parts_free(r);
        return NULL;
    }
    return r;
}

void rates_parts_free(struct rates_parts *r)
{
    if (!r)
        return;
    for (size_t i = 0; r->exposures && i < r->count; i++)
        exposure_done(&r->exposures[i]);
    free(r->exposures);
    free(r);
}

/* A ratio of events to what was expected of them: its posterior mean, or drawn. */
static double put_ratio(struct random_stream *s, double events, double expected, double strength)
{
    double shape = events + strength, rate = expected + strength;
    return s ? random_gamma(s, shape, 1 / rate) : shape / rate;
}

static void put_kind(const struct rates_parts *r, const struct exposure *e,
                     const struct hazards *pooled, enum rates_kind kind, struct random_stream *s,
                     struct hazards *out)
{
    size_t g = r->groups;
    const double *from = kind == RATES_MOVE ? pooled->move : pooled->leave;
    double *to = kind == RATES_MOVE ? out->move : out->leave;
    double *events = out->effect, *expected = out->effect + g;
    count_kind(e, pooled, kind, events, expected);
    double level = put_ratio(s, sum_of(events, g), sum_of(expected, g), r->level[kind]);
    for (size_t i = 0; i < g; i++)
        expected[i] = level * put_ratio(s, events[i], level * expected[i], r->deviation[kind]);
    for (size_t state = 0; state < out->states; state++)
        to[state] = from[state] * expected[state / PROJECT_PHASES % g];
    out->year[kind] = pooled->year[kind];
}

void rates_parts_put(const struct rates_parts *r, size_t part, const struct hazards *pooled,
                     struct random_stream *s, struct hazards *out)
{
    const struct exposure *e = &r->exposures[part];
    bool apart = r->parts[part].unaccompanied;
    double of_group = apart ? UNACCOMPANIED : r->shares[SHARES_GROUP];
    double of_age = apart ? UNACCOMPANIED : r->shares[SHARES_AGE];
    size_t g = r->groups;
    for (int k = 0; k < RATES_KINDS; k++)
        put_kind(r, e, pooled, (enum rates_kind)k, s, out);
    memcpy(out->stay, pooled->stay, g * PROJECT_PHASES * sizeof *out->stay);
    double ages[PROJECT_AGES], age_weight[PROJECT_AGES];
    double *groups = out->effect, *weight = out->effect + PROJECT_BANDS * g;
    count_entrants(e, ages, groups);
    for (size_t row = 0; row < PROJECT_BANDS * g; row++) {
        put_weights(pooled->to + row * g, e->to + row * g, g, r->shares[SHARES_TO], weight);
        hazards_put_shares(s, weight, g, out->to + row * g);
    }
    for (size_t row = 0; row < PROJECT_BANDS; row++) {
        put_weights(pooled->entry_group + row * g, groups + row * g, g, of_group, weight);
        hazards_put_shares(s, weight, g, out->entry_group + row * g);
    }
    put_weights(pooled->entry_age, ages, PROJECT_AGES, of_age, age_weight);
    hazards_put_shares(s, age_weight, PROJECT_AGES, out->entry_age);
}
