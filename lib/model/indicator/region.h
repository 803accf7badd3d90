// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_REGION_H
#define HEARTH_MODEL_INDICATOR_REGION_H

#include "base/intern.h"
#include "table/rows.h"

/* The region of an authority by any of its names: old three-digit code, new code or name (either case), from
 * a table with old_code, new_code, name and region. */
struct regions {
    struct intern names; /* lower case */
    struct intern regions;
    uint32_t *region; /* by name */
};

/* Reads the table R. Caller-owned: regions_done, also after a failure (which was reported). */
enum status regions_read(struct regions *g, struct rows *r);
void regions_done(struct regions *g);

/* A view as long as G; empty for one that isn't known. */
struct text region_of(const struct regions *g, struct text la);

#endif
