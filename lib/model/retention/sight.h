// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RETENTION_SIGHT_H
#define HEARTH_MODEL_RETENTION_SIGHT_H

#include "base/intern.h"
#include "stream/spells.h"

/* On which days each authority's spells could be seen, by the windows of all its spells: who is not in a
 * census that was sent has left; of one that was not sent nothing is known. */
struct sight_window {
    uint32_t la;
    int32_t from, to; /* both inclusive */
};

struct sight {
    struct intern las, keys; /* keys: windows, as bytes */
    struct sight_window *windows;
    size_t count; /* of the windows, once they are joined */
};

/* Takes note of a spell's window; *LA gets the number of its authority. False: out of memory. */
bool sight_add(struct sight *s, const struct spell *spell, uint32_t *la);

/* Joins what was noted; false: out of memory. */
bool sight_join(struct sight *s);

/* Whether authority LA could be seen on DATE. */
bool sight_covers(const struct sight *s, uint32_t la, int32_t date);

void sight_done(struct sight *s);

/* How one stay was seen, by the calendar: for those who count by censuses. */
enum stay_ending { STAY_OPEN, STAY_LEFT, STAY_CENSORED };
struct stay_sight {
    int32_t origin, from; /* first day seen */
    int32_t to;           /* day of leaving, or last day seen */
    uint32_t la;
    enum stay_ending ending; /* STAY_OPEN: no end is known */
};

#endif
