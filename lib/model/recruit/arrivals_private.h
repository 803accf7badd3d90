// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_ARRIVALS_PRIVATE_H
#define HEARTH_MODEL_RECRUIT_ARRIVALS_PRIVATE_H

#include "model/recruit/arrivals.h"
#include "model/recruit/late.h"

/* What the parts of arrivals share: the forecasts (arrivals.c), units and what is still to be entered of
 * each (arrivals_units.c). */

/* Whether the enquiry is one of the unit's, and was known on its last day. */
bool arrivals_holds(const struct journeys *j, const struct arrivals_unit *u,
                    const struct journey *of);

/* Finds the units, with group, from, origin and name. */
enum status arrivals_find_units(struct arrivals *a, const struct journeys *j, int32_t origin);

/* Draws the enquiries to be entered of every version. */
enum status arrivals_find_late(struct arrivals *a, struct arrivals_unit *u,
                               const struct journeys *j, const struct late *late, uint64_t seed);

#endif
