// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/counts/adjust.h"

#include <gsl/gsl_sort.h>
#include <math.h>

/* ORDER of the P from the smallest, missing ones last; returns the number of tests. NaN would spoil
 * the sort, so adjusted[] holds a copy with NaN replaced by something greater than any p. */
static size_t order_tests(const double *p, size_t n, size_t *order, double *adjusted)
{
    size_t tests = 0;
    for (size_t i = 0; i < n; i++) {
        adjusted[i] = isnan(p[i]) ? 2 : p[i];
        if (!isnan(p[i]))
            tests++;
    }
    gsl_sort_index(order, adjusted, 1, n);
    for (size_t i = 0; i < n; i++)
        adjusted[i] = NAN;
    return tests;
}

void adjust_false_discovery(const double *p, size_t n, size_t *order, double *adjusted)
{
    size_t tests = order_tests(p, n, order, adjusted);
    double least = 1;
    for (size_t i = tests; i-- > 0;) {
        least = fmin(least, p[order[i]] * (double)tests / (double)(i + 1));
        adjusted[order[i]] = least;
    }
}

void adjust_holm(const double *p, size_t n, size_t *order, double *adjusted)
{
    size_t tests = order_tests(p, n, order, adjusted);
    double most = 0;
    for (size_t i = 0; i < tests; i++) {
        most = fmax(most, fmin(1, p[order[i]] * (double)(tests - i)));
        adjusted[order[i]] = most;
    }
}

void adjust_bonferroni(const double *p, size_t n, double *adjusted)
{
    size_t tests = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(p[i]))
            tests++;
    for (size_t i = 0; i < n; i++)
        adjusted[i] = isnan(p[i]) ? NAN : fmin(1, p[i] * (double)tests);
}
