// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>

void stats_begin(void)
{
    gsl_set_error_handler_off();
}

void stats_sort(double *x, size_t n)
{
    gsl_sort(x, 1, n);
}

double stats_quantile(const double *sorted, size_t n, double p)
{
    if (n == 0)
        return NAN;
    double place = (double)(n - 1) * p;
    size_t below = (size_t)place;
    size_t above = below + 1 < n ? below + 1 : below;
    return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

double stats_median(const double *sorted, size_t n)
{
    if (n == 0)
        return NAN;
    return n % 2 ? sorted[n / 2] : .5 * (sorted[n / 2 - 1] + sorted[n / 2]);
}

double stats_normal_z(double level)
{
    return gsl_cdf_ugaussian_Qinv(.5 * (1 - level));
}

double stats_round(double x, int digits)
{
    if (!isfinite(x) || x == 0)
        return x;
    double places = digits - 1 - floor(log10(fabs(x)));
    /* a power of ten above 1 is exact, so divide by it rather than multiply by its inverse */
    double scale = pow(10, fabs(places));
    if (!isfinite(scale))
        return x;
    return places >= 0 ? round(x * scale) / scale : round(x / scale) * scale;
}
