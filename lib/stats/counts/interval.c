// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/counts/interval.h"

#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

static const struct interval undefined = {NAN, NAN};

static bool level_is_good(double level)
{
    return level > 0 && level < 1;
}

static bool proportion_is_good(double x, double n, double level)
{
    return level_is_good(level) && n > 0 && x >= 0 && x <= n;
}

struct interval count_exact(double x, double level)
{
    if (!level_is_good(level) || !(x >= 0))
        return undefined;
    double tail = .5 * (1 - level);
    double low = x > 0 ? .5 * gsl_cdf_chisq_Pinv(tail, 2 * x) : 0;
    return (struct interval){low, .5 * gsl_cdf_chisq_Qinv(tail, 2 * x + 2)};
}

/* x (1 - 1/(9x) -+ z/(3 sqrt(x)))^3 */
static double byar_bound(double x, double z)
{
    double root = 1 - 1 / (9 * x) + z / (3 * sqrt(x));
    return x * root * root * root;
}

struct interval count_byar(double x, double level)
{
    if (!level_is_good(level) || !(x >= 0))
        return undefined;
    double z = stats_normal_z(level);
    double low = x > 0 ? byar_bound(x, -z) : 0;
    return (struct interval){low > 0 ? low : 0, byar_bound(x + 1, z)};
}

struct interval proportion_wilson(double x, double n, double level)
{
    if (!proportion_is_good(x, n, level))
        return undefined;
    double z = stats_normal_z(level), p = x / n;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    /* the ends are exact, whatever rounding says */
    return (struct interval){x > 0 ? middle - half : 0, x < n ? middle + half : 1};
}

struct interval proportion_wilson_corrected(double x, double n, double level)
{
    if (!proportion_is_good(x, n, level))
        return undefined;
    double z = stats_normal_z(level), p = x / n, below = 2 * (n + z * z);
    double low =
        (2 * n * p + z * z - 1 - z * sqrt(z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1))) / below;
    double high =
        (2 * n * p + z * z + 1 + z * sqrt(z * z + 2 - 1 / n + 4 * p * (n * (1 - p) - 1))) / below;
    return (struct interval){x > 0 ? fmax(0, low) : 0, x < n ? fmin(1, high) : 1};
}

/* The beta quantile with TAIL below it (UPPER: above it). gsl_cdf_beta_Pinv does not converge
 * everywhere near the ends: its answer is checked, and bisection on the distribution function, which
 * is good everywhere, answers instead. */
static double beta_quantile(double tail, double a, double b, bool upper)
{
    double low = 0, high = 1;
    double x = upper ? gsl_cdf_beta_Qinv(tail, a, b) : gsl_cdf_beta_Pinv(tail, a, b);
    double back = upper ? gsl_cdf_beta_Q(x, a, b) : gsl_cdf_beta_P(x, a, b);
    if (fabs(back - tail) < 1e-12 * tail)
        return x;
    for (int i = 0; i < 200 && high - low > 0x1p-53 * high; i++) {
        x = .5 * (low + high);
        bool left = upper ? gsl_cdf_beta_Q(x, a, b) > tail : gsl_cdf_beta_P(x, a, b) < tail;
        if (left)
            low = x;
        else
            high = x;
    }
    return .5 * (low + high);
}

struct interval proportion_exact(double x, double n, double level)
{
    if (!proportion_is_good(x, n, level))
        return undefined;
    double tail = .5 * (1 - level);
    double low = x > 0 ? beta_quantile(tail, x, n - x + 1, false) : 0;
    double high = x < n ? beta_quantile(tail, x + 1, n - x, true) : 1;
    return (struct interval){low, high};
}

struct interval proportion_jeffreys(double x, double n, double level)
{
    if (!proportion_is_good(x, n, level))
        return undefined;
    double tail = .5 * (1 - level), a = x + .5, b = n - x + .5;
    return (struct interval){x > 0 ? beta_quantile(tail, a, b, false) : 0,
                             x < n ? beta_quantile(tail, a, b, true) : 1};
}

struct interval proportion_difference(double x1, double n1, double x2, double n2, double level)
{
    struct interval w1 = proportion_wilson(x1, n1, level), w2 = proportion_wilson(x2, n2, level);
    double p1 = x1 / n1, p2 = x2 / n2;
    return (struct interval){p1 - p2 - hypot(p1 - w1.low, w2.high - p2),
                             p1 - p2 + hypot(w1.high - p1, p2 - w2.low)};
}
