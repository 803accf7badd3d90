// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SURVIVAL_COX_H
#define HEARTH_STATS_SURVIVAL_COX_H

#include "stats/survival/curve.h"
#include "stats/survival/order.h"

/* Proportional hazards (Cox 1972): the rate of leaving at time t is base(t) exp(x'beta), so exp(beta)
 * says how many times faster those leave whose x is one higher, everything else equal. Entry may be
 * delayed; strata have a base each.
 *
 * Ties by Efron (1977), the better approximation by far when times are whole days or months, or by
 * Breslow. Newton's method with step halving on centred columns; two sorted passes, rows being added
 * by exit and taken out by entry, so O(n p^2) a step. Where a subtraction would leave only rounding (the risk
 * set shrinks a millionfold) the sums are built anew. The exact method is not offered: it explodes
 * with monthly ties. Weights of rows are not used. */
enum cox_ties { COX_EFRON, COX_BRESLOW };

struct cox_data {
    const struct survival_data *times;
    uint32_t cause;  /* 0: every cause is an event; else that one, others being censored */
    const double *x; /* n rows of p columns */
    size_t p;
    enum cox_ties ties;
};

/* The rows in order, with their columns beside them. */
struct cox;

/* O: split by stratum; not needed after. STATUS_SHORT: no event; STATUS_VALUE: p is 0 or x not finite. D->times
 * must outlive the model; x need not. */
enum status cox_new(struct cox **out, const struct cox_data *d, const struct risk_order *o);
void cox_free(struct cox *c);

struct cox_fit {
    size_t rows, events, rank, iterations;
    double log_likelihood0, log_likelihood; /* at 0 and at the answer */
    double score, wald, likelihood_ratio;   /* chi-squares with rank degrees that all beta are 0 */
};

/* BETA gets p numbers, COVARIANCE p * p. A column that says nothing beyond those before it gets 0
 * and variance 0 (rank tells). Where nobody of a group ever leaves its beta has no end: it stops far out
 * with a variance that says so, or STATUS_NUMERIC. */
enum status cox_estimate(struct cox *c, double *beta, double *covariance, struct cox_fit *out);

/* Lin & Wei's (1989) covariance that holds when rows of a cluster (all workers of an authority) move
 * together: sums over clusters of what each row moves beta. CLUSTER[row] < CLUSTERS; NULL: every row
 * its own. No correction for few clusters: with fewer than 20 it flatters. */
enum status cox_robust(struct cox *c, const double *beta, const double *covariance,
                       const uint32_t *cluster, size_t clusters, double *robust);

/* Are hazards proportional? Grambsch & Therneau's (1994) test as a score test: does a column's effect
 * change with 1 - S(t-) of all rows together? POOLED: their curve. TERM[column] < TERMS groups columns
 * (of one factor); CHI_SQUARE, DEGREES and P get terms + 1 numbers, the last for all. */
enum status cox_proportional(struct cox *c, const double *beta, const struct curve *pooled,
                             const size_t *term, size_t terms, double *chi_square, size_t *degrees,
                             double *p);

/* The survival of somebody with columns X in stratum STRATUM, after each event time of it: at most
 * ROOM points; returns how many there are. se is that of -log(survival), of base and beta both. */
struct cox_point {
    double time, survival, se;
};
size_t cox_survival(struct cox *c, const double *beta, const double *covariance, size_t stratum,
                    const double *x, struct cox_point *out, size_t room);

#endif
