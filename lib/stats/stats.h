// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_STATS_H
#define HEARTH_STATS_STATS_H

#include <stddef.h>

/* What every numeric module shares.
 *
 * Numeric routines take arrays and workspaces and give arrays and structs; they answer with enum
 * status (base/status.h). NaN stands for "missing" or "not defined", never for a failure. */

/* Turns off GSL's handler that ends the process at an error. A tool that uses lib/stats calls this
 * once, first; every answer of GSL is checked in this folder. */
void stats_begin(void);

/* Sorts N numbers upwards, in place; NaN are not allowed. */
void stats_sort(double *x, size_t n);

/* The P quantile (0 <= p <= 1) of N sorted numbers, linear between order statistics (type 7 of
 * Hyndman & Fan 1996); NaN when n is 0. */
double stats_quantile(const double *sorted, size_t n, double p);

/* The middle of N sorted numbers; NaN when n is 0. */
double stats_median(const double *sorted, size_t n);

/* The normal quantile that leaves LEVEL (such as .95) between -z and z: 1.96 for .95. */
double stats_normal_z(double level);

/* X to so many significant DIGITS: for results whose last bits are noise that differs between
 * compilers. */
double stats_round(double x, int digits);

#endif
