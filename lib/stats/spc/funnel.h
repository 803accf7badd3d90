// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SPC_FUNNEL_H
#define HEARTH_STATS_SPC_FUNNEL_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Funnel plots: many places at one time, each with its own size (Spiegelhalter 2005). How far may a
 * place stray from the centre by chance alone? Limits are usually drawn at 95 and 99.8 %. */
struct funnel_limits {
    double low, high;
};

/* Exact limits for a share around CENTRE in a place of N (binomial) or for a rate per chance
 * (POISSON), with Spiegelhalter's interpolation between counts, so that they are smooth in n. NaN for
 * impossible arguments. */
struct funnel_limits funnel_exact(double centre, double n, double level, bool poisson);

/* Places differ by more than chance for reasons nobody measured. phi is the mean squared z of X/N
 * around CENTRE (on the arcsine square-root scale, or the square-root one for POISSON), its tails drawn
 * in to the 10th and 90th percentile; where it exceeds what chance gives, tau2 is the variance between
 * places to be added to each place's own. */
struct funnel_spread {
    double centre; /* all events over all chances */
    double phi;
    double plain_phi; /* the same of untransformed z: for comparison with other packages */
    double tau2;      /* on the transformed scale; 0 when places do not differ more than chance */
};

/* WORK and Z hold count numbers; z gets each place's distance from the centre in standard deviations
 * with tau2 in. STATUS_VALUE as spc_ratio_limits; STATUS_SHORT with fewer than 2 places. */
enum status funnel_measure(const double *x, const double *n, size_t count, bool poisson,
                           double *work, double *z, struct funnel_spread *out);

/* Limits with tau2 in, for a place of N. */
struct funnel_limits funnel_spread_limits(const struct funnel_spread *s, double n, double level,
                                          bool poisson);

#endif
