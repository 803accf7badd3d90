// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_QUEUE_PREDICTIVE_H
#define HEARTH_STATS_QUEUE_PREDICTIVE_H

/* Counts to come from counts seen. Of a rate of which nothing is known but EVENTS in EXPOSURE years,
 * and a Gamma(shape, rate) prior (1/2 and 0: Jeffreys), the posterior is Gamma(events + shape, exposure +
 * rate), and a coming count is negative binomial: wider than Poisson, because the rate is not known.
 * Impossible arguments give NaN. Quantiles of plain counts: stats/counts/quantile.h. */
struct predictive {
    double shape, rate; /* of the Gamma posterior of the yearly rate */
};

struct predictive predictive_of(double events, double exposure, double prior_shape,
                                double prior_rate);

/* The P quantile of the yearly rate. */
double predictive_rate_quantile(const struct predictive *p, double level);

/* The smallest count k with P(count within AHEAD years <= k) >= LEVEL; P(count > k). */
double predictive_quantile(const struct predictive *p, double ahead, double level);
double predictive_above(const struct predictive *p, double ahead, double k);

/* P(count > k) of a Poisson count, exact far out in the tail. */
double poisson_above(double k, double mean);

#endif
