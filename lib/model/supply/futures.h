// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_FUTURES_H
#define HEARTH_MODEL_SUPPLY_FUTURES_H

#include "model/supply/supply.h"

/* Many futures of one supply: of each draw first the rates, who comes and how many places can be used,
 * then every household's (home's, worker's) time there, one by one, and every newcomer's. Draw i is the
 * same whatever the number of draws, threads and other authorities in the file; blocks of draws are
 * made side by side and handed on in order, so that memory does not grow with their number. */
struct supply_futures {
    uint64_t seed;
    size_t draws, threads;
    bool fixed;       /* rates, shares and expected newcomers at their means: the process alone */
    bool places_only; /* family and friends, whose places don't count, need not be followed */
};

/* Calls TAKE for each draw in order; COUNT is a view until it returns: supply_size numbers, at
 * supply_at. */
enum status supply_futures_run(const struct supply *s, const struct supply_futures *settings,
                               enum status (*take)(void *context, size_t draw,
                                                   const int32_t *count),
                               void *context);

#endif
