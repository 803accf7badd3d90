// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/census.h"

#include "stats/survival/matrix.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* exp(x'beta) times LENGTH. */
static double hazard_of(const double *x, const double *beta, size_t k, double length)
{
    double sum = log(length);
    for (size_t j = 0; j < k; j++)
        sum += x[j] * beta[j];
    return exp(sum);
}

double census_leaving(const double *x, const double *beta, size_t k, double length)
{
    return -expm1(-hazard_of(x, beta, k, length));
}

static bool possible(const struct census_data *d)
{
    for (size_t i = 0; i < d->n; i++) {
        double spent = 0;
        for (size_t b = 0; b < d->bands; b++) {
            double time = d->spent[i * d->bands + b];
            spent += time >= 0 ? time : (double)NAN;
        }
        if (!(d->left[i] >= 0 && d->left[i] <= 1) ||
            (d->bands && !(spent > 0 && spent < INFINITY)) ||
            (!d->bands && d->length && !(d->length[i] > 0)) || (d->weight && !(d->weight[i] >= 0)))
            return false;
        for (size_t j = 0; j < d->k; j++)
            if (!isfinite(d->x[i * d->k + j]))
                return false;
    }
    return true;
}

/* Without anybody who left, or who stayed, the rate runs off without end. */
static bool some_left(const struct census_data *d)
{
    double left = 0, stayed = 0;
    for (size_t i = 0; i < d->n; i++) {
        double weight = d->weight ? d->weight[i] : 1;
        left += weight * d->left[i];
        stayed += weight * (1 - d->left[i]);
    }
    return left > 0 && stayed > 0;
}

/* The hazard of row I, and in SLOPE what its logarithm changes by with each of the bands + k numbers. */
static double row_hazard(const struct census_data *d, size_t i, const double *beta, double *slope)
{
    const double *x = d->x + i * d->k;
    memcpy(slope + d->bands, x, d->k * sizeof *slope);
    if (!d->bands)
        return hazard_of(x, beta, d->k, d->length ? d->length[i] : 1);
    double base = 0;
    for (size_t b = 0; b < d->bands; b++) {
        slope[b] = d->spent[i * d->bands + b] * exp(beta[b]);
        base += slope[b];
    }
    for (size_t b = 0; b < d->bands; b++)
        slope[b] = base > 0 ? slope[b] / base : 0;
    return hazard_of(x, beta + d->bands, d->k, base);
}

/* The log-likelihood at BETA, its SCORE and expected INFORMATION (lower triangle); SLOPE: room for one
 * row. */
static double evaluate(const struct census_data *d, const double *beta, double *score,
                       double *information, double *slope)
{
    size_t p = d->bands + d->k;
    double log_likelihood = 0;
    memset(score, 0, p * sizeof *score);
    memset(information, 0, p * p * sizeof *information);
    for (size_t i = 0; i < d->n; i++) {
        double h = row_hazard(d, i, beta, slope);
        double leave = -expm1(-h), weight = d->weight ? d->weight[i] : 1;
        if (weight == 0)
            continue;
        if (h == 0 && d->left[i] > 0)
            return -INFINITY;
        double pull = h > 0 ? h / leave : 1; /* of one leaver */
        log_likelihood +=
            weight * ((d->left[i] > 0 ? d->left[i] * log(leave) : 0) - (1 - d->left[i]) * h);
        double push = weight * (d->left[i] - leave) * pull, curve = weight * h * pull * exp(-h);
        for (size_t j = 0; j < p; j++) {
            score[j] += push * slope[j];
            for (size_t l = 0; l <= j; l++)
                information[j * p + l] += curve * slope[j] * slope[l];
        }
    }
    return log_likelihood;
}

/* What a model that knows every row would reach: shares lie between 0 and 1 only with weights. */
static double saturated(const struct census_data *d)
{
    double sum = 0;
    for (size_t i = 0; i < d->n; i++) {
        double y = d->left[i], weight = d->weight ? d->weight[i] : 1;
        sum += y > 0 && y < 1 ? weight * (y * log(y) + (1 - y) * log1p(-y)) : 0;
    }
    return sum;
}

enum status census_estimate(const struct census_data *d, double *work, double *beta,
                            double *covariance, struct census_fit *out)
{
    enum { STEPS_MOST = 100, HALVINGS_MOST = 30 };
    static const double settled = 1e-10;
    size_t k = d->bands + d->k;
    double *score = work, *step = work + k, *trial = work + 2 * k, *slope = work + 3 * k;
    double *information = work + 4 * k;
    if (d->n < k || k == 0)
        return STATUS_SHORT;
    if (!possible(d))
        return STATUS_VALUE;
    if (!some_left(d))
        return STATUS_NUMERIC;
    memset(beta, 0, k * sizeof *beta);
    double best = evaluate(d, beta, score, information, slope);
    for (out->iterations = 1; out->iterations <= STEPS_MOST; out->iterations++) {
        out->rank = matrix_factor(information, k);
        memcpy(step, score, k * sizeof *step);
        matrix_solve(information, k, step);
        double gain = 0;
        for (size_t j = 0; j < k; j++)
            gain += .5 * step[j] * score[j];
        if (gain <= 1e-4 * settled * fmax(1, fabs(best))) {
            matrix_invert(information, k, covariance, step);
            out->log_likelihood = best;
            out->deviance = 2 * (saturated(d) - best);
            return STATUS_OK;
        }
        double next = -INFINITY;
        for (int halvings = 0; halvings < HALVINGS_MOST; halvings++) {
            for (size_t j = 0; j < k; j++)
                trial[j] = beta[j] + ldexp(step[j], -halvings);
            next = evaluate(d, trial, score, information, slope);
            if (next >= best - settled * fabs(best))
                break;
        }
        if (!(next >= best - settled * fabs(best)))
            return STATUS_NUMERIC;
        memcpy(beta, trial, k * sizeof *beta);
        best = next;
    }
    return STATUS_NUMERIC;
}
