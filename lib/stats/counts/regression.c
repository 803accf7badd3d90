// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/counts/regression.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ITERATIONS = 100, MOST_HALVINGS = 30 };
static const double theta_most = 1e6; /* beyond it the data are Poisson */

struct count_work {
    size_t n, k;
    gsl_matrix *design; /* n x k, weighted; R after the decomposition */
    gsl_vector *tau, *solution, *target, *residual;
    double *mean, *step; /* n, k */
};

struct count_work *count_work_new(size_t n, size_t k)
{
    struct count_work *w = calloc(1, sizeof *w);
    if (!w || n == 0 || k == 0) {
        free(w);
        return NULL;
    }
    w->n = n;
    w->k = k;
    w->design = gsl_matrix_alloc(n, k);
    w->tau = gsl_vector_alloc(n < k ? n : k);
    w->solution = gsl_vector_alloc(k);
    w->target = gsl_vector_alloc(n);
    w->residual = gsl_vector_alloc(n);
    w->mean = malloc(n * sizeof *w->mean);
    w->step = malloc(k * sizeof *w->step);
    if (w->design && w->tau && w->solution && w->target && w->residual && w->mean && w->step)
        return w;
    count_work_free(w);
    return NULL;
}

void count_work_free(struct count_work *w)
{
    if (!w)
        return;
    gsl_matrix_free(w->design);
    gsl_vector_free(w->tau);
    gsl_vector_free(w->solution);
    gsl_vector_free(w->target);
    gsl_vector_free(w->residual);
    free(w->mean);
    free(w->step);
    free(w);
}

static double offset_at(const struct count_data *d, size_t i)
{
    return d->offset ? d->offset[i] : 0;
}

/* y log(y / mean), 0 at y = 0 */
static double y_log_ratio(double y, double mean)
{
    return y > 0 ? y * log(y / mean) : 0;
}

static double deviance(const struct count_data *d, const double *mean, double theta)
{
    double sum = 0;
    for (size_t i = 0; i < d->n; i++) {
        double y = d->y[i], m = mean[i];
        if (isinf(theta))
            sum += y_log_ratio(y, m) - (y - m);
        else
            sum += y_log_ratio(y, m) - (y + theta) * log((y + theta) / (m + theta));
    }
    return 2 * sum;
}

static double log_likelihood(const struct count_data *d, const double *mean, double theta)
{
    double sum = 0;
    for (size_t i = 0; i < d->n; i++) {
        double y = d->y[i], m = mean[i];
        sum += (y > 0 ? y * log(m) : 0) - gsl_sf_lngamma(y + 1);
        if (isinf(theta))
            sum -= m;
        else
            sum += gsl_sf_lngamma(theta + y) - gsl_sf_lngamma(theta) + theta * log(theta) -
                   (theta + y) * log(theta + m);
    }
    return sum;
}

static void predict(const struct count_data *d, const double *coefficients, double *mean)
{
    for (size_t i = 0; i < d->n; i++) {
        double eta = offset_at(d, i);
        for (size_t j = 0; j < d->k; j++)
            eta += d->x[i * d->k + j] * coefficients[j];
        mean[i] = exp(eta);
    }
}

/* Views of the workspace of the right size: it may be larger than the data. */
struct views {
    gsl_matrix_view design;
    gsl_vector_view tau, solution, target, residual;
};

static struct views views_of(struct count_work *w, const struct count_data *d)
{
    size_t n = d->n, k = d->k;
    return (struct views){.design = gsl_matrix_submatrix(w->design, 0, 0, n, k),
                          .tau = gsl_vector_subvector(w->tau, 0, k),
                          .solution = gsl_vector_subvector(w->solution, 0, k),
                          .target = gsl_vector_subvector(w->target, 0, n),
                          .residual = gsl_vector_subvector(w->residual, 0, n)};
}

/* One weighted least-squares step from the means in w->mean; the answer goes to w->solution. The
 * design keeps R for the covariance. */
static enum status solve(const struct count_data *d, struct count_work *w, double theta)
{
    struct views v = views_of(w, d);
    for (size_t i = 0; i < d->n; i++) {
        double m = w->mean[i], root = sqrt(isinf(theta) ? m : m / (1 + m / theta));
        for (size_t j = 0; j < d->k; j++)
            gsl_matrix_set(&v.design.matrix, i, j, root * d->x[i * d->k + j]);
        gsl_vector_set(&v.target.vector, i, root * (log(m) - offset_at(d, i) + (d->y[i] - m) / m));
    }
    if (gsl_linalg_QR_decomp(&v.design.matrix, &v.tau.vector))
        return STATUS_NUMERIC;
    double most = 0;
    for (size_t j = 0; j < d->k; j++)
        most = fmax(most, fabs(gsl_matrix_get(&v.design.matrix, j, j)));
    for (size_t j = 0; j < d->k; j++)
        if (!(fabs(gsl_matrix_get(&v.design.matrix, j, j)) > 1e-10 * most))
            return STATUS_NUMERIC;
    return gsl_linalg_QR_lssolve(&v.design.matrix, &v.tau.vector, &v.target.vector,
                                 &v.solution.vector, &v.residual.vector)
               ? STATUS_NUMERIC
               : STATUS_OK;
}

/* Iterates to convergence at a fixed THETA. w->mean holds a start; COEFFICIENTS are those of the
 * start when KNOWN (then a step that makes things worse can be halved). */
static enum status fit_means(const struct count_data *d, struct count_work *w, double theta,
                             bool known, double *coefficients, struct count_fit *out)
{
    double before = known ? deviance(d, w->mean, theta) : INFINITY;
    for (int i = 0; i < MOST_ITERATIONS; i++, out->iterations++) {
        enum status s = solve(d, w, theta);
        if (s != STATUS_OK)
            return s;
        for (size_t j = 0; j < d->k; j++)
            w->step[j] = gsl_vector_get(w->solution, j);
        predict(d, w->step, w->mean);
        double after = deviance(d, w->mean, theta);
        for (int h = 0; known && h < MOST_HALVINGS && !(after <= before + 1e-10 * fabs(before));
             h++) {
            for (size_t j = 0; j < d->k; j++)
                w->step[j] = .5 * (w->step[j] + coefficients[j]);
            predict(d, w->step, w->mean);
            after = deviance(d, w->mean, theta);
        }
        if (!isfinite(after))
            return STATUS_NUMERIC;
        memcpy(coefficients, w->step, d->k * sizeof *coefficients);
        bool still = fabs(after - before) <= 1e-12 * (fabs(after) + .1);
        before = after;
        known = true;
        if (still)
            return STATUS_OK;
    }
    return STATUS_NUMERIC;
}

/* (X'WX)^-1 = R^-1 R^-T, with the weights of the final means. */
static enum status covariance_of(const struct count_data *d, struct count_work *w, double theta,
                                 double *covariance)
{
    struct views v = views_of(w, d);
    size_t k = d->k;
    enum status s = solve(d, w, theta);
    if (s != STATUS_OK)
        return s;
    gsl_matrix_view square = gsl_matrix_submatrix(&v.design.matrix, 0, 0, k, k);
    gsl_linalg_tri_invert(CblasUpper, CblasNonUnit, &square.matrix);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double sum = 0;
            for (size_t l = i > j ? i : j; l < k; l++)
                sum += gsl_matrix_get(&square.matrix, i, l) * gsl_matrix_get(&square.matrix, j, l);
            covariance[i * k + j] = sum;
        }
    return STATUS_OK;
}

/* First and second derivative of the log-likelihood in theta. */
static void theta_slopes(const struct count_data *d, const double *mean, double theta,
                         double *first, double *second)
{
    double n = (double)d->n, psi = gsl_sf_psi(theta), psi1 = gsl_sf_psi_1(theta);
    *first = n * (1 + log(theta) - psi);
    *second = n * (1 / theta - psi1);
    for (size_t i = 0; i < d->n; i++) {
        double both = mean[i] + theta, share = (d->y[i] + theta) / both;
        *first += gsl_sf_psi(theta + d->y[i]) - log(both) - share;
        *second += gsl_sf_psi_1(theta + d->y[i]) - (2 - share) / both;
    }
}

/* Newton on log(theta) from THETA, steps of at most a factor e^2; theta_most when it runs away. */
static double theta_fit(const struct count_data *d, const double *mean, double theta)
{
    for (int i = 0; i < MOST_ITERATIONS; i++) {
        double first, second;
        theta_slopes(d, mean, theta, &first, &second);
        double slope = first * theta, bend = second * theta * theta + slope;
        double step = bend < 0 ? -slope / bend : (slope > 0 ? 1 : -1);
        theta *= exp(fmin(2, fmax(-2, step)));
        if (!(theta < theta_most))
            return theta_most;
        if (fabs(step) < 1e-12)
            break;
    }
    return theta;
}

static double theta_start(const struct count_data *d, const double *mean)
{
    double sum = 0;
    for (size_t i = 0; i < d->n; i++)
        sum += (d->y[i] / mean[i] - 1) * (d->y[i] / mean[i] - 1);
    return fmin(1e4, fmax(1e-4, (double)d->n / sum));
}

static void describe(const struct count_data *d, const struct count_work *w, double theta,
                     struct count_fit *out)
{
    double pearson = 0;
    for (size_t i = 0; i < d->n; i++) {
        double m = w->mean[i], away = d->y[i] - m;
        pearson += away * away / (isinf(theta) ? m : m + m * m / theta);
    }
    out->theta = theta;
    out->deviance = deviance(d, w->mean, theta);
    out->log_likelihood = log_likelihood(d, w->mean, theta);
    out->aic = 2 * (double)(d->k + !isinf(theta)) - 2 * out->log_likelihood;
    out->dispersion = pearson / (double)(d->n - d->k);
}

static enum status check(const struct count_data *d, const struct count_work *w)
{
    double sum = 0;
    if (d->n <= d->k)
        return STATUS_SHORT;
    if (d->n > w->n || d->k > w->k)
        return STATUS_VALUE;
    for (size_t i = 0; i < d->n; i++) {
        if (!(d->y[i] >= 0) || !isfinite(d->y[i]) || !isfinite(offset_at(d, i)))
            return STATUS_VALUE;
        sum += d->y[i];
    }
    return sum > 0 ? STATUS_OK : STATUS_VALUE;
}

enum status poisson_fit(const struct count_data *d, struct count_work *w, double *coefficients,
                        double *covariance, double *mean, struct count_fit *out)
{
    *out = (struct count_fit){.theta = INFINITY, .theta_se = INFINITY};
    enum status s = check(d, w);
    if (s != STATUS_OK)
        return s;
    for (size_t i = 0; i < d->n; i++)
        w->mean[i] = d->y[i] + .1;
    s = fit_means(d, w, INFINITY, false, coefficients, out);
    if (s != STATUS_OK)
        return s;
    describe(d, w, INFINITY, out);
    if (mean)
        memcpy(mean, w->mean, d->n * sizeof *mean);
    return covariance ? covariance_of(d, w, INFINITY, covariance) : STATUS_OK;
}

enum status negative_binomial_fit(const struct count_data *d, struct count_work *w,
                                  double *coefficients, double *covariance, double *mean,
                                  struct count_fit *out)
{
    enum status s = poisson_fit(d, w, coefficients, NULL, NULL, out);
    if (s != STATUS_OK)
        return s;
    double theta = theta_fit(d, w->mean, theta_start(d, w->mean)), first, second;
    for (int i = 0; i < MOST_ITERATIONS; i++) {
        if (theta >= theta_most) /* no more spread than Poisson */
            return poisson_fit(d, w, coefficients, covariance, mean, out);
        s = fit_means(d, w, theta, true, coefficients, out);
        if (s != STATUS_OK)
            return s;
        double next = theta_fit(d, w->mean, theta);
        bool still = fabs(next - theta) <= 1e-10 * theta;
        theta = next;
        if (!still)
            continue;
        describe(d, w, theta, out);
        theta_slopes(d, w->mean, theta, &first, &second);
        out->theta_se = second < 0 ? 1 / sqrt(-second) : NAN;
        if (mean)
            memcpy(mean, w->mean, d->n * sizeof *mean);
        return covariance ? covariance_of(d, w, theta, covariance) : STATUS_OK;
    }
    return STATUS_NUMERIC;
}

struct count_spread count_spread_test(const double *y, const double *mean, size_t n)
{
    double cross = 0, squares = 0, left = 0;
    for (size_t i = 0; i < n; i++) {
        double away = y[i] - mean[i];
        cross += away * away - y[i];
        squares += mean[i] * mean[i];
    }
    double alpha = cross / squares;
    for (size_t i = 0; i < n; i++) {
        double away = y[i] - mean[i], rest = (away * away - y[i]) / mean[i] - alpha * mean[i];
        left += rest * rest;
    }
    return (struct count_spread){alpha, alpha / sqrt(left / (double)(n - 1) / squares)};
}

double count_spread_p(double log_likelihood_poisson, double log_likelihood_nb)
{
    double ratio = 2 * (log_likelihood_nb - log_likelihood_poisson);
    return ratio > 0 ? .5 * gsl_cdf_chisq_Q(ratio, 1) : 1;
}
