// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/to_come.h"

#include "base/parallel.h"
#include "calendar/period.h"
#include "model/recruit/lines.h"

#include <stdlib.h>
#include <string.h>

enum { SUBJECT_SIZE = 512 };

/* A journey under way on the origin. */
struct waiting {
    uint32_t journey, group;
    struct standing at;
};

struct worker {
    struct flow_fit fit;
    double *cluster; /* weights */
    double *enquiries;
};

struct simulation {
    struct to_come *t;
    const struct journeys *j;
    const struct to_come_plan *plan;
    struct flow flow;
    struct arrivals arrivals;
    struct waiting *waiting; /* in the order of the journeys */
    size_t waiting_count;
    struct worker *workers;
    char *subjects; /* the names of the groups' random numbers */
};

static void name_group(struct simulation *m, uint32_t group)
{
    char *name = m->subjects + group * SUBJECT_SIZE;
    size_t used = 0;
    for (size_t i = 0; i < m->j->name_count; i++) {
        struct text label = m->j->labels[group * m->j->name_count + i];
        size_t size = label.size < SUBJECT_SIZE - 2 - used ? label.size : SUBJECT_SIZE - 2 - used;
        if (size)
            memcpy(name + used, label.at, size);
        used += size;
        name[used++] = '\x1f';
        if (used >= SUBJECT_SIZE - 2)
            break;
    }
    name[used] = 0;
}

/* The month that DAY falls in; months when after the last. */
static size_t month_of(const struct to_come *t, int32_t day)
{
    size_t k = 0;
    while (k < t->months && day > t->ends[k])
        k++;
    return k;
}

static void count_day(const struct simulation *m, uint16_t *counts, int32_t day)
{
    size_t k = month_of(m->t, day);
    if (day > m->plan->origin && k < m->t->months && counts[k] < UINT16_MAX)
        counts[k]++;
}

static void draw_waiting(const struct simulation *m, const struct flow_fit *fit, uint32_t group,
                         size_t draw, uint16_t *counts)
{
    int32_t last = m->t->ends[m->t->months - 1];
    for (size_t i = 0; i < m->waiting_count; i++) {
        const struct waiting *w = &m->waiting[i];
        const struct journey *of = &m->j->items[w->journey];
        struct random_stream s;
        if (w->group != group)
            continue;
        random_start(&s, m->plan->seed, "hearth-recruit", of->la, of->id, draw);
        int32_t days = flow_follow(&m->flow, fit, &s, w->at.stage, w->at.age, last - w->at.seen);
        if (days != FLOW_NEVER)
            count_day(m, counts, w->at.seen + days);
    }
}

static void draw_arrivals(const struct simulation *m, struct worker *worker, uint32_t group,
                          size_t draw, uint16_t *counts)
{
    struct random_stream s;
    int32_t begin = m->plan->origin, last = m->t->ends[m->t->months - 1];
    const double *starts = m->flow.starts + group * STAGES_MOST;
    random_start(&s, m->plan->seed, "hearth-recruit enquiries", text_of(""),
                 text_of(m->subjects + group * SUBJECT_SIZE), draw);
    arrivals_draw(&m->arrivals, group, &s, worker->enquiries);
    for (size_t k = 0; k < m->t->months; begin = m->t->ends[k++])
        for (double n = worker->enquiries[k]; n >= 1; n--) {
            int32_t day = begin + 1 + (int32_t)random_below(&s, (uint32_t)(m->t->ends[k] - begin));
            uint16_t stage = (uint16_t)random_choice(&s, starts, STAGES_MOST);
            int32_t days = flow_follow(&m->flow, &worker->fit, &s, stage, -1, last - day);
            if (days != FLOW_NEVER)
                count_day(m, counts, day + days);
        }
}

static enum status make_draw(void *context, size_t number, size_t draw)
{
    struct simulation *m = context;
    struct worker *worker = &m->workers[number];
    flow_weights(&m->flow, m->plan->seed, draw, worker->cluster);
    for (uint32_t g = 0; g < m->t->groups; g++) {
        uint16_t *counts = m->t->counts + (draw * m->t->groups + g) * m->t->months;
        flow_fit_make(&worker->fit, &m->flow, g, worker->cluster);
        draw_waiting(m, &worker->fit, g, draw, counts);
        draw_arrivals(m, worker, g, draw, counts);
    }
    return STATUS_OK;
}

static bool make_workers(struct simulation *m)
{
    m->workers = calloc(m->plan->threads, sizeof *m->workers);
    for (size_t i = 0; m->workers && i < m->plan->threads; i++) {
        struct worker *w = &m->workers[i];
        w->cluster = malloc((m->flow.clusters + 1) * sizeof *w->cluster);
        w->enquiries = calloc(m->t->months + 1, sizeof *w->enquiries);
        if (!flow_fit_init(&w->fit, &m->flow) || !w->cluster || !w->enquiries)
            return false;
    }
    return m->workers != NULL;
}

static enum status simulate(struct simulation *m)
{
    struct to_come *t = m->t;
    m->waiting = malloc((m->j->count + 1) * sizeof *m->waiting);
    m->subjects = calloc(t->groups + 1, SUBJECT_SIZE);
    t->ends = malloc((t->months + 1) * sizeof *t->ends);
    t->counts = calloc(t->draws * t->groups * t->months + 1, sizeof *t->counts);
    if (!m->waiting || !m->subjects || !t->ends || !t->counts || !make_workers(m))
        return STATUS_MEMORY;
    memcpy(t->ends, m->arrivals.ends, t->months * sizeof *t->ends);
    for (uint32_t g = 0; g < t->groups; g++)
        name_group(m, g);
    for (size_t i = 0; i < m->j->count; i++) {
        struct waiting *w = &m->waiting[m->waiting_count];
        *w = (struct waiting){.journey = (uint32_t)i, .group = m->j->items[i].group};
        m->waiting_count += flow_standing(m->j, &m->j->items[i], m->plan->origin, &w->at);
    }
    return parallel_run(t->draws, m->plan->threads, make_draw, m);
}

enum status to_come_run(struct to_come *t, const struct journeys *j,
                        const struct to_come_plan *plan)
{
    struct simulation m = {.t = t, .j = j, .plan = plan};
    *t = (struct to_come){.groups = j->group_count, .months = plan->months, .draws = plan->draws};
    enum status s = flow_make(&m.flow, j, plan->origin, plan->recent);
    if (s == STATUS_OK)
        s = arrivals_make(&m.arrivals, j, plan->origin, plan->months);
    if (s == STATUS_OK)
        s = simulate(&m);
    for (size_t i = 0; m.workers && i < plan->threads; i++) {
        flow_fit_done(&m.workers[i].fit);
        free(m.workers[i].cluster);
        free(m.workers[i].enquiries);
    }
    free(m.workers);
    free(m.waiting);
    free(m.subjects);
    arrivals_done(&m.arrivals);
    flow_done(&m.flow);
    if (s != STATUS_OK)
        to_come_done(t);
    return s;
}

void to_come_done(struct to_come *t)
{
    free(t->ends);
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
