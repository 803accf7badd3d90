// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/population/tally.h"
#include "calendar/date.h"

#include <stdlib.h>
#include <string.h>

/* Days from 1900-01-01 to 2200-01-01: every date that date_parse gives, and the day after it. */
enum { DAYS = 109574 };

bool tally_init(struct tally *t, const struct period_calendar *calendar, int measures)
{
    *t = (struct tally){.calendar = *calendar, .measures = measures};
    t->first = period_number(calendar, TALLY_FIRST_DAY);
    int32_t periods = period_number(calendar, TALLY_FIRST_DAY + DAYS - 1) - t->first + 1;
    t->pages_per_group = ((uint32_t)periods + TALLY_PAGE - 1) / TALLY_PAGE;
    if (calendar->every == EVERY_DAY)
        return true;
    t->place_of_day = malloc(DAYS * sizeof *t->place_of_day);
    if (!t->place_of_day)
        return false;
    int32_t day = 0;
    for (int32_t place = 0; place < periods; place++)
        for (int32_t end = tally_end(t, place) - TALLY_FIRST_DAY; day <= end && day < DAYS; day++)
            t->place_of_day[day] = place;
    return true;
}

void tally_done(struct tally *t)
{
    for (size_t i = 0; i < (size_t)t->groups * t->pages_per_group; i++)
        free(t->pages[i]);
    free(t->pages);
    free(t->place_of_day);
    *t = (struct tally){0};
}

int32_t tally_end(const struct tally *t, int32_t place)
{
    return period_end(&t->calendar, t->first + place);
}

static bool grow(struct tally *t, uint32_t group)
{
    uint32_t groups = t->groups ? t->groups : 16;
    while (groups <= group)
        groups *= 2;
    size_t old = (size_t)t->groups * t->pages_per_group, new = (size_t)groups * t->pages_per_group;
    struct tally_page **pages = realloc(t->pages, new * sizeof(struct tally_page *));
    if (!pages)
        return false;
    memset(pages + old, 0, (new - old) * sizeof(struct tally_page *));
    t->pages = pages;
    t->groups = groups;
    return true;
}

struct tally_page *tally_new_page(struct tally *t, uint32_t group, int32_t place)
{
    if (group >= t->groups && !grow(t, group))
        return NULL;
    if (group >= t->used)
        t->used = group + 1;
    size_t size = sizeof(struct tally_page) + (size_t)t->measures * TALLY_PAGE * sizeof(int32_t);
    struct tally_page *page = calloc(1, size);
    t->pages[(size_t)group * t->pages_per_group + (uint32_t)place / TALLY_PAGE] = page;
    return page;
}

int32_t tally_count(const struct tally *t, uint32_t group, int measure, int32_t place)
{
    const struct tally_page *page = tally_page(t, group, place);
    return page ? page->counts[measure * TALLY_PAGE + place % TALLY_PAGE] : 0;
}

int64_t tally_sum(const struct tally *t, uint32_t group, int measure, int32_t from, int32_t to)
{
    int64_t sum = 0;
    for (int32_t place = from; place <= to; place++) {
        if (!tally_page(t, group, place))
            place |= TALLY_PAGE - 1; /* to the next page */
        else
            sum += tally_count(t, group, measure, place);
    }
    return sum;
}

bool tally_touched(const struct tally *t, uint32_t group, int32_t from, int32_t to)
{
    for (int32_t place = from; place <= to; place++) {
        const struct tally_page *page = tally_page(t, group, place);
        int at = place % TALLY_PAGE;
        if (!page)
            place |= TALLY_PAGE - 1;
        else if (page->touched[at / 64] >> at % 64 & 1)
            return true;
    }
    return false;
}
