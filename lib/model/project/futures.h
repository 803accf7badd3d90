// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_FUTURES_H
#define HEARTH_MODEL_PROJECT_FUTURES_H

#include "model/project/projection.h"
#include "model/project/simulate.h"

/* Many futures of one projection: for each draw the parameters first, then the children's lives. Draw i is
 * the same whatever the number of draws and threads; blocks of draws are simulated side by side and
 * handed on in order, so that memory does not grow with their number. */
struct futures_settings {
    const struct frame *frame;
    const struct timeline *timeline;
    uint64_t seed;
    size_t first, draws, threads;
    const uint32_t
        *lived; /* what the first period begins with (frame_size places); NULL: nothing */
    bool fixed; /* parameters at their means: the process alone */
    const struct scenarios *scenarios; /* NULL: the base alone */
};

/* Calls TAKE for each draw in order; COUNT is a view until it returns: frame_size places for the
 * base, then as many for each scenario. */
enum status futures_run(const struct projection *p, const struct futures_settings *settings,
                        enum status (*take)(void *context, size_t draw, const uint32_t *count),
                        void *context);

#endif
