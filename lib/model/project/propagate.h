// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_PROPAGATE_H
#define HEARTH_MODEL_PROJECT_PROPAGATE_H

#include "model/project/markov.h"

/* The same stretch of time is gone through by many children: the matrix of a stretch, once made, is
 * kept (by age and length) and costs one multiplication each time. Lengths that don't repeat, or too
 * many groups for matrices, go through markov_advance. */
struct propagator {
    struct markov markov;
    size_t states; /* groups * phases */
    struct propagator_matrix *kept;
    size_t count;
    double *room;
};

/* FOR what lengths a matrix pays: those in LENGTHS (days), up to PROPAGATOR_LENGTHS. */
enum { PROPAGATOR_LENGTHS = 24 };
bool propagator_init(struct propagator *p, const struct hazards *h, const double *lengths,
                     size_t count);
void propagator_done(struct propagator *p);

/* As markov_advance. */
bool propagator_advance(struct propagator *p, int age, double days, double *state,
                        const double *inflow);

#endif
