// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_COUNTS_SHRINK_H
#define HEARTH_STATS_COUNTS_SHRINK_H

#include "stats/counts/interval.h"
#include "stats/counts/regression.h"

/* Small places have wild rates. The Gamma-Poisson model draws each place's ratio of observed to
 * expected events towards the common one, the more so the fewer events were expected (Clayton &
 * Kaldor 1987): ratio ~ Gamma with MEAN and SHAPE, events ~ Poisson(ratio * expected). Mean and shape
 * are those of maximum marginal (negative binomial) likelihood. Places with the same true rate are
 * then not ranked by luck. */
struct shrink_fit {
    double shape, mean;    /* shape is infinite when places differ by chance alone */
    double log_likelihood; /* marginal */
};

/* RATIO gets n posterior means, and BOUNDS (may be NULL) their intervals of LEVEL. WORK is for n rows
 * and 1 column; LOG_EXPECTED and ONES are workspace of n numbers. Errors as negative_binomial_fit;
 * STATUS_VALUE also when an expected number is not positive. */
enum status shrink_ratios(const double *observed, const double *expected, size_t n, double level,
                          struct count_work *work, double *log_expected, double *ones,
                          double *ratio, struct interval *bounds, struct shrink_fit *out);

#endif
