// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_AGENCY_H
#define HEARTH_RETURNS_CHECK_AGENCY_H

#include "returns/check/visit.h"

/* The agency rules: statutory guidance of the Department for Education on agency child and family social
 * workers. They cover assignments that begin from 31 October 2024, and from 1 October 2025 those, too, that began
 * before. Costs are held to a price cap by role that the authorities of a region agree on; a worker needs
 * three years' direct employment after qualifying; and nobody comes back through an agency within three
 * months of leaving a permanent post in the region, redundancy and probation apart. */

/* Whether an assignment that begins on START is one of those from the first day of the rules on. */
bool agency_rules_began(int32_t start);

/* Whether one from START to END (DATE_NONE = open on SEEN_TO, the last day that its register is known to have
 * been kept) is covered. */
bool agency_rules_cover(int32_t start, int32_t end, int32_t seen_to);

/* Whether START is less than three months after LEFT, the last day of a permanent post. */
bool agency_too_soon(int32_t left, int32_t start);

#endif
