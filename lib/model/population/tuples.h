// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_POPULATION_TUPLES_H
#define HEARTH_MODEL_POPULATION_TUPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers for tuples of numbers: what base/intern.h is for texts. The first tuple seen is 0, the
 * next new one 1, and so on. Groups of several columns, and pairs of groups, are counted under one
 * number each. */
struct tuples {
    size_t width;    /* numbers in a tuple, at least 1 */
    int32_t *values; /* width numbers for each tuple, by tuple number */
    uint32_t count;
    uint32_t room;
    uint32_t *slots; /* open addressing; number + 1, 0 = free */
    uint32_t mask;
    uint32_t last; /* the tuple asked for last: most often it is the next one, too */
};

#define TUPLES_NONE UINT32_MAX

void tuples_init(struct tuples *t, size_t width);
void tuples_done(struct tuples *t);

/* The number of the tuple VALUE (width numbers), adding it when it is new; TUPLES_NONE when memory
 * is out. */
uint32_t tuples_add(struct tuples *t, const int32_t *value);

/* The number of the tuple VALUE, or TUPLES_NONE where it was never added: nothing is added. */
uint32_t tuples_find(const struct tuples *t, const int32_t *value);

/* The numbers of tuple NUMBER (< count): a view until the next tuples_add. */
const int32_t *tuples_at(const struct tuples *t, uint32_t number);

#endif
