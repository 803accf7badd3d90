// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_WHEREABOUTS_H
#define HEARTH_MODEL_SUPPLY_WHEREABOUTS_H

#include "model/supply/supply.h"

/* In which cell of an authority somebody is on a later day, with what chance: the rates at their means, day
 * by day. A day's transition matrix in a band of tenure is the exponential of its rates; on the evening
 * before a turn (turn.h) the turn's chances come in between. */
struct whereabouts {
    const struct supply *s;
    int32_t last;       /* days after the origin */
    uint32_t *cells;    /* of the authority */
    size_t count;       /* of them */
    bool *turning;      /* by day after the origin: is the evening before one of a turn? */
    double *step;       /* [(band * count + from) * count + to]: chances of a day */
    double *now, *next; /* chances of being in each cell */
    double *path;       /* [day * count + cell]: a newcomer's */
    double *chance;     /* the answer: [date * count + cell] */
};

/* Room for all cells and dates of S. False: out of memory; whereabouts_done in any case. */
bool whereabouts_init(struct whereabouts *x, const struct supply *s);
void whereabouts_done(struct whereabouts *x);

/* Turns to AUTHORITY. */
void whereabouts_of(struct whereabouts *x, uint32_t authority);

/* Fills chance for somebody who is there on the origin; or with the expected number of CELL's newcomers. */
void whereabouts_member(struct whereabouts *x, const struct supply_member *m);
void whereabouts_newcomers(struct whereabouts *x, uint32_t cell);

#endif
