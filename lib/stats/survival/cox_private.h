// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SURVIVAL_COX_PRIVATE_H
#define HEARTH_STATS_SURVIVAL_COX_PRIVATE_H

#include "stats/survival/cox.h"

/* One distinct time of events in one stratum. Rows at positions leave ... (end of the stratum) of the
 * exit order are still there at it or leave later, of these leave ... leave_end - 1 at it; rows at
 * positions enter ... of the entry order come at it or later. */
struct cox_time {
    double time;
    size_t stratum, leave, leave_end, enter;
    double events;
};

struct cox {
    size_t n, p, strata;
    enum cox_ties ties;
    double events;
    const struct survival_data *times;
    uint32_t *by_exit, *by_entry; /* by_entry NULL: all from the beginning */
    double *x_exit, *x_entry;     /* centred columns, in these orders */
    bool *event;                  /* in the order of exit */
    size_t *first;                /* strata + 1 positions */
    double *mean;                 /* of each column */
    struct cox_time *moments;     /* ascending within a stratum */
    size_t moment_count;
    double *sums, *tied, *work; /* 1 + p + p(p+1)/2 each; work: 8 p p + 8 p */
    size_t sum_width;
};

/* The sums over the risk set and over those who leave, at one time: 1, x and the lower triangle of xx'
 * times exp(x'beta); and the plain sum of x'beta over those who leave. Views. */
struct cox_moment {
    const struct cox_time *at;
    const double *risk, *tied;
    const double *leaver_x; /* p sums of x over those who leave */
    double leaver_score;    /* of x'beta */
};

/* Calls VISIT for every event time, strata in order, times downwards within each. */
void cox_walk(struct cox *c, const double *beta,
              void (*visit)(void *context, const struct cox *c, const struct cox_moment *m),
              void *context);

/* Sums over the steps l of a tie of 1, f, 1/.., that Efron's formulae need: with f = l/d and
 * den = S0 - f D0. Breslow: f = 0 throughout. */
struct cox_steps {
    double one, share;                       /* sum of 1/den, f/den */
    double square, share_square, share_both; /* sum of 1/den^2, f/den^2, f^2/den^2 */
    double log_sum;                          /* sum of log den */
};
struct cox_steps cox_steps(const struct cox *c, const struct cox_moment *m);

/* What a time adds to the score (p) and the information (p * p, full); VARIANCE may be NULL. */
void cox_terms(const struct cox *c, const struct cox_moment *m, const struct cox_steps *s,
               double *score, double *variance);

#endif
