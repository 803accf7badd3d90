// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_COUNTS_REGRESSION_H
#define HEARTH_STATS_COUNTS_REGRESSION_H

#include "base/status.h"

#include <stddef.h>

/* Regression of counts with a logarithmic link: mean = exp(x'beta + offset), the offset usually
 * log(population), so that exp(beta) are ratios of rates.
 *
 * Poisson: variance = mean. Negative binomial (NB2): variance = mean + mean^2 / theta, the usual case
 * for children's services, where places differ for reasons that nobody recorded. Fitted by
 * iteratively reweighted least squares through QR with step-halving; theta by Newton steps on its
 * log-likelihood in turn with the coefficients. Standard errors of the negative binomial take theta
 * as known (as MASS::glm.nb does). */
struct count_data {
    const double *x;      /* n rows of k columns; give a column of ones for the intercept */
    const double *y;      /* n counts, >= 0 */
    const double *offset; /* n, or NULL */
    size_t n, k;
};

struct count_fit {
    double theta, theta_se; /* infinite for Poisson */
    double deviance, log_likelihood, aic;
    double dispersion; /* Pearson chi-square / (n - k): times the variance for quasi-Poisson */
    size_t iterations;
};

/* Room for n rows and k columns; reusable for anything not larger. NULL: out of memory. */
struct count_work;
struct count_work *count_work_new(size_t n, size_t k);
void count_work_free(struct count_work *w);

/* COEFFICIENTS gets k numbers, COVARIANCE k * k (may be NULL), MEAN n fitted means (may be NULL).
 * STATUS_SHORT: n <= k. STATUS_VALUE: a negative or missing count, or nothing but zeros.
 * STATUS_NUMERIC: columns that say the same thing, or no convergence (a group without any event has
 * no finite coefficient). */
enum status poisson_fit(const struct count_data *d, struct count_work *w, double *coefficients,
                        double *covariance, double *mean, struct count_fit *out);
enum status negative_binomial_fit(const struct count_data *d, struct count_work *w,
                                  double *coefficients, double *covariance, double *mean,
                                  struct count_fit *out);

/* Are counts Y around fitted Poisson MEANs more spread than Poisson? Cameron & Trivedi (1990):
 * variance = mean + alpha mean^2; alpha and its t (large and positive: use the negative binomial). */
struct count_spread {
    double alpha, t;
};
struct count_spread count_spread_test(const double *y, const double *mean, size_t n);

/* p of the likelihood-ratio test of Poisson against negative binomial: 2 (ll_nb - ll_poisson) under
 * half a chi-square with one degree, because theta sits on its edge. */
double count_spread_p(double log_likelihood_poisson, double log_likelihood_nb);

#endif
