// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_RECONCILE_H
#define HEARTH_STATS_FORECAST_RECONCILE_H

#include "base/status.h"

#include <stddef.h>

/* Forecasts that add up: minimum trace reconciliation (Wickramasuriya, Athanasopoulos & Hyndman 2019).
 *
 * ALL series are given, the AGGREGATES first and then the parts they are sums of. With C = [I, -A],
 * A[i][j] = 1 where part j belongs to aggregate i, coherent forecasts have C y = 0, and
 *     y~ = y - W C' (C W C')^-1 C y
 * are the coherent ones nearest to the given ones in the metric of W, the covariance of the one-step
 * errors. Only a system of the aggregates' size is solved.
 */
enum reconcile_weights {
    RECONCILE_EQUAL,     /* W = I (ordinary least squares) */
    RECONCILE_STRUCTURE, /* W = how many parts a series sums: needs no errors */
    RECONCILE_VARIANCE,  /* W = variances of the errors */
    RECONCILE_SAMPLE,    /* W = covariance of the errors: more errors than series needed */
    RECONCILE_SHRINK     /* ... shrunk to its diagonal (Schaefer & Strimmer 2005) */
};

struct reconcile;

/* BELONGS[i * (all - aggregates) + j] is not 0 where part j belongs to aggregate i; copied. NULL: out of
 * memory, or no aggregate or no part. */
struct reconcile *reconcile_new(size_t all, size_t aggregates, const unsigned char *belongs);
void reconcile_free(struct reconcile *r);

/* Sets W from COUNT rows of ALL errors each, ERRORS[row * all + series] (none needed for EQUAL and
 * STRUCTURE; no NaN), and solves for the gains. *LAMBDA, where not NULL: the share of the diagonal that
 * SHRINK chose. STATUS_SHORT: too few rows; STATUS_NUMERIC: W can't be used. */
enum status reconcile_weigh(struct reconcile *r, enum reconcile_weights kind, const double *errors,
                            size_t count, double *lambda);

/* Reconciles Y[0 ... all-1] in place. SCRATCH has a place for each aggregate. */
void reconcile_apply(const struct reconcile *r, double *y, double *scratch);

/* Makes the Cholesky factor of W's correlations, for reconcile_correlate. */
enum status reconcile_factor(struct reconcile *r);

/* Gives independent standard normal Z[0 ... all-1] the correlations of the errors, in place. */
void reconcile_correlate(const struct reconcile *r, double *z);

/* VARIANCE[0 ... all-1]: of the reconciled one-step errors; BEFORE, where not NULL: W's own diagonal. */
void reconcile_variance(const struct reconcile *r, double *variance, double *before);

/* G[part * all + series]: the weights that make the parts from the given forecasts. */
void reconcile_parts(const struct reconcile *r, double *g);

#endif
