// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/curve.h"

#include "chart/survey.h"
#include "chart/tick.h"

#include <math.h>

static bool has_value(const struct chart_point *p)
{
    return p->kind == CHART_ACTUAL && isfinite(p->value);
}

const struct chart_point *curve_value(const struct chart_series *series, double time)
{
    const struct chart_point *at = NULL;
    for (size_t i = 0; i < series->count; i++) {
        const struct chart_point *p = &series->points[i];
        if (!has_value(p))
            continue;
        if (p->time > time)
            return at;
        at = p;
    }
    return at && at->time >= time ? at : NULL;
}

double curve_at_risk(const struct chart_series *series, double time)
{
    for (size_t i = 0; i < series->count; i++) {
        const struct chart_point *p = &series->points[i];
        if (p->kind == CHART_AT_RISK && p->time >= time * (1 - 1e-12))
            return p->value;
    }
    return NAN;
}

bool curve_any_at_risk(const struct chart *chart)
{
    for (size_t i = 0; i < chart->series_count; i++)
        if (isfinite(curve_at_risk(&chart->series[i], 0)))
            return true;
    return false;
}

double curves_common_time(const struct chart *chart)
{
    struct ticks t;
    double shortest = INFINITY;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_point *p = series_latest(&chart->series[i], CHART_ACTUAL);
        shortest = fmin(shortest, p ? p->time : 0);
    }
    if (!(shortest > 0))
        return 0;
    ticks_of_numbers(&t, 0, shortest, 6, false, NULL);
    while (t.count > 1 && t.at[t.count - 1].value > shortest)
        t.count--;
    return t.at[t.count - 1].value;
}

const struct chart_series *curves_highest(const struct chart *chart, double time)
{
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_point *p = curve_value(&chart->series[i], time);
        bool above = p && isfinite(p->low95);
        for (size_t k = 0; above && k < chart->series_count; k++) {
            const struct chart_point *other = curve_value(&chart->series[k], time);
            above = k == i || (other && p->low95 > other->high95);
        }
        if (above)
            return &chart->series[i];
    }
    return NULL;
}
