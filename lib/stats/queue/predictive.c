// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/queue/predictive.h"
#include "stats/counts/quantile.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

struct predictive predictive_of(double events, double exposure, double prior_shape,
                                double prior_rate)
{
    bool good = events >= 0 && exposure >= 0 && prior_shape >= 0 && prior_rate >= 0;
    struct predictive p = {events + prior_shape, exposure + prior_rate};
    return good && p.shape > 0 && p.rate > 0 ? p : (struct predictive){NAN, NAN};
}

double predictive_rate_quantile(const struct predictive *p, double level)
{
    return level > 0 && level < 1 && p->shape > 0 ? gsl_cdf_gamma_Pinv(level, p->shape, 1 / p->rate)
                                                  : NAN;
}

double predictive_quantile(const struct predictive *p, double ahead, double level)
{
    return negative_binomial_quantile(level, p->shape / p->rate * ahead, p->shape);
}

double predictive_above(const struct predictive *p, double ahead, double k)
{
    if (!(p->shape > 0) || !(ahead >= 0))
        return NAN;
    return k < 0 ? 1 : gsl_cdf_beta_Q(p->rate / (p->rate + ahead), p->shape, floor(k) + 1);
}

double poisson_above(double k, double mean)
{
    if (!(mean >= 0))
        return NAN;
    return k < 0 ? 1 : gsl_cdf_gamma_P(mean, floor(k) + 1, 1);
}
