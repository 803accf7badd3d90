// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_MARKOV_H
#define HEARTH_MODEL_PROJECT_MARKOV_H

#include "model/project/rates.h"

/* Where children of one age will be: the exact law of the process with given rates, by uniformisation
 * (Poisson-weighted powers of a transition matrix: all terms positive, so nothing cancels; Jensen 1953).
 * States here are group * phases + phase. */
struct markov {
    const struct hazards *hazards;
    double *room; /* 5 * groups * phases + groups */
};
bool markov_init(struct markov *m, const struct hazards *h);
void markov_done(struct markov *m);

/* P (expected numbers or probabilities by state) after DAYS at AGE (0 ... 17). INFLOW, unless NULL, adds
 * so many a day to each state all the while. To about 1e-10. */
void markov_advance(struct markov *m, int age, double days, double *p, const double *inflow);

/* Adds to SPENT the expected days spent in each state during the next DAYS: the integral of what
 * markov_advance gives, by the same sum. P stays as it is. */
void markov_spend(struct markov *m, int age, double days, const double *p, const double *inflow,
                  double *spent);

#endif
