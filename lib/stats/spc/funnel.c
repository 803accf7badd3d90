// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/spc/funnel.h"

#include "stats/counts/quantile.h"
#include "stats/stats.h"

#include <math.h>

/* The count at TAIL of the law, between whole counts by how far the law overshoots. */
static double smooth_quantile(double centre, double n, double tail, bool poisson)
{
    double mean = centre * n;
    double r = poisson ? poisson_quantile(tail, mean) : binomial_quantile(tail, n, centre);
    double at = poisson ? poisson_below(r, mean) : binomial_below(r, n, centre);
    double under = poisson ? poisson_below(r - 1, mean) : binomial_below(r - 1, n, centre);
    return r - (at - tail) / (at - under);
}

struct funnel_limits funnel_exact(double centre, double n, double level, bool poisson)
{
    if (!(n > 0) || !(level > 0 && level < 1) || !(centre > 0) || (!poisson && !(centre < 1)))
        return (struct funnel_limits){NAN, NAN};
    double tail = .5 * (1 - level);
    return (struct funnel_limits){fmax(0, smooth_quantile(centre, n, tail, poisson)) / n,
                                  smooth_quantile(centre, n, 1 - tail, poisson) / n};
}

/* Both scales give a rate the variance 1 / (4 n), whatever its size. */
static double transform(double rate, bool poisson)
{
    return poisson ? sqrt(rate) : asin(sqrt(rate));
}

static double transform_back(double x, bool poisson)
{
    if (x <= 0)
        return 0;
    if (poisson)
        return x * x;
    return x >= asin(1) ? 1 : sin(x) * sin(x);
}

/* Mean square of Z with its tails drawn in to the 10th and 90th percentile. */
static double drawn_in_square(const double *z, size_t count, double *work)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++)
        work[i] = z[i];
    stats_sort(work, count);
    double least = stats_quantile(work, count, .1), most = stats_quantile(work, count, .9);
    for (size_t i = 0; i < count; i++) {
        double drawn_in = fmin(most, fmax(least, z[i]));
        squares += drawn_in * drawn_in;
    }
    return squares / (double)count;
}

enum status funnel_measure(const double *x, const double *n, size_t count, bool poisson,
                           double *work, double *z, struct funnel_spread *out)
{
    double events = 0, chances = 0, weights = 0, weights2 = 0;
    if (count < 2)
        return STATUS_SHORT;
    for (size_t i = 0; i < count; i++) {
        if (!(n[i] > 0) || !(x[i] >= 0) || (!poisson && x[i] > n[i]))
            return STATUS_VALUE;
        events += x[i];
        chances += n[i];
    }
    out->centre = events / chances;
    double middle = transform(out->centre, poisson), places = (double)count;
    double variance = poisson ? out->centre : out->centre * (1 - out->centre);
    for (size_t i = 0; i < count; i++)
        z[i] = (x[i] / n[i] - out->centre) / sqrt(variance / n[i]);
    out->plain_phi = drawn_in_square(z, count, work);
    for (size_t i = 0; i < count; i++) {
        z[i] = (transform(x[i] / n[i], poisson) - middle) * 2 * sqrt(n[i]);
        weights += 4 * n[i];
        weights2 += 16 * n[i] * n[i];
    }
    out->phi = drawn_in_square(z, count, work);
    double tau2 = (places * out->phi - (places - 1)) / (weights - weights2 / weights);
    out->tau2 = fmax(0, tau2);
    for (size_t i = 0; i < count; i++)
        z[i] *= sqrt(1 / (4 * n[i]) / (1 / (4 * n[i]) + out->tau2));
    return STATUS_OK;
}

struct funnel_limits funnel_spread_limits(const struct funnel_spread *s, double n, double level,
                                          bool poisson)
{
    double reach = stats_normal_z(level) * sqrt(1 / (4 * n) + s->tau2);
    double middle = transform(s->centre, poisson);
    return (struct funnel_limits){transform_back(middle - reach, poisson),
                                  transform_back(middle + reach, poisson)};
}
