// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_FRAME_H
#define HEARTH_MODEL_PROJECT_FRAME_H

#include "calendar/period.h"
#include "model/project/lives.h"

/* What a projection is asked for: on which dates, in which cells, which measures. History and every
 * simulated future are counted in the same frame. */

enum project_measure {
    PROJECT_STOCK,
    PROJECT_STARTS,
    PROJECT_ENDS,
    PROJECT_MOVES_IN,
    PROJECT_MOVES_OUT,
    PROJECT_CARE_DAYS, /* days of care inside the period, of all children: the stock of each day, added up */
    PROJECT_MEASURES
};
const char *project_measure_name(enum project_measure m);

/* Period ends in order. A day belongs to the first period end not before it. */
struct timeline {
    int32_t *dates;
    size_t count;
    int32_t begin;   /* the day after which the first period lies */
    uint16_t *place; /* of each day from begin to the last date */
};

/* The N period ends after ORIGIN. */
bool timeline_ahead(struct timeline *t, const struct period_calendar *c, int32_t origin, size_t n);
/* The period ends from the first not before FIRST - 1 to the last not after LAST; may be none. */
bool timeline_between(struct timeline *t, const struct period_calendar *c, int32_t first,
                      int32_t last);
/* The part of the period under way that ends on ORIGIN: one date, or none when a period ends there. */
bool timeline_under_way(struct timeline *t, const struct period_calendar *c, int32_t origin);
void timeline_done(struct timeline *t);

/* The period that DAY lies in: count when after the last, 0 when before the first. */
static inline size_t timeline_place(const struct timeline *t, int32_t day)
{
    if (day <= t->begin)
        return 0;
    return day > t->dates[t->count - 1] ? t->count : t->place[day - t->begin];
}

/* A cell is a group and, on request, an age: one row of the output for each date and measure. */
enum frame_ages { FRAME_NO_AGE, FRAME_AGE, FRAME_AGE_BAND };
enum { FRAME_ADULT = 18 };

struct frame {
    enum frame_ages ages;
    bool total;       /* one cell for everything */
    size_t age_cells; /* cells for each group: 1 without ages */
    size_t cells;
    size_t blocks; /* of cells: what --by tells apart of the parts (lives_part); 1 without parts */
    size_t block_cells; /* cells of a block */
    uint16_t *block;    /* of each part; NULL without parts */
    size_t offset;      /* first cell of the block that frame_cell is asked for (frame_of_part) */
    size_t *order;      /* cells in byte order of their labels */
    size_t name_count;
    struct text *names;  /* dimensions, in the order of --by */
    struct text *labels; /* cell * name_count + name */
    bool measures[PROJECT_MEASURES];
    unsigned char age_cell[FRAME_ADULT + 1]; /* of a completed age; the last is 18 and over */
    char *text;                              /* what labels of ages point to */
};

/* BY is the whole list, "age" and "age_band" among it; frame_columns gives it without them, as lives_read
 * wants it (caller frees). TOTAL: no cells but one. LA and UASC: these columns, too, are left out, since
 * parts of the lives tell them apart. */
char *frame_columns(const char *by, enum frame_ages *ages, bool la, bool uasc);
/* True when COLUMN is one of the list. */
bool frame_is_named(const char *by, const char *column);
bool frame_init(struct frame *f, const struct lives *l, const char *by, bool total);
void frame_done(struct frame *f);

/* The frame of one part: a copy that counts in the part's block. */
struct frame frame_of_part(const struct frame *f, size_t part);

static inline size_t frame_cell(const struct frame *f, size_t group, int age)
{
    if (f->total)
        return 0;
    age = age < 0 ? 0 : age > FRAME_ADULT ? FRAME_ADULT : age;
    return f->offset + group * f->age_cells + (f->ages == FRAME_NO_AGE ? 0 : f->age_cell[age]);
}

/* Where a count stands among those of a frame and a timeline: measure, date, cell. */
static inline size_t frame_at(const struct frame *f, const struct timeline *t,
                              enum project_measure m, size_t place, size_t cell)
{
    return ((size_t)m * t->count + place) * f->cells + cell;
}
static inline size_t frame_size(const struct frame *f, const struct timeline *t)
{
    return (size_t)PROJECT_MEASURES * t->count * f->cells;
}

/* Adds the days FROM, ..., OVER - 1 spent in GROUP at AGE to the care days of the periods they lie in. */
void frame_add_days(const struct frame *f, const struct timeline *t, size_t group, int age,
                    int32_t from, int32_t over, uint32_t *count);

/* Counts what happened: COUNT has frame_size places, set to 0 first. Care days of a period in which some
 * authority was not seen on each day are FRAME_UNSEEN in every cell: part of them would look like all. */
#define FRAME_UNSEEN UINT32_MAX
void frame_count_history(const struct frame *f, const struct timeline *t, const struct lives *l,
                         uint32_t *count);

#endif
