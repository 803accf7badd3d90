// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/matrix.h"

size_t matrix_factor(double *a, size_t p)
{
    static const double nothing = 1e-11;
    size_t rank = 0;
    for (size_t j = 0; j < p; j++) {
        double own = a[j * p + j], pivot = own;
        for (size_t k = 0; k < j; k++)
            pivot -= a[j * p + k] * a[j * p + k] * a[k * p + k];
        if (!(pivot > nothing * own)) {
            a[j * p + j] = 0;
            for (size_t i = j + 1; i < p; i++)
                a[i * p + j] = 0;
            continue;
        }
        rank++;
        for (size_t i = j + 1; i < p; i++) {
            double sum = a[i * p + j];
            for (size_t k = 0; k < j; k++)
                sum -= a[i * p + k] * a[j * p + k] * a[k * p + k];
            a[i * p + j] = sum / pivot;
        }
        a[j * p + j] = pivot;
    }
    return rank;
}

void matrix_solve(const double *factors, size_t p, double *b)
{
    for (size_t i = 0; i < p; i++)
        for (size_t k = 0; k < i; k++)
            b[i] -= factors[i * p + k] * b[k];
    for (size_t i = p; i-- > 0;) {
        double pivot = factors[i * p + i];
        b[i] = pivot > 0 ? b[i] / pivot : 0;
        for (size_t k = i + 1; k < p && pivot > 0; k++)
            b[i] -= factors[k * p + i] * b[k];
    }
}

void matrix_invert(const double *factors, size_t p, double *out, double *work)
{
    for (size_t j = 0; j < p; j++) {
        for (size_t i = 0; i < p; i++)
            work[i] = i == j && factors[j * p + j] > 0;
        matrix_solve(factors, p, work);
        for (size_t i = 0; i < p; i++)
            out[i * p + j] = work[i];
    }
}

double matrix_quadratic(const double *factors, size_t p, double *b)
{
    double sum = 0;
    for (size_t i = 0; i < p; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= factors[i * p + k] * b[k];
        if (factors[i * p + i] > 0)
            sum += b[i] * b[i] / factors[i * p + i];
    }
    return sum;
}
