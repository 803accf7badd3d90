// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SURVIVAL_MATRIX_H
#define HEARTH_STATS_SURVIVAL_MATRIX_H

#include <stddef.h>

/* Small symmetric systems, some of whose columns may say nothing new (two groups that are one, a
 * covariate that never varies): A = L D L' where a pivot that is nothing beside the column's own size becomes 0
 * and its column is left out of what follows. Row-major, p by p. */

/* Factors A in place (lower triangle and diagonal are read; L below, D on the diagonal); returns the
 * rank. */
size_t matrix_factor(double *a, size_t p);

/* Solves A x = B in place from the factors; left-out elements get 0. */
void matrix_solve(const double *factors, size_t p, double *b);

/* Writes the (generalised) inverse to OUT; WORK holds p numbers. */
void matrix_invert(const double *factors, size_t p, double *out, double *work);

/* b' A^-1 b, B being overwritten. */
double matrix_quadratic(const double *factors, size_t p, double *b);

#endif
