// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_OUTPUT_H
#define HEARTH_MODEL_PROJECT_OUTPUT_H

#include "model/project/demand_model.h"
#include "model/project/futures.h"
#include "model/project/write.h"

/* Whole outputs: history first, then what is projected. PAST and HISTORY: see frame_count_history. */

/* The demand model's projection as a series: for each cell its history, then mean and interval
 * (mean +- 2 sqrt(v) as lo95 and hi95; it has no other) at each date of AHEAD, which lie after ORIGIN,
 * the day that M starts from. Cells by age band are the model's own bands. */
enum status output_demand_model(struct demand_model *m, int32_t origin,
                                const struct project_writer *p, const struct timeline *past,
                                const uint32_t *history, const struct timeline *ahead);

/* Adds up the states of M, as far as it was stepped, in each cell of F: MEAN and VARIANCE have F->cells
 * places. Cells by single age can't be told: F->ages must not be FRAME_AGE. */
void output_demand_cells(const struct demand_model *m, const struct frame *f, double *mean,
                         double *variance);

/* Exact mean of the stock and the interval of the process alone (normal, rates and entries taken as
 * known) as a series; then the mean of the care days, without an interval. LIVED: see futures_settings. */
enum status output_closed_form(const struct projection *projection, const struct project_writer *p,
                               const struct timeline *past, const uint32_t *history,
                               const struct timeline *ahead, const uint32_t *lived);

/* Draws. */
enum status output_draws(const struct projection *projection,
                         const struct futures_settings *settings, const struct project_writer *p,
                         const struct timeline *past, const uint32_t *history);

#endif
