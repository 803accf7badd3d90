// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_CLOSE_H
#define HEARTH_MODEL_SUFFICIENCY_CLOSE_H

#include "model/sufficiency/outcome.h"

/* What would bring the chance of a shortfall at one date down to a stated level, on the same futures: usable
 * places to add; approved households to add, net, where a household has as many usable places as in the
 * same future's supply (or a stated number, of kinds of fostering); a reduction of the number of children who need the kind; and
 * places and reduction together, each going the same part of its way.
 *
 * For one kind each lever is what it takes in all futures but the stated share. For all kinds together
 * (Total) the chance is that of a shortfall of any kind: places are added to every kind up to one common
 * level of service, and the reduction is one of all children. Found by halving over what is needed in each
 * future, so exactly for these futures.
 *
 * Keeps the demand and supply of that date: 16 bytes for each kind and future. */
enum close_lever {
    CLOSE_PLACES,
    CLOSE_HOUSEHOLDS,
    CLOSE_REDUCTION, /* per cent of the children */
    CLOSE_BOTH_PLACES,
    CLOSE_BOTH_REDUCTION,
    CLOSE_LEVERS
};
const char *close_name(enum close_lever l);

struct close_answer {
    double value, low, high; /* low, high: of the simulation; NaN: cannot be said */
};

struct close_result {
    double level;                 /* chance of a shortfall to come down to */
    size_t date;                  /* number of the date */
    struct close_answer *answers; /* by line * CLOSE_LEVERS + lever */
};

struct close_store;

/* HOUSEHOLD: usable places of one household of the kinds of fostering; 0: as in the supply, of each kind of
 * which it has households. */
enum status close_open(struct close_store **out, const struct outcome *o, double level, size_t date,
                       double household);
void close_close(struct close_store *c);

/* Keeps the leaves of the present date, when it is the one: for outcome_add. */
enum status close_add(void *store, const struct outcome *o, size_t date);

/* After the last future. The result lives as long as the store. */
enum status close_find(struct close_store *c, const struct close_result **out);

#endif
