// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/incidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One curve's sums. A row at risk since ENTRY has P = -(A - A(entry)) and Q = B - B(entry), A and B
 * being what all at risk have collected so far (drift); at its exit both are settled. Curve 0 stands
 * for the share still there, whose influence is S(t) Q: its drift is B. */
struct influence {
    double height, drift;          /* F (curve 0: S) and A (curve 0: B) */
    double came, came_square;      /* sums over rows at risk of A(entry), A(entry)^2 */
    double came_both;              /* of A(entry) B(entry) */
    double gone_square, gone_both; /* sums over rows gone of P^2 (curve 0: Q^2), P Q */
    double events;                 /* at the present time */
};

enum status incidence_init(struct incidence *in, size_t n, size_t times, size_t causes)
{
    size_t room = times ? times : 1, width = causes ? causes : 1;
    *in = (struct incidence){.room = n, .times = times, .causes = causes};
    in->points = malloc(room * sizeof *in->points);
    in->share = malloc(room * width * sizeof *in->share);
    in->se = malloc(room * width * sizeof *in->se);
    in->drift = malloc((room + 1) * (width + 1) * sizeof *in->drift);
    in->came = malloc((n + 1) * sizeof *in->came);
    in->curves = malloc((width + 1) * sizeof *in->curves);
    if (in->points && in->share && in->se && in->drift && in->came && in->curves)
        return STATUS_OK;
    incidence_done(in);
    return STATUS_MEMORY;
}

void incidence_done(struct incidence *in)
{
    free(in->points);
    free(in->share);
    free(in->se);
    free(in->drift);
    free(in->came);
    free(in->curves);
    *in = (struct incidence){0};
}

/* SIGN 1: a row comes under risk having what DRIFT says; -1: it goes. */
static void add_entry(struct incidence *in, const double *drift, double sign)
{
    for (size_t k = 0; k <= in->causes; k++) {
        struct influence *f = &in->curves[k];
        f->came += sign * drift[k];
        f->came_square += sign * drift[k] * drift[k];
        f->came_both += sign * drift[k] * drift[0];
    }
}

/* Moves the curves over a time at which AT_RISK were there; the events are in curves[].events. */
static void step(struct incidence *in, double at_risk)
{
    struct influence *stay = &in->curves[0];
    double left = at_risk - stay->events;
    double share = left > 0 ? stay->events / (at_risk * left) : 0;
    for (size_t k = 1; k <= in->causes; k++) {
        struct influence *f = &in->curves[k];
        double rise = stay->height * f->events / at_risk;
        f->height += rise;
        f->drift += f->height * share + rise / at_risk;
    }
    stay->drift += share;
}

/* Settles the influence of a row that goes for CAUSE (0: censored), BEFORE being S just before. */
static void settle(struct incidence *in, const double *came, uint32_t cause, double at_risk,
                   double before)
{
    struct influence *stay = &in->curves[0];
    double left = at_risk - stay->events;
    double jump = cause && left > 0 ? 1 / left : 0, q = stay->drift - came[0] - jump;
    stay->gone_square += q * q;
    for (size_t k = 1; k <= in->causes; k++) {
        struct influence *f = &in->curves[k];
        double p = came[k] - f->drift + jump * f->height + (cause == k ? before / at_risk : 0);
        f->gone_square += p * p;
        f->gone_both += p * q;
    }
    add_entry(in, came, -1);
}

/* Standard errors with PRESENT rows still at risk. */
static void record(struct incidence *in, double time, double at_risk, double present)
{
    const struct influence *stay = &in->curves[0];
    double b = stay->drift, stays = stay->height;
    double qq = stay->gone_square + present * b * b - 2 * b * stay->came + stay->came_square;
    size_t i = in->count++;
    in->points[i] = (struct incidence_point){time, at_risk, stays, stays * sqrt(fmax(0, qq))};
    memcpy(in->drift + in->count * (in->causes + 1), &stay->drift, sizeof stay->drift);
    for (size_t k = 1; k <= in->causes; k++) {
        const struct influence *f = &in->curves[k];
        double a = f->drift;
        double pp = f->gone_square + present * a * a - 2 * a * f->came + f->came_square;
        double pq = f->gone_both - (present * a * b - a * stay->came - b * f->came + f->came_both);
        double variance = f->height * f->height * qq + 2 * f->height * pq + pp;
        in->drift[in->count * (in->causes + 1) + k] = a;
        in->share[i * in->causes + k - 1] = f->height;
        in->se[i * in->causes + k - 1] = sqrt(fmax(0, variance));
    }
}

/* Counts the events of the rows FROM ... until the time changes; returns where it does. */
static const uint32_t *count_events(struct incidence *in, const struct survival_data *d,
                                    const uint32_t *from, const uint32_t *end)
{
    double time = d->exit[*from];
    for (size_t k = 0; k <= in->causes; k++)
        in->curves[k].events = 0;
    for (; from < end && d->exit[*from] == time; from++)
        if (d->cause[*from]) {
            in->curves[0].events++;
            in->curves[d->cause[*from]].events++;
        }
    return from;
}

enum status incidence_estimate(struct incidence *in, const struct survival_data *d,
                               const struct risk_order *o, size_t segment, double least)
{
    const uint32_t *leave = o->by_exit + o->first[segment],
                   *enter = o->by_entry + o->first[segment];
    const uint32_t *end = o->by_exit + o->first[segment + 1];
    const uint32_t *enter_end = o->by_entry + o->first[segment + 1];
    size_t width = in->causes + 1;
    double present = 0;
    bool begun = false;
    in->count = 0;
    in->start = -INFINITY;
    in->before = 0;
    if (d->n > in->room)
        return STATUS_VALUE;
    for (const uint32_t *row = leave; row < end; row++)
        if (d->cause[*row] > in->causes)
            return STATUS_VALUE;
    memset(in->curves, 0, width * sizeof *in->curves);
    memset(in->drift, 0, width * sizeof *in->drift);
    in->curves[0].height = 1;
    while (leave < end) {
        double time = d->exit[*leave];
        for (; enter < enter_end && survival_entry(d, *enter) < time; enter++, present++) {
            in->came[*enter] = (uint32_t)in->count;
            add_entry(in, in->drift + in->count * width, 1);
        }
        if (in->count == in->times)
            return STATUS_VALUE;
        const uint32_t *next = count_events(in, d, leave, end);
        double at_risk = present, before = in->curves[0].height;
        present -= (double)(next - leave);
        bool usable = begun || at_risk >= least;
        if (!usable)
            in->before += in->curves[0].events;
        if (!usable || (!begun && in->start > -INFINITY))
            in->start = time;
        begun = usable;
        if (usable)
            step(in, at_risk);
        for (; leave < next && usable; leave++)
            settle(in, in->drift + in->came[*leave] * width, d->cause[*leave], at_risk, before);
        leave = next;
        if (usable) {
            in->curves[0].height *= (at_risk - in->curves[0].events) / at_risk;
            record(in, time, at_risk, present);
        }
    }
    return begun ? STATUS_OK : STATUS_SHORT;
}
