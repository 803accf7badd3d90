// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/flow.h"

#include "calendar/period.h"
#include "stats/random/variates.h"

#include <stdlib.h>
#include <string.h>

enum { MONTHS_LEAST = 12 };

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* A step as it was known on ORIGIN, over the days from FROM on. False: not seen at risk. */
static bool see_step(const struct step *step, const struct journey *of, int32_t origin,
                     int32_t recent, int32_t *entry, int32_t *exit, uint32_t *cause)
{
    int32_t seen_to = least(of->seen_to, origin);
    int32_t from = recent ? most(of->seen_from, origin - recent) : of->seen_from;
    if (step->begun > seen_to)
        return false;
    bool ended = step->left != DATE_NONE && step->left <= seen_to;
    *exit = (ended ? step->left : seen_to) - step->begun;
    *entry = from > step->begun ? from - step->begun - 1 : -1;
    *cause = !ended                        ? 0
             : step->next == STEP_APPROVED ? FLOW_APPROVED
             : step->next == STEP_LOST     ? FLOW_LOST
                                           : step->next + 1u;
    return *exit > *entry;
}

/* The cluster of each journey; the number of clusters. */
static size_t find_clusters(const struct journeys *j, int32_t origin, uint32_t *cluster)
{
    const struct period_calendar months = PERIOD_TO_31_MARCH(EVERY_MONTH);
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t i = 0; i < j->count; i++) {
        int32_t month = period_number(&months, j->items[i].begun);
        if (journey_known(j, &j->items[i], origin)) {
            first = least(first, month);
            last = most(last, month);
        }
    }
    if (last < first)
        return 0;
    bool by_month = last - first + 1 >= MONTHS_LEAST;
    for (size_t i = 0; i < j->count; i++)
        cluster[i] =
            by_month ? (uint32_t)(period_number(&months, j->items[i].begun) - first) : (uint32_t)i;
    return by_month ? (size_t)(last - first + 1) : j->count;
}

static bool stage_room(struct flow_stage *s, size_t n)
{
    s->entry = malloc((n + 1) * sizeof *s->entry);
    s->exit = malloc((n + 1) * sizeof *s->exit);
    s->cause = malloc((n + 1) * sizeof *s->cause);
    s->group = malloc((n + 1) * sizeof *s->group);
    s->cluster = malloc((n + 1) * sizeof *s->cluster);
    return s->entry && s->exit && s->cause && s->group && s->cluster;
}

static enum status fill_stages(struct flow *f, int32_t recent, const uint32_t *cluster)
{
    const struct journeys *j = f->journeys;
    for (size_t i = 0; i < j->count; i++)
        for (uint32_t k = 0; k < j->items[i].steps; k++) {
            const struct step *step = &j->steps[j->items[i].first_step + k];
            struct flow_stage *s = &f->stages[step->stage];
            size_t n = s->count;
            if (!journey_known(j, &j->items[i], f->origin) ||
                !see_step(step, &j->items[i], f->origin, recent, &s->entry[n], &s->exit[n],
                          &s->cause[n]))
                continue;
            s->group[n] = j->items[i].group;
            s->cluster[n] = cluster[i];
            s->count++;
            /* who came in the recent days, by where the journey began */
            if (k == 0 && s->entry[n] == -1)
                f->starts[s->group[n] * STAGES_MOST + step->stage]++;
        }
    for (size_t k = 0; k < j->stage_count; k++) {
        struct flow_stage *s = &f->stages[k];
        enum status status =
            visits_init(&s->visits, s->count, s->entry, s->exit, s->cause, VISITS_LEAST);
        if (status != STATUS_OK)
            return status;
        s->first = f->steps;
        f->steps += s->count;
    }
    return f->steps ? STATUS_OK : STATUS_SHORT;
}

/* Groups without a start of their own begin where all do. */
static void share_starts(struct flow *f)
{
    double all[STAGES_MOST] = {0};
    size_t groups = f->journeys->group_count;
    for (size_t i = 0; i < groups * STAGES_MOST; i++)
        all[i % STAGES_MOST] += f->starts[i];
    for (size_t g = 0; g < groups; g++) {
        double sum = 0;
        for (size_t k = 0; k < STAGES_MOST; k++)
            sum += f->starts[g * STAGES_MOST + k];
        for (size_t k = 0; k < STAGES_MOST && sum == 0; k++)
            f->starts[g * STAGES_MOST + k] = all[k] > 0 ? all[k] : k == 0;
    }
}

enum status flow_make(struct flow *f, const struct journeys *j, int32_t origin, int32_t recent)
{
    *f = (struct flow){.journeys = j, .origin = origin};
    uint32_t *cluster = malloc((j->count + 1) * sizeof *cluster);
    f->starts = calloc(j->group_count * STAGES_MOST + 1, sizeof *f->starts);
    bool good = cluster && f->starts;
    size_t counts[STAGES_MOST] = {0};
    for (size_t i = 0; i < j->step_count; i++)
        counts[j->steps[i].stage]++;
    for (size_t k = 0; good && k < j->stage_count; k++)
        good = stage_room(&f->stages[k], counts[k]);
    enum status s = STATUS_MEMORY;
    if (good) {
        f->clusters = find_clusters(j, origin, cluster);
        s = fill_stages(f, recent, cluster);
        share_starts(f);
    }
    free(cluster);
    return s;
}

void flow_done(struct flow *f)
{
    for (size_t k = 0; k < STAGES_MOST; k++) {
        struct flow_stage *s = &f->stages[k];
        visits_done(&s->visits);
        free(s->entry);
        free(s->exit);
        free(s->cause);
        free(s->group);
        free(s->cluster);
    }
    free(f->starts);
    *f = (struct flow){0};
}

bool flow_fit_init(struct flow_fit *fit, const struct flow *f)
{
    *fit = (struct flow_fit){0};
    fit->jumps = calloc(f->steps + 1, sizeof *fit->jumps);
    fit->weight = calloc(f->steps + 1, sizeof *fit->weight);
    fit->worth = calloc(f->steps + 1, sizeof *fit->worth);
    return fit->jumps && fit->weight && fit->worth;
}

void flow_fit_done(struct flow_fit *fit)
{
    free(fit->jumps);
    free(fit->weight);
    free(fit->worth);
    *fit = (struct flow_fit){0};
}

void flow_weights(const struct flow *f, uint64_t seed, uint64_t draw, double *cluster)
{
    struct random_stream s;
    random_start(&s, seed, "hearth-recruit", text_of(""), text_of("weights"), draw);
    for (size_t i = 0; i < f->clusters; i++)
        cluster[i] = random_exponential(&s, 1);
}

/* The chance of approval after the step that ended with CAUSE. */
static double chance_after(const struct flow_fit *fit, uint32_t cause)
{
    return cause == FLOW_APPROVED             ? 1
           : cause == FLOW_LOST || cause == 0 ? 0
                                              : fit->approved[cause - 1];
}

/* The first position in by_exit whose visit lasts longer than AGE. */
static size_t first_later(const struct flow_stage *s, int32_t age)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->exit[s->visits.by_exit[middle]] > age)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

double flow_chance(const struct flow *f, const struct flow_fit *fit, uint16_t stage, int32_t age)
{
    const struct flow_stage *s = &f->stages[stage];
    const double *jumps = fit->jumps + s->first, *worth = fit->worth + s->first;
    size_t k = first_later(s, age);
    if (k == s->count)
        return 0;
    double gone = k ? jumps[k - 1] : 0, left = worth[s->count - 1] - (k ? worth[k - 1] : 0);
    return gone < 1 ? left / (1 - gone) : 0;
}

static void sum_worth(struct flow_fit *fit, const struct flow_stage *s)
{
    const double *jumps = fit->jumps + s->first;
    double *worth = fit->worth + s->first, sum = 0;
    for (size_t k = 0; k < s->count; k++) {
        double jump = jumps[k] - (k ? jumps[k - 1] : 0);
        sum += jump * chance_after(fit, s->cause[s->visits.by_exit[k]]);
        worth[k] = sum;
    }
}

void flow_fit_make(struct flow_fit *fit, const struct flow *f, uint32_t group,
                   const double *cluster)
{
    bool alone = f->journeys->group_count < 2;
    for (size_t k = f->journeys->stage_count; k-- > 0;) {
        const struct flow_stage *s = &f->stages[k];
        double *weight = fit->weight + s->first;
        double shared = alone || !s->count ? 0 : (double)FLOW_SHARED / (double)s->count;
        for (size_t i = 0; i < s->count; i++)
            weight[i] =
                (cluster ? cluster[s->cluster[i]] : 1) * ((alone || s->group[i] == group) + shared);
        visits_jumps(&s->visits, weight, fit->jumps + s->first);
        /* stages lead to later ones only, so their chances are known already */
        sum_worth(fit, s);
        fit->approved[k] = flow_chance(f, fit, (uint16_t)k, -1);
    }
}

int32_t flow_follow(const struct flow *f, const struct flow_fit *fit, struct random_stream *s,
                    uint16_t stage, int32_t age, int32_t horizon)
{
    int32_t days = 0;
    for (;;) {
        const struct flow_stage *at = &f->stages[stage];
        size_t k = visits_continue(&at->visits, fit->jumps + at->first, age, random_uniform(s));
        if (k == at->count)
            return FLOW_NEVER;
        uint32_t row = at->visits.by_exit[k], cause = at->cause[row];
        days += at->exit[row] - most(age, 0);
        if (days > horizon || cause == FLOW_LOST || cause == 0)
            return FLOW_NEVER;
        if (cause == FLOW_APPROVED)
            return days;
        stage = (uint16_t)(cause - 1);
        age = -1;
    }
}

bool flow_standing(const struct journeys *j, const struct journey *of, int32_t origin,
                   struct standing *out)
{
    int32_t seen = least(of->seen_to, origin);
    if (!journey_under_way(of, origin) || !journey_known(j, of, origin))
        return false;
    for (uint32_t k = of->steps; k-- > 0;) {
        const struct step *step = &j->steps[of->first_step + k];
        if (step->begun <= seen) {
            *out = (struct standing){step->stage, seen - step->begun, seen};
            return true;
        }
    }
    return false;
}
