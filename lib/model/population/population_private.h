// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_POPULATION_PRIVATE_H
#define HEARTH_MODEL_POPULATION_PRIVATE_H

#include "model/population/coverage.h"
#include "model/population/events.h"
#include "model/population/grouping.h"
#include "model/population/population.h"
#include "model/population/tally.h"

/* What is counted in the tally. Stock counts its changes and the matrix its moves under 0. */
enum flow_measure { STARTS, ENDS, MOVES_IN, MOVES_OUT, MOVES_WITHIN, AGEING_IN, AGEING_OUT, FLOWS };

/* Sides of a matrix pair that are no group. */
enum { SIDE_NOT_INCLUDED = -1, SIDE_NOT_IN_CARE = -2 };

/* An authority that has something in a group, from the day FIRST on. */
struct population_part {
    uint32_t group, authority;
    int32_t first;
};

/* A series is a group, or for the matrix a pair of groups. */
struct population {
    struct population_settings settings;
    const struct problem_sink *sink;
    struct spells *spells;
    struct grouping *grouping;
    struct coverage coverage;
    struct tally tally;
    struct events events;
    struct tuples pairs;  /* matrix: from, to */
    int placement_column; /* of placement_start, or -1 */
    struct population_part *parts;
    size_t part_count, part_room;
    uint32_t *part_last; /* by group: index + 1 of its latest part */
    uint32_t group_room;
    int32_t over_most; /* of the present subject's spells */
    size_t overlaps, overlap_line, selected;
    bool derived; /* grouping_has_derived */
    bool failed;  /* out of memory */
};

/* The places (tally.h) of the first stock and the last date; false when no period end lies between. */
bool population_places(const struct population *p, int32_t *first, int32_t *last);

/* True when a date may be written: --from and --to. */
bool population_wants(const struct population *p, int32_t date);

/* Reports the notes. */
void population_notes(const struct population *p);

#endif
