// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_COUNTS_ADJUST_H
#define HEARTH_STATS_COUNTS_ADJUST_H

#include <stddef.h>

/* p-values of many tests at once (one an authority): what each would have to be below.
 *
 * adjusted[i] belongs to p[i]; ORDER is workspace for n indexes. NaN in gives NaN out and does not
 * count as a test. */

/* Benjamini & Hochberg (1995): controls the share of false alarms among the alarms. */
void adjust_false_discovery(const double *p, size_t n, size_t *order, double *adjusted);

/* Holm (1979): controls the chance of any false alarm. */
void adjust_holm(const double *p, size_t n, size_t *order, double *adjusted);

/* Bonferroni: the same, simpler and never better than Holm. */
void adjust_bonferroni(const double *p, size_t n, double *adjusted);

#endif
