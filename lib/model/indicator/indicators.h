// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_INDICATORS_H
#define HEARTH_MODEL_INDICATOR_INDICATORS_H

#include "model/indicator/definition.h"
#include "model/indicator/population.h"
#include "model/indicator/reckoning.h"

/* From counts to indicators: works out every chosen definition for every group and date, and writes a
 * series: the value under the definition's measure; then, under the measure with " numerator",
 * " denominator" and " left out" behind it, what it was made of.
 *
 * A count that is unknown leaves the value empty, with its status (x where none was given); a denominator
 * of 0 with status z. With spells, every group has every year end at which its authorities were
 * seen long enough; with a series of counts, every date for which it has all counts. */
struct indicators {
    struct counts *counts;
    struct reckoning *reckoning;               /* NULL: the counts come from a series */
    const struct group_population *population; /* NULL: none */
    const struct definition **chosen;
    size_t chosen_count;
    bool exact;       /* not rounded */
    bool values_only; /* without what they are made of */
    int32_t from, to; /* DATE_NONE: all */
    const char *name; /* of the input, for messages */
    size_t values, empty, incomplete;
    bool *present;      /* by word: a count of this name was read */
    bool *present_part; /* by word: a part of this count was */
};

/* Keeps of CHOSEN what can be worked out. What was asked for by its id and can't is reported, with the
 * counts or columns it wants, and STATUS_FORMAT returned; so is nothing left (STATUS_SHORT). */
enum status indicators_choose(struct indicators *in, const struct problem_sink *sink);

/* Works out and writes; the caller frees nothing. */
enum status indicators_write(struct indicators *in, struct writer *w);

/* Frees what indicators_choose took. */
void indicators_done(struct indicators *in);

/* A formula's NAME without the "_before" that asks for the count of the year before. */
struct text indicator_count_name(struct text name, bool *before);

/* X with DECIMALS decimals, halves away from zero, as they are in decimal notation. */
double indicator_round(double x, int decimals);

#endif
