// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/population/tuples.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

void tuples_init(struct tuples *t, size_t width)
{
    *t = (struct tuples){.width = width};
}

void tuples_done(struct tuples *t)
{
    free(t->values);
    free(t->slots);
    tuples_init(t, t->width);
}

const int32_t *tuples_at(const struct tuples *t, uint32_t number)
{
    return t->values + number * t->width;
}

static bool is(const struct tuples *t, uint32_t number, const int32_t *value)
{
    return memcmp(tuples_at(t, number), value, t->width * sizeof *value) == 0;
}

static uint32_t slot_of(const struct tuples *t, const int32_t *value)
{
    uint64_t h = t->width;
    for (size_t i = 0; i < t->width; i++)
        h = hash_mix(h, (uint32_t)value[i]);
    uint32_t slot = (uint32_t)h & t->mask;
    while (t->slots[slot] && !is(t, t->slots[slot] - 1, value))
        slot = (slot + 1) & t->mask;
    return slot;
}

/* Twice the slots (16 at first), so that at most half of them are taken. */
static bool grow_slots(struct tuples *t)
{
    uint32_t size = t->slots ? (t->mask + 1) * 2 : 16;
    uint32_t *slots = size ? calloc(size, sizeof *slots) : NULL;
    if (!slots)
        return false;
    free(t->slots);
    t->slots = slots;
    t->mask = size - 1;
    for (uint32_t i = 0; i < t->count; i++)
        t->slots[slot_of(t, tuples_at(t, i))] = i + 1;
    return true;
}

static bool grow_values(struct tuples *t)
{
    uint32_t room = t->room ? t->room * 2 : 16;
    int32_t *values = realloc(t->values, room * t->width * sizeof *values);
    if (!values)
        return false;
    t->values = values;
    t->room = room;
    return true;
}

uint32_t tuples_add(struct tuples *t, const int32_t *value)
{
    if (t->last < t->count && is(t, t->last, value))
        return t->last;
    if ((!t->slots || t->count >= t->mask / 2) && !grow_slots(t))
        return TUPLES_NONE;
    uint32_t slot = slot_of(t, value);
    if (!t->slots[slot]) {
        if (t->count == t->room && !grow_values(t))
            return TUPLES_NONE;
        memcpy(t->values + t->count * t->width, value, t->width * sizeof *value);
        t->slots[slot] = ++t->count;
    }
    return t->last = t->slots[slot] - 1;
}

uint32_t tuples_find(const struct tuples *t, const int32_t *value)
{
    return t->slots ? t->slots[slot_of(t, value)] - 1 : TUPLES_NONE;
}
