// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SURVIVAL_INCIDENCE_H
#define HEARTH_STATS_SURVIVAL_INCIDENCE_H

#include "stats/survival/order.h"

#include <stdbool.h>

/* Several ways to leave: the share that has left for reason k by time t, others having left for
 * theirs (Aalen & Johansen 1978): sum of S(u-) d_k / n. Never 1 - Kaplan-Meier of one reason, which
 * answers what would be if nobody could leave for another. Entry may be delayed.
 *
 * Variance: the infinitesimal jackknife, the sum over rows of the squared influence of each row on
 * the curve (what R's survfit gives for several states). It holds under delayed entry; without, that
 * of the share still there is Greenwood's. Found for all times in one pass, O(n causes): a row's
 * influence at t is P + F(t) Q with P and Q sums over the times it was at risk, so only sums of P^2,
 * P Q and Q^2 are kept. (The delta-method variance of R's cmprsk differs by 1 to 3 percent.) */
struct incidence_point {
    double time, at_risk, staying, staying_se;
};

struct incidence {
    struct incidence_point *points;
    double *share, *se; /* of cause k at point i: [i * causes + k - 1] */
    size_t count, causes;
    double start;  /* as in curve.h: where LEAST were first at risk */
    double before; /* events before it, left out */
    /* workspace */
    size_t room, times;
    double *drift;  /* causes + 1 a point */
    uint32_t *came; /* of each row: the points before its entry */
    struct influence *curves;
};

/* Room for N rows of data with at most TIMES distinct exits (<= N) and CAUSES causes; reusable. */
enum status incidence_init(struct incidence *in, size_t n, size_t times, size_t causes);
void incidence_done(struct incidence *in);

/* For segment SEGMENT of O, causes 1 ... causes. STATUS_VALUE: a cause beyond, or no room. STATUS_SHORT: nobody, or
 * never LEAST, at risk. Weights are not used. */
enum status incidence_estimate(struct incidence *in, const struct survival_data *d,
                               const struct risk_order *o, size_t segment, double least);

/* Gray's (1988) test that the cumulative incidence of CAUSE is the same in all groups: weighs each
 * time's leavers for it against what all groups together would have, those gone for other reasons
 * staying in the risk set. With delayed entry each group's risk set is n (1 - F(t-)) / S(t-), which is
 * Gray's own where nobody is delayed. RHO as in logrank.h, by 1 - F. O: one segment. */
struct gray {
    double *score, *variance; /* groups; groups * groups; the caller's */
    double chi_square, p;
    size_t degrees;
};
/* WORK: groups * (3 * groups + 12) numbers. STATUS_SHORT: fewer than two groups to compare. */
enum status gray_test(const struct survival_data *d, const struct risk_order *o,
                      const uint32_t *group, size_t groups, uint32_t cause, double rho,
                      double *work, struct gray *out);

#endif
