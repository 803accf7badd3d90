// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_SAY_H
#define HEARTH_MODEL_SUFFICIENCY_SAY_H

#include "model/sufficiency/write.h"

/* The findings in sentences that can stand in a report, as notes to the market's sink: which kinds run short at
 * the last date (or that of CLOSED), how often, by how much, and what would help; what was left out or
 * taken as unlimited; how sure the simulation is. */
void outcome_say(const struct outcome *o, const struct close_result *closed,
                 const struct write_settings *settings);

#endif
