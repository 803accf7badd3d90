// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_PRESENT_H
#define HEARTH_MODEL_PROJECT_PRESENT_H

#include "model/project/exposure.h"

/* A child in care on the day the projection starts from, in its true state. Times are days after the
 * end of that day; birthdays lie in the middle of a day, period ends at the end of one. */
struct present_child {
    float birthday; /* when the next year of age is completed */
    uint16_t group;
    uint8_t age, phase;
    bool unaccompanied;
};

struct present {
    struct present_child *children;
    size_t count;
    size_t adults; /* open spells of people of 18 and over: not projected */
    size_t stale;  /* spells open when last seen, before the origin: not assumed to go on */
};

/* Who is there on ORIGIN. A child in two spells at once counts in each, as in the stock. False when memory
 * is out. */
bool present_find(struct present *p, const struct lives *l, int32_t origin);

/* Who is there of part NUMBER of the lives. */
bool present_find_part(struct present *p, const struct lives *l, size_t number, int32_t origin);
void present_done(struct present *p);

#endif
