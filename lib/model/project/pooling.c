// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/pooling.h"

#include <math.h>

double pooling_likelihood(const double *events, const double *expected, size_t n, double strength)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double y = events[i], x = expected[i];
        if (x <= 0)
            continue;
        sum += lgamma(y + strength) - lgamma(strength) + strength * log(strength / (strength + x)) +
               y * log(x / (strength + x));
    }
    return sum;
}

double pooling_strength(const double *events, const double *expected, size_t n)
{
    double best = 4096, most = -INFINITY;
    for (double strength = 4096; strength >= 1; strength /= 2) {
        double score = pooling_likelihood(events, expected, n, strength) + 0.1 * log(strength);
        if (score > most) {
            most = score;
            best = strength;
        }
    }
    return best;
}

/* Log-likelihood of a row, without constants. */
static double shares_likelihood(const double *count, const double *share, size_t width,
                                double strength)
{
    double sum = 0, all = 0, weight = 0;
    for (size_t i = 0; i < width; i++) {
        double k = strength * share[i];
        all += count[i];
        weight += k;
        if (count[i] > 0 && k > 0)
            sum += lgamma(count[i] + k) - lgamma(k);
    }
    return all > 0 ? sum + lgamma(weight) - lgamma(weight + all) : 0;
}

double pooling_shares(const double *count, const double *share, size_t rows, size_t width)
{
    double best = 4096, most = -INFINITY;
    for (double strength = 4096; strength >= 1; strength /= 2) {
        double score = 0.1 * log(strength);
        for (size_t r = 0; r < rows; r++)
            score += shares_likelihood(count + r * width, share + r * width, width, strength);
        if (score > most) {
            most = score;
            best = strength;
        }
    }
    return best;
}
