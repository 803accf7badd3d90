// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_COUNTS_STANDARDISE_H
#define HEARTH_STATS_COUNTS_STANDARDISE_H

#include "base/status.h"
#include "stats/counts/interval.h"

#include <stddef.h>

/* Direct standardisation: what the rate would be if the place had the standard's age structure.
 * Rates are per person: multiply by 10,000 for "per 10,000". */
struct standardised_rate {
    double rate;
    struct interval
        dobson_byar;           /* Dobson et al. 1991 on Byar's limits: the public health practice */
    struct interval fay_feuer; /* Fay & Feuer 1997, gamma limits: at least the level */
};

/* N strata: EVENTS seen among PEOPLE, weighted by STANDARD (people of the standard population; any
 * scale). STATUS_VALUE when a count is negative, people or the sum of standard is not positive. With
 * no event at all the rate and the lower bounds are 0, and Dobson's upper bound is NaN. */
enum status rate_standardise(const double *events, const double *people, const double *standard,
                             size_t n, double level, struct standardised_rate *out);

#endif
