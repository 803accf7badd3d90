// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/trend/kendall.h"

#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static int sign(double x)
{
    return (x > 0) - (x < 0);
}

double kendall_normal_p(double s, double variance, double *z)
{
    double score = variance > 0 ? (s - sign(s)) / sqrt(variance) : 0;
    if (z)
        *z = score;
    return fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(score)));
}

/* Inversions of a random order of n values, one value at a time: placing the m-th among m places
 * adds 0 ... m-1 inversions, each with chance 1/m. S = n(n-1)/2 - 2 inversions. */
double kendall_exact_p(size_t n, double s)
{
    enum { MOST = KENDALL_EXACT_MOST * (KENDALL_EXACT_MOST - 1) / 2 };
    double chance[MOST + 1] = {1}, next[MOST + 1];
    if (n > KENDALL_EXACT_MOST)
        return NAN;
    size_t pairs = n * (n - (n > 0)) / 2;
    for (size_t m = 2; m <= n; m++) {
        for (size_t k = 0; k <= pairs; k++) {
            next[k] = 0;
            for (size_t more = 0; more < m && more <= k; more++)
                next[k] += chance[k - more] / (double)m;
        }
        for (size_t k = 0; k <= pairs; k++)
            chance[k] = next[k];
    }
    double p = 0;
    for (size_t k = 0; k <= pairs; k++)
        if (fabs((double)pairs - 2 * (double)k) >= fabs(s) - .5)
            p += chance[k];
    return fmin(1, p);
}

/* Adds what the values at first, first + step, ... give to S, its variance and the pairs. Returns the
 * number of values; *tied counts pairs of equal values. */
static size_t add_pairs(const double *y, size_t n, size_t first, size_t step, double *work,
                        struct kendall *out, double *tied)
{
    size_t count = 0;
    for (size_t i = first; i < n; i += step)
        if (!isnan(y[i]))
            work[count++] = y[i];
    for (size_t j = 1; j < count; j++)
        for (size_t i = 0; i < j; i++)
            out->s += sign(work[j] - work[i]);
    stats_sort(work, count);
    double m = (double)count, variance = m * (m - 1) * (2 * m + 5);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && work[end] == work[i];)
            end++;
        double t = (double)(end - i);
        variance -= t * (t - 1) * (2 * t + 5);
        *tied += .5 * t * (t - 1);
    }
    out->pairs += count ? .5 * m * (m - 1) : 0;
    out->variance += variance / 18;
    return count;
}

enum status kendall_seasonal(const double *y, size_t n, size_t period, double *work,
                             struct kendall *out)
{
    double tied = 0;
    *out = (struct kendall){0};
    for (size_t season = 0; season < period; season++)
        out->n += add_pairs(y, n, season, period, work, out, &tied);
    out->p = kendall_normal_p(out->s, out->variance, &out->z);
    out->tau_b = out->pairs > tied ? out->s / sqrt(out->pairs * (out->pairs - tied)) : NAN;
    if (out->pairs < 3)
        return STATUS_SHORT;
    out->exact = period == 1 && out->n <= KENDALL_EXACT_MOST && tied == 0;
    if (out->exact)
        out->p = kendall_exact_p(out->n, out->s);
    return STATUS_OK;
}

enum status kendall_test(const double *y, size_t n, double *work, struct kendall *out)
{
    return kendall_seasonal(y, n, 1, work, out);
}

/* Ranks from 1, the mean rank for ties: by counting, O(n^2) as everything here. */
static void rank_values(const double *x, size_t n, double *ranks)
{
    for (size_t i = 0; i < n; i++) {
        double below = 0, same = 0;
        for (size_t j = 0; j < n; j++) {
            below += x[j] < x[i];
            same += x[j] == x[i];
        }
        ranks[i] = below + .5 * (same + 1);
    }
}

/* Autocorrelation at LAG of ranks 1 ... n; NaN when all are equal. */
static double rank_correlation(const double *ranks, size_t n, size_t lag)
{
    double middle = .5 * ((double)n + 1), spread = 0, product = 0;
    for (size_t i = 0; i < n; i++) {
        spread += (ranks[i] - middle) * (ranks[i] - middle);
        if (i >= lag)
            product += (ranks[i] - middle) * (ranks[i - lag] - middle);
    }
    return spread > 0 ? product / spread : NAN;
}

/* What correlation R at LAG adds to the factor. */
static double lag_share(double n, double lag, double r)
{
    return 2 / (n * (n - 1) * (n - 2)) * (n - lag) * (n - lag - 1) * (n - lag - 2) * r;
}

double kendall_correction(const double *residual, size_t n, size_t most_lag, bool significant,
                          double *ranks)
{
    if (n < 4)
        return NAN;
    double factor = 1;
    rank_values(residual, n, ranks);
    for (size_t lag = 1; lag <= most_lag && lag < n; lag++) {
        double r = rank_correlation(ranks, n, lag);
        if (isnan(r))
            return NAN;
        if (!significant || fabs(r) > 1.96 / sqrt((double)n))
            factor += lag_share((double)n, (double)lag, r);
    }
    return factor;
}

double kendall_correction_short(const double *residual, size_t n, double *ranks)
{
    if (n < 5)
        return 1;
    double m = (double)n, factor = 1, power = 1;
    rank_values(residual, n, ranks);
    double r = (m * rank_correlation(ranks, n, 1) + 2) / (m - 4);
    if (!(r > 0))
        return 1;
    r = fmin(r, .95);
    for (size_t lag = 1; lag + 2 < n; lag++) {
        power *= r;
        factor += lag_share(m, (double)lag, power);
    }
    return factor;
}
