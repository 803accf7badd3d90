// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_POPULATION_H
#define HEARTH_MODEL_INDICATOR_POPULATION_H

#include "model/indicator/counts.h"
#include "model/rate/denominator.h"

/* The population of a group: the sum over its authorities of the latest number on or before a date. */
struct group_population {
    struct denominators people;
    struct text names[COUNTS_DIMENSIONS + 1]; /* la, then the dimensions of the counts */
};

/* Reads PATH as hearth-rate does, years dated on 30 June and at most 18 months old. A dimension that the
 * file doesn't have shares one population. Caller-owned: group_population_done. */
enum status group_population_read(struct group_population *p, const char *path,
                                  const char *const *where, size_t where_count,
                                  const struct counts *counts, const struct problem_sink *sink);
void group_population_done(struct group_population *p);

/* NaN when an authority of the group, or every one, has none. */
double group_population(const struct group_population *p, const struct counts *counts,
                        uint32_t group, int32_t date);

#endif
