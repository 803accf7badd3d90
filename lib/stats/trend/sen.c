// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/trend/sen.h"

#include "stats/stats.h"

#include <math.h>

/* The value at RANK (1 = the smallest) of COUNT sorted ones; NaN beyond the ends. */
static double at_rank(const double *sorted, size_t count, double rank)
{
    if (rank < 1 || rank > (double)count)
        return NAN;
    size_t below = (size_t)rank;
    double beyond = rank - (double)below;
    double low = sorted[below - 1];
    return beyond > 0 ? low + beyond * (sorted[below] - low) : low;
}

enum status sen_slope(const double *t, const double *y, size_t n, size_t period, double variance,
                      double level, enum sen_ranks ranks, double *work, struct sen_slope *out)
{
    size_t pairs = 0, count = 0;
    *out = (struct sen_slope){NAN, NAN, NAN, NAN, 0};
    for (size_t j = period; j < n; j++)
        for (size_t i = j % period; i < j; i += period)
            if (!isnan(y[i]) && !isnan(y[j]))
                work[pairs++] = (y[j] - y[i]) / (t[j] - t[i]);
    if (pairs == 0)
        return STATUS_SHORT;
    stats_sort(work, pairs);
    out->pairs = pairs;
    out->slope = stats_median(work, pairs);
    double reach = stats_normal_z(level) * sqrt(variance);
    double low = .5 * ((double)pairs - reach), high = .5 * ((double)pairs + reach) + 1;
    if (ranks == SEN_RANKS_OUTWARD) {
        low = floor(low);
        high = ceil(high);
    }
    out->low = at_rank(work, pairs, low);
    out->high = at_rank(work, pairs, high);
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i]))
            work[count++] = y[i] - out->slope * t[i];
    stats_sort(work, count);
    out->intercept = stats_median(work, count);
    return STATUS_OK;
}
