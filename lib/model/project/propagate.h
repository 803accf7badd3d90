// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_PROPAGATE_H
#define HEARTH_MODEL_PROJECT_PROPAGATE_H

#include "model/project/markov.h"

/* Many children go through the same rates for some time. The matrices of a quarter of a day and of its doubles
 * (half a day, a day, two ...) are kept by age: any number of quarter days is a few of them, and
 * birthdays and dates lie on quarters of a day. For lengths that many go through the whole matrix is
 * kept, too, and costs one multiplication. Other lengths, or too many groups for matrices, go
 * through markov_advance. */
struct propagator {
    struct markov markov;
    size_t states;                  /* groups * phases */
    struct propagator_matrix *kept; /* the powers of two, then the lengths */
    size_t powers, count;
    double *room, *square; /* states; states * states where matrices are kept */
};

/* LENGTHS (days): up to PROPAGATOR_LENGTHS that many go through. */
enum { PROPAGATOR_LENGTHS = 24, PROPAGATOR_POWERS = 12 };
bool propagator_init(struct propagator *p, const struct hazards *h, const double *lengths,
                     size_t count);
void propagator_done(struct propagator *p);

/* As markov_advance. */
bool propagator_advance(struct propagator *p, int age, double days, double *state,
                        const double *inflow);

#endif
