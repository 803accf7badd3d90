// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/control.h"

#include "calendar/date.h"
#include "chart/survey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum control_meaning verdict_of(const char *word)
{
    static const char *const words[] = {
        [CONTROL_COMMON] = "common cause",
        [CONTROL_IMPROVEMENT] = "improvement",
        [CONTROL_CONCERN] = "concern",
        [CONTROL_HIGH] = "high",
        [CONTROL_LOW] = "low",
        [CONTROL_TOO_FEW] = "too few points",
    };
    for (int i = 0; i < CONTROL_NONE; i++)
        if (strcmp(words[i], word) == 0)
            return (enum control_meaning)i;
    return CONTROL_NONE;
}

static enum control_target assurance_of(const char *word)
{
    static const char *const words[] = {"", "pass", "fail", "inconsistent"};
    for (int i = CONTROL_PASS; i <= CONTROL_INCONSISTENT; i++)
        if (strcmp(words[i], word) == 0)
            return (enum control_target)i;
    return CONTROL_NO_TARGET;
}

/* Adds row P of the point's date to what is known of it. */
static void take(struct control *c, struct control_point *point, bool *outside,
                 const struct chart_point *p)
{
    switch (p->kind) {
    case CHART_ACTUAL:
        point->value = p->value;
        break;
    case CHART_MEAN:
        point->mean = p->value;
        break;
    case CHART_LOWER_LIMIT:
        point->lower = p->value;
        break;
    case CHART_UPPER_LIMIT:
        point->upper = p->value;
        break;
    case CHART_IMPROVEMENT:
    case CHART_CONCERN:
    case CHART_HIGH:
    case CHART_LOW:
        point->meaning = p->kind - CHART_IMPROVEMENT + CONTROL_IMPROVEMENT;
        break;
    case CHART_OUTSIDE:
        *outside = true;
        break;
    case CHART_TREND:
        point->trend = true;
        break;
    case CHART_VARIATION:
        c->variation = verdict_of(p->status);
        break;
    case CHART_ASSURANCE:
        c->assurance = assurance_of(p->status);
        break;
    default:
        break;
    }
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_limits(const struct control_point *a, const struct control_point *b)
{
    return same(a->lower, b->lower) && same(a->upper, b->upper);
}

/* The mean differs; or, where it happens to be the same again, the limits step from one level to
 * another (limits that move with a denominator are not level). */
bool control_breaks(const struct control *c, size_t number)
{
    const struct control_point *p = &c->points[number];
    if (number == 0 || !same(p->mean, p[-1].mean))
        return true;
    return number > 1 && number + 1 < c->count && !same_limits(&p[-1], p) &&
           same_limits(&p[-2], &p[-1]) && same_limits(p, &p[1]);
}

/* A trend's own direction, by the step within it; of the others the side of the mean. */
static void find_directions(struct control *c)
{
    for (size_t i = 0; i < c->count; i++) {
        struct control_point *p = &c->points[i];
        double step = p->value - p->mean;
        if (p->trend && !control_breaks(c, i) && p[-1].trend)
            step = p->value - p[-1].value;
        else if (p->trend && i + 1 < c->count && p[1].trend)
            step = p[1].value - p->value;
        p->direction = p->meaning == CONTROL_COMMON ? 0 : (step > 0) - (step < 0);
        if (control_breaks(c, i))
            c->last_first = i;
    }
}

enum status control_read(struct control *out, const struct chart_series *series)
{
    const struct chart_point *target = series_latest(series, CHART_TARGET);
    *out = (struct control){.variation = CONTROL_NONE, .target = target ? target->value : NAN};
    out->points = calloc(series->count + 1, sizeof *out->points);
    if (!out->points)
        return STATUS_MEMORY;
    for (size_t i = 0; i < series->count;) {
        struct control_point *p = &out->points[out->count];
        bool outside = false;
        *p = (struct control_point){series->points[i].date, NAN, NAN, NAN, NAN, CONTROL_COMMON};
        for (; i < series->count && series->points[i].date == p->date; i++)
            take(out, p, &outside, &series->points[i]);
        p->trend = p->trend && !outside; /* which names the point first */
        out->count += isfinite(p->value) ? 1 : 0;
    }
    find_directions(out);
    return STATUS_OK;
}

void control_done(struct control *c)
{
    free(c->points);
}

int32_t control_since(const struct control *c)
{
    size_t i = c->count;
    bool sided = c->variation == CONTROL_HIGH || c->variation == CONTROL_LOW;
    while (i > c->last_first && c->points[i - 1].meaning == c->variation &&
           (!sided || c->points[i - 1].trend == c->points[c->count - 1].trend))
        i--;
    return i == c->count || c->variation == CONTROL_COMMON ? DATE_NONE : c->points[i].date;
}

static const struct control_point *latest(const struct control *c)
{
    static const struct control_point none = {.mean = NAN};
    return c->count ? &c->points[c->count - 1] : &none;
}

const char *control_variation_words(const struct control *c)
{
    bool trend = latest(c)->trend;
    switch (c->variation) {
    case CONTROL_COMMON:
        return "No significant change";
    case CONTROL_IMPROVEMENT:
        return "Special cause: improvement";
    case CONTROL_CONCERN:
        return "Special cause: concern";
    case CONTROL_HIGH:
        return trend ? "Special cause: rising" : "Special cause: high";
    case CONTROL_LOW:
        return trend ? "Special cause: falling" : "Special cause: low";
    case CONTROL_TOO_FEW:
        return isfinite(latest(c)->mean) ? "Too few points: trial limits" : "Too few points";
    case CONTROL_NONE:
        break;
    }
    return "No limits";
}

const char *control_variation_letter(const struct control *c)
{
    if (c->variation == CONTROL_TOO_FEW || c->variation == CONTROL_NONE)
        return "";
    if (c->variation == CONTROL_COMMON)
        return "C";
    return latest(c)->direction >= 0 ? "H" : "L";
}

const char *control_assurance_words(const struct control *c)
{
    static const char *const words[] = {"", "Target will be met", "Target will be missed",
                                        "Target met or missed by chance"};
    return words[c->assurance];
}

const char *control_assurance_letter(const struct control *c)
{
    static const char *const letters[] = {"", "P", "F", "?"};
    return letters[c->assurance];
}
