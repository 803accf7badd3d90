// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/to_come.h"

#include "base/parallel.h"
#include "model/recruit/lines.h"
#include "stats/random/variates.h"

#include <stdlib.h>
#include <string.h>

/* A journey under way on its authority's last day. */
struct waiting {
    uint32_t journey, group;
    int32_t origin;
    struct standing at;
};

struct worker {
    struct flow_pool pool;
    struct flow_fit fit;
    double *cluster; /* weights */
    double *enquiries;
};

struct to_come_work {
    const struct journeys *j;
    struct to_come_plan plan;
    struct flow flow;
    struct arrivals arrivals;
    struct waiting *waiting; /* by group, then in the order of the journeys */
    size_t waiting_count;
    size_t *waiting_first, *unit_first; /* of each group, and one more */
    struct worker *workers;
};

/* -- one future */

/* The period that DAY falls in; periods when after the last. */
static size_t period_of(const struct to_come *t, int32_t day)
{
    size_t k = 0;
    while (k < t->periods && day > t->ends[k])
        k++;
    return k;
}

static void count_day(const struct to_come *t, uint16_t *counts, int32_t day, int32_t origin)
{
    size_t k = period_of(t, day);
    if (day > origin && k < t->periods && counts[k] < UINT16_MAX)
        counts[k]++;
}

static void draw_waiting(const struct to_come *t, const struct flow_fit *fit, uint32_t group,
                         size_t draw, uint16_t *counts)
{
    const struct to_come_work *m = t->work;
    int32_t last = t->ends[t->periods - 1];
    for (size_t i = m->waiting_first[group]; i < m->waiting_first[group + 1]; i++) {
        const struct waiting *w = &m->waiting[i];
        const struct journey *of = &m->j->items[w->journey];
        struct random_stream s;
        random_start(&s, m->plan.seed, "hearth-recruit", of->la, of->id, draw);
        int32_t days = flow_follow(&m->flow, fit, &s, w->at.stage, w->at.age, last - w->at.seen);
        if (days != FLOW_NEVER)
            count_day(t, counts, w->at.seen + days, w->origin);
    }
}

/* One that will be approved, made on DAY. */
static void approve(const struct to_come *t, const struct flow_fit *fit,
                    const struct arrivals_unit *unit, int32_t day, struct random_stream *s,
                    uint16_t *counts)
{
    const struct flow *f = &t->work->flow;
    uint16_t stage = flow_start(f, fit, unit->group, s);
    int32_t days = flow_approve(f, fit, s, stage, -1, t->ends[t->periods - 1] - day);
    if (days != FLOW_NEVER)
        count_day(t, counts, day + days, unit->origin);
}

/* Most enquiries are lost: how many of a month's are not is drawn first, and only those are followed. */
static void draw_unit(const struct to_come *t, struct worker *worker,
                      const struct arrivals_unit *unit, size_t draw, uint16_t *counts)
{
    struct random_stream s;
    size_t version = draw % t->work->arrivals.versions;
    const struct arrivals_version *v = &unit->versions[version];
    double chance = flow_start_chance(&t->work->flow, &worker->fit, unit->group);
    random_start(&s, t->work->plan.seed, "hearth-recruit enquiries", text_of(""),
                 text_of(unit->name), draw);
    arrivals_draw(unit, version, &s, worker->enquiries);
    for (size_t i = 0; i < v->late_count; i++)
        if (random_uniform(&s) < chance)
            approve(t, &worker->fit, unit, v->late[i], &s, counts);
    for (size_t k = 0; k < unit->months; k++) {
        int32_t begin = arrivals_begin(unit, k);
        uint32_t length = (uint32_t)(unit->ends[k] - begin) + 1;
        for (unsigned n = random_binomial(&s, chance, (unsigned)worker->enquiries[k]); n > 0; n--)
            approve(t, &worker->fit, unit, begin + (int32_t)random_below(&s, length), &s, counts);
    }
}

static enum status make_draw(void *context, size_t number, size_t item)
{
    struct to_come *t = context;
    const struct to_come_work *m = t->work;
    struct worker *worker = &m->workers[number];
    size_t draw = t->from + item;
    flow_weights(&m->flow, m->plan.seed, draw, worker->cluster);
    flow_pool_make(&worker->pool, &m->flow, worker->cluster);
    for (uint32_t g = 0; g < t->groups; g++) {
        uint16_t *counts = t->counts + (item * t->groups + g) * t->periods;
        flow_fit_make(&worker->fit, &m->flow, &worker->pool, g);
        draw_waiting(t, &worker->fit, g, draw, counts);
        for (size_t i = m->unit_first[g]; i < m->unit_first[g + 1]; i++)
            draw_unit(t, worker, &m->arrivals.units[i], draw, counts);
    }
    return STATUS_OK;
}

enum status to_come_next(struct to_come *t)
{
    size_t left = t->draws - t->to, block = left < TO_COME_BLOCK ? left : TO_COME_BLOCK;
    if (!block)
        return STATUS_END;
    t->from = t->to;
    t->to += block;
    memset(t->counts, 0, block * t->groups * t->periods * sizeof *t->counts);
    return parallel_run(block, t->work->plan.threads, make_draw, t);
}

/* -- before the first */

static bool make_workers(struct to_come_work *m)
{
    m->workers = calloc(m->plan.threads, sizeof *m->workers);
    for (size_t i = 0; m->workers && i < m->plan.threads; i++) {
        struct worker *w = &m->workers[i];
        w->cluster = malloc((m->flow.clusters + 1) * sizeof *w->cluster);
        w->enquiries = calloc(m->arrivals.months + 1, sizeof *w->enquiries);
        bool good = flow_fit_init(&w->fit, &m->flow);
        if (!flow_pool_init(&w->pool, &m->flow) || !good || !w->cluster || !w->enquiries)
            return false;
    }
    return m->workers != NULL;
}

static void find_groups(struct to_come *t)
{
    const struct to_come_work *m = t->work;
    const struct arrivals *a = &m->arrivals;
    for (size_t i = 0, g = 0; g <= t->groups; g++) {
        m->unit_first[g] = i;
        if (g == t->groups)
            break;
        struct to_come_group *group = &t->group[g];
        *group = (struct to_come_group){INT32_MIN, INT32_MAX, 0};
        for (; i < a->unit_count && a->units[i].group == g; i++) {
            group->from = a->units[i].from > group->from ? a->units[i].from : group->from;
            group->to = a->units[i].origin < group->to ? a->units[i].origin : group->to;
        }
        group->first = period_of(t, group->to + 1);
    }
}

static int compare_waiting(const void *a, const void *b)
{
    const struct waiting *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->journey > y->journey) - (x->journey < y->journey);
}

static void find_waiting(struct to_come *t)
{
    struct to_come_work *m = t->work;
    const struct journeys *j = m->j;
    for (size_t i = 0; i < j->count; i++) {
        const struct journey *of = &j->items[i];
        struct waiting *w = &m->waiting[m->waiting_count];
        *w = (struct waiting){.journey = (uint32_t)i,
                              .group = of->group,
                              .origin = journey_origin(j, of, m->plan.origin)};
        m->waiting_count += flow_standing(j, of, m->plan.origin, &w->at);
    }
    qsort(m->waiting, m->waiting_count, sizeof *m->waiting, compare_waiting);
    for (size_t i = 0, g = 0; g <= t->groups; g++) {
        while (i < m->waiting_count && m->waiting[i].group < g)
            i++;
        m->waiting_first[g] = i;
    }
}

/* What happened already in the periods of the draws. */
static void find_seen(struct to_come *t)
{
    const struct journeys *j = t->work->j;
    for (size_t i = 0; i < j->count; i++) {
        const struct journey *of = &j->items[i];
        if (of->outcome != OUTCOME_PROGRESS ||
            of->ended > journey_origin(j, of, t->work->plan.origin))
            continue;
        const struct to_come_group *g = &t->group[of->group];
        size_t k = period_of(t, of->ended);
        int32_t before = period_end(&t->work->plan.calendar,
                                    period_number(&t->work->plan.calendar, t->ends[0]) - 1);
        if (of->ended > before && k >= g->first && k < t->periods)
            t->seen[of->group * t->periods + k]++;
    }
}

static enum status lay_out(struct to_come *t)
{
    const struct to_come_plan *plan = &t->work->plan;
    int32_t common = journeys_complete_to(t->work->j);
    common = common < plan->origin ? common : plan->origin;
    int32_t first = period_number(&plan->calendar, common + 1);
    int32_t last = period_number(&plan->calendar, plan->origin + 1) + (int32_t)plan->ahead - 1;
    t->periods = (size_t)(last - first) + 1;
    t->ends = malloc(t->periods * sizeof *t->ends);
    t->group = calloc(t->groups + 1, sizeof *t->group);
    t->seen = calloc(t->groups * t->periods + 1, sizeof *t->seen);
    t->counts = calloc(TO_COME_BLOCK * t->groups * t->periods + 1, sizeof *t->counts);
    if (!t->ends || !t->group || !t->seen || !t->counts)
        return STATUS_MEMORY;
    for (size_t k = 0; k < t->periods; k++)
        t->ends[k] = period_end(&plan->calendar, first + (int32_t)k);
    return STATUS_OK;
}

static enum status prepare(struct to_come *t)
{
    struct to_come_work *m = t->work;
    enum status s = lay_out(t);
    if (s == STATUS_OK)
        s = flow_make(&m->flow, m->j, m->plan.origin, m->plan.recent);
    const struct arrivals_plan coming = {m->plan.origin, t->ends ? t->ends[t->periods - 1] : 0,
                                         m->plan.seed};
    if (s == STATUS_OK)
        s = arrivals_make(&m->arrivals, m->j, &coming);
    m->waiting = malloc((m->j->count + 1) * sizeof *m->waiting);
    m->waiting_first = calloc(t->groups + 1, sizeof *m->waiting_first);
    m->unit_first = calloc(t->groups + 1, sizeof *m->unit_first);
    if (s == STATUS_OK && (!m->waiting || !m->waiting_first || !m->unit_first || !make_workers(m)))
        s = STATUS_MEMORY;
    if (s != STATUS_OK)
        return s;
    find_groups(t);
    find_waiting(t);
    find_seen(t);
    return STATUS_OK;
}

enum status to_come_open(struct to_come *t, const struct journeys *j,
                         const struct to_come_plan *plan)
{
    *t = (struct to_come){.groups = j->group_count, .draws = plan->draws};
    t->work = calloc(1, sizeof *t->work);
    if (!t->work)
        return STATUS_MEMORY;
    t->work->j = j;
    t->work->plan = *plan;
    enum status s = prepare(t);
    if (s != STATUS_OK)
        to_come_close(t);
    return s;
}

void to_come_close(struct to_come *t)
{
    struct to_come_work *m = t->work;
    for (size_t i = 0; m && m->workers && i < m->plan.threads; i++) {
        flow_fit_done(&m->workers[i].fit);
        flow_pool_done(&m->workers[i].pool);
        free(m->workers[i].cluster);
        free(m->workers[i].enquiries);
    }
    if (m) {
        free(m->workers);
        free(m->waiting);
        free(m->waiting_first);
        free(m->unit_first);
        arrivals_done(&m->arrivals);
        flow_done(&m->flow);
    }
    free(m);
    free(t->ends);
    free(t->group);
    free(t->seen);
    free(t->counts);
    *t = (struct to_come){0};
}

double approvals_between(const struct journeys *j, uint32_t group, int32_t after, int32_t end)
{
    double n = 0;
    for (size_t i = 0; i < j->count; i++)
        n += j->items[i].outcome == OUTCOME_PROGRESS && j->items[i].ended > after &&
             j->items[i].ended <= end && (group == LINES_ALL || j->items[i].group == group);
    return n;
}

/* -- what is said */

void to_come_say(const struct to_come *t, const struct problem_sink *sink)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    int32_t first = INT32_MAX, last = INT32_MIN;
    const struct arrivals *a = &t->work->arrivals;
    for (size_t i = 0; i < a->unit_count; i++) {
        first = a->units[i].origin < first ? a->units[i].origin : first;
        last = a->units[i].origin > last ? a->units[i].origin : last;
    }
    if (first < last) {
        date_write(first, from);
        date_write(last, to);
        problem_report(sink, PROBLEM_NOTE, "origins", NULL, 0, NULL,
                       "the authorities were last seen between %s and %s: each is continued from "
                       "its own day",
                       from, to);
    }
    arrivals_say(a, sink);
}
