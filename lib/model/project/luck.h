// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_LUCK_H
#define HEARTH_MODEL_PROJECT_LUCK_H

#include "base/random.h"

#include <math.h>

/* A simulated child's random numbers, in the order in which a life takes them: first some uniform ones,
 * such as the day on which the child comes; then in turn how long to wait (exponential, mean 1) and
 * what happens then (uniform). They are made many at a time: done for several children in a row, this keeps
 * the processor busy where one after the other would make it wait. The numbers are those that the
 * stream would give one by one. */
struct luck {
    struct random_stream stream;
    uint32_t bits[RANDOM_MANY];
    unsigned at; /* the next of BITS */
};

/* The numbers of SUBJECT. What is left of the stream's present block is not used. */
static inline void luck_start(struct luck *l, const struct random_stream *s, uint32_t subject)
{
    l->stream = *s;
    l->stream.counter[1] = subject;
    l->at = RANDOM_MANY;
}

/* Makes the first numbers of two children that have none yet. */
static inline void luck_make_both(struct luck *l, struct luck *m)
{
    l->at = m->at = RANDOM_MANY - RANDOM_BOTH;
    random_both(&l->stream, &m->stream, l->bits + l->at, m->bits + m->at);
}

/* Makes the next numbers; luck_uniform does so where it must. */
static inline void luck_make(struct luck *l)
{
    random_many(&l->stream, l->bits);
    l->at = 0;
}

/* Uniform on (0, 1) from 32 bits: quick, and fine enough for a waiting time. */
static inline double luck_uniform(struct luck *l)
{
    if (l->at == RANDOM_MANY)
        luck_make(l);
    return ((double)l->bits[l->at++] + 0.5) * 0x1p-32;
}

static inline double luck_wait(struct luck *l)
{
    return -log(luck_uniform(l));
}

#endif
