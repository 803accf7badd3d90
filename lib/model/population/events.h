// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_POPULATION_EVENTS_H
#define HEARTH_MODEL_POPULATION_EVENTS_H

#include "stream/dimension.h"

/* One subject's spells as starts, ends and moves.
 *
 * A move is an end and a start of one subject on the same day. Spells are given in row order (by
 * start). A spell that starts on a day on which earlier spells end takes up the first of them, in row
 * order, that no other has taken: that pair is a move; an end that none takes is an end, a start
 * that takes none is a start. So every spell has exactly one beginning and one finish, whatever
 * their overlaps, and a spell of no length can pass a subject on (move in, move out on one day).
 *
 * Only spells not yet over are kept, in a heap by (over, row).
 */
struct events_spell {
    int32_t start, over; /* over: spell_over */
    int32_t placement_start;
    uint32_t fixed; /* grouping_fixed */
    struct dimension_dates dates;
    uint64_t row; /* set by events_next */
};

enum event_kind { EVENT_START, EVENT_END, EVENT_MOVE };
struct event {
    enum event_kind kind;
    int32_t date;
    const struct events_spell *from, *to; /* NULL where there is none; valid during the call */
};

struct events {
    void (*handle)(void *context, const struct event *e);
    void *context;
    struct events_spell *heap;
    size_t count, room;
    uint64_t rows;
};

/* Set handle and context of an otherwise zero struct. */
void events_done(struct events *e);

/* The subject's next spell. False when memory is out. */
bool events_next(struct events *e, const struct events_spell *s);

/* The subject has no more spells. */
void events_finish(struct events *e);

#endif
