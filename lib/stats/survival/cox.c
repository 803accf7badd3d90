// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/cox_private.h"

#include "stats/survival/matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void cox_free(struct cox *c)
{
    if (!c)
        return;
    free(c->by_exit);
    free(c->by_entry);
    free(c->x_exit);
    free(c->x_entry);
    free(c->event);
    free(c->first);
    free(c->mean);
    free(c->moments);
    free(c->sums);
    free(c);
}

static bool copy_orders(struct cox *c, const struct risk_order *o, bool delayed)
{
    c->by_exit = malloc((o->n + 1) * sizeof *c->by_exit);
    c->by_entry = delayed ? malloc((o->n + 1) * sizeof *c->by_entry) : NULL;
    c->first = malloc((o->segments + 1) * sizeof *c->first);
    if (!c->by_exit || !c->first || (delayed && !c->by_entry))
        return false;
    memcpy(c->by_exit, o->by_exit, o->n * sizeof *c->by_exit);
    if (delayed)
        memcpy(c->by_entry, o->by_entry, o->n * sizeof *c->by_entry);
    memcpy(c->first, o->first, (o->segments + 1) * sizeof *c->first);
    return true;
}

/* Columns beside the rows, less their means; false when one is not finite. */
static bool copy_columns(struct cox *c, const struct cox_data *d)
{
    size_t p = c->p;
    memset(c->mean, 0, p * sizeof *c->mean);
    for (size_t i = 0; i < c->n; i++)
        for (size_t j = 0; j < p; j++)
            c->mean[j] += d->x[c->by_exit[i] * p + j];
    for (size_t j = 0; j < p; j++) {
        c->mean[j] /= (double)c->n;
        if (!isfinite(c->mean[j]))
            return false;
    }
    for (size_t i = 0; i < c->n; i++) {
        uint32_t row = c->by_exit[i];
        c->event[i] = d->times->cause[row] && (!d->cause || d->times->cause[row] == d->cause);
        c->events += c->event[i];
        for (size_t j = 0; j < p; j++)
            c->x_exit[i * p + j] = d->x[row * p + j] - c->mean[j];
        for (size_t j = 0; j < p && c->by_entry; j++)
            c->x_entry[i * p + j] = d->x[c->by_entry[i] * p + j] - c->mean[j];
    }
    return true;
}

/* Lists the distinct times of events. */
static void find_moments(struct cox *c)
{
    const double *exit = c->times->exit, *entry = c->times->entry;
    for (size_t s = 0; s < c->strata; s++) {
        size_t end = c->first[s + 1], enter = c->first[s];
        for (size_t i = c->first[s], next; i < end; i = next) {
            double events = 0, time = exit[c->by_exit[i]];
            for (next = i; next < end && exit[c->by_exit[next]] == time; next++)
                events += c->event[next];
            if (events == 0)
                continue;
            while (c->by_entry && enter < end && entry[c->by_entry[enter]] < time)
                enter++;
            c->moments[c->moment_count++] = (struct cox_time){time, s, i, next, enter, events};
        }
    }
}

enum status cox_new(struct cox **out, const struct cox_data *d, const struct risk_order *o)
{
    *out = NULL;
    if (d->p == 0)
        return STATUS_VALUE;
    struct cox *c = calloc(1, sizeof *c);
    if (!c)
        return STATUS_MEMORY;
    size_t p = d->p, n = o->n;
    c->n = n;
    c->p = p;
    c->strata = o->segments;
    c->ties = d->ties;
    c->times = d->times;
    c->sum_width = 1 + p + p * (p + 1) / 2;
    bool delayed = d->times->entry;
    c->x_exit = malloc((n * p + 1) * sizeof *c->x_exit);
    c->x_entry = delayed ? malloc((n * p + 1) * sizeof *c->x_entry) : NULL;
    c->event = malloc(n + 1);
    c->mean = malloc(p * sizeof *c->mean);
    c->moments = malloc((n + 1) * sizeof *c->moments);
    c->sums = malloc((2 * c->sum_width + 8 * p * p + 16 * p) * sizeof *c->sums);
    enum status s = STATUS_MEMORY;
    if (copy_orders(c, o, delayed) && c->x_exit && (!delayed || c->x_entry) && c->event &&
        c->mean && c->moments && c->sums) {
        c->tied = c->sums + c->sum_width;
        c->work = c->tied + c->sum_width;
        s = n == 0 ? STATUS_SHORT : copy_columns(c, d) ? STATUS_OK : STATUS_VALUE;
    }
    if (s == STATUS_OK) {
        find_moments(c);
        s = c->moment_count ? STATUS_OK : STATUS_SHORT;
    }
    if (s == STATUS_OK)
        *out = c;
    else
        cox_free(c);
    return s;
}

/* Adds SIGN exp(x'beta) (1, x, xx') to SUMS; returns x'beta. */
static inline double add_row(double *sums, const double *x, const double *beta, size_t p,
                             double sign)
{
    double score = 0;
    for (size_t j = 0; j < p; j++)
        score += x[j] * beta[j];
    double risk = sign * exp(score), *square = sums + 1 + p;
    sums[0] += risk;
    for (size_t j = 0; j < p; j++) {
        double part = risk * x[j];
        sums[1 + j] += part;
        for (size_t k = 0; k <= j; k++)
            *square++ += part * x[k];
    }
    return score;
}

/* The sums at AT from nothing: rows there of its stratum that are at risk. */
static void sum_anew(struct cox *c, const struct cox_time *at, const double *beta)
{
    memset(c->sums, 0, c->sum_width * sizeof *c->sums);
    for (size_t i = at->leave; i < c->first[at->stratum + 1]; i++)
        if (survival_entry(c->times, c->by_exit[i]) < at->time)
            add_row(c->sums, c->x_exit + i * c->p, beta, c->p, 1);
}

/* Those who leave at AT: their sums, and plain sums for the score. */
static void sum_leavers(struct cox *c, const double *beta, struct cox_moment *m, double *x)
{
    memset(c->tied, 0, c->sum_width * sizeof *c->tied);
    memset(x, 0, c->p * sizeof *x);
    m->leaver_score = 0;
    for (size_t i = m->at->leave; i < m->at->leave_end; i++)
        if (c->event[i]) {
            m->leaver_score += add_row(c->tied, c->x_exit + i * c->p, beta, c->p, 1);
            for (size_t j = 0; j < c->p; j++)
                x[j] += c->x_exit[i * c->p + j];
        }
}

void cox_walk(struct cox *c, const double *beta,
              void (*visit)(void *context, const struct cox *c, const struct cox_moment *m),
              void *context)
{
    static const double shrunk = 1e-6;
    struct cox_moment m = {.risk = c->sums, .tied = c->tied, .leaver_x = c->work};
    size_t leave = 0, enter = 0;
    double peak = 0;
    for (size_t s = 0, to = 0, from; s < c->strata; s++) {
        for (from = to; to < c->moment_count && c->moments[to].stratum == s;)
            to++;
        memset(c->sums, 0, c->sum_width * sizeof *c->sums);
        leave = enter = c->first[s + 1];
        peak = 0;
        for (size_t i = to; i-- > from;) {
            m.at = &c->moments[i];
            while (leave > m.at->leave) {
                leave--;
                add_row(c->sums, c->x_exit + leave * c->p, beta, c->p, 1);
            }
            peak = fmax(peak, c->sums[0]);
            for (; c->by_entry && enter > m.at->enter;) {
                enter--;
                add_row(c->sums, c->x_entry + enter * c->p, beta, c->p, -1);
            }
            if (c->by_entry && c->sums[0] < shrunk * peak) {
                sum_anew(c, m.at, beta);
                peak = c->sums[0];
            }
            sum_leavers(c, beta, &m, c->work);
            visit(context, c, &m);
        }
    }
}

struct cox_steps cox_steps(const struct cox *c, const struct cox_moment *m)
{
    struct cox_steps s = {0};
    double d = m->at->events;
    for (double l = 0; l < d; l++) {
        double f = c->ties == COX_EFRON ? l / d : 0, den = m->risk[0] - f * m->tied[0];
        double inverse = 1 / den;
        s.one += inverse;
        s.share += f * inverse;
        s.square += inverse * inverse;
        s.share_square += f * inverse * inverse;
        s.share_both += f * f * inverse * inverse;
        s.log_sum += log(den);
    }
    return s;
}

void cox_terms(const struct cox *c, const struct cox_moment *m, const struct cox_steps *s,
               double *score, double *variance)
{
    size_t p = c->p;
    const double *risk = m->risk + 1, *tied = m->tied + 1;
    const double *risk2 = risk + p, *tied2 = tied + p;
    for (size_t j = 0; j < p; j++)
        score[j] = m->leaver_x[j] - risk[j] * s->one + tied[j] * s->share;
    for (size_t j = 0; j < p && variance; j++)
        for (size_t k = 0; k <= j; k++, risk2++, tied2++)
            variance[j * p + k] = variance[k * p + j] =
                *risk2 * s->one - *tied2 * s->share - risk[j] * risk[k] * s->square +
                (risk[j] * tied[k] + tied[j] * risk[k]) * s->share_square -
                tied[j] * tied[k] * s->share_both;
}
