// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_ARRIVALS_H
#define HEARTH_MODEL_RECRUIT_ARRIVALS_H

#include "base/random.h"
#include "model/recruit/journeys.h"

/* How many enquiries will come in each of the months after ORIGIN, by group.
 *
 * Where there are two whole years of five a month or more, the combined forecast of the monthly counts
 * with its calibrated intervals (stats/forecast); else the level of the last twelve months, as a
 * Gamma-Poisson: how little is known about the level is in the Gamma's shape. The months begin on
 * the day after ORIGIN; one that had begun already counts for the part that is left of it. */
struct arrivals {
    size_t groups, months;
    int32_t origin;
    int32_t *ends; /* the last days of the months */
    double left;   /* of the first month */
    double *mean;  /* [group * months + h], as are weight and half */
    double *weight, *half[2];
    double *shape, *rate,
        *size; /* [group]: the level's Gamma, and the counts' own size; shape 0: forecast */
};

/* On success, and on failure, arrivals_done follows. STATUS_SHORT: not one whole month was seen. */
enum status arrivals_make(struct arrivals *a, const struct journeys *j, int32_t origin,
                          size_t months);
void arrivals_done(struct arrivals *a);

/* Fills COUNTS[0 ... months-1] with one possible future of GROUP. */
void arrivals_draw(const struct arrivals *a, uint32_t group, struct random_stream *s,
                   double *counts);

#endif
