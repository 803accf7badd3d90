// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_SUPPLY_H
#define HEARTH_MODEL_SUPPLY_SUPPLY_H

#include "model/project/frame.h"
#include "model/supply/availability.h"
#include "model/supply/newcomers.h"
#include "model/supply/roster.h"
#include "model/supply/tenure.h"
#include "model/supply/turn.h"

/* Supply as known on one day, the origin, ready to be carried forward: who is there, how soon they
 * leave or move, who comes, how many places they bring and how many of them can be used. Nothing that
 * happened after the origin is looked at. */
struct supply_member {
    uint32_t cell;
    int32_t tenure;             /* days, on the origin */
    int32_t places, ours, held; /* PLACES_UNKNOWN where unknown; held: of ours, not available now */
};

/* How many places somebody brings: a pair that was seen. */
struct supply_size {
    int32_t places, ours;
};

struct supply {
    const struct roster *roster;
    int32_t origin;
    const struct timeline *ahead;
    struct supply_member *members;        /* in the order of the roster */
    size_t member_count, stale, unplaced; /* unplaced: whose places are not known, and are drawn */
    uint8_t *class;                       /* by cell: 0, or 1 for family and friends */
    struct tenure_counts leave_counts, move_counts;
    struct tenure_rates leave, move;
    bool moves;       /* was any seen? */
    struct turn turn; /* of moves that fall on one day of the year; count 0: on any day */
    double
        *to; /* [from * cells + to]: shares of moves, summed up; all 0: none leaves this cell so */
    struct supply_size *sizes;
    size_t size_count;
    double *weight; /* [cell * size_count + size]: Dirichlet weights of newcomers' places */
    struct newcomers newcomers;
    struct availability availability;
    struct text *names; /* of the cells' random numbers */
    struct arena arena;
};

struct supply_settings {
    int32_t origin;
    int32_t recent; /* years whose events count; 0: all */
    const struct timeline *ahead, *past;
    const char *places; /* file of place spells; NULL */
    bool stated;        /* AVAILABLE counts */
    struct stated_range available, others;
};

/* Estimates everything but stated rates and approvals. On success free with supply_done; on failure
 * nothing is left. STATUS_SHORT: nothing seen up to the origin. Says what it rests on to SINK. */
enum status supply_fit(struct supply *s, const struct roster *r,
                       const struct supply_settings *settings, const struct problem_sink *sink);
void supply_done(struct supply *s);

/* What a future counts, by measure, date and cell. OURS are the places that a child of ours can have if all
 * goes well, USABLE those that are left. */
enum supply_count { SUPPLY_COUNT, SUPPLY_PLACES, SUPPLY_OURS, SUPPLY_USABLE, SUPPLY_COUNTS };

static inline size_t supply_at(const struct supply *s, enum supply_count m, size_t date,
                               size_t cell)
{
    return ((size_t)m * s->ahead->count + date) * s->roster->cell_count + cell;
}
static inline size_t supply_size(const struct supply *s)
{
    return (size_t)SUPPLY_COUNTS * s->ahead->count * s->roster->cell_count;
}

/* Counts of the past on the dates of T: [(m * dates + date) * cells + cell]; USABLE from the place spells,
 * NaN where they say nothing. */
void supply_count_past(const struct supply *s, const struct timeline *t, double *count);

#endif
