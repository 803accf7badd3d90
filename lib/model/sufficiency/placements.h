// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_PLACEMENTS_H
#define HEARTH_MODEL_SUFFICIENCY_PLACEMENTS_H

#include "model/sufficiency/outcome.h"
#include "table/writer.h"

/* Where children end up, as draws: measure stock by the kind in which they are placed, those left out of
 * the planning where they were, and those for whom no place is found as the kind NOWHERE. The sum over the
 * kinds of a group is that of the demand, in every future.
 *
 * care_days, where the demand has them, go with the children pro rata: a kind's days of a period are
 * shared out as its children are at the period's end; days of a kind with no child at the end stay. */
struct placements;

/* NOWHERE may be one of the kinds. Writes the header and the demand's actual rows. */
enum status placements_open(struct placements **out, struct outcome *o, const char *nowhere,
                            struct writer *w);
void placements_close(struct placements *p);

/* Writes the market's present future; for outcome_add, once a date. */
enum status placements_add(void *placements, const struct outcome *o, size_t date);

#endif
