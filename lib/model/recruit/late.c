// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/late.h"

#include <math.h>
#include <stdlib.h>

enum { RECENT = 12 };

int32_t late_number(const struct late_clock *clock, int32_t day)
{
    if (clock->calendar)
        return period_number(clock->calendar, day);
    int32_t ago = clock->origin - day;
    return ago >= 0 ? -(ago / LATE_DAYS) : (LATE_DAYS - 1 - ago) / LATE_DAYS;
}

bool late_place(const struct late *t, const struct journey *of, size_t *before, size_t *delay)
{
    int32_t at = late_number(&t->clock, of->begun), last = t->first + (int32_t)t->count - 1;
    if (of->recorded == DATE_NONE || of->recorded < of->begun || of->begun < of->seen_from ||
        at < t->first || at > last)
        return false;
    *before = (size_t)(last - at);
    *delay = (size_t)(late_number(&t->clock, of->recorded) - at);
    if (*delay > *before)
        return false;
    if (*delay >= t->delays)
        *delay = t->delays - 1;
    return true;
}

/* Fills COUNTS, the triangle; the number of enquiries in it. */
static size_t fill(const struct late *t, const struct journeys *j, double *counts)
{
    size_t usable = 0, before, delay;
    for (size_t i = 0; i < j->count; i++)
        if (late_place(t, &j->items[i], &before, &delay)) {
            counts[(t->count - 1 - before) * t->delays + delay]++;
            usable++;
        }
    for (size_t i = 0; i < t->count; i++) /* what only the future will tell */
        for (size_t k = t->count - i; k < t->delays; k++)
            counts[i * t->delays + k] = NAN;
    return usable;
}

enum status late_fit(struct late *t, const struct journeys *j, const struct late_clock *clock,
                     int32_t from)
{
    double factors[LATE_MOST + 1];
    *t = (struct late){.clock = *clock, .first = late_number(clock, from - 1) + 1};
    int32_t last = clock->calendar ? late_number(clock, clock->origin + 1) - 1 : 0;
    if (last < t->first)
        return STATUS_SHORT;
    t->count = (size_t)(last - t->first) + 1;
    t->delays = t->count < LATE_MOST + 1 ? t->count : LATE_MOST + 1;
    double *counts = calloc(t->count * t->delays, sizeof *counts);
    if (!counts)
        return STATUS_MEMORY;
    const struct triangle triangle = {t->count, t->delays, counts};
    enum status s =
        fill(t, j, counts) ? delay_estimate(&triangle, RECENT, factors, t->complete) : STATUS_SHORT;
    if (s == STATUS_OK)
        t->dispersion = delay_dispersion(&triangle, t->complete);
    free(counts);
    return s;
}

static void add_group(struct lines *l, int measure, const struct late *t, const struct journeys *j,
                      uint32_t group, double *entered)
{
    size_t before, delay;
    for (size_t k = 0; k < t->delays; k++)
        entered[k] = 0;
    for (size_t i = 0; i < j->count; i++)
        if (j->items[i].group == group && late_place(t, &j->items[i], &before, &delay) &&
            before < t->delays)
            entered[before]++;
    for (size_t k = t->delays; k-- > 0;) {
        double known = t->complete[k];
        if (known >= 1)
            continue;
        int32_t period = t->first + (int32_t)(t->count - 1 - k);
        struct line *line = lines_add(l, measure, group, period_end(t->clock.calendar, period),
                                      nowcast_of(entered[k], known, t->dispersion).total);
        line->in80 = nowcast_interval(entered[k], known, t->dispersion, .8);
        line->in95 = nowcast_interval(entered[k], known, t->dispersion, .95);
    }
}

enum status late_add(struct lines *l, int measure, const struct journeys *j,
                     const struct period_calendar *calendar, const struct problem_sink *sink)
{
    struct late t;
    double entered[LATE_MOST + 1];
    const struct late_clock clock = {calendar, journeys_complete_to(j)};
    enum status s = late_fit(&t, j, &clock, journeys_complete_from(j));
    if (s == STATUS_SHORT) {
        problem_report(sink, PROBLEM_WARNING, "no-nowcast", NULL, 0, NULL,
                       "the days on which enquiries were entered don't tell how late that is: no "
                       "nowcast");
        return STATUS_OK;
    }
    for (uint32_t g = 0; s == STATUS_OK && g < j->group_count; g++)
        add_group(l, measure, &t, j, g, entered);
    return s;
}
