// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_MEMBERS_H
#define HEARTH_MODEL_SYNTH_MEMBERS_H

#include "table/rows.h"

#include <stddef.h>
#include <stdint.h>

/* The authorities of a made-up region: real codes, invented sizes. */
struct synth_member {
    char la[8];
    int children; /* in care, on average; at least 1 */
};
enum { MEMBERS_MOST = 153 };

/* Reads the first COUNT authorities of today from TABLE (datasets/schema/la.csv: old_code, last_year)
 * and shares CHILDREN out among them, unequally: the logarithms of sizes are normal with the standard
 * deviation 0.58 of England's 150 larger authorities on 31 March 2024 (Department for Education,
 * "Children looked after in England including adoptions", children on 31 March by authority). The
 * share of an authority depends on SEED and on the others. STATUS_SHORT when TABLE has fewer. */
enum status members_load(struct synth_member *members, size_t count, struct rows *table,
                         uint64_t seed, long children);

#endif
