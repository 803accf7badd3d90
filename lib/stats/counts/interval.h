// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_COUNTS_INTERVAL_H
#define HEARTH_STATS_COUNTS_INTERVAL_H

/* Confidence intervals for counts and proportions.
 *
 * A count of events (children starting to be looked after) is taken as Poisson: divide both bounds
 * by the same denominator for a rate. A proportion (x of n) is taken as binomial. LEVEL is the
 * confidence, such as .95. Impossible arguments (negative, x > n, level outside (0, 1)) give NaN.
 * FTE and agency figures are not counts: no interval here is right for them. */
struct interval {
    double low, high;
};

/* Garwood (1936) from chi-square quantiles: covers at least LEVEL, never less. */
struct interval count_exact(double x, double level);

/* Byar's approximation (Breslow & Day 1987): within 1 % of the exact one from x = 10. At x = 0 the
 * lower bound is 0. */
struct interval count_byar(double x, double level);

/* Wilson (1927) score interval: the usual choice, near LEVEL even for small n. */
struct interval proportion_wilson(double x, double n, double level);

/* Wilson with continuity correction (Newcombe 1998, method 4): at least LEVEL nearly always. */
struct interval proportion_wilson_corrected(double x, double n, double level);

/* Clopper-Pearson (1934): covers at least LEVEL; too wide for small n. */
struct interval proportion_exact(double x, double n, double level);

/* Jeffreys: equal tails of Beta(x + 1/2, n - x + 1/2); 0 and 1 at the ends x = 0 and x = n. */
struct interval proportion_jeffreys(double x, double n, double level);

/* x1/n1 - x2/n2 by Newcombe (1998), method 10: two Wilson intervals combined. */
struct interval proportion_difference(double x1, double n1, double x2, double n2, double level);

#endif
