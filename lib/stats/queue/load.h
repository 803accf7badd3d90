// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_QUEUE_LOAD_H
#define HEARTH_STATS_QUEUE_LOAD_H

#include "base/status.h"

/* How many are there when they come at a rate that changes with time and each stays for a time of
 * its own? With room for all (the Mt/G/infinity queue: Eick, Massey & Whitt 1993) the number at T that came
 * since SINCE is Poisson with the mean
 *
 *     load(t) = integral over ages u from 0 to t - since of  rate(t - u) * survival(u) du
 *
 * whatever the law of the stay, when arrivals are Poisson. Times in any one unit. */
struct load_flow {
    double (*rate)(double time, void *context);    /* arrivals a unit of time; >= 0 */
    double (*survival)(double age, void *context); /* the share still there at that age */
    void *context;
};

/* Room for the integration; reusable. NULL: out of memory. */
struct load_work;
struct load_work *load_work_new(void);
void load_work_free(struct load_work *w);

/* SINCE may be -INFINITY: always. To 1e-10 of the load. STATUS_NUMERIC: the integral does not
 * settle (an infinite mean stay, a rate that is no number); STATUS_VALUE: since > t. */
enum status load_at(struct load_work *w, const struct load_flow *flow, double since, double t,
                    double *out);

#endif
