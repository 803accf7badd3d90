// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_POPULATION_COVERAGE_H
#define HEARTH_MODEL_POPULATION_COVERAGE_H

#include "base/arena.h"
#include "stream/spells.h"

/* Over which days each authority could be seen at all.
 *
 * Every spell says over which dates its source could have seen it (observed_from, observed_to). For
 * each authority the distinct dates of both columns, put in order, tell when somebody was looking:
 * from the first observed_from to the last observed_to, but for the gaps. A gap is what lies between
 * an observed_to and a later observed_from when no other window begins or ends between them and they are
 * not neighbouring days: where the return of a year is missing, windows end before it and new ones
 * begin after it. (A spell that was open before and still open after the gap has one window across
 * it, and so closes nothing.)
 *
 * Spells come ordered by authority, so only one authority's dates are kept at a time, as one bit a
 * day: the memory does not depend on the number of rows.
 */
struct coverage_gap {
    int32_t from, to; /* the unseen days, both inclusive */
};

struct coverage_authority {
    struct text name;
    int32_t first, last; /* earliest observed_from, latest observed_to */
    size_t gap, gaps;    /* its gaps: coverage.gaps[gap ... gap + gaps - 1], by date */
    bool selected;       /* at least one of its spells is counted */
};

struct coverage {
    struct coverage_authority *authorities; /* in the order of the rows */
    uint32_t count, room;
    struct coverage_gap *gaps;
    size_t gap_count, gap_room;
    size_t stale; /* selected open spells last seen before their authority's last day */
    struct arena names;
    struct coverage_days *days; /* of the present authority */
};

/* {0} is an empty coverage, too. coverage_done frees. */
void coverage_done(struct coverage *c);

/* Begins the authority NAME, ending the one before. False when memory is out. */
bool coverage_begin(struct coverage *c, struct text name);

/* One spell of the present authority; SELECTED: it is among those counted. Dates must be ones that
 * date_parse gives. */
void coverage_add(struct coverage *c, const struct spell *s, bool selected);

/* Ends the last authority. False when memory is out. */
bool coverage_end(struct coverage *c);

/* True when authority NUMBER could not be seen on at least one day of FROM ... TO. */
bool coverage_misses(const struct coverage *c, uint32_t number, int32_t from, int32_t to);

/* True when the stock of authority NUMBER on day ON is unknown. On the day before its first day it is
 * known: whoever was there then is seen on the first day. */
bool coverage_misses_stock(const struct coverage *c, uint32_t number, int32_t on);

/* Earliest first and latest last day of the selected authorities (of all when none is selected). False when
 * there is none. */
bool coverage_span(const struct coverage *c, int32_t *first, int32_t *last);

#endif
