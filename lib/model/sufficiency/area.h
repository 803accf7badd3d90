// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_AREA_H
#define HEARTH_MODEL_SUFFICIENCY_AREA_H

#include "base/problem.h"
#include "base/random.h"
#include "base/status.h"

#include <stdint.h>

/* Children placed out of area: of those who are placed now, the share by kind that lives in another
 * authority (column location: OUT; or placement_la other than la) or farther away than a number of miles
 * (column distance_miles), applied to where the children of each future end up.
 *
 * The share itself is uncertain: each future draws it from Beta(x + 1/2, n - x + 1/2) (x of n; Jeffreys),
 * and each child of that future then is far away or not. Kinds that nobody is placed in now
 * take the share of all kinds. */
struct area {
    const struct text *kinds; /* the caller's */
    size_t kind_count;
    double *far, *known; /* by kind; [kind_count]: all */
    double unknown;      /* open placements that do not say */
};

/* Reads the spells in PATH that were open when last seen; KIND names the column that KINDS are labels of. MILES 0: by
 * authority. */
enum status area_read(struct area *a, const char *path, struct text kind, const struct text *kinds,
                      size_t kind_count, double miles, const struct problem_sink *sink);
void area_done(struct area *a);

/* The share of one future. */
double area_share(const struct area *a, size_t kind, struct random_stream *s);

#endif
