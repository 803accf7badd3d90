// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/simple.h"

#include <math.h>

/* The last observed index at or below I stepping back by PERIOD; -1 when there is none. */
static ptrdiff_t observed_before(const double *y, ptrdiff_t i, size_t period)
{
    while (i >= 0 && isnan(y[i]))
        i -= (ptrdiff_t)period;
    return i < 0 ? -1 : i;
}

/* Mean square of the differences to the value PERIOD (or a multiple, where values are missing)
 * before; NaN with fewer than two of them. */
static double difference_variance(const double *y, size_t n, size_t period)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = period; i < n; i++) {
        if (isnan(y[i]))
            continue;
        ptrdiff_t before = observed_before(y, (ptrdiff_t)(i - period), period);
        if (before < 0)
            continue;
        double steps = (double)(i - (size_t)before) / (double)period;
        double change = y[i] - y[before];
        sum += change * change / steps;
        count++;
    }
    return count < 2 ? NAN : sum / (double)count;
}

enum status simple_naive(const double *y, size_t n, size_t ahead, double *mean, double *sd)
{
    return simple_seasonal_naive(y, n, 1, ahead, mean, sd);
}

enum status simple_seasonal_naive(const double *y, size_t n, size_t period, size_t ahead,
                                  double *mean, double *sd)
{
    ptrdiff_t last = observed_before(y, (ptrdiff_t)n - 1, 1);
    if (last < 0)
        return STATUS_SHORT;
    double variance = difference_variance(y, n, period);
    for (size_t h = 1; h <= ahead; h++) {
        size_t target = n - 1 + h;
        size_t cycles = (h - 1) / period + 1;
        ptrdiff_t from = (ptrdiff_t)target - (ptrdiff_t)(cycles * period);
        from = from < 0 ? -1 : observed_before(y, from, period);
        if (from < 0)
            from = last;
        else
            cycles = (target - (size_t)from) / period;
        mean[h - 1] = y[from];
        sd[h - 1] = sqrt((double)cycles * variance);
    }
    return STATUS_OK;
}

/* Residual variance of the differences around SLOPE a period; NaN with fewer than two of them. */
static double drift_variance(const double *y, size_t n, double slope)
{
    double sum = 0;
    size_t count = 0;
    ptrdiff_t before = -1;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        if (before >= 0) {
            double steps = (double)((ptrdiff_t)i - before);
            double residual = y[i] - y[before] - slope * steps;
            sum += residual * residual / steps;
            count++;
        }
        before = (ptrdiff_t)i;
    }
    return count < 2 ? NAN : sum / (double)(count - 1);
}

enum status simple_drift(const double *y, size_t n, size_t ahead, double *mean, double *sd)
{
    size_t first = 0;
    while (first < n && isnan(y[first]))
        first++;
    ptrdiff_t end = observed_before(y, (ptrdiff_t)n - 1, 1);
    if (end <= (ptrdiff_t)first)
        return STATUS_SHORT;
    size_t last = (size_t)end;
    double span = (double)(last - first);
    double slope = (y[last] - y[first]) / span;
    double variance = drift_variance(y, n, slope);
    for (size_t h = 1; h <= ahead; h++) {
        double steps = (double)(n - 1 + h - last);
        mean[h - 1] = y[last] + slope * steps;
        sd[h - 1] = sqrt(variance * steps * (1 + steps / span));
    }
    return STATUS_OK;
}
