// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/incidence.h"
#include "stats/survival/logrank.h"

#include <math.h>
#include <string.h>

/* One group on the way up; km and cif hold what was just before the present time. */
struct side {
    double at_risk;
    double km, cif;        /* S(t-) and F(t-) */
    double km_after;       /* S(t) */
    double events, others; /* at the present time: for the cause; for another */
};

/* The state of the test. The names follow Gray (1988): r = n / S(t-) is the risk set that those gone for
 * other reasons would still be in. */
struct gray_state {
    size_t groups;
    struct side *side;
    double *a, *c;  /* groups * groups: the score's weights at the time, and their sums */
    double *cross;  /* groups * groups: sums for add_future */
    double *square; /* groups: the same */
    double pooled;  /* F(t-) of all groups together */
    double total;   /* sum of r */
    double events, others, rho;
};

static double reach(const struct side *s)
{
    return s->at_risk > 0 && s->km > 0 ? s->at_risk / s->km : 0;
}

/* The score, and the weights that each group's events carry into it. */
static void add_score(struct gray_state *g, struct gray *out)
{
    double weight = g->rho == 0 ? 1 : pow(1 - g->pooled, g->rho), expected = 0;
    for (size_t i = 0; i < g->groups; i++)
        expected += reach(&g->side[i]) * (1 - g->side[i].cif);
    for (size_t i = 0; i < g->groups; i++) {
        double r = reach(&g->side[i]);
        if (r > 0)
            out->score[i] +=
                weight * (g->side[i].events - g->events * r * (1 - g->side[i].cif) / expected);
        for (size_t j = 0; j < g->groups; j++) {
            double other = reach(&g->side[j]);
            double a = weight * r * ((i == j) - other / g->total);
            g->a[i * g->groups + j] = a;
            g->c[i * g->groups + j] += a * g->events / (g->total * (1 - g->pooled));
        }
    }
}

/* Adds what the events of group K do to the variance. An event moves the score of group i by
 * own a + part (C - c), with c what the weights sum to by now and C at the end: SHARE times its square. C
 * is not known yet, so what it multiplies is summed up apart. */
static void add_square(struct gray_state *g, size_t k, double own, double part, double share,
                       struct gray *out)
{
    g->square[k] += part * part * share;
    for (size_t i = 0; i < g->groups; i++) {
        size_t ik = i * g->groups + k;
        double here = own * g->a[ik] - part * g->c[ik];
        g->cross[ik] += here * part * share;
        for (size_t j = 0; j < g->groups; j++) {
            size_t jk = j * g->groups + k;
            out->variance[i * g->groups + j] += here * (own * g->a[jk] - part * g->c[jk]) * share;
        }
    }
}

/* What is left of the squares once C is known. */
static void add_future(const struct gray_state *g, struct gray *out)
{
    for (size_t i = 0; i < g->groups; i++)
        for (size_t j = 0; j < g->groups; j++)
            for (size_t k = 0; k < g->groups; k++) {
                size_t ik = i * g->groups + k, jk = j * g->groups + k;
                out->variance[i * g->groups + j] += g->c[ik] * g->c[jk] * g->square[k] +
                                                    g->c[ik] * g->cross[jk] +
                                                    g->c[jk] * g->cross[ik];
            }
}

static void add_variance(struct gray_state *g, struct gray *out)
{
    double after = g->pooled + g->events / g->total; /* F(t) of all */
    for (size_t k = 0; k < g->groups; k++) {
        const struct side *s = &g->side[k];
        if (s->at_risk <= 0 || s->km <= 0)
            continue;
        if (g->events > 0) {
            double part = s->km_after > 0 ? 1 - (1 - after) / s->km_after : 1;
            double ties = g->events > 1 ? 1 - (g->events - 1) / (g->total * s->km - 1) : 1;
            add_square(g, k, 1, part, ties * s->km * g->events / (g->total * s->at_risk), out);
        }
        if (s->others > 0 && s->km_after > 0) {
            double part = (1 - after) / s->km_after;
            double ties = s->others > 1 ? 1 - (s->others - 1) / (s->at_risk - 1) : 1;
            add_square(g, k, 0, part, ties * s->km * s->km * s->others / (s->at_risk * s->at_risk),
                       out);
        }
    }
}

/* One time with events. */
static void add_time(struct gray_state *g, struct gray *out)
{
    g->total = 0;
    for (size_t i = 0; i < g->groups; i++) {
        struct side *s = &g->side[i];
        g->total += reach(s);
        s->km_after =
            s->at_risk > 0 ? s->km * (s->at_risk - s->events - s->others) / s->at_risk : s->km;
    }
    if (g->total <= 0 || g->pooled >= 1)
        return;
    add_score(g, out);
    add_variance(g, out);
    g->pooled += g->events / g->total;
    for (size_t i = 0; i < g->groups; i++) {
        struct side *s = &g->side[i];
        if (s->at_risk > 0)
            s->cif += s->km * s->events / s->at_risk;
        s->km = s->km_after;
    }
}

enum status gray_test(const struct survival_data *d, const struct risk_order *o,
                      const uint32_t *group, size_t groups, uint32_t cause, double rho,
                      double *work, struct gray *out)
{
    size_t square = groups * groups;
    struct gray_state g = {.groups = groups, .side = (struct side *)work, .rho = rho};
    g.a = work + 6 * groups;
    g.c = g.a + square;
    g.cross = g.c + square;
    g.square = g.cross + square;
    memset(work, 0, (7 * groups + 3 * square) * sizeof *work);
    memset(out->score, 0, groups * sizeof *out->score);
    memset(out->variance, 0, square * sizeof *out->variance);
    for (size_t i = 0; i < groups; i++)
        g.side[i].km = 1;
    const uint32_t *leave = o->by_exit, *enter = o->by_entry, *end = leave + o->n;
    const uint32_t *enter_end = enter + o->n;
    while (leave < end) {
        double time = d->exit[*leave];
        const uint32_t *first = leave;
        for (; enter < enter_end && survival_entry(d, *enter) < time; enter++)
            g.side[group[*enter]].at_risk++;
        g.events = g.others = 0;
        for (size_t i = 0; i < groups; i++)
            g.side[i].events = g.side[i].others = 0;
        for (; leave < end && d->exit[*leave] == time; leave++) {
            struct side *s = &g.side[group[*leave]];
            bool here = d->cause[*leave] == cause, other = d->cause[*leave] && !here;
            s->events += here;
            s->others += other;
            g.events += here;
            g.others += other;
        }
        if (g.events + g.others > 0)
            add_time(&g, out);
        for (; first < leave; first++)
            g.side[group[*first]].at_risk--;
    }
    add_future(&g, out);
    memcpy(work, out->score, groups * sizeof *work);
    logrank_judge(work, out->variance, groups, work + groups, &out->chi_square, &out->degrees,
                  &out->p);
    return out->degrees ? STATUS_OK : STATUS_SHORT;
}
