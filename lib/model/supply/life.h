// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_LIFE_H
#define HEARTH_MODEL_SUPPLY_LIFE_H

#include "model/supply/supply.h"

/* One household's (home's, worker's) time there, drawn: how long, in which cells, with which places. */

/* What somebody adds to a cell while there: places of ours that are not available on the origin (held), and
 * those of which that is not known, or that come later. */
struct load {
    int32_t count, places, ours, held, later;
};

struct life {
    uint32_t cell;
    int32_t tenure, day; /* days there on DAY, which is counted from the origin */
    struct load load;
};

/* A future's rates, and what changes in it. */
struct life_rates {
    const struct supply *s;
    double *leave, *move; /* a day: [cell * TENURE_BANDS + band] */
    double *turn;         /* by cell: the chance to move on the day of the year on which all move */
    struct load *loads;   /* [date * cells + cell]: changes; one date more than there are */
};

/* Follows L to its end or the last date, and notes when it comes, moves and goes. */
void life_live(const struct life_rates *f, const struct life *l, struct random_stream *r);

/* Adds X to TO, SIGN times. */
void load_add(struct load *to, const struct load *x, int32_t sign);

/* The first of N shares, summed up to 1, that is above U. */
size_t life_choose(const double *sums, size_t n, double u);

#endif
