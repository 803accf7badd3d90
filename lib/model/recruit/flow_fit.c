// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/flow.h"
#include "stats/random/variates.h"

#include <stdlib.h>

void flow_weights(const struct flow *f, uint64_t seed, uint64_t draw, double *cluster)
{
    struct random_stream s;
    random_start(&s, seed, "hearth-recruit", text_of(""), text_of("weights"), draw);
    for (size_t i = 0; i < f->clusters; i++)
        cluster[i] = random_exponential(&s, 1);
}

/* -- sums */

bool flow_pool_init(struct flow_pool *pool, const struct flow *f)
{
    *pool = (struct flow_pool){.risk = calloc(f->days + 1, sizeof *pool->risk),
                               .ends = calloc(f->cells + 1, sizeof *pool->ends)};
    return pool->risk && pool->ends;
}

void flow_pool_done(struct flow_pool *pool)
{
    free(pool->risk);
    free(pool->ends);
    *pool = (struct flow_pool){0};
}

static double weight_of(const struct flow_stage *s, size_t step, const double *cluster)
{
    return cluster ? cluster[s->cluster[step]] : 1;
}

void flow_pool_make(struct flow_pool *pool, const struct flow *f, const double *cluster)
{
    pool->cluster = cluster;
    for (size_t k = 0; k < f->journeys->stage_count; k++) {
        const struct flow_stage *s = &f->stages[k];
        struct endings_sums sums = {pool->risk + s->first_day, pool->ends + s->first_cell};
        endings_clear(&s->endings, &sums);
        for (size_t i = 0; i < s->count; i++)
            endings_add(&s->endings, &sums, i, weight_of(s, i, cluster));
        endings_sum(&s->endings, &sums);
    }
}

/* -- fits */

bool flow_fit_init(struct flow_fit *fit, const struct flow *f)
{
    *fit = (struct flow_fit){.risk = calloc(f->days + 1, sizeof *fit->risk),
                             .ends = calloc(f->cells + 1, sizeof *fit->ends),
                             .jumps = calloc(f->cells + 1, sizeof *fit->jumps),
                             .worth = calloc(f->cells + 1, sizeof *fit->worth)};
    return fit->risk && fit->ends && fit->jumps && fit->worth;
}

void flow_fit_done(struct flow_fit *fit)
{
    free(fit->risk);
    free(fit->ends);
    free(fit->jumps);
    free(fit->worth);
    *fit = (struct flow_fit){0};
}

/* The chance of approval after the step that ended with CAUSE. */
static double chance_after(const struct flow_fit *fit, uint32_t cause)
{
    return cause == FLOW_APPROVED ? 1 : cause == FLOW_LOST ? 0 : fit->approved[cause - 1];
}

static void sum_worth(struct flow_fit *fit, const struct flow_stage *s)
{
    const double *jumps = fit->jumps + s->first_cell;
    double *worth = fit->worth + s->first_cell, sum = 0;
    for (size_t k = 0; k < s->endings.cells; k++) {
        double jump = jumps[k] - (k ? jumps[k - 1] : 0);
        sum += jump * chance_after(fit, s->endings.cause[k]);
        worth[k] = sum;
    }
}

/* The sums of GROUP's own steps. */
static void sum_own(struct flow_fit *fit, const struct flow_stage *s, uint32_t group,
                    const double *cluster, struct endings_sums *own)
{
    *own = (struct endings_sums){fit->risk + s->first_day, fit->ends + s->first_cell};
    endings_clear(&s->endings, own);
    for (size_t i = s->group_from[group]; i < s->group_from[group + 1]; i++)
        endings_add(&s->endings, own, s->by_group[i], weight_of(s, s->by_group[i], cluster));
    endings_sum(&s->endings, own);
}

void flow_fit_make(struct flow_fit *fit, const struct flow *f, const struct flow_pool *pool,
                   uint32_t group)
{
    for (size_t k = f->journeys->stage_count; k-- > 0;) {
        const struct flow_stage *s = &f->stages[k];
        const struct endings_sums all = {pool->risk + s->first_day, pool->ends + s->first_cell};
        struct endings_sums own = all;
        bool alone = f->journeys->group_count < 2 || !s->count;
        if (!alone)
            sum_own(fit, s, group, pool->cluster, &own);
        endings_jumps(&s->endings, &own, &all, alone ? 0 : (double)FLOW_SHARED / (double)s->count,
                      fit->jumps + s->first_cell);
        /* stages lead to later ones only, so their chances are known already */
        sum_worth(fit, s);
        size_t cells = s->endings.cells;
        fit->approved[k] = cells ? fit->worth[s->first_cell + cells - 1] : 0;
    }
}

/* -- chances and futures */

double flow_chance(const struct flow *f, const struct flow_fit *fit, uint16_t stage, int32_t age)
{
    const struct flow_stage *s = &f->stages[stage];
    const double *jumps = fit->jumps + s->first_cell, *worth = fit->worth + s->first_cell;
    size_t k = endings_after(&s->endings, age), cells = s->endings.cells;
    if (k == cells)
        return 0;
    double gone = k ? jumps[k - 1] : 0, left = worth[cells - 1] - (k ? worth[k - 1] : 0);
    return gone < 1 ? left / (1 - gone) : 0;
}

/* Takes jumps by what they are worth, so that every one leads to an approval. */
int32_t flow_approve(const struct flow *f, const struct flow_fit *fit, struct random_stream *s,
                     uint16_t stage, int32_t age, int32_t horizon)
{
    int32_t days = 0;
    for (;;) {
        const struct flow_stage *at = &f->stages[stage];
        const struct endings *e = &at->endings;
        const double *worth = fit->worth + at->first_cell;
        size_t first = endings_after(e, age);
        double gone = first ? worth[first - 1] : 0;
        if (first == e->cells)
            return FLOW_NEVER;
        size_t k =
            endings_reach(e, worth, first, gone + random_uniform(s) * (worth[e->cells - 1] - gone));
        if (k == e->cells || e->cause[k] == FLOW_LOST)
            return FLOW_NEVER; /* by rounding alone */
        days += e->day[e->cell_day[k]] - (age > 0 ? age : 0);
        if (days > horizon)
            return FLOW_NEVER;
        if (e->cause[k] == FLOW_APPROVED)
            return days;
        stage = (uint16_t)(e->cause[k] - 1);
        age = -1;
    }
}

int32_t flow_follow(const struct flow *f, const struct flow_fit *fit, struct random_stream *s,
                    uint16_t stage, int32_t age, int32_t horizon)
{
    double chance = age < 0 ? fit->approved[stage] : flow_chance(f, fit, stage, age);
    return random_uniform(s) < chance ? flow_approve(f, fit, s, stage, age, horizon) : FLOW_NEVER;
}

double flow_start_chance(const struct flow *f, const struct flow_fit *fit, uint32_t group)
{
    const double *starts = f->starts + group * STAGES_MOST;
    double sum = 0, chance = 0;
    for (size_t k = 0; k < STAGES_MOST; k++) {
        sum += starts[k];
        chance += starts[k] * fit->approved[k];
    }
    chance /= sum;
    return chance < 1 ? chance : 1;
}

uint16_t flow_start(const struct flow *f, const struct flow_fit *fit, uint32_t group,
                    struct random_stream *s)
{
    const double *starts = f->starts + group * STAGES_MOST;
    double weight[STAGES_MOST];
    for (size_t k = 0; k < STAGES_MOST; k++)
        weight[k] = starts[k] * fit->approved[k];
    return (uint16_t)random_choice(s, weight, STAGES_MOST);
}
