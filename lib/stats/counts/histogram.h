// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_COUNTS_HISTOGRAM_H
#define HEARTH_STATS_COUNTS_HISTOGRAM_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

/* How often each whole number came: exact means and quantiles of any number of simulated futures in
 * memory that grows with the spread of the numbers only. For tenths count tenths. Starts as {0}. */
struct histogram {
    int64_t first;   /* number that count[0] is of */
    size_t room;     /* of count */
    uint32_t *count; /* by number - first */
    uint64_t total;  /* numbers added */
    double sum;
};

/* Adds X. STATUS_MEMORY, or STATUS_VALUE when the numbers lie 2^26 or more apart. */
enum status histogram_add(struct histogram *h, int64_t x);
void histogram_done(struct histogram *h);

/* NaN without a number. */
double histogram_mean(const struct histogram *h);

/* The smallest number that at least a share P of the numbers do not pass: the inverse of the empirical
 * distribution (type 1 of Hyndman & Fan 1996), so a number that did come. 0 without a number. */
int64_t histogram_quantile(const struct histogram *h, double p);

/* How many numbers are not above X. */
uint64_t histogram_below(const struct histogram *h, int64_t x);

#endif
