// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_POOLING_H
#define HEARTH_MODEL_PROJECT_POOLING_H

#include <stddef.h>

/* How alike are ratios of events to expected events? Ratios ~ Gamma with mean 1 and the strength as
 * shape; events ~ Poisson(ratio * expected). Gives the strength of greatest marginal likelihood among
 * powers of 2 from 1 to 2^12, with a faint preference for more pooling (one event's worth), so
 * that a handful of events does not decide. The posterior of a ratio is then
 * Gamma(events + strength, expected + strength). */
double pooling_strength(const double *events, const double *expected, size_t n);

/* How alike are shares of counts? COUNT: rows of WIDTH outcomes each; SHARE: what each row's shares are drawn
 * towards. Gives the strength (events' worth of SHARE) of greatest Dirichlet-multinomial likelihood, among the
 * same powers of 2. */
double pooling_shares(const double *count, const double *share, size_t rows, size_t width);

/* Sum of the marginal log-likelihood at STRENGTH, without constants. */
double pooling_likelihood(const double *events, const double *expected, size_t n, double strength);

#endif
