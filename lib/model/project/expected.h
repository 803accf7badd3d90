// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_EXPECTED_H
#define HEARTH_MODEL_PROJECT_EXPECTED_H

#include "model/project/demand_model.h"
#include "model/project/write.h"

/* Writes the demand model's projection as a series: for each cell its history, then mean and interval
 * (mean +- 2 sqrt(v) as lo95 and hi95; it has no other) at each date of AHEAD, which lie after the
 * day that M starts from. Cells by age band are the model's own bands. */
enum status expected_demand_model(struct demand_model *m, int32_t origin,
                                  const struct project_writer *p, const struct timeline *past,
                                  const uint32_t *history, const struct timeline *ahead);

#endif
