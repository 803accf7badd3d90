// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/recruit/delay.h"

#include "stats/counts/quantile.h"

#include <math.h>

/* Delays that period ROW knows: its first cells that are numbers. */
static size_t known(const struct triangle *t, size_t row)
{
    size_t k = 0;
    while (k < t->delays && !isnan(t->counts[row * t->delays + k]))
        k++;
    return k;
}

static enum status check(const struct triangle *t)
{
    for (size_t i = 0; i < t->periods; i++)
        for (size_t j = 0; j < t->delays; j++) {
            double x = t->counts[i * t->delays + j];
            if (x < 0 || (j >= known(t, i) && !isnan(x)))
                return STATUS_VALUE;
        }
    return STATUS_OK;
}

static double sum_to(const struct triangle *t, size_t row, size_t delay)
{
    double sum = 0;
    for (size_t j = 0; j <= delay; j++)
        sum += t->counts[row * t->delays + j];
    return sum;
}

enum status delay_estimate(const struct triangle *t, size_t recent, double *factors,
                           double *complete)
{
    enum status s = check(t);
    if (s != STATUS_OK || t->delays == 0)
        return s == STATUS_OK ? STATUS_SHORT : s;
    for (size_t j = 0; j + 1 < t->delays; j++) {
        double before = 0, after = 0;
        size_t used = 0;
        for (size_t i = t->periods; i-- > 0 && (!recent || used < recent);)
            if (known(t, i) > j + 1) {
                before += sum_to(t, i, j);
                after += sum_to(t, i, j + 1);
                used++;
            }
        if (!(before > 0))
            return STATUS_SHORT;
        factors[j] = after / before;
    }
    complete[t->delays - 1] = 1;
    for (size_t j = t->delays - 1; j-- > 0;)
        complete[j] = complete[j + 1] / factors[j];
    return STATUS_OK;
}

double delay_dispersion(const struct triangle *t, const double *complete)
{
    double chi_square = 0, cells = 0, rows = 0;
    for (size_t i = 0; i < t->periods; i++) {
        size_t k = known(t, i);
        double total = k ? sum_to(t, i, k - 1) / complete[k - 1] : 0;
        rows += total > 0;
        for (size_t j = 0; j < k && total > 0; j++) {
            double mean = total * (complete[j] - (j ? complete[j - 1] : 0));
            double error = t->counts[i * t->delays + j] - mean;
            if (mean > 0) {
                chi_square += error * error / mean;
                cells++;
            }
        }
    }
    double free = cells - rows - (double)t->delays + 1;
    return free > 0 && chi_square > free ? chi_square / free : 1;
}

struct nowcast nowcast_of(double recorded, double complete, double dispersion)
{
    struct nowcast n = {recorded / complete, NAN};
    double mean = n.total - recorded;
    if (!(complete < 1))
        return (struct nowcast){recorded, NAN};
    if (recorded == 0) {
        /* nothing recorded says little: Jeffreys' half an event */
        n.size = .5;
        return n;
    }
    double variance = dispersion * (mean + mean * mean / (recorded + .5));
    n.size = variance > mean ? mean * mean / (variance - mean) : INFINITY;
    return n;
}

struct interval nowcast_interval(double recorded, double complete, double dispersion, double level)
{
    struct nowcast n = nowcast_of(recorded, complete, dispersion);
    double mean = n.total - recorded, below = (1 - level) / 2;
    if (isnan(n.size))
        return (struct interval){recorded, recorded};
    if (recorded == 0)
        mean = .5 * (1 - complete) / complete;
    struct interval out;
    if (isinf(n.size)) {
        out.low = poisson_quantile(below, mean);
        out.high = poisson_quantile(1 - below, mean);
    } else {
        out.low = negative_binomial_quantile(below, mean, n.size);
        out.high = negative_binomial_quantile(1 - below, mean, n.size);
    }
    return (struct interval){recorded + out.low, recorded + out.high};
}

void delay_spread(const double *enquiries, size_t n, double share, const double *delay,
                  size_t delays, double *expected)
{
    for (size_t k = 0; k + 1 < n + delays; k++)
        expected[k] = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < delays; j++)
            expected[i + j] += enquiries[i] * share * delay[j];
}
