// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_EXPOSURE_H
#define HEARTH_MODEL_PROJECT_EXPOSURE_H

#include "model/project/lives.h"

#include <stdbool.h>
#include <stddef.h>

/* Events and the time in which they could happen, by state.
 *
 * A state is a completed year of age (0 ... 17), a group, and a phase of the present placement: its first
 * month, 1-6 months, 6-24 months, longer. Children leave care, move to another placement (of any group; the
 * phase begins again) or stay on into the next phase. Leaving on or after the 18th birthday is no event of
 * a rate: it is certain.
 * Of a placement that began at an unknown time before the first return only the time counts in which it
 * must be in the last phase: taken as short, old placements would hide how soon new ones end. */
enum { PROJECT_AGES = 18, PROJECT_PHASES = 4, PROJECT_BANDS = 5 };
extern const int32_t project_phase_days[PROJECT_PHASES - 1]; /* where a phase ends */

/* Ages 0, 1-4, 5-9, 10-15, 16-17: where children go depends on age in these steps. */
static inline int project_band(int age)
{
    return (age >= 1) + (age >= 5) + (age >= 10) + (age >= 16);
}

static inline size_t project_state(size_t groups, int age, size_t group, int phase)
{
    return ((size_t)age * groups + group) * PROJECT_PHASES + (size_t)phase;
}

/* Completed years, at most 17; the phase of a placement begun on PLACED. */
int project_phase(int32_t placed, int32_t on);

struct exposure {
    size_t groups, states;  /* states = PROJECT_AGES * groups * PROJECT_PHASES */
    double *days;           /* by state */
    double *leaves, *moves; /* by state */
    double *stays;          /* into the next phase: by group and phase */
    double *to;             /* moves by (band * groups + from) * groups + to */
    double *entries;        /* by (age * groups + group) */
    double *room;           /* all of them, one after the other */
    size_t size;            /* numbers in room */
};

bool exposure_init(struct exposure *e, size_t groups);
void exposure_done(struct exposure *e);

/* Adds what happened on the days FROM ... TO. */
void exposure_count(struct exposure *e, const struct lives *l, int32_t from, int32_t to);

/* The same of part NUMBER of the lives alone. */
void exposure_count_part(struct exposure *e, const struct lives *l, size_t number, int32_t from,
                         int32_t to);

/* Adds B to A. */
void exposure_add(struct exposure *a, const struct exposure *b);

/* Everything anew: 0. */
void exposure_clear(struct exposure *e);

#endif
