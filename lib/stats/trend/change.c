// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/trend/change.h"

#include "stats/stats.h"

#include <math.h>

/* sigma^2 from differences: 1.4826 MAD estimates their standard deviation, which is sigma sqrt(2).
 * Counts with many equal neighbours have MAD 0: then from their mean square. */
static double noise_variance(const double *y, size_t n, double *d)
{
    double squares = 0;
    size_t count = n - 1;
    for (size_t i = 0; i < count; i++) {
        d[i] = y[i + 1] - y[i];
        squares += d[i] * d[i];
    }
    stats_sort(d, count);
    double middle = stats_median(d, count);
    for (size_t i = 0; i < count; i++)
        d[i] = fabs(d[i] - middle);
    stats_sort(d, count);
    double deviation = 1.4826 * stats_median(d, count);
    return deviation > 0 ? .5 * deviation * deviation : .5 * squares / (double)count;
}

/* Sum of squares about the mean of y[from ... to - 1]; sums are of y less its first value. */
static double piece_cost(const struct change_work *w, size_t from, size_t to)
{
    double sum = w->sums[to] - w->sums[from];
    double cost = w->squares[to] - w->squares[from] - sum * sum / (double)(to - from);
    return fmax(0, cost);
}

/* best[j]: the least cost of the first j values; from[j]: where their last piece begins. */
static size_t partition(size_t n, size_t least, double penalty, struct change_work *w, size_t *at)
{
    w->best[0] = -penalty;
    for (size_t j = 1; j <= n; j++) {
        w->best[j] = INFINITY;
        for (size_t i = 0; i + least <= j; i++) {
            double cost = w->best[i] + piece_cost(w, i, j) + penalty;
            if (cost < w->best[j]) {
                w->best[j] = cost;
                w->from[j] = i;
            }
        }
    }
    size_t count = 0;
    for (size_t j = w->from[n]; j > 0; j = w->from[j])
        count++;
    for (size_t j = w->from[n], k = count; j > 0; j = w->from[j])
        at[--k] = j;
    return count;
}

/* The first value after the best single change (n: the whole is one piece). */
static size_t best_change(size_t n, size_t least, const struct change_work *w)
{
    size_t best = n;
    double cost = piece_cost(w, 0, n);
    for (size_t i = least; i + least <= n; i++) {
        double two = piece_cost(w, 0, i) + piece_cost(w, i, n);
        if (two < cost) {
            cost = two;
            best = i;
        }
    }
    return best;
}

/* Lag-one autocorrelation of Y about one level before CHANGE and one from there on, less its bias
 * (means taken off lower it by about (2 + 4r)/n), within 0 ... .9. */
static double residual_correlation(const double *y, size_t n, size_t change,
                                   const struct change_work *w)
{
    double product = 0, squares = 0, last = 0, m = (double)n;
    double before = y[0] + w->sums[change] / (double)change;
    double after = change < n ? y[0] + (w->sums[n] - w->sums[change]) / (double)(n - change) : 0;
    for (size_t i = 0; i < n; i++) {
        double residual = y[i] - (i < change ? before : after);
        product += residual * last;
        squares += residual * residual;
        last = residual;
    }
    double r = squares > 0 ? product / squares : 0;
    return fmin(.9, fmax(0, r + (2 + 4 * r) / m));
}

/* Sum of squares about the least-squares line. */
static double line_cost(const double *y, size_t n, const struct change_work *w)
{
    double m = (double)n, product = 0;
    for (size_t i = 0; i < n; i++)
        product += ((double)i - .5 * (m - 1)) * (y[i] - y[0]);
    return piece_cost(w, 0, n) - product * product * 12 / (m * (m * m - 1));
}

enum status change_find(const double *y, size_t n, const struct change_options *options,
                        struct change_work *w, size_t *at, struct change_result *out)
{
    *out = (struct change_result){0};
    if (n < 2 * options->least_length || options->least_length < 1)
        return STATUS_SHORT;
    out->noise = noise_variance(y, n, w->best);
    w->sums[0] = w->squares[0] = 0;
    for (size_t i = 0; i < n; i++) {
        double above = y[i] - y[0];
        w->sums[i + 1] = w->sums[i] + above;
        w->squares[i + 1] = w->squares[i] + above * above;
    }
    if (!(out->noise > 0))
        return STATUS_OK;
    out->penalty = options->penalty * out->noise * log((double)n);
    if (options->inflate) {
        double r = residual_correlation(y, n, best_change(n, options->least_length, w), w);
        out->correlation = r;
        out->penalty *= (1 + r) / ((1 - r) * (1 - r));
    }
    out->count = partition(n, options->least_length, out->penalty, w, at);
    out->cost = w->best[n];
    /* a line has one parameter more than one level; a change has two, place and size */
    out->line = options->against_line && line_cost(y, n, w) + .5 * out->penalty < out->cost;
    if (out->line)
        out->count = 0;
    return STATUS_OK;
}
