// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SURVIVAL_LOGRANK_H
#define HEARTH_STATS_SURVIVAL_LOGRANK_H

#include "stats/survival/order.h"

/* Do groups leave at different rates? The log-rank test: at each time the events of a group against
 * what it would have had if all at risk were alike, with the hypergeometric variance. Entry may be
 * delayed; with strata (authorities, years) everybody is compared within his own only. RHO weighs early
 * differences: each time counts S(t-)^rho (Harrington & Fleming 1982), 0 = log-rank, 1 = Peto & Peto. */
struct logrank {
    double *observed, *expected; /* one a group; the caller's */
    double *variance;            /* groups * groups, of observed - expected; the caller's */
    double chi_square, p;        /* p is NaN when there is nothing to compare */
    size_t degrees;              /* groups that could be compared, less one */
};

/* O is split by stratum; GROUP[row] < GROUPS. WORK: groups * (groups + 4) numbers. Weights of rows are not
 * used. STATUS_SHORT: fewer than two groups with anybody at risk at an event. */
enum status logrank_test(const struct survival_data *d, const struct risk_order *o,
                         const uint32_t *group, size_t groups, double rho, double *work,
                         struct logrank *out);

/* chi-square and p of observed - expected = DIFFERENCE (overwritten) with VARIANCE; WORK: groups * groups. */
void logrank_judge(double *difference, const double *variance, size_t groups, double *work,
                   double *chi_square, size_t *degrees, double *p);

#endif
