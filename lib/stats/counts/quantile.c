// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/counts/quantile.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double poisson_below(double k, double mean)
{
    return k < 0 ? 0 : gsl_cdf_gamma_Q(mean, floor(k) + 1, 1);
}

double binomial_below(double k, double n, double chance)
{
    if (k < 0)
        return 0;
    return k >= n ? 1 : gsl_cdf_beta_Q(chance, floor(k) + 1, n - floor(k));
}

double negative_binomial_below(double k, double mean, double size)
{
    return k < 0 ? 0 : gsl_cdf_beta_P(size / (size + mean), size, floor(k) + 1);
}

static double poisson_pair(double k, double mean, double unused)
{
    (void)unused;
    return poisson_below(k, mean);
}

/* BELOW is P(X <= k) of a law with parameters A and B. Widens a bracket around START until it holds
 * the quantile, then halves it. */
static double search(double (*below)(double k, double a, double b), double a, double b, double p,
                     double start, double deviation)
{
    double low = floor(start), high = low, step = ceil(fmax(1, deviation));
    while (low >= 0 && below(low, a, b) >= p) {
        high = low;
        low -= step;
        step *= 2;
    }
    low = fmax(low, -1);
    while (below(high, a, b) < p) {
        low = high;
        high += step;
        step *= 2;
    }
    while (high - low > 1) {
        double middle = floor(.5 * (low + high));
        if (below(middle, a, b) >= p)
            high = middle;
        else
            low = middle;
    }
    return high;
}

double poisson_quantile(double p, double mean)
{
    if (!(p > 0 && p < 1) || !(mean >= 0) || isinf(mean))
        return NAN;
    if (mean == 0)
        return 0;
    double start = fmax(0, mean + sqrt(mean) * gsl_cdf_ugaussian_Pinv(p));
    return search(poisson_pair, mean, 0, p, start, sqrt(mean) * .1);
}

double binomial_quantile(double p, double n, double chance)
{
    if (!(p > 0 && p < 1) || !(n >= 0) || !(chance >= 0 && chance <= 1))
        return NAN;
    if (chance == 0 || chance == 1)
        return chance * n;
    double deviation = sqrt(n * chance * (1 - chance));
    double start = n * chance + deviation * gsl_cdf_ugaussian_Pinv(p);
    return search(binomial_below, n, chance, p, fmin(n, fmax(0, start)), deviation * .1);
}

double negative_binomial_quantile(double p, double mean, double size)
{
    if (!(p > 0 && p < 1) || !(mean >= 0) || !(size > 0) || isinf(mean))
        return NAN;
    if (mean == 0)
        return 0;
    double deviation = sqrt(mean + mean * mean / size);
    double start = fmax(0, mean + deviation * gsl_cdf_ugaussian_Pinv(p));
    return search(negative_binomial_below, mean, size, p, start, deviation * .1);
}
