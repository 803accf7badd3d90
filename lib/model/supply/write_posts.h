// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_WRITE_POSTS_H
#define HEARTH_MODEL_SUPPLY_WRITE_POSTS_H

#include "model/supply/write.h"

/* Rows of whole authorities, vacancies_fte and agency_fte: one an authority where la is among the
 * dimensions (the others are empty), else one of all together. */

/* What was counted: vacancies on the days of their counts, and agency workers on those days. */
void supply_write_posts_past(const struct supply_writer *p, enum supply_measure m);

/* P's future on date number DATE; START: the rows' first cells. */
void supply_write_posts_drawn(const struct supply_writer *p, enum supply_measure m, size_t date,
                              struct text start);

#endif
