// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_SEASON_H
#define HEARTH_STATS_FORECAST_SEASON_H

#include <stdbool.h>
#include <stddef.h>

enum { SEASON_PERIOD_MOST = 60 };

/* Classical decomposition by moving averages (as R's decompose): FIGURE[0 ... period-1], the season's
 * index of Y[0], Y[1], ...: ratios with mean 1 (multiplicative) or differences with mean 0. TREND, where not
 * NULL, gets the centred moving average of N places (NaN at the ends). Missing values are passed
 * over. False when some season has no index (fewer than two seasons, or too many gaps). */
bool season_decompose(const double *y, size_t n, size_t period, bool multiplicative, double *figure,
                      double *trend);

/* As season_decompose, never failing: without enough values every index is the neutral one, and
 * multiplicative ones stay at or above .01. A start for a search. */
void season_start(const double *y, size_t n, size_t period, bool multiplicative, double *figure);

/* Is there a season worth taking out? The test of the theta method (Assimakopoulos & Nikolopoulos
 * 2000, as in R's thetaf): more than two seasons of values and an autocorrelation at lag PERIOD beyond
 * 1.645 standard errors. *ACF and *SE, where not NULL, are that autocorrelation and its error. */
bool season_present(const double *y, size_t n, size_t period, double *acf, double *se);

/* A season taken out of a series, to be put back on its forecasts. */
struct season_adjustment {
    bool present, multiplicative;
    size_t period, first; /* first: place in the season of the first period ahead */
    double figure[SEASON_PERIOD_MOST];
};

/* Writes to OUT[0 ... n-1] the values of Y without their season, where there is one (season_present),
 * and with missing values filled. The season is taken as a factor (R's thetaf), or as a
 * difference where Y has values that are not positive; a season with an index near zero is left in. */
void season_adjust(struct season_adjustment *a, const double *y, size_t n, size_t period,
                   double *out);

/* Puts the season back on the AHEAD means, and scales the standard errors with a factor's. */
void season_restore(const struct season_adjustment *a, size_t ahead, double *mean, double *sd);

/* Puts the season back on the one-step forecasts FITTED[first ... n-1] of the adjusted series; those before
 * FIRST become NaN. */
void season_fitted(const struct season_adjustment *a, size_t first, size_t n, double *fitted);

/* Fills missing values inside Y on the line between their neighbours, and at the end with the last
 * value. Nothing to do without missing values. */
void season_fill(double *y, size_t n);

#endif
