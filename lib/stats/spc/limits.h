// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SPC_LIMITS_H
#define HEARTH_STATS_SPC_LIMITS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Process limits of a control chart: where values fall while nothing special happens.
 *
 * One struct a point, because limits of p and u charts move with the denominator. No value may be
 * missing: leave missing ones out first. Sources: NHS "Making data count" (as in its spreadsheet and
 * the R package NHSRplotthedots); Laney 2002. */
struct spc_limits {
    double mean;
    double lower, upper;           /* process limits */
    double near_lower, near_upper; /* two thirds of the way to them */
};

/* How the limits came about. */
struct spc_process {
    double mean;        /* of the values, or all events over all chances */
    double range;       /* XmR: the mean moving range used; NaN otherwise */
    double range_limit; /* XmR: 3.267 range, above which a moving range is outlying */
    double sigma_z;     /* Laney: how much wider than binomial or Poisson; 1 for plain p and u */
    size_t outlying;    /* XmR, screened: moving ranges left out */
};

/* XmR: mean -+ 2.66 mean moving range. With SCREEN, ranges of 3.267 times their mean or more are
 * left out once and the mean range is taken again (as the R package does; the spreadsheet keeps all).
 * The same limits for all N points. STATUS_SHORT with fewer than 2 points. */
enum status spc_xmr(const double *y, size_t n, bool screen, struct spc_limits *limits,
                    struct spc_process *out);

enum spc_ratio {
    SPC_P, /* shares: x of n, binomial */
    SPC_P_LANEY,
    SPC_U, /* rates: x events in n chances, Poisson */
    SPC_U_LANEY
};

/* Charts of X over N: limits at mean -+ 3 sd(n), cut at 0 and, for shares, 1 (near limits are cut,
 * not scaled). Laney's charts stretch them by sigma_z, the mean step between neighbours' z / 1.128:
 * in time order, for large denominators. Not for a cross-section of places: see funnel.h.
 * STATUS_VALUE: a denominator that is not positive, a negative x, or a share above 1. */
enum status spc_ratio_limits(enum spc_ratio kind, const double *x, const double *n, size_t count,
                             struct spc_limits *limits, struct spc_process *out);

#endif
