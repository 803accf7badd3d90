// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_QUANTILES_COMBINE_H
#define HEARTH_MODEL_QUANTILES_COMBINE_H

#include "model/quantiles/collect.h"

/* What is done with collected futures before they are summed up: ratios and differences, each taken inside
 * every future. A place whose other side is empty in some future (collected.hole) is left out, too. */

/* Divides every other measure by PER, and leaves PER itself without any values. */
enum status collection_divide(struct collection *c, const char *per,
                              const struct problem_sink *sink);

/* Whether one measure is left; false after a report. */
bool collection_is_one_measure(const struct collection *c, const struct problem_sink *sink);

/* Takes the values of the scenario BASE from those of every other, and leaves BASE without any. */
enum status collection_subtract(struct collection *c, const char *base,
                                const struct problem_sink *sink);

#endif
