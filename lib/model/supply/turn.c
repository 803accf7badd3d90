// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/turn.h"
#include "calendar/date.h"

#include <stdlib.h>

enum { DAYS = 12 * 31 };
static const double PRIOR = 2;

static int day_of_year(int32_t date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    return (month - 1) * 31 + day - 1;
}

/* The day on which S became a spell of another group, known on ORIGIN; DATE_NONE: it did not. */
static int32_t moved_on(const struct roster *r, const struct roster_stay *s, int32_t origin)
{
    bool moved = !s->open && s->over <= origin && s->then != ROSTER_NONE &&
                 r->stays[s->then].cell != s->cell && !r->cells[s->cell].agency;
    return moved ? s->over : DATE_NONE;
}

/* The day of the year of 19 in 20 moves; -1: there is none. */
static int find_day(const struct roster *r, int32_t origin)
{
    size_t on[DAYS] = {0}, all = 0;
    int best = 0;
    for (size_t i = 0; i < r->count; i++) {
        int32_t day = moved_on(r, &r->stays[i], origin);
        if (day == DATE_NONE)
            continue;
        on[day_of_year(day)]++;
        all++;
    }
    for (int d = 1; d < DAYS; d++)
        best = on[d] > on[best] ? d : best;
    return all && 20 * on[best] >= 19 * all ? best : -1;
}

/* Who was there the evening before a turn and the day after it, and how many of them moved. */
static void count_turns(struct turn *t, const struct roster *r, int32_t origin, int day)
{
    for (int32_t date = r->earliest + 1; date <= origin; date++) {
        if (day_of_year(date) != day)
            continue;
        for (size_t i = 0; i < r->count; i++) {
            const struct roster_stay *s = &r->stays[i];
            if (s->start >= date || s->over < date || s->seen_from >= date)
                continue;
            bool moved = moved_on(r, s, origin) == date;
            bool stays = s->over > date || (s->then != ROSTER_NONE && !moved);
            t->moved[s->cell] += moved;
            t->stayed[s->cell] += stays;
        }
    }
}

static bool add_prior(struct turn *t, const struct roster *r)
{
    double *moved = calloc(2 * r->line_count + 1, sizeof *moved);
    if (!moved)
        return false;
    double *stayed = moved + r->line_count;
    for (size_t c = 0; c < r->cell_count; c++) {
        moved[r->cells[c].line] += t->moved[c];
        stayed[r->cells[c].line] += t->stayed[c];
    }
    for (size_t c = 0; c < r->cell_count; c++) {
        size_t line = r->cells[c].line;
        double share = (moved[line] + .5) / (moved[line] + stayed[line] + 1);
        t->moved[c] += PRIOR * share;
        t->stayed[c] += PRIOR * (1 - share);
    }
    free(moved);
    return true;
}

bool turn_find(struct turn *t, const struct roster *r, int32_t origin, int32_t most)
{
    *t = (struct turn){0};
    int day = find_day(r, origin);
    if (day < 0)
        return true;
    t->evening = malloc(((size_t)most + 1) * sizeof *t->evening);
    t->moved = calloc(2 * r->cell_count + 1, sizeof *t->moved);
    if (!t->evening || !t->moved)
        return false;
    t->stayed = t->moved + r->cell_count;
    for (int32_t evening = 0; evening < most; evening++)
        if (day_of_year(origin + evening + 1) == day)
            t->evening[t->count++] = evening;
    count_turns(t, r, origin, day);
    return add_prior(t, r);
}

void turn_done(struct turn *t)
{
    free(t->evening);
    free(t->moved);
    *t = (struct turn){0};
}
