// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BENCH_PLACE_YEAR_H
#define HEARTH_BENCH_PLACE_YEAR_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The job that both readers are measured by: how many episodes by PLACE and year of DECOM. The
 * counting is the same open-addressing hash for both, so that only the reading differs. */
enum { SLOTS = 4096, KEY = 16 };

struct counts {
    struct slot {
        char key[KEY]; /* PLACE, blank, year */
        size_t size;
        unsigned long count;
    } slots[SLOTS];
};

static inline void count_episode(struct counts *c, const char *place, size_t place_size,
                                 const char *decom, size_t decom_size)
{
    char key[KEY];
    if (place_size + 5 > KEY || decom_size < 4)
        return;
    memcpy(key, place, place_size);
    key[place_size] = ' ';
    memcpy(key + place_size + 1, decom + decom_size - 4, 4); /* DD/MM/YYYY */
    size_t size = place_size + 5;
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    for (uint32_t at = hash % SLOTS;; at = (at + 1) % SLOTS) {
        struct slot *slot = &c->slots[at];
        if (slot->size == 0) {
            memcpy(slot->key, key, size);
            slot->size = size;
        }
        if (slot->size == size && memcmp(slot->key, key, size) == 0) {
            slot->count++;
            return;
        }
    }
}

static inline int compare_slots(const void *a, const void *b)
{
    return memcmp(((const struct slot *)a)->key, ((const struct slot *)b)->key, KEY);
}

static inline int print_counts(struct counts *c)
{
    qsort(c->slots, SLOTS, sizeof *c->slots, compare_slots);
    for (size_t i = 0; i < SLOTS; i++)
        if (c->slots[i].size)
            printf("%.*s %lu\n", (int)c->slots[i].size, c->slots[i].key, c->slots[i].count);
    return fflush(stdout) ? 3 : 0;
}

#endif
