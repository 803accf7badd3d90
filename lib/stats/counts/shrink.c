// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/counts/shrink.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

enum status shrink_ratios(const double *observed, const double *expected, size_t n, double level,
                          struct count_work *work, double *log_expected, double *ones,
                          double *ratio, struct interval *bounds, struct shrink_fit *out)
{
    for (size_t i = 0; i < n; i++) {
        if (!(expected[i] > 0))
            return STATUS_VALUE;
        log_expected[i] = log(expected[i]);
        ones[i] = 1;
    }
    /* the marginal model is a negative binomial regression with nothing but an intercept */
    const struct count_data data = {ones, observed, log_expected, n, 1};
    double intercept, tail = .5 * (1 - level);
    struct count_fit fit;
    enum status s = negative_binomial_fit(&data, work, &intercept, NULL, NULL, &fit);
    if (s != STATUS_OK)
        return s;
    *out = (struct shrink_fit){fit.theta, exp(intercept), fit.log_likelihood};
    for (size_t i = 0; i < n; i++) {
        bool alike = isinf(out->shape);
        double shape = out->shape + observed[i], rate = out->shape / out->mean + expected[i];
        ratio[i] = alike ? out->mean : shape / rate;
        if (bounds && alike)
            bounds[i] = (struct interval){out->mean, out->mean};
        else if (bounds)
            bounds[i] = (struct interval){gsl_cdf_gamma_Pinv(tail, shape, 1 / rate),
                                          gsl_cdf_gamma_Qinv(tail, shape, 1 / rate)};
    }
    return STATUS_OK;
}
