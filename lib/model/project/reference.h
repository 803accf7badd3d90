// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_REFERENCE_H
#define HEARTH_MODEL_PROJECT_REFERENCE_H

#include "model/project/exposure.h"

/* How far back to look for rates.
 *
 * Long: more events. Short: nearer to how things are now. Each of the last 1, 2, 3, 5 and all years is
 * scored by how well its rates would have foretold the leavings and moves of each following year, by
 * group and phase (mean log-score of the Poisson counts; rates drawn a little towards the pooled one).
 * Among those within one unit of the best, the longest is chosen: shorter only where it shows. */
enum { REFERENCE_CANDIDATES = 5 };
struct reference_choice {
    size_t years;                           /* chosen: the last so many */
    size_t candidate[REFERENCE_CANDIDATES]; /* years of each */
    double score[REFERENCE_CANDIDATES]; /* loss by choosing it, a year, against the best: >= 0 */
    size_t candidates;
    size_t tested; /* following years that were foretold: 0, all there is is used */
};

/* YEARS[0 ... n-1], oldest first. False when memory is out. */
bool reference_choose(struct reference_choice *out, const struct exposure *years, size_t n);

#endif
