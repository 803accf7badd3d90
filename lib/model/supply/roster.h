// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_ROSTER_H
#define HEARTH_MODEL_SUPPLY_ROSTER_H

#include "base/arena.h"
#include "base/intern.h"
#include "base/problem.h"
#include "base/status.h"

#include <stdint.h>

/* Who offers homes or care: foster households from approval to the end of approval, homes from opening to
 * closure, workers from start to leaving. What a stream holds is told by its columns: fte is one
 * of workers, places_for_us one of homes, places one of foster households.
 *
 * Spells that follow each other without a day between (a worker's posts, year by year) are one stay; where
 * their group differs there is a move. Tenure runs from the start of the stay, or from post_start
 * where there is such a column. A cell is what is estimated on its own: an authority, family and friends
 * (kinship) or not, agency or not, and a combination of the columns of --by. A line is what is written: the
 * combination alone; cells of several authorities add up to it. */
enum supply_kind { SUPPLY_CARERS, SUPPLY_HOMES, SUPPLY_WORKERS };

#define ROSTER_NONE UINT32_MAX
enum { PLACES_UNKNOWN = -1 };

struct roster_stay {
    int32_t start, over;        /* over: the first day on which it is not there; see open */
    int32_t tenure;             /* the day from which its tenure runs */
    int32_t seen_from, seen_to; /* both inclusive */
    uint32_t subject, cell;
    uint32_t then;  /* the spell that follows without a day between; ROSTER_NONE */
    int32_t places; /* approved or registered; of workers tenths of a full post */
    int32_t ours;   /* of these, what our children can have if all goes well */
    bool open, continues;
};

struct roster_cell {
    uint32_t authority, line;
    bool kinship, agency;
};

struct roster {
    enum supply_kind kind;
    struct roster_stay *stays; /* ordered by authority, subject, start */
    size_t count, room;
    struct roster_cell *cells;
    size_t cell_count;
    struct text *authorities;
    int32_t *first, *last; /* by authority: seen from ... to */
    size_t authority_count;
    struct text *names; /* of the columns of --by */
    size_t name_count;
    struct text *labels; /* line * name_count + name; lines in byte order of their labels */
    size_t line_count;
    struct intern subjects; /* "la US id" by subject number */
    int32_t earliest, latest;
    size_t
        ours_unknown; /* homes that don't say how many places are for us, and are counted with none */
    struct arena arena;
};

struct roster_settings {
    const char *by; /* columns; NULL: placement_kind, or seniority of workers */
    const char *const *where;
    size_t where_count;
};

/* Reads spells from PATH. Names every missing column; leaves out and names negative places and FTE. On
 * failure nothing is left to free. STATUS_SHORT: no usable spell. */
enum status roster_read(struct roster *r, const char *path, const struct roster_settings *settings,
                        const struct problem_sink *sink);
void roster_done(struct roster *r);

/* The number of subject ID of LA, or ROSTER_NONE. */
uint32_t roster_subject(const struct roster *r, struct text la, struct text id);

/* There at the end of the day. */
static inline bool roster_there(const struct roster_stay *s, int32_t day)
{
    return s->start <= day && s->over > day;
}

/* What one is called ("household") and, at the head of a measure, what they are ("households"). */
const char *supply_one(enum supply_kind kind);
const char *supply_many(enum supply_kind kind);

#endif
