// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/frame.h"

#include <stdlib.h>

static bool fill_places(struct timeline *t)
{
    if (!t->count)
        return true;
    size_t days = (size_t)(t->dates[t->count - 1] - t->begin) + 1;
    t->place = malloc(days * sizeof *t->place);
    if (!t->place)
        return false;
    size_t place = 0;
    for (size_t day = 0; day < days; day++) {
        if (t->begin + (int32_t)day > t->dates[place])
            place++;
        t->place[day] = (uint16_t)place;
    }
    return true;
}

bool timeline_ahead(struct timeline *t, const struct period_calendar *c, int32_t origin, size_t n)
{
    *t = (struct timeline){.count = n, .begin = origin};
    t->dates = malloc((n + 1) * sizeof *t->dates);
    if (!t->dates)
        return false;
    int32_t number = period_number(c, origin + 1);
    for (size_t i = 0; i < n; i++)
        t->dates[i] = period_end(c, number + (int32_t)i);
    return fill_places(t);
}

bool timeline_between(struct timeline *t, const struct period_calendar *c, int32_t first,
                      int32_t last)
{
    int32_t from = period_number(c, first - 1), to = period_number(c, last + 1);
    *t = (struct timeline){.begin = period_end(c, from - 1)};
    t->count = to > from ? (size_t)(to - from) : 0;
    t->dates = malloc((t->count + 1) * sizeof *t->dates);
    if (!t->dates)
        return false;
    for (size_t i = 0; i < t->count; i++)
        t->dates[i] = period_end(c, from + (int32_t)i);
    return fill_places(t);
}

bool timeline_under_way(struct timeline *t, const struct period_calendar *c, int32_t origin)
{
    int32_t number = period_number(c, origin);
    *t = (struct timeline){.begin = period_end(c, number - 1),
                           .count = period_end(c, number) != origin};
    t->dates = malloc(sizeof *t->dates);
    if (!t->dates)
        return false;
    t->dates[0] = origin;
    return fill_places(t);
}

void timeline_done(struct timeline *t)
{
    free(t->dates);
    free(t->place);
    *t = (struct timeline){0};
}
