// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/survey.h"

#include "calendar/date.h"

#include <limits.h>
#include <math.h>

static void survey_begin(struct survey *s)
{
    *s = (struct survey){.first = DATE_NONE,
                         .last = DATE_NONE,
                         .last_actual = DATE_NONE,
                         .last_forecast = DATE_NONE,
                         .least = NAN,
                         .most = NAN,
                         .recorded_least = NAN,
                         .recorded_most = NAN,
                         .whole = true,
                         .spacing_months = INT_MAX};
}

static void see_number(struct survey *s, double v)
{
    if (!isfinite(v))
        return;
    s->least = fmin(s->least, v); /* fmin and fmax pass over NaN */
    s->most = fmax(s->most, v);
}

static void see_point(struct survey *s, const struct chart_point *p)
{
    if (p->kind == CHART_AT_RISK) /* written, not measured */
        return;
    s->last_time = fmax(s->last_time, p->time);
    if (s->first == DATE_NONE || p->date < s->first)
        s->first = p->date;
    if (p->date > s->last)
        s->last = p->date;
    see_number(s, p->value);
    see_number(s, p->low95);
    see_number(s, p->low80);
    see_number(s, p->high80);
    see_number(s, p->high95);
    if (isfinite(p->low80 + p->high80) || isfinite(p->low95 + p->high95))
        s->bounds++;
    if (!isfinite(p->value))
        return;
    s->values++;
    if (p->kind == CHART_ACTUAL) {
        s->whole = s->whole && p->value == round(p->value);
        s->recorded_least = fmin(s->recorded_least, p->value);
        s->recorded_most = fmax(s->recorded_most, p->value);
        if (p->date > s->last_actual)
            s->last_actual = p->date;
    } else if (p->kind == CHART_FORECAST) {
        s->forecasts++;
        if (p->date > s->last_forecast)
            s->last_forecast = p->date;
    }
}

/* Whole months between two dates; 0 where they are less than about a month apart. */
static int months_apart(int32_t from, int32_t to)
{
    return (int)((to - from) / 30.4 + 0.15);
}

static void see_series(struct survey *s, const struct chart_series *series)
{
    if (series->count > s->longest)
        s->longest = series->count;
    for (size_t i = 0; i < series->count; i++) {
        const struct chart_point *p = &series->points[i];
        see_point(s, p);
        if (i == 0 || p->date == p[-1].date)
            continue;
        int months = months_apart(p[-1].date, p->date);
        if (months < s->spacing_months)
            s->spacing_months = months;
    }
}

static void survey_end(struct survey *s)
{
    if (s->spacing_months == INT_MAX) /* a single date */
        s->spacing_months = 1;
    if (s->last_actual == DATE_NONE) /* forecasts alone: nothing says that they are counts */
        s->whole = false;
}

void survey_series(struct survey *s, const struct chart_series *series)
{
    survey_begin(s);
    see_series(s, series);
    survey_end(s);
}

void survey_chart(struct survey *s, const struct chart *chart)
{
    survey_begin(s);
    for (size_t i = 0; i < chart->series_count; i++)
        see_series(s, &chart->series[i]);
    s->zoom = chart->zoom;
    survey_end(s);
}

bool survey_far_from_zero(const struct survey *s)
{
    return s->least * s->most > 0 &&
           fmin(fabs(s->least), fabs(s->most)) > 0.5 * fmax(fabs(s->least), fabs(s->most));
}

bool point_is_missing(const struct chart_point *p)
{
    return !isfinite(p->value) && p->kind != CHART_VARIATION && p->kind != CHART_ASSURANCE;
}

const struct chart_point *series_latest(const struct chart_series *series,
                                        enum chart_point_kind kind)
{
    for (size_t i = series->count; i > 0; i--) {
        const struct chart_point *p = &series->points[i - 1];
        if (p->kind == kind && isfinite(p->value))
            return p;
    }
    return NULL;
}
