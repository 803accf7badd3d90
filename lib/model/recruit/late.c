// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/late.h"

#include "stats/recruit/delay.h"

#include <math.h>
#include <stdlib.h>

/* The whole periods first ... first + count - 1, and delays 0 ... delays - 1 in periods. */
struct late {
    int32_t first;
    size_t count, delays;
    double *counts; /* the triangle, of all groups */
    double *group;  /* recorded of one group, by period */
    size_t usable;
};

static bool find_place(const struct late *t, const struct journey *of,
                       const struct period_calendar *calendar, size_t *period, size_t *delay)
{
    int32_t at = period_number(calendar, of->begun);
    if (of->recorded == DATE_NONE || of->recorded < of->begun || of->begun < of->seen_from ||
        at < t->first || at >= t->first + (int32_t)t->count)
        return false;
    *period = (size_t)(at - t->first);
    *delay = (size_t)(period_number(calendar, of->recorded) - at);
    if (*period + *delay >= t->count)
        return false; /* entered after the last whole period */
    if (*delay >= t->delays)
        *delay = t->delays - 1;
    return true;
}

static bool fill(struct late *t, const struct journeys *j, const struct period_calendar *calendar)
{
    int32_t last = period_number(calendar, j->last + 1) - 1;
    t->first = period_number(calendar, journeys_complete_from(j) - 1) + 1;
    t->count = last >= t->first ? (size_t)(last - t->first) + 1 : 0;
    t->delays = t->count < LATE_MOST + 1 ? t->count : LATE_MOST + 1;
    t->counts = calloc(t->count * t->delays + 1, sizeof *t->counts);
    t->group = calloc(t->count + 1, sizeof *t->group);
    if (!t->counts || !t->group)
        return false;
    for (size_t i = 0; i < j->count; i++) {
        size_t period, delay;
        if (find_place(t, &j->items[i], calendar, &period, &delay)) {
            t->counts[period * t->delays + delay]++;
            t->usable++;
        }
    }
    for (size_t i = 0; i < t->count; i++) /* what only the future will tell */
        for (size_t k = t->count - i; k < t->delays; k++)
            t->counts[i * t->delays + k] = NAN;
    return true;
}

static void add_group(struct lines *l, int measure, const struct late *t, uint32_t group,
                      const struct journeys *j, const struct period_calendar *calendar,
                      const double *complete, double dispersion)
{
    for (size_t i = 0; i < t->count; i++)
        t->group[i] = 0;
    for (size_t i = 0; i < j->count; i++) {
        size_t period, delay;
        if (j->items[i].group == group && find_place(t, &j->items[i], calendar, &period, &delay))
            t->group[period]++;
    }
    for (size_t i = 0; i < t->count; i++) {
        double known = t->count - i >= t->delays ? 1 : complete[t->count - i - 1];
        if (known >= 1)
            continue;
        struct line *line =
            lines_add(l, measure, group, period_end(calendar, t->first + (int32_t)i),
                      nowcast_of(t->group[i], known, dispersion).total);
        line->in80 = nowcast_interval(t->group[i], known, dispersion, .8);
        line->in95 = nowcast_interval(t->group[i], known, dispersion, .95);
    }
}

enum status late_add(struct lines *l, int measure, const struct journeys *j,
                     const struct period_calendar *calendar, const struct problem_sink *sink)
{
    struct late t = {0};
    double factors[LATE_MOST + 1], complete[LATE_MOST + 1];
    enum status s = fill(&t, j, calendar) ? STATUS_OK : STATUS_MEMORY;
    const struct triangle triangle = {t.count, t.delays, t.counts};
    if (s == STATUS_OK)
        s = t.usable ? delay_estimate(&triangle, 12, factors, complete) : STATUS_SHORT;
    if (s == STATUS_SHORT) {
        problem_report(sink, PROBLEM_WARNING, "no-nowcast", NULL, 0, NULL,
                       "the days on which enquiries were entered don't tell how late that is: no "
                       "nowcast");
        s = STATUS_OK;
    } else if (s == STATUS_OK) {
        double dispersion = delay_dispersion(&triangle, complete);
        for (uint32_t g = 0; g < j->group_count; g++)
            add_group(l, measure, &t, g, j, calendar, complete, dispersion);
    }
    free(t.counts);
    free(t.group);
    return s;
}
