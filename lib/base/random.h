// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_RANDOM_H
#define HEARTH_BASE_RANDOM_H

#include "base/text.h"

#include <stdint.h>

/* Counter-based random streams (Philox 4x32, 10 rounds: Salmon, Moraes, Dror & Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011).
 *
 * A stream is named by what it is for, not by when it is used: (seed, tool, la, subject, draw).
 * So results do not depend on the number of threads or the order of work, the same seed over many
 * authorities gives independent noise, and a shock that authorities share is a stream named
 * without la. Two streams with different names are independent for all practical purposes.
 */
struct random_stream {
    uint32_t key[2];
    uint32_t counter[4]; /* [0], [1]: position; [2], [3]: from the name */
    uint32_t block[4];   /* the last numbers made */
    unsigned used;       /* of block */
};

/* Starts the stream named so. TOOL, LA and SUBJECT may be empty; they are views, not kept. */
void random_start(struct random_stream *s, uint64_t seed, const char *tool, struct text la,
                  struct text subject, uint64_t draw);

/* The ten-round Philox 4x32 block function itself, for tests against its published answers. */
void random_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* The next RANDOM_MANY numbers that random_u32 would give when none is left of a block, made together,
 * which takes less than half the time; and the next RANDOM_BOTH of two streams with one key (those that differ in
 * their counters only), together. */
enum { RANDOM_MANY = 16, RANDOM_BOTH = 8 };
void random_many(struct random_stream *s, uint32_t out[RANDOM_MANY]);
void random_both(struct random_stream *s, struct random_stream *t, uint32_t s_out[RANDOM_BOTH],
                 uint32_t t_out[RANDOM_BOTH]);

/* The next block of four numbers. Part of random_u32. */
void random_refill(struct random_stream *s);

static inline uint32_t random_u32(struct random_stream *s)
{
    if (s->used == 4)
        random_refill(s);
    return s->block[s->used++];
}
uint64_t random_u64(struct random_stream *s);

/* Uniform on the open interval (0, 1), 52 bits: never 0, never 1, so that log() is safe. */
double random_uniform(struct random_stream *s);

/* Uniform on 0 ... n-1 without bias (rejection); n >= 1. */
uint32_t random_below(struct random_stream *s, uint32_t n);

/* An index 0 ... n-1 with probability weight[i] / sum(weight). Weights >= 0, sum > 0. */
size_t random_choice(struct random_stream *s, const double *weight, size_t n);

#endif
