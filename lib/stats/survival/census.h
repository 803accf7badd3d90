// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SURVIVAL_CENSUS_H
#define HEARTH_STATS_SURVIVAL_CENSUS_H

#include "base/status.h"

#include <stddef.h>

/* Leaving between two censuses, when nobody wrote down the day: known is only who stood in the one and
 * whether they still stood in the next. One row is a person and an interval.
 *
 * With a rate of leaving that stays the same within an interval, P(leave) = 1 - exp(-length
 * exp(x'beta)): a regression with the complementary log-log link and log(length) as offset (Prentice &
 * Gloeckler 1978). exp(beta) are the hazard ratios that Cox's model would give if the days were
 * known. The base rate is a column of ones; or rates by bands of tenure, of which an interval may hold parts
 * of several (a year from the seventh month on lies in the first and the second year): then
 * P(leave) = 1 - exp(-exp(x'beta) * sum of time in band * rate of band), which is the same model with the
 * time that everybody spent in each band. Fisher scoring with step halving. */
struct census_data {
    const double *x;    /* n rows of k columns */
    const double *left; /* n: 1 gone by the next census, 0 still there (or a share, with weights) */
    const double *length; /* n: > 0, of the interval, in the unit of the rate; NULL: 1 */
    const double *weight; /* n: >= 0, or NULL */
    size_t n, k;
    const double *
        spent; /* n rows of `bands`: >= 0, time in each band; then length is not used. NULL: none */
    size_t bands;
};

struct census_fit {
    double log_likelihood, deviance;
    size_t rank, iterations;
};

/* With p = bands + k: BETA gets p numbers, the logarithms of the bands' rates first, COVARIANCE p * p;
 * WORK: 4 * p + p * p numbers. STATUS_VALUE: an impossible cell. STATUS_SHORT: n < p. STATUS_NUMERIC: nobody left, or everybody did, or no convergence. A single band
 * that nobody left ends far out (a rate of almost 0) with a variance that says so. */
enum status census_estimate(const struct census_data *d, double *work, double *beta,
                            double *covariance, struct census_fit *out);

/* P(leave) within LENGTH for one row of columns. */
double census_leaving(const double *x, const double *beta, size_t k, double length);

#endif
