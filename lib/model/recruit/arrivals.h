// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_ARRIVALS_H
#define HEARTH_MODEL_RECRUIT_ARRIVALS_H

#include "base/random.h"
#include "model/recruit/journeys.h"

/* How many enquiries will come in each of the months after the last day seen.
 *
 * A unit is one group's enquiries to those authorities that were last seen on one day: its months begin
 * on the next. (Returns of a region are not all made on one day; what is missing of some must not count
 * as a time without enquiries.)
 *
 * Where there are two whole years of five a month or more, the combined forecast of the unit's monthly
 * counts with its calibrated intervals (stats/forecast); else the level of the last twelve months, as a
 * Gamma-Poisson: how little is known about the level is in the Gamma's shape. A month that had begun
 * already counts for the part that is left of it.
 *
 * Where the register says on which day each enquiry was entered, the last months hold too few: those that
 * are still to be entered are drawn, and the forecast made from the completed counts. That is done
 * ARRIVALS_VERSIONS times over (multiple imputation: Rubin 1987), and the futures take turns. How many
 * are to be entered is a Gamma-Poisson again: what share has been entered by now is the chain ladder's
 * (model/recruit/late.h), and the unit's own earlier level counts for as many enquiries as its months
 * vary less than one would think of those entered alone. */
enum { ARRIVALS_VERSIONS = 20 };

struct arrivals_version {
    int32_t *late; /* the days of enquiries that were made and are still to be entered */
    size_t late_count;
    double *mean, *weight, *half[2]; /* by month: the forecast */
    double shape, rate, size; /* the level's Gamma, and the counts' own size; shape 0: forecast */
};

struct arrivals_unit {
    uint32_t group;
    int32_t from, origin; /* seen from and to */
    int32_t asked;        /* the plan's origin */
    size_t months;
    int32_t *ends; /* the last days of the months */
    double left;   /* of the first month */
    char *name;    /* of its random numbers */
    struct arrivals_version versions[ARRIVALS_VERSIONS];
};

struct arrivals {
    struct arrivals_unit *units; /* by group, then day */
    size_t unit_count;
    size_t versions; /* 1, or ARRIVALS_VERSIONS */
    size_t months;   /* the most of any unit */
    bool untold;     /* there are days of entry, but they don't tell how late it is */
    double late;     /* enquiries to be entered, on average */
};

struct arrivals_plan {
    int32_t origin; /* what happened later is not known */
    int32_t until;  /* months up to the one that holds this day */
    uint64_t seed;
};

/* On success, and on failure, arrivals_done follows. STATUS_SHORT: not one whole month was seen of any
 * unit (where others were, the level of one rests on its days). */
enum status arrivals_make(struct arrivals *a, const struct journeys *j,
                          const struct arrivals_plan *plan);
void arrivals_done(struct arrivals *a);

/* Says how many enquiries are still to be entered, where days of entry are known. */
void arrivals_say(const struct arrivals *a, const struct problem_sink *sink);

/* Fills COUNTS[0 ... unit->months-1] with one possible future. */
void arrivals_draw(const struct arrivals_unit *unit, size_t version, struct random_stream *s,
                   double *counts);

/* The first day of month K. */
int32_t arrivals_begin(const struct arrivals_unit *unit, size_t k);

#endif
