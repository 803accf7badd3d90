// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SURVIVAL_CURVE_H
#define HEARTH_STATS_SURVIVAL_CURVE_H

#include "stats/survival/order.h"

#include <stdbool.h>

/* The share still there after time t: Kaplan & Meier (1958) with delayed entry, Greenwood's variance,
 * and the cumulative hazard of Nelson and Aalen beside it.
 *
 * The danger of delayed entry: few are seen early on, and one leaver among two at risk halves the curve
 * for good. So a curve may begin only where LEAST are at risk: it is then the share still there AMONG
 * THOSE THERE AT THE START, and has to be shown so. */
struct curve_point {
    double time; /* at which somebody left or was last seen, ascending */
    double at_risk, events, censored;
    double survival;        /* just after time */
    double greenwood;       /* sum of d / (n (n - d)); infinite once all at risk have left */
    double hazard;          /* sum of d / n */
    double hazard_variance; /* sum of d / n^2 */
};

struct curve {
    struct curve_point *points; /* the caller's, with room for as many as there are rows */
    size_t count;
    double
        start; /* the curve is conditional on being there just before this time; -infinity: on nothing */
    double before; /* (weighted) events before start, which the curve leaves out */
};

/* The curve of segment SEGMENT of O (split by group) at every distinct exit. It begins at the first of
 * these at which at least LEAST are at risk (0: at the very first). Only rows with a cause other than 0 count as
 * events; CAUSE 0: all of them, else that one (others are censored). With weights d and n are sums of
 * weights, and greenwood is no longer a variance: use curve_bootstrap. STATUS_SHORT: nobody at risk, or
 * never so many; then count is 0. */
enum status curve_estimate(const struct survival_data *d, const struct risk_order *o,
                           size_t segment, uint32_t cause, double least, struct curve *out);

enum curve_interval { CURVE_LOG_LOG, CURVE_PLAIN };

/* The interval of a survival S with GREENWOOD at z standard errors. Log-log (the default of the field
 * for shares near 0 and 1) is not defined at 0 and 1: NaN. Plain is cut at 0 and 1. */
void curve_bounds(enum curve_interval kind, double survival, double greenwood, double z,
                  double *low, double *high);

/* The last point not after TIME; NULL before the first (survival is 1). */
const struct curve_point *curve_at(const struct curve *c, double time);

/* The time by which share P have left (.5: the median): the first at which survival <= 1 - P, or the
 * middle of the flat step where it equals that; low and high where the bands cross. NaN: not reached. */
struct curve_quantile {
    double time, low, high;
};
struct curve_quantile curve_quantile(const struct curve *c, double p, enum curve_interval kind,
                                     double z);

/* The mean time spent up to TAU (restricted mean), counted from FROM (0, or the curve's start): the
 * area under the curve, and its variance: sum over events of (area after)^2 d / (n (n - d)). A curve that ends
 * before TAU is taken to go on flat. */
struct curve_mean {
    double mean, variance;
};
struct curve_mean curve_restricted_mean(const struct curve *c, double from, double tau);

/* The interval of a weighted curve: persons (who may have several rows) are drawn anew with all their
 * rows, DRAWS times, and the quantiles of what the curve gives at some times are taken. The same
 * seed gives the same numbers. Everything here is workspace for at most so many rows and persons. */
struct curve_bootstrap {
    size_t rows, persons, draws, times;
    struct curve_point *points;
    double *weights, *samples;
    uint32_t *counts, *members;
};
enum status curve_bootstrap_init(struct curve_bootstrap *b, size_t n, size_t persons, size_t draws,
                                 size_t times);
void curve_bootstrap_done(struct curve_bootstrap *b);

/* C: the curve itself, whose start the drawn curves share. PERSON[row] < persons. TIME: `times` of
 * them. STATUS_SHORT: nobody in the segment. */
enum status curve_bootstrap_draw(struct curve_bootstrap *b, const struct survival_data *d,
                                 const struct risk_order *o, size_t segment, uint32_t cause,
                                 const struct curve *c, const uint32_t *person, uint64_t seed,
                                 const double *time);

/* What was drawn, as an interval at each time. */
void curve_bootstrap_bounds(const struct curve_bootstrap *b, double level, double *low,
                            double *high);

#endif
