// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/tick.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A range that can be divided: finite, ordered and wider than rounding error. */
static void make_room(double *least, double *most, bool whole)
{
    const double huge = 1e300; /* so that differences stay finite */
    if (!isfinite(*least) || !isfinite(*most))
        *least = 0, *most = 1;
    *least = fmax(-huge, fmin(huge, *least));
    *most = fmax(-huge, fmin(huge, *most));
    if (*most < *least) {
        double swap = *least;
        *least = *most;
        *most = swap;
    }
    double size = fmax(fabs(*least), fabs(*most));
    if (*most - *least > 1e-9 * size)
        return;
    double middle = (*least + *most) / 2;
    double pad = size == 0 ? 1 : fmax(0.05 * size, whole ? 1 : 0);
    *least = middle == 0 ? 0 : middle - pad;
    *most = middle + pad;
}

static double nice_step(double least, double most, int limit, bool whole)
{
    static const double multiples[] = {1, 2, 5};
    double power = pow(10, floor(log10((most - least) / limit)));
    for (;; power *= 10)
        for (int i = 0; i < 3; i++) {
            double step = power * multiples[i];
            if (whole && step < 1)
                continue;
            if (ceil(most / step - 1e-9) - floor(least / step + 1e-9) + 1 <= limit)
                return step;
        }
}

void ticks_of_numbers(struct ticks *t, double least, double most, int limit, bool whole,
                      const char *unit)
{
    limit = limit < 3 ? 3 : limit > TICKS_MOST ? TICKS_MOST : limit;
    make_room(&least, &most, whole);
    double step = nice_step(least, most, limit, whole);
    double first = floor(least / step + 1e-9), last = ceil(most / step - 1e-9);
    struct number_style style = number_style_for(fmax(fabs(first), fabs(last)) * step, step, unit);
    t->count = 0;
    for (double k = first; k <= last && t->count < TICKS_MOST; k++) {
        struct tick *tick = &t->at[t->count++];
        tick->value = k * step;
        number_write(tick->label, tick->value, &style);
    }
    t->from = t->at[0].value;
    t->to = t->at[t->count - 1].value;
}

void ticks_trim(struct ticks *t, double least, double most)
{
    double step = t->at[1].value - t->at[0].value;
    if (t->count > 2 && t->to != 0 && t->to - most > 0.5 * step) {
        t->count--;
        t->to = most + 0.1 * step;
    }
    if (t->count > 2 && t->from != 0 && least - t->from > 0.5 * step) {
        t->count--;
        memmove(t->at, t->at + 1, (size_t)t->count * sizeof *t->at);
        t->from = least - 0.1 * step;
    }
}

/* The last day of the month for an anchor on a last day, else the anchor's day. */
static int32_t month_tick(int32_t anchor, int months)
{
    int year, month, day;
    date_split(anchor, &year, &month, &day);
    if (day < date_days_in_month(year, month))
        return date_add_months(anchor, months);
    int whole = year * 12 + month - 1 + months;
    return date_of(whole / 12, whole % 12 + 1, date_days_in_month(whole / 12, whole % 12 + 1));
}

static int months_between(int32_t from, int32_t to)
{
    int y0, m0, y1, m1, day;
    date_split(from, &y0, &m0, &day);
    date_split(to, &y1, &m1, &day);
    return (y1 - y0) * 12 + m1 - m0;
}

/* Fills T with anchor + k * step months inside first ... last; false when there are over LIMIT. */
static bool fill_months(struct ticks *t, int32_t first, int32_t last, int limit, int step,
                        int32_t anchor)
{
    int k = months_between(anchor, first) / step - 1;
    for (t->count = 0;; k++) {
        int32_t at = month_tick(anchor, k * step);
        if (at > last)
            return true;
        if (at < first)
            continue;
        if (t->count == limit)
            return false;
        struct tick *tick = &t->at[t->count++];
        tick->value = at;
        date_words(tick->label, at, false);
    }
}

static bool fill_days(struct ticks *t, int32_t first, int32_t last, int limit, int step,
                      int32_t anchor)
{
    int32_t at = anchor - (anchor - first) / step * step;
    for (t->count = 0; at <= last; at += step) {
        if (t->count == limit)
            return false;
        struct tick *tick = &t->at[t->count++];
        char words[DATE_WORDS];
        tick->value = at;
        int year, month, day;
        date_split(at, &year, &month, &day);
        date_words(words, date_of(year, month, 1), false); /* "1 Mar 2024" */
        snprintf(tick->label, sizeof tick->label, "%d %.3s", day, words + 2);
    }
    return true;
}

void ticks_of_dates(struct ticks *t, int32_t first, int32_t last, int limit, int spacing_months,
                    int32_t anchor)
{
    static const int day_steps[] = {1, 2, 7, 14, 28};
    static const int month_steps[] = {1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400};
    limit = limit < 1 ? 1 : limit > TICKS_MOST ? TICKS_MOST : limit;
    if (anchor < first || anchor > last)
        anchor = first;
    if (spacing_months == 0 && last - first <= 28 * limit)
        for (size_t i = 0; i < sizeof day_steps / sizeof *day_steps; i++)
            if (fill_days(t, first, last, limit, day_steps[i], anchor))
                return;
    for (size_t i = 0; i < sizeof month_steps / sizeof *month_steps; i++)
        if (month_steps[i] >= spacing_months &&
            fill_months(t, first, last, limit, month_steps[i], anchor))
            return;
}
