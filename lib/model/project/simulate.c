// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/simulate.h"
#include "stats/random/variates.h"

#include <math.h>
#include <string.h>

#define YEAR_DAYS 365.25

struct path {
    double at, birthday, since; /* since: when the present group was entered */
    int age, phase;
    size_t group;
    size_t month;
    struct random_stream random;
};

/* Uniform on (0, 1) from 32 bits: quick, and fine enough for a waiting time. */
static double uniform(struct random_stream *s)
{
    return ((double)random_u32(s) + 0.5) * 0x1p-32;
}

static size_t pick(const double *cumulative, size_t n, double u)
{
    size_t i = 0;
    while (i + 1 < n && u >= cumulative[i])
        i++;
    return i;
}

static size_t place_of(const struct simulation *s, double at)
{
    int32_t day = s->origin + (int32_t)ceil(at);
    return timeline_place(s->timeline, day);
}

static void count_event(const struct simulation *s, enum project_measure m, const struct path *p,
                        uint32_t *count)
{
    if (!s->frame->measures[m])
        return;
    size_t place = place_of(s, p->at);
    if (place < s->timeline->count)
        count[frame_at(s->frame, s->timeline, m, place, frame_cell(s->frame, p->group, p->age))]++;
}

/* The child was in the group from p->since until p->at: counts the dates between. */
static void count_stay(const struct simulation *s, const struct path *p, uint32_t *count)
{
    const struct timeline *t = s->timeline;
    for (size_t place = place_of(s, p->since); place < t->count; place++) {
        double date = t->dates[place] - s->origin;
        if (date >= p->at)
            break;
        int age = p->age;
        if (s->frame->ages != FRAME_NO_AGE) /* p->age is that at the end */
            for (double birthday = p->birthday - YEAR_DAYS; birthday > date; birthday -= YEAR_DAYS)
                age--;
        count[frame_at(s->frame, t, PROJECT_STOCK, place, frame_cell(s->frame, p->group, age))]++;
    }
}

static void move(const struct simulation *s, const struct hazards *h, struct path *p, double u,
                 uint32_t *count)
{
    const double *share = h->to + ((size_t)project_band(p->age) * h->groups + p->group) * h->groups;
    size_t to = pick(share, h->groups, u);
    p->phase = 0;
    if (to == p->group)
        return;
    count_stay(s, p, count);
    count_event(s, PROJECT_MOVES_OUT, p, count);
    p->group = to;
    p->since = p->at;
    count_event(s, PROJECT_MOVES_IN, p, count);
}

/* Follows a child to leaving, the 18th birthday or the end. */
static void live(const struct simulation *s, struct path *p, uint32_t *count)
{
    double risk = -log(uniform(&p->random));
    for (;;) {
        const struct hazards *h = s->hazards[p->month];
        size_t state = project_state(h->groups, p->age, p->group, p->phase);
        double leave = h->leave[state], moving = leave + h->move[state];
        double rate = moving + h->stay[p->group * PROJECT_PHASES + (size_t)p->phase];
        double until = p->birthday < s->end ? p->birthday : s->end;
        if (s->changing && s->plan->begin[p->month + 1] < until)
            until = s->plan->begin[p->month + 1];
        if (p->at + risk / rate >= until) {
            risk -= (until - p->at) * rate;
            p->at = until;
            if (until >= s->end)
                break;
            if (s->changing && until == s->plan->begin[p->month + 1])
                p->month++;
            if (until < p->birthday)
                continue;
            if (p->age == PROJECT_AGES - 1) {
                count_stay(s, p, count);
                count_event(s, PROJECT_ENDS, p, count);
                return;
            }
            p->age++;
            p->birthday += YEAR_DAYS;
            continue;
        }
        p->at += risk / rate;
        double u = uniform(&p->random) * rate;
        if (u < leave) {
            count_stay(s, p, count);
            count_event(s, PROJECT_ENDS, p, count);
            return;
        }
        if (u < moving)
            move(s, h, p, (u - leave) / (moving - leave), count);
        else
            p->phase++;
        risk = -log(uniform(&p->random));
    }
    p->at = s->end + 1; /* still there on the last date */
    count_stay(s, p, count);
}

static void live_present(const struct simulation *s, uint32_t *count)
{
    for (size_t i = 0; i < s->now->count; i++) {
        const struct present_child *c = &s->now->children[i];
        struct path p = {.birthday = (double)c->birthday,
                         .age = c->age,
                         .phase = c->phase,
                         .group = c->group,
                         .random = *s->children};
        p.random.counter[1] = (uint32_t)i;
        p.since = -1; /* the origin itself is no date of the timeline */
        live(s, &p, count);
    }
}

/* Entrant NUMBER of a month: when, how old and where to are the child's own random numbers. */
static void live_entrant(const struct simulation *s, size_t month, uint32_t number, uint32_t *count)
{
    const struct hazards *h = s->hazards[month];
    struct path p = {.month = month, .random = *s->entrants};
    p.random.counter[1] = (uint32_t)month << 22 | number;
    double begin = s->plan->begin[month], days = s->plan->begin[month + 1] - begin;
    p.at = p.since = begin + days * uniform(&p.random);
    p.age = (int)pick(h->entry_age, PROJECT_AGES, uniform(&p.random));
    p.birthday = p.at + YEAR_DAYS * uniform(&p.random);
    double chance = uniform(&p.random), where = uniform(&p.random);
    if (s->kept && chance >= s->kept[month * PROJECT_AGES + (size_t)p.age])
        return;
    p.group = pick(h->entry_group + (size_t)project_band(p.age) * h->groups, h->groups, where);
    if (p.at >= s->end)
        return;
    count_event(s, PROJECT_STARTS, &p, count);
    live(s, &p, count);
}

void simulate(const struct simulation *s, uint32_t *count)
{
    live_present(s, count);
    if (!s->plan)
        return;
    for (size_t month = 0; month < s->plan->months; month++) {
        struct random_stream number = *s->entrants;
        number.counter[1] = UINT32_MAX - (uint32_t)month;
        unsigned n = random_poisson(&number, s->wanted[month]);
        for (unsigned i = 0; i < n; i++)
            live_entrant(s, month, i, count);
    }
}
