// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/demand.h"
#include "calendar/period.h"

#include <math.h>
#include <stdlib.h>

int demand_year_of(int32_t day)
{
    const struct period_calendar c = PERIOD_TO_31_MARCH(EVERY_YEAR);
    return period_year(&c, day);
}

int32_t demand_year_from(int year)
{
    return date_of(year - 1, 4, 1);
}

struct opening {
    struct demand *demand;
    const struct future_actual *actual;
    size_t actual_count;
    int32_t *dates; /* of history, then of the futures */
    size_t history;
    const struct problem_sink *sink;
};

static enum status refuse(const struct opening *o, const char *kind, const char *text)
{
    problem_report(o->sink, PROBLEM_FATAL, kind, future_name(o->demand->future), 0, NULL, "%s",
                   text);
    return STATUS_VALUE;
}

static enum status find_dimensions(const struct opening *o, const char *kind)
{
    struct demand *c = o->demand;
    char others[300];
    if (!c->shape->measure_count) {
        problem_report(o->sink, PROBLEM_FATAL, "no-care-days", future_name(c->future), 0, NULL,
                       "there is no measure care_days (but %s): costs need days of care, which "
                       "hearth-project writes with --measures stock,care_days",
                       future_other_measures(c->future, others, sizeof others));
        return STATUS_FORMAT;
    }
    c->kind = future_dimension(c->shape, text_of(kind));
    c->la = future_dimension(c->shape, text_of("la"));
    c->urn = future_dimension(c->shape, text_of("urn"));
    c->scenario = future_dimension(c->shape, text_of("scenario"));
    if (c->kind >= 0)
        return STATUS_OK;
    problem_report(o->sink, PROBLEM_FATAL, "no-kind", future_name(c->future), 0, NULL,
                   "there is no column %s: say hearth-project --by %s, or which column is priced "
                   "with --kind",
                   kind, kind);
    return STATUS_FORMAT;
}

/* Dates of history that come before the futures', once each. */
static enum status find_dates(struct opening *o)
{
    const struct future_shape *s = o->demand->shape;
    o->dates = malloc((o->actual_count + s->date_count + 1) * sizeof *o->dates);
    if (!o->dates)
        return STATUS_MEMORY;
    for (size_t i = 0; i < o->actual_count; i++) {
        int32_t date = o->actual[i].date;
        size_t at = o->history;
        if (!text_is(o->actual[i].measure, "care_days") || date >= s->dates[0])
            continue;
        while (at && o->dates[at - 1] > date)
            at--;
        if (at && o->dates[at - 1] == date)
            continue;
        memmove(o->dates + at + 1, o->dates + at, (o->history - at) * sizeof *o->dates);
        o->dates[at] = date;
        o->history++;
    }
    memcpy(o->dates + o->history, s->dates, s->date_count * sizeof *o->dates);
    return STATUS_OK;
}

/* Months between dates, as far as they are the ends of months, quarters or years; 0: days; -1: neither. */
static int find_step(const struct opening *o, size_t count)
{
    int32_t least = INT32_MAX;
    for (size_t i = 1; i < count; i++)
        least = o->dates[i] - o->dates[i - 1] < least ? o->dates[i] - o->dates[i - 1] : least;
    return least == 1                     ? 0
           : least >= 28 && least <= 31   ? 1
           : least >= 89 && least <= 92   ? 3
           : least >= 365 && least <= 366 ? 12
                                          : -1;
}

static int32_t period_begin(int32_t last, int months)
{
    return months ? date_add_months(last + 1, -months) : last;
}

static enum status make_periods(struct opening *o)
{
    struct demand *c = o->demand;
    size_t count = o->history + c->shape->date_count;
    int step = find_step(o, count);
    if (step < 0)
        return refuse(o, "dates",
                      count < 2 ? "one date does not say how long its period is: keep the actual "
                                  "rows, or project more periods"
                                : "dates should be the ends of days, months, quarters or years");
    c->periods = malloc(count * sizeof *c->periods);
    if (!c->periods)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++) {
        bool actual = i < o->history;
        c->periods[i] = (struct demand_period){.from = period_begin(o->dates[i], step),
                                               .to = o->dates[i],
                                               .actual = actual,
                                               .at = actual ? i : i - o->history};
        if (i && c->periods[i].from <= o->dates[i - 1])
            return refuse(o, "dates", "periods of different lengths can't be told apart");
        if (i > o->history && c->periods[i].from != o->dates[i - 1] + 1)
            return refuse(o, "dates", "a period is missing between two dates");
    }
    c->period_count = count;
    return STATUS_OK;
}

static bool same_labels(const struct demand *c, const struct future_actual *a, size_t cell)
{
    for (size_t d = 0; d < c->shape->dimension_count; d++)
        if ((int)d != c->scenario && !text_equal(a->labels[d], demand_label(c, cell, (int)d)))
            return false;
    return true;
}

/* Sets history by period and cell; a period that lacks a cell is not known, and dropped. */
static enum status fill_history(struct opening *o)
{
    struct demand *c = o->demand;
    size_t cells = c->shape->cell_count, kept = 0;
    c->actual = malloc((o->history * cells + 1) * sizeof *c->actual);
    if (!c->actual)
        return STATUS_MEMORY;
    for (size_t i = 0; i < o->history * cells; i++)
        c->actual[i] = NAN;
    for (size_t i = 0, at = 0, next = 0; i < o->actual_count; i++) {
        const struct future_actual *a = &o->actual[i];
        if (!text_is(a->measure, "care_days") || a->date >= c->shape->dates[0])
            continue;
        if (o->dates[at] != a->date)
            for (at = 0; o->dates[at] != a->date; at++)
                ;
        bool any = false;
        for (size_t k = 0; k < cells && (!any || c->scenario >= 0); k++) {
            size_t cell = (next + k) % cells; /* rows often come in the order of the cells */
            if (!same_labels(c, a, cell))
                continue;
            c->actual[at * cells + cell] = a->value;
            any = true;
            next = cell + 1;
            k = c->scenario >= 0 ? k : cells;
        }
        c->strange += !any;
    }
    for (size_t p = 0; p < c->period_count; p++) {
        bool known = true;
        for (size_t cell = 0; c->periods[p].actual && cell < cells; cell++)
            known = known && !isnan(c->actual[c->periods[p].at * cells + cell]);
        if (known)
            c->periods[kept++] = c->periods[p];
    }
    c->period_count = kept;
    return STATUS_OK;
}

static enum status make_parts(struct demand *c)
{
    int first = demand_year_of(c->periods[0].from);
    int last = demand_year_of(c->periods[c->period_count - 1].to);
    c->year_count = (size_t)(last - first + 1);
    c->years = calloc(c->year_count, sizeof *c->years);
    c->parts = malloc((c->period_count + c->year_count) * sizeof *c->parts);
    if (!c->years || !c->parts)
        return STATUS_MEMORY;
    size_t p = 0;
    for (size_t y = 0; y < c->year_count; y++) {
        struct demand_year *year = &c->years[y];
        *year = (struct demand_year){.year = first + (int)y,
                                     .from = demand_year_from(first + (int)y),
                                     .to = demand_year_from(first + (int)y + 1) - 1,
                                     .first = c->part_count};
        for (; p < c->period_count && c->periods[p].from <= year->to; p++) {
            const struct demand_period *of = &c->periods[p];
            int32_t from = of->from > year->from ? of->from : year->from;
            int32_t to = of->to < year->to ? of->to : year->to;
            double share = (double)(to - from + 1) / (of->to - of->from + 1);
            c->parts[c->part_count++] = (struct demand_part){p, y, from, to, share};
            year->covered += to - from + 1;
            year->ahead = year->ahead || !of->actual;
            if (of->to > year->to)
                break;
        }
        year->end = c->part_count;
    }
    return STATUS_OK;
}

static enum status check_whole(const struct opening *o)
{
    const struct future_shape *s = o->demand->shape;
    long draw;
    enum status status = future_next(o->demand->future, &draw, &o->demand->waiting);
    for (size_t i = 0; status == STATUS_OK && i < s->date_count * s->cell_count; i++)
        if (isnan(o->demand->waiting[i]))
            return refuse(o, "hole",
                          "some combination of labels has no care_days on some date: "
                          "every one must have them on each");
    return status;
}

enum status demand_open(struct demand *c, const char *path, const char *kind,
                        const char *const *where, size_t where_count,
                        const struct problem_sink *sink)
{
    static const char *const wanted[] = {"care_days", NULL};
    *c = (struct demand){.settings = {wanted, where, where_count}};
    struct opening o = {.demand = c, .sink = sink};
    enum status s = future_open(&c->future, path, &c->settings, sink);
    if (s != STATUS_OK)
        return s;
    c->shape = future_shape(c->future);
    o.actual_count = future_actuals(c->future, &o.actual);
    s = find_dimensions(&o, kind);
    if (s == STATUS_OK)
        s = check_whole(&o);
    if (s == STATUS_OK)
        s = find_dates(&o);
    if (s == STATUS_OK)
        s = make_periods(&o);
    if (s == STATUS_OK)
        s = fill_history(&o);
    if (s == STATUS_OK)
        s = make_parts(c);
    free(o.dates);
    if (s != STATUS_OK)
        demand_close(c);
    return s;
}

void demand_close(struct demand *c)
{
    future_close(c->future);
    free(c->periods);
    free(c->parts);
    free(c->years);
    free(c->actual);
    *c = (struct demand){0};
}

enum status demand_next(struct demand *c, long *draw, const double **value)
{
    if (!c->waiting)
        return future_next(c->future, draw, value);
    *value = c->waiting;
    *draw = 0;
    c->waiting = NULL;
    return STATUS_OK;
}
