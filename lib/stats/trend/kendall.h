// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_TREND_KENDALL_H
#define HEARTH_STATS_TREND_KENDALL_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* The Mann-Kendall test: do later values tend to be higher (or lower) than earlier ones? It asks for
 * nothing but order, so neither outliers nor the shape of the rise matter. Values must be in order
 * of time; NaN are missing and left out of every pair. O(n^2).
 *
 * The plain test takes values as independent. Series in care are not: see kendall_correction. */
struct kendall {
    size_t n;        /* values that are not missing */
    double s;        /* pairs that rise minus pairs that fall */
    double pairs;    /* pairs compared */
    double variance; /* of s when there is no trend, with correction for ties */
    double z, p;     /* normal with continuity correction, two-sided; p of the exact law if exact */
    double tau_b;    /* -1 ... 1; NaN when all values are equal */
    bool exact;      /* n <= 10 without ties: p from the exact law of s */
};

/* Tests Y; WORK holds n numbers. STATUS_SHORT with fewer than 3 values. */
enum status kendall_test(const double *y, size_t n, double *work, struct kendall *out);

/* The same within each season (value i belongs to season i mod PERIOD), added up: a yearly pattern
 * cannot be taken for a trend (Hirsch, Slack & Smith 1982). Keep gaps as NaN, or the seasons shift. */
enum status kendall_seasonal(const double *y, size_t n, size_t period, double *work,
                             struct kendall *out);

enum { KENDALL_EXACT_MOST = 10 };
/* P(|S| >= s) for N <= KENDALL_EXACT_MOST distinct values in random order. */
double kendall_exact_p(size_t n, double s);

/* The two-sided p of S under the normal law, with continuity correction; *z may be NULL. */
double kendall_normal_p(double s, double variance, double *z);

/* Hamed & Rao (1998): by what to multiply the variance of s for autocorrelation, from the ranks of
 * RESIDUAL (n values, none missing: the series less its trend and its seasons) at lags 1 ...
 * MOST_LAG; only lags beyond 1.96/sqrt(n) if SIGNIFICANT. RANKS is workspace of n numbers.
 * The formula can give less than 1, even less than 0, where a season is left in or n is small;
 * callers floor it at 1. NaN when n < 4 or all are equal. */
double kendall_correction(const double *residual, size_t n, size_t most_lag, bool significant,
                          double *ranks);

/* The same formula for ranks that follow a first-order autoregression: r at lag k is r^k, r that of
 * lag one with its bias in short detrended series taken off, (n r + 2) / (n - 4). At least 1. Where
 * noise has r = .5 and n = 24 the test that promises 5 % false alarms gives 22 % uncorrected, 15 % with
 * Hamed & Rao's three lags and 8 % with this (measured in tests/oracle/test_trend.c). */
double kendall_correction_short(const double *residual, size_t n, double *ranks);

#endif
