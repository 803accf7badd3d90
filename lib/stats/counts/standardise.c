// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/counts/standardise.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum status rate_standardise(const double *events, const double *people, const double *standard,
                             size_t n, double level, struct standardised_rate *out)
{
    double all_standard = 0, all_events = 0, rate = 0, variance = 0, most_weight = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(events[i] >= 0) || !(people[i] > 0) || !(standard[i] >= 0))
            return STATUS_VALUE;
        all_standard += standard[i];
        all_events += events[i];
    }
    if (!(all_standard > 0) || !(level > 0 && level < 1))
        return STATUS_VALUE;
    for (size_t i = 0; i < n; i++) {
        double weight = standard[i] / (all_standard * people[i]);
        rate += weight * events[i];
        variance += weight * weight * events[i];
        most_weight = fmax(most_weight, weight);
    }
    /* Dobson: scale Byar's limits of the plain count to the spread of the weighted sum */
    struct interval byar = count_byar(all_events, level);
    double scale = sqrt(variance / all_events), tail = .5 * (1 - level);
    out->rate = rate;
    out->dobson_byar = all_events > 0 ? (struct interval){rate + scale * (byar.low - all_events),
                                                          rate + scale * (byar.high - all_events)}
                                      : (struct interval){0, NAN};
    /* Fay & Feuer: gamma quantiles; the upper one as if one more event fell in the heaviest stratum */
    double more_rate = rate + most_weight, more_variance = variance + most_weight * most_weight;
    double shape = rate * rate / variance, more_shape = more_rate * more_rate / more_variance;
    out->fay_feuer.low = rate > 0 ? gsl_cdf_gamma_Pinv(tail, shape, variance / rate) : 0;
    out->fay_feuer.high = gsl_cdf_gamma_Qinv(tail, more_shape, more_variance / more_rate);
    return STATUS_OK;
}
