// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_COUNTS_QUANTILE_H
#define HEARTH_STATS_COUNTS_QUANTILE_H

/* Quantiles of counts, which GSL lacks: the smallest k with P(X <= k) >= p, as a double, and
 * P(X <= k) beside it where it is wanted. Found by stepping out from the normal approximation and
 * halving, so that the cost does not grow with the mean. p in (0, 1); NaN for impossible arguments. */
double poisson_quantile(double p, double mean);
double binomial_quantile(double p, double n, double chance);

/* Negative binomial with mean MEAN and variance mean + mean^2 / SIZE; SIZE need not be whole. */
double negative_binomial_quantile(double p, double mean, double size);

/* P(X <= k); 0 for negative k. */
double poisson_below(double k, double mean);
double binomial_below(double k, double n, double chance);
double negative_binomial_below(double k, double mean, double size);

#endif
