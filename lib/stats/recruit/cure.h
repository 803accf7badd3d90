// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_RECRUIT_CURE_H
#define HEARTH_STATS_RECRUIT_CURE_H

#include "base/status.h"
#include "stats/counts/interval.h"

#include <stddef.h>

/* What share will have an event at all, and after how long: the Weibull mixture cure model (Boag 1949;
 * Farewell 1982) by maximum likelihood. A share of all has the event after a Weibull time, the rest
 * never. Of whom it has not happened to yet, only that is used: not where they stand, nor whether it
 * still can. So it is a check, by other means and from less, on shares that come from stages or from
 * cumulative incidence; these assume no form, and where the time seen is too short they miss the rest
 * of the curve. */
struct cure_time {
    double days;     /* > 0 */
    double happened; /* to so many after these days */
    double not_yet;  /* to so many, who were seen so long */
};

struct cure {
    double share, shape, scale; /* scale in days */
    double error;               /* standard error of log(share / (1 - share)) */
    double log_likelihood;
};

/* Fewer events than this say too little about three numbers. */
enum { CURE_LEAST = 20 };

/* STATUS_SHORT: fewer than CURE_LEAST events, or no greatest likelihood with a share below 1 (so far
 * nothing shows that the events come to an end). */
enum status cure_estimate(const struct cure_time *times, size_t n, struct cure *out);

/* The chance that it has happened by then to those to whom it will. */
double cure_by(const struct cure *c, double days);

struct interval cure_interval(const struct cure *c, double level);

/* The share of others (one cohort, say) with the same Weibull times, and its likelihood-ratio interval.
 * NaN where nothing is known: nobody was seen long enough. */
double cure_share(const struct cure *c, const struct cure_time *times, size_t n);
struct interval cure_share_interval(const struct cure *c, const struct cure_time *times, size_t n,
                                    double level);

#endif
