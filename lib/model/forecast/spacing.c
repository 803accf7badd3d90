// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/spacing.h"

#include "calendar/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int compare_numbers(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* The commonest of N >= 1 values and how often it stands; the smallest of equals. Sorts VALUES. */
static int32_t commonest(int32_t *values, size_t n, size_t *count)
{
    qsort(values, n, sizeof *values, compare_numbers);
    int32_t best = values[0];
    size_t most = 0;
    for (size_t i = 0, run = 0; i < n; i++) {
        run = i > 0 && values[i] == values[i - 1] ? run + 1 : 1;
        if (run > most) {
            most = run;
            best = values[i];
        }
    }
    if (count)
        *count = most;
    return best;
}

static int32_t month_number(int32_t date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    return year * 12 + month - 1;
}

/* The day that day-of-month DAY means in DATE's month. */
static bool on_day(int32_t date, int day)
{
    int year, month, own;
    date_split(date, &year, &month, &own);
    int last = date_days_in_month(year, month);
    return own == (day < last ? day : last);
}

/* The day of the month on which more than half of the dates fall (31: month ends); 0 for none. */
static int common_day(const int32_t *dates, size_t n, int32_t *scratch)
{
    size_t ends = 0;
    for (size_t i = 0; i < n; i++) {
        int year, month, day;
        date_split(dates[i], &year, &month, &day);
        ends += day == date_days_in_month(year, month);
        scratch[i] = day;
    }
    if (2 * ends > n)
        return 31;
    size_t count;
    int day = commonest(scratch, n, &count);
    return 2 * count > n ? day : 0;
}

/* Sets origin to the last date in the phase that most dates share. */
static void set_phase(struct spacing *s, const int32_t *dates, size_t n, int32_t *scratch)
{
    int step = s->months ? s->months : s->days;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (s->months && !on_day(dates[i], s->day))
            continue;
        int32_t at = s->months ? month_number(dates[i]) : dates[i];
        scratch[count++] = (at % step + step) % step;
    }
    s->origin = dates[n - 1];
    if (count == 0)
        return;
    int32_t phase = commonest(scratch, count, NULL);
    for (size_t i = n; i-- > 0;) {
        int32_t at = s->months ? month_number(dates[i]) : dates[i];
        if ((at % step + step) % step == phase && (!s->months || on_day(dates[i], s->day))) {
            s->origin = dates[i];
            return;
        }
    }
}

enum status spacing_find(struct spacing *out, const int32_t *dates, size_t n, int32_t *scratch)
{
    if (n < 2)
        return STATUS_SHORT;
    *out = (struct spacing){.day = common_day(dates, n, scratch)};
    size_t count = 0;
    int32_t before = 0;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (out->day && !on_day(dates[i], out->day))
            continue;
        int32_t at = out->day ? month_number(dates[i]) : dates[i];
        if (any && at > before)
            scratch[count++] = at - before;
        before = at;
        any = true;
    }
    if (count == 0)
        return STATUS_SHORT;
    int32_t step = commonest(scratch, count, NULL);
    if (out->day)
        out->months = step;
    else
        out->days = step;
    set_phase(out, dates, n, scratch);
    return STATUS_OK;
}

void spacing_like(struct spacing *out, const struct spacing *step, const int32_t *dates, size_t n,
                  int32_t *scratch)
{
    *out = (struct spacing){.months = step->months, .days = step->days};
    if (out->months) {
        int year, month;
        out->day = common_day(dates, n, scratch);
        if (out->day == 0)
            date_split(dates[n - 1], &year, &month, &out->day);
    }
    set_phase(out, dates, n, scratch);
}

void spacing_fix(struct spacing *out, enum period_every every, const int32_t *dates, size_t n,
                 int32_t *scratch)
{
    struct spacing step = {0};
    if (every == EVERY_DAY)
        step.days = 1;
    else
        step.months = every == EVERY_MONTH ? 1 : every == EVERY_QUARTER ? 3 : 12;
    spacing_like(out, &step, dates, n, scratch);
}

bool spacing_number(const struct spacing *s, int32_t date, long *number)
{
    int step = s->months ? s->months : s->days;
    long distance = s->months ? month_number(date) - month_number(s->origin) : date - s->origin;
    if ((s->months && !on_day(date, s->day)) || distance % step != 0)
        return false;
    *number = distance / step;
    return true;
}

int32_t spacing_date(const struct spacing *s, long number)
{
    if (!s->months)
        return (int32_t)(s->origin + number * s->days);
    long at = month_number(s->origin) + number * s->months;
    int year = (int)(at / 12), month = (int)(at % 12) + 1;
    int last = date_days_in_month(year, month);
    return date_of(year, month, s->day < last ? s->day : last);
}

size_t spacing_season(const struct spacing *s)
{
    if (s->months)
        return 12 % s->months == 0 ? (size_t)(12 / s->months) : 1;
    return s->days == 1 ? 7 : 1;
}

size_t spacing_year(const struct spacing *s)
{
    double periods = s->months ? 12.0 / s->months : 365.25 / s->days;
    return periods < 1 ? 1 : (size_t)lround(periods);
}

const char *spacing_name(const struct spacing *s, char *buffer, size_t size)
{
    if (s->months == 1 || s->months == 3 || s->months == 12)
        snprintf(buffer, size, "%s",
                 s->months == 1   ? "month"
                 : s->months == 3 ? "quarter"
                                  : "year");
    else if (s->months)
        snprintf(buffer, size, "%d months", s->months);
    else if (s->days == 1 || s->days == 7)
        snprintf(buffer, size, "%s", s->days == 1 ? "day" : "week");
    else
        snprintf(buffer, size, "%d days", s->days);
    return buffer;
}
