// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_STATED_H
#define HEARTH_MODEL_SUPPLY_STATED_H

#include "base/random.h"

/* A number that somebody states with how sure they are: mid is as likely too high as too low; one time in ten
 * it is below low, one in ten above high. All three alike: certain. (As a lever's effect,
 * model/project/scenario.h.) */
struct stated_range {
    double low, mid, high;
};

/* Two halves of normal laws with those quantiles; the caller cuts at what can be. */
double stated_draw(const struct stated_range *range, struct random_stream *s);

#endif
