// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_LIVES_H
#define HEARTH_MODEL_PROJECT_LIVES_H

#include "base/arena.h"
#include "calendar/date.h"
#include "base/problem.h"
#include "base/status.h"
#include "model/population/coverage.h"

#include <stdint.h>

/* Every child's placements, in memory, joined into lives: which spell goes on in which.
 *
 * A spell is taken up by another of the same child that starts on the day it is over (the rule of
 * model/population/events.h); it is a move when the group or the placement differs. A spell that takes up
 * none is an entry, if it began while somebody was looking; one that none takes up is a leaving, unless it
 * was open when last seen: then nothing is known of the child after that day.
 *
 * About 40 bytes a spell; dates are days since 1970. */
#define LIVES_NONE UINT32_MAX

struct life_spell {
    int32_t start, over;     /* half-open; over: the day after observed_to for an open spell */
    int32_t birth;           /* DATE_NONE: unknown */
    int32_t placed;          /* the placement's start; the spell's own where the stream has none */
    int32_t seen_from;       /* observed_from */
    uint32_t before, then;   /* index of the spell that this one took up, that took this one up */
    uint16_t group;          /* index of its labels */
    uint16_t authority;      /* number of its la */
    uint16_t part;           /* number of its part (lives_part); 0 where there are none */
    bool open;               /* not ended when last seen */
    bool placed_before;      /* the placement began at an unknown time before placed */
    bool same_place_claimed; /* its reason for starting (L, T, U) says that the placement went on */
    bool unaccompanied;      /* an asylum-seeking child (uasc = 1) */
};

/* Children who are projected apart: those of one authority, or the unaccompanied among them. Their spells
 * are among spells[begin ... over - 1]. */
struct lives_part {
    struct text la;
    uint32_t authority; /* number in coverage */
    bool unaccompanied;
    uint32_t begin, over;
};

struct lives {
    struct life_spell *spells; /* in the order of the stream: by authority, child, start */
    uint32_t count, room;
    size_t name_count;   /* columns that make a group */
    struct text *names;  /* their names */
    struct text *labels; /* group * name_count + column; groups in byte order of their labels */
    size_t group_count;
    struct text *authorities;
    size_t authority_count;
    bool by_authority, by_unaccompanied; /* what makes a part */
    struct lives_part *parts;            /* by authority; the unaccompanied after the others */
    size_t part_count;                   /* 0: all are one */
    int32_t first, last; /* the days on which somebody looked: earliest and latest observed date */
    struct coverage coverage; /* over which days each authority was seen */
    size_t unborn;            /* spells left out: birth date unknown, or after the start */
    struct arena arena;
};

struct lives_settings {
    const char *by; /* columns that make a group; NULL or "": one group of all */
    const char *const *where;
    size_t where_count;
    bool by_authority;     /* each authority is a part of its own */
    bool by_unaccompanied; /* so are unaccompanied children */
};

/* Reads a spells stream whole. The spells chosen by where are kept; moves to others count as leavings.
 * Derived dimensions (age, tenure) are refused in by and where. On success *out is to be freed with
 * lives_done; failures were reported to SINK. */
enum status lives_read(struct lives *out, const char *path, const struct lives_settings *settings,
                       const struct problem_sink *sink);
void lives_done(struct lives *l);

/* Adds a spell to lives made by hand (start from {0}); NULL when memory is out. The caller sets group_count,
 * labels, first and last. */
struct life_spell *lives_add(struct lives *l, const struct life_spell *s);

/* True when some authority (that of PART, unless it is NULL) could not be seen on one of the days FROM ... TO. */
bool lives_unseen(const struct lives *l, const struct lives_part *part, int32_t from, int32_t to);

/* True when the child is in this spell on day ON. */
static inline bool life_open_on(const struct life_spell *s, int32_t on)
{
    return s->start <= on && on < s->over;
}

#endif
