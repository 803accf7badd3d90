// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_APPROVALS_H
#define HEARTH_MODEL_SUPPLY_APPROVALS_H

#include "base/problem.h"
#include "model/supply/newcomers.h"

/* Reads approvals to come, as hearth-recruit --to-come writes them (draws; measure approvals; monthly,
 * quarterly or yearly), and sets them in N: of the cells they go to, history counts only after their
 * last day.
 *
 * Where they go: dimension la to that authority; a dimension of --by to the cells with that label; route to
 * family and friends ("family and friends") or to all others (any other route); without either to all
 * but family and friends. Other dimensions are added up. Of several cells each gets its share of those who
 * came before.
 *
 * The first period is the one that the origin lies in or ends: of it those already approved on the
 * origin are taken off. DRAWS: the number that there must be; 0 takes theirs.
 *
 * Each of these is STATUS_VALUE, named with its file: a label that no spell has, another number of draws,
 * periods that don't begin where the supply does, a negative or broken number, several authorities in the
 * spells and no la. */
enum status approvals_read(struct newcomers *n, const struct roster *r, int32_t origin,
                           const char *path, size_t draws, const struct problem_sink *sink);

#endif
