// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/outcomes_private.h"

#include <math.h>
#include <stdlib.h>

enum { REFITS = 200 }; /* bootstrap fits for the uncertainty of chances */

/* One cohort: group and period of enquiry; journeys order[from ... to-1]. */
struct cohort {
    uint32_t group;
    int32_t period;
    size_t from, to;
    double approved, pending;
    double ahead;                   /* approvals expected of those under way */
    double refit_sum, refit_square; /* over bootstrap fits */
};

static int compare_members(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->period != y->period)
        return x->period < y->period ? -1 : 1;
    return (x->journey > y->journey) - (x->journey < y->journey);
}

static bool find_cohorts(struct outcomes *k)
{
    const struct journeys *j = k->j;
    k->members = malloc((j->count + 1) * sizeof *k->members);
    k->cohorts = calloc(j->count + 1, sizeof *k->cohorts);
    if (!k->members || !k->cohorts)
        return false;
    for (size_t i = 0; i < j->count; i++)
        if (j->items[i].begun >= j->items[i].seen_from)
            k->members[k->member_count++] =
                (struct member){j->items[i].group, (uint32_t)i,
                                period_number(&k->plan->calendar, j->items[i].begun)};
    qsort(k->members, k->member_count, sizeof *k->members, compare_members);
    struct cohort *c = NULL;
    for (size_t i = 0; i < k->member_count; i++) {
        const struct member *m = &k->members[i];
        if (!c || c->group != m->group || c->period != m->period) {
            c = &k->cohorts[k->cohort_count++];
            *c = (struct cohort){.group = m->group, .period = m->period, .from = i};
        }
        c->to = i + 1;
        c->approved += j->items[m->journey].outcome == OUTCOME_PROGRESS;
        c->pending += j->items[m->journey].outcome == OUTCOME_PENDING;
    }
    return true;
}

/* Approvals to be expected of the cohort's journeys under way, by one fit. */
static double expect(const struct outcomes *k, const struct cohort *c, const struct flow *f,
                     const struct flow_fit *fit)
{
    double sum = 0;
    for (size_t i = c->from; i < c->to; i++) {
        struct standing at;
        if (flow_standing(k->j, &k->j->items[k->members[i].journey], f->origin, &at))
            sum += flow_chance(f, fit, at.stage, at.age);
    }
    return sum;
}

/* Without any approval there is nothing from which to expect one, or none. */
static bool has_approval(const struct flow *f)
{
    for (size_t stage = 0; stage < STAGES_MOST; stage++)
        for (size_t i = 0; i < f->stages[stage].count; i++)
            if (f->stages[stage].cause[i] == FLOW_APPROVED)
                return true;
    return false;
}

static void expect_all(struct outcomes *k, const struct flow *f, struct flow_pool *pool,
                       struct flow_fit *fit, double *cluster)
{
    uint32_t fitted = LINES_ALL;
    k->tells = has_approval(f);
    flow_pool_make(pool, f, NULL);
    for (size_t i = 0; i < k->cohort_count; i++) {
        struct cohort *c = &k->cohorts[i];
        if (c->group != fitted)
            flow_fit_make(fit, f, pool, fitted = c->group);
        c->ahead = expect(k, c, f, fit);
    }
    for (uint64_t draw = 0; draw < REFITS; draw++) {
        flow_weights(f, k->plan->seed, draw, cluster);
        flow_pool_make(pool, f, cluster);
        fitted = LINES_ALL;
        for (size_t i = 0; i < k->cohort_count; i++) {
            struct cohort *c = &k->cohorts[i];
            if (!(c->pending > 0))
                continue;
            if (c->group != fitted)
                flow_fit_make(fit, f, pool, fitted = c->group);
            double ahead = expect(k, c, f, fit) - c->ahead;
            c->refit_sum += ahead;
            c->refit_square += ahead * ahead;
        }
    }
}

static enum status expect_cohorts(struct outcomes *k)
{
    struct flow f;
    struct flow_pool pool = {0};
    struct flow_fit fit = {0};
    double *cluster = NULL;
    enum status s = flow_make(&f, k->j, k->j->last, k->plan->recent);
    if (s == STATUS_OK) {
        cluster = malloc((f.clusters + 1) * sizeof *cluster);
        s = cluster && flow_pool_init(&pool, &f) && flow_fit_init(&fit, &f) ? STATUS_OK
                                                                            : STATUS_MEMORY;
    }
    if (s == STATUS_OK)
        expect_all(k, &f, &pool, &fit, cluster);
    free(cluster);
    flow_pool_done(&pool);
    flow_fit_done(&fit);
    flow_done(&f);
    return s;
}

/* The conversion of enquiries such as these: what binomial chance does to so many, and how far the
 * chances of those under way are known. */
static struct visit_share expected_conversion(const struct cohort *c)
{
    double n = (double)(c->to - c->from), p = (c->approved + c->ahead) / n;
    double mean = c->refit_sum / REFITS, spread = c->refit_square / REFITS - mean * mean;
    struct visit_share i = {.value = p < 1 ? p : 1, .known = n};
    i.variance = i.value * (1 - i.value) / n + (spread > 0 ? spread / (n * n) : 0);
    return i;
}

static void add_costs(struct outcomes *k, const struct cohort *c, int32_t date,
                      const struct visit_share *expected)
{
    double n = (double)(c->to - c->from);
    double cost = costs_of(&k->costs, k->j, c->group, &k->plan->calendar, c->period);
    if (isnan(cost))
        return;
    lines_add(&k->lines, COST_ENQUIRY, c->group, date, cost / n);
    if (!(expected->value > 0))
        return;
    struct line *line =
        lines_add(&k->lines, COST_APPROVAL, c->group, date, cost / (n * expected->value));
    struct interval in80 = visit_share_interval(expected, .8);
    struct interval in95 = visit_share_interval(expected, .95);
    line->in80 = (struct interval){cost / (n * in80.high), cost / (n * in80.low)};
    line->in95 = (struct interval){cost / (n * in95.high), cost / (n * in95.low)};
}

static enum status add_cohort(struct outcomes *k, const struct cohort *c)
{
    const struct journeys *j = k->j;
    int32_t date = period_end(&k->plan->calendar, c->period);
    struct visits v;
    size_t n = 0;
    for (size_t i = c->from; i < c->to; i++) {
        const struct journey *of = &j->items[k->members[i].journey];
        n += outcomes_visit(k, n, of, of->outcome == OUTCOME_PROGRESS ? 1 : 2);
    }
    enum status s = visits_init(&v, n, k->entry, k->exit, k->cause, 0);
    if (s == STATUS_OK) {
        lines_add(&k->lines, ENQUIRIES, c->group, date, (double)(c->to - c->from));
        lines_add(&k->lines, APPROVED, c->group, date, c->approved);
        lines_add(&k->lines, UNDER_WAY, c->group, date, c->pending);
        struct visit_share i = visits_share(&v, 1, INT32_MAX);
        if (i.known > 0)
            outcomes_set_interval(lines_add(&k->lines, SO_FAR, c->group, date, i.value), &i);
        bool told = c->pending == 0 || k->tells;
        i = told ? expected_conversion(c) : (struct visit_share){0};
        if (told)
            outcomes_set_interval(lines_add(&k->lines, EXPECTED, c->group, date, i.value), &i);
        if (told && c->pending > 0)
            outcomes_cure_cohort(k, c->group, c->from, c->to, date, &i);
        if (k->plan->costs)
            add_costs(k, c, date, &i);
    }
    visits_done(&v);
    return s;
}

/* Approvals of the period, whenever the enquiry was made, by its enquiries. */
static void add_period_ratio(struct outcomes *k, const struct cohort *c)
{
    const struct journeys *j = k->j;
    double approvals = 0;
    for (size_t i = 0; i < j->count; i++)
        approvals += j->items[i].group == c->group && j->items[i].outcome == OUTCOME_PROGRESS &&
                     period_number(&k->plan->calendar, j->items[i].ended) == c->period;
    lines_add(&k->lines, PERIOD, c->group, period_end(&k->plan->calendar, c->period),
              approvals / (double)(c->to - c->from));
}

enum status outcomes_cohorts(struct outcomes *k)
{
    enum status s = find_cohorts(k) ? STATUS_OK : STATUS_MEMORY;
    if (s == STATUS_OK)
        s = expect_cohorts(k);
    if (s == STATUS_OK)
        s = outcomes_cure_begin(k);
    for (size_t i = 0; i < k->cohort_count && s == STATUS_OK; i++) {
        s = add_cohort(k, &k->cohorts[i]);
        add_period_ratio(k, &k->cohorts[i]);
    }
    return s;
}
