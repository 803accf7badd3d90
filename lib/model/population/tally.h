// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_POPULATION_TALLY_H
#define HEARTH_MODEL_POPULATION_TALLY_H

#include "calendar/period.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Counts of events by group, measure and reporting period.
 *
 * Every day of the calendar that dates may have (1900 to 2199) has its place, but only the parts
 * that are touched take memory: a page holds TALLY_PAGE periods of one group. So a date of 1900 in
 * a file of today costs one page, and nothing has to be known beforehand about the dates to come.
 */
enum { TALLY_PAGE = 128, TALLY_FIRST_DAY = -25567 /* 1900-01-01 */ };

struct tally_page {
    uint64_t touched[TALLY_PAGE / 64]; /* one bit a period: something was counted, be it 1 - 1 */
    int32_t counts[];                  /* TALLY_PAGE for each measure */
};

struct tally {
    struct period_calendar calendar;
    int measures;
    int32_t first;            /* number of the first period (calendar/period.h) */
    int32_t *place_of_day;    /* period of each day since 1900-01-01, counted from first */
    uint32_t pages_per_group; /* enough for every period */
    uint32_t groups;          /* groups that have page places */
    uint32_t used;            /* groups counted so far: the greatest number + 1 */
    struct tally_page **pages;
};

/* False when memory is out. tally_done frees; {0} is fine for it, too. */
bool tally_init(struct tally *t, const struct period_calendar *calendar, int measures);
void tally_done(struct tally *t);

/* The place (0, 1, ...) of the period which DATE falls in; DATE from 1900-01-01 to 2200-01-01. */
static inline int32_t tally_place(const struct tally *t, int32_t date)
{
    int32_t day = date - TALLY_FIRST_DAY;
    return t->place_of_day ? t->place_of_day[day] : day;
}

/* The last day of the period at PLACE. */
int32_t tally_end(const struct tally *t, int32_t place);

/* The page on which GROUP is counted at PLACE, or NULL when nothing was counted on it yet. */
static inline struct tally_page *tally_page(const struct tally *t, uint32_t group, int32_t place)
{
    return group < t->groups
               ? t->pages[(size_t)group * t->pages_per_group + (uint32_t)place / TALLY_PAGE]
               : NULL;
}

/* Makes that page. NULL when memory is out. */
struct tally_page *tally_new_page(struct tally *t, uint32_t group, int32_t place);

/* Adds AMOUNT. False when memory is out. Inline: it is done for every event of a file. */
static inline bool tally_add(struct tally *t, uint32_t group, int measure, int32_t date,
                             int32_t amount)
{
    int32_t place = tally_place(t, date);
    struct tally_page *page = tally_page(t, group, place);
    if (!page && !(page = tally_new_page(t, group, place)))
        return false;
    unsigned at = (unsigned)place % TALLY_PAGE;
    page->touched[at / 64] |= (uint64_t)1 << at % 64;
    page->counts[(unsigned)measure * TALLY_PAGE + at] += amount;
    return true;
}

int32_t tally_count(const struct tally *t, uint32_t group, int measure, int32_t place);

/* Sum over the periods at FROM ... TO. */
int64_t tally_sum(const struct tally *t, uint32_t group, int measure, int32_t from, int32_t to);

/* True when anything was counted for GROUP in the periods at FROM ... TO. */
bool tally_touched(const struct tally *t, uint32_t group, int32_t from, int32_t to);

#endif
