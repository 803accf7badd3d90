// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_SCORE_H
#define HEARTH_STATS_FORECAST_SCORE_H

#include <stddef.h>

/* Measures of a forecast against what came. All are better when smaller. */

/* The denominator of the mean absolute scaled error (Hyndman & Koehler 2006): the mean absolute
 * difference of Y[0 ... n-1] to the value a season before (to the value before where n <= period or
 * period is 1), over pairs without missing values. Zero on a flat series, NaN without a pair: no MASE
 * then. */
double score_scale(const double *y, size_t n, size_t period);

/* Symmetric absolute percentage error, 0 ... 200; 0 where both are zero. */
double score_smape(double actual, double forecast);

/* Interval score at confidence LEVEL (Gneiting & Raftery 2007): the width and, for a value outside, its
 * distance times 2 / (1 - level). */
double score_interval(double actual, double low, double high, double level);

/* Weighted interval score (Bracher et al. 2021) from a median and the 80 and 95 % intervals. */
double score_weighted_interval(double actual, double median, const double low[2],
                               const double high[2]);

/* Loss of a quantile forecast Q at probability P. */
double score_pinball(double actual, double q, double p);

/* Continuous ranked probability score of a normal forecast; its absolute error when SD is 0. */
double score_crps_normal(double actual, double mean, double sd);

/* CRPS of a forecast given by N draws, SORTED upwards, as they stand (their empirical distribution); and
 * as an unbiased estimate of the score of the distribution they come from (n >= 2). */
double score_crps_draws(double actual, const double *sorted, size_t n);
double score_crps_draws_fair(double actual, const double *sorted, size_t n);

/* The half-width that holds the next absolute error with probability LEVEL when it is exchangeable with
 * the N errors SORTED upwards: that of rank ceil((n + 1) level) (split conformal prediction; Vovk et
 * al. 2005). NaN when there are too few of them to say. */
double score_conformal(const double *sorted, size_t n, double level);

struct score_comparison {
    double statistic; /* positive: the first forecast's losses are greater */
    double p;         /* two-sided; NaN where it can't be said */
};

/* Diebold & Mariano's (1995) test of equal accuracy, as Harvey, Leybourne & Newbold (1997) corrected
 * it for short series: DIFFERENCE[0 ... n-1] are differences of losses at successive origins, H steps
 * ahead. */
struct score_comparison score_compare(const double *difference, size_t n, size_t h);

#endif
