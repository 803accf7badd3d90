// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RATE_RATES_H
#define HEARTH_MODEL_RATE_RATES_H

#include "model/rate/denominator.h"
#include "stream/series.h"

/* Counts to rates. A rate of a count of events is Poisson over its population; of children who are a
 * part of the population, binomial (Wilson). Counts that are not whole (full-time equivalents) and rows
 * that are not actual get no interval of their own: a forecast's is divided as it is. */
enum rate_method { RATE_EXACT, RATE_BYAR, RATE_WILSON };

struct rate_plan {
    enum rate_method method;
    double per; /* rates are per so many people */
};

/* What happened on the way, for a summary. */
struct rate_tally {
    size_t rates, no_count, no_population; /* rows */
    size_t not_whole; /* rates without interval because the count isn't whole */
    size_t
        impossible; /* rates without interval because the count is negative, or above n (Wilson) */
};

enum { RATE_DIGITS = 10 }; /* significant digits of a written rate */

/* "M per 10000" into BUFFER, which it returns: no comma, which --where would take for two values. */
const char *rate_measure(struct text measure, double per, char *buffer, size_t size);

/* Writes header and rows in the order read: the measure becomes "M per 10000", value and bounds a
 * rate. A row without a population keeps its place with an empty value and status x, and is reported. */
enum status rates_write(const struct series_table *t, const struct denominators *people,
                        const struct rate_plan *plan, const char *name, struct writer *w,
                        const struct problem_sink *sink, struct rate_tally *tally);

/* As rates_write, standardised over dimension OVER (an index): the rate that the population of STANDARD
 * would have (a denominator for the one dimension OVER), by Dobson & Byar. The dimension is gone from
 * the output; only actual rows are used, and a stratum without a row counts as 0 events. A stratum
 * with a missing count or population: value empty, status x. */
enum status rates_standardise(const struct series_table *t, const struct denominators *people,
                              const struct denominators *standard, size_t over,
                              const struct rate_plan *plan, const char *name, struct writer *w,
                              const struct problem_sink *sink, struct rate_tally *tally);

#endif
