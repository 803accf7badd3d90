// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_MARKET_PRIVATE_H
#define HEARTH_MODEL_SUFFICIENCY_MARKET_PRIVATE_H

#include "calendar/date.h"
#include "model/sufficiency/market.h"

/* Groups, kinds, what is counted in each cell, and which cells of the files go where. Reports every cell
 * that one side lacks. */
enum status market_make_cells(struct market *m, struct overflow_table *t);

#endif
