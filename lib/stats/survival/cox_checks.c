// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/cox_private.h"

#include "stats/survival/matrix.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What each event time adds to everybody at risk at it, and what its own leavers are spared by
 * Efron's tie: hazard, p means times hazard, and the same twice for ties; and p mean columns. */
struct pieces {
    double *at; /* a row of width a moment */
    size_t width;
};

static void keep_pieces(void *context, const struct cox *c, const struct cox_moment *m)
{
    struct pieces *k = context;
    struct cox_steps s = cox_steps(c, m);
    size_t p = c->p;
    double *row = k->at + (size_t)(m->at - c->moments) * k->width;
    const double *risk = m->risk + 1, *tied = m->tied + 1;
    row[0] = s.one;
    row[1] = s.share;
    for (size_t j = 0; j < p; j++) {
        row[2 + j] = risk[j] * s.square - tied[j] * s.share_square;
        row[2 + p + j] = risk[j] * s.share_square - tied[j] * s.share_both;
        row[2 + 2 * p + j] = (risk[j] * s.one - tied[j] * s.share) / m->at->events;
    }
}

static double risk_of(const struct cox *c, const double *x, const double *beta)
{
    double score = 0;
    for (size_t j = 0; j < c->p; j++)
        score += x[j] * beta[j];
    return exp(score);
}

/* Adds to SUM[row's cluster] what ROW's time under risk until the moments summed up in PAST says:
 * SIGN -1 at its exit, +1 at its entry. */
static void add_risk(const struct cox *c, double *sum, const double *x, double risk,
                     const double *past, double sign)
{
    for (size_t j = 0; j < c->p; j++)
        sum[j] += sign * risk * (x[j] * past[0] - past[2 + j]);
}

/* One stratum's score residuals, upwards in time. PAST: width numbers of workspace. */
static void add_residuals(const struct cox *c, size_t stratum, size_t from, size_t to,
                          const double *beta, const struct pieces *k, const uint32_t *cluster,
                          double *past, double *sums)
{
    size_t p = c->p, leave = c->first[stratum], enter = leave, end = c->first[stratum + 1];
    memset(past, 0, k->width * sizeof *past);
    for (size_t i = from; i <= to; i++) {
        const struct cox_time *at = i < to ? &c->moments[i] : NULL;
        for (; leave < (at ? at->leave : end); leave++) { /* gone without an event before AT */
            uint32_t row = c->by_exit[leave];
            const double *x = c->x_exit + leave * p;
            add_risk(c, sums + (cluster ? cluster[row] : row) * p, x, risk_of(c, x, beta), past,
                     -1);
        }
        for (; c->by_entry && enter < (at ? at->enter : end); enter++) {
            uint32_t row = c->by_entry[enter];
            const double *x = c->x_entry + enter * p;
            add_risk(c, sums + (cluster ? cluster[row] : row) * p, x, risk_of(c, x, beta), past, 1);
        }
        if (!at)
            break;
        const double *piece = k->at + i * k->width;
        for (size_t j = 0; j < 2 + 2 * p; j++)
            past[j] += piece[j];
        for (; leave < at->leave_end; leave++) {
            uint32_t row = c->by_exit[leave];
            const double *x = c->x_exit + leave * p;
            double *sum = sums + (cluster ? cluster[row] : row) * p, risk = risk_of(c, x, beta);
            add_risk(c, sum, x, risk, past, -1);
            for (size_t j = 0; j < p && c->event[leave]; j++)
                sum[j] += x[j] - piece[2 + 2 * p + j] + risk * (x[j] * piece[1] - piece[2 + p + j]);
        }
    }
}

/* ROBUST = C (sum of s s') C for the sums S of the clusters. */
static void sandwich(size_t p, const double *covariance, const double *sums, size_t clusters,
                     double *middle, double *robust)
{
    memset(middle, 0, p * p * sizeof *middle);
    for (size_t g = 0; g < clusters; g++)
        for (size_t j = 0; j < p; j++)
            for (size_t k = 0; k < p; k++)
                middle[j * p + k] += sums[g * p + j] * sums[g * p + k];
    for (size_t j = 0; j < p; j++)
        for (size_t k = 0; k < p; k++) {
            double total = 0;
            for (size_t a = 0; a < p; a++)
                for (size_t b = 0; b < p; b++)
                    total += covariance[j * p + a] * middle[a * p + b] * covariance[b * p + k];
            robust[j * p + k] = total;
        }
}

enum status cox_robust(struct cox *c, const double *beta, const double *covariance,
                       const uint32_t *cluster, size_t clusters, double *robust)
{
    size_t p = c->p, groups = cluster ? clusters : c->times->n;
    struct pieces k = {.width = 2 + 3 * p};
    k.at = malloc((c->moment_count * k.width + 1) * sizeof *k.at);
    double *sums = calloc(groups * p + k.width, sizeof *sums);
    if (!k.at || !sums) {
        free(k.at);
        free(sums);
        return STATUS_MEMORY;
    }
    cox_walk(c, beta, keep_pieces, &k);
    for (size_t s = 0, to = 0, from; s < c->strata; s++) {
        for (from = to; to < c->moment_count && c->moments[to].stratum == s;)
            to++;
        add_residuals(c, s, from, to, beta, &k, cluster, sums + groups * p, sums);
    }
    sandwich(p, covariance, sums, groups, c->work + p, robust);
    free(k.at);
    free(sums);
    return STATUS_OK;
}

/* Sums for the test of proportional hazards: g is 1 - S(t-) less its mean. */
struct drift {
    const struct curve *pooled;
    double mean, *score, *plain, *mixed, *square, *part, *part2;
};

static double time_scale(const struct curve *pooled, double time)
{
    const struct curve_point *before = curve_at(pooled, nextafter(time, -INFINITY));
    return before ? 1 - before->survival : 0;
}

static void add_drift(void *context, const struct cox *c, const struct cox_moment *m)
{
    struct drift *d = context;
    struct cox_steps s = cox_steps(c, m);
    double g = time_scale(d->pooled, m->at->time) - d->mean;
    cox_terms(c, m, &s, d->part, d->part2);
    for (size_t j = 0; j < c->p; j++)
        d->score[j] += g * d->part[j];
    for (size_t j = 0; j < c->p * c->p; j++) {
        d->plain[j] += d->part2[j];
        d->mixed[j] += g * d->part2[j];
        d->square[j] += g * g * d->part2[j];
    }
}

/* The score test that the columns of TERM (TERMS: of all) do not drift. MATRIX: 4 p p, VECTOR: 2 p. */
static void test_term(const struct cox *c, const struct drift *d, const size_t *term, size_t which,
                      size_t terms, double *matrix, double *vector, double *chi_square,
                      size_t *degrees)
{
    size_t p = c->p, width = p, column[2 * p];
    for (size_t j = 0; j < p; j++)
        column[j] = j;
    for (size_t j = 0; j < p; j++)
        if (which == terms || term[j] == which)
            column[width++] = j;
    for (size_t a = 0; a < width; a++) {
        vector[a] = a < p ? 0 : d->score[column[a]];
        for (size_t b = 0; b <= a; b++) {
            const double *from = a < p ? d->plain : b < p ? d->mixed : d->square;
            matrix[a * width + b] = from[column[a] * p + column[b]];
        }
    }
    size_t alone = 0, rank = matrix_factor(matrix, width);
    for (size_t a = 0; a < p; a++)
        alone += matrix[a * width + a] > 0;
    *degrees = rank - alone;
    *chi_square = matrix_quadratic(matrix, width, vector);
}

enum status cox_proportional(struct cox *c, const double *beta, const struct curve *pooled,
                             const size_t *term, size_t terms, double *chi_square, size_t *degrees,
                             double *p)
{
    size_t width = c->p, square = width * width;
    double *work = calloc(8 * square + 4 * width, sizeof *work);
    if (!work)
        return STATUS_MEMORY;
    struct drift d = {.pooled = pooled, .score = work, .part = work + width};
    double *vector = work + 2 * width, *matrix = work + 4 * width + 4 * square;
    d.plain = work + 4 * width;
    d.mixed = d.plain + square;
    d.square = d.mixed + square;
    d.part2 = d.square + square;
    for (size_t i = 0; i < c->moment_count; i++)
        d.mean += c->moments[i].events * time_scale(pooled, c->moments[i].time) / c->events;
    cox_walk(c, beta, add_drift, &d);
    for (size_t t = 0; t <= terms; t++) {
        test_term(c, &d, term, t, terms, matrix, vector, &chi_square[t], &degrees[t]);
        p[t] = degrees[t] ? gsl_cdf_chisq_Q(chi_square[t], (double)degrees[t]) : NAN;
    }
    free(work);
    return STATUS_OK;
}

/* Sums for a predicted curve, kept downwards in time and turned round at the end. */
struct prediction {
    size_t stratum, count, room;
    struct cox_point *out;
    double *means; /* p a point: the means times hazard of its time */
    double *squares;
};

static void keep_point(void *context, const struct cox *c, const struct cox_moment *m)
{
    struct prediction *k = context;
    if (m->at->stratum != k->stratum)
        return;
    size_t i = k->count++;
    if (i >= k->room)
        return;
    struct cox_steps s = cox_steps(c, m);
    k->out[i] = (struct cox_point){.time = m->at->time, .survival = s.one, .se = s.square};
    for (size_t j = 0; j < c->p; j++)
        k->means[i * c->p + j] = m->risk[1 + j] * s.square - m->tied[1 + j] * s.share_square;
}

size_t cox_survival(struct cox *c, const double *beta, const double *covariance, size_t stratum,
                    const double *x, struct cox_point *out, size_t room)
{
    size_t p = c->p;
    struct prediction k = {.stratum = stratum, .room = room, .out = out};
    k.means = calloc((room + 2) * p, sizeof *k.means);
    if (!k.means)
        return 0;
    cox_walk(c, beta, keep_point, &k);
    size_t count = k.count < room ? k.count : room;
    double *here = k.means + room * p, *drift = here + p, hazard = 0, square = 0;
    for (size_t j = 0; j < p; j++)
        here[j] = x[j] - c->mean[j];
    double risk = risk_of(c, here, beta);
    for (size_t i = count; i-- > 0;) {
        hazard += out[i].survival;
        square += out[i].se;
        double variance = square;
        for (size_t j = 0; j < p; j++)
            drift[j] += here[j] * out[i].survival - k.means[i * p + j];
        for (size_t a = 0; a < p; a++)
            for (size_t b = 0; b < p; b++)
                variance += drift[a] * covariance[a * p + b] * drift[b];
        out[i].survival = exp(-hazard * risk);
        out[i].se = risk * sqrt(variance);
    }
    for (size_t i = 0; i < count / 2; i++) {
        struct cox_point swap = out[i];
        out[i] = out[count - 1 - i];
        out[count - 1 - i] = swap;
    }
    free(k.means);
    return k.count;
}
