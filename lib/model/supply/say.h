// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_SAY_H
#define HEARTH_MODEL_SUPPLY_SAY_H

#include "model/supply/supply.h"

/* Says to SINK what a supply rests on: who is there, how they left, who comes, what is not available, and
 * whatever was left out or taken for granted. */
void supply_say(const struct supply *s, const struct problem_sink *sink);

#endif
