// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/series_chart_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* False for a kind that is not among POINTS. */
static bool kind_of(struct text kind, unsigned points, enum chart_point_kind *out)
{
    static const char *const names[CHART_POINT_KINDS] = {
        [CHART_ACTUAL] = "actual",
        [CHART_FORECAST] = "forecast",
        [CHART_TARGET] = "target",
        [CHART_MEAN] = "mean",
        [CHART_LOWER_LIMIT] = "lower_limit",
        [CHART_UPPER_LIMIT] = "upper_limit",
        [CHART_LOWER_NEAR] = "lower_near",
        [CHART_UPPER_NEAR] = "upper_near",
        [CHART_IMPROVEMENT] = "improvement",
        [CHART_CONCERN] = "concern",
        [CHART_HIGH] = "high",
        [CHART_LOW] = "low",
        [CHART_OUTSIDE] = "outside limits",
        [CHART_TREND] = "trend",
        [CHART_TWO_OF_THREE] = "two of three",
        [CHART_SHIFT] = "shift",
        [CHART_VARIATION] = "variation",
        [CHART_ASSURANCE] = "assurance",
        [CHART_REFERENCE] = "reference",
    };
    for (int i = 0; i < CHART_POINT_KINDS; i++)
        if (names[i] && text_is(kind, names[i])) {
            *out = (enum chart_point_kind)i;
            return points >> i & 1;
        }
    return false;
}

static struct chart_point point_of(const struct chart_work *w, const struct series_row *row,
                                   enum chart_point_kind kind)
{
    bool middle = kind == CHART_FORECAST && isfinite(row->median);
    return (struct chart_point){
        .date = row->date,
        .kind = kind,
        .value = middle ? row->median : row->value,
        .low95 = row->bound[SERIES_LO95],
        .low80 = row->bound[SERIES_LO80],
        .high80 = row->bound[SERIES_HI80],
        .high95 = row->bound[SERIES_HI95],
        .status = series_word(w->t, row->status).at,
    };
}

static bool stands_after(const struct chart_point *a, const struct chart_point *b)
{
    if (a->time != b->time)
        return a->time > b->time;
    return a->date != b->date ? a->date > b->date : a->kind > b->kind;
}

/* By time and date, then kind; of two for the same, the one read later goes last. A merge, because the rows of
 * each kind come in order already. ROOM has room for half of them. */
static void sort_points(struct chart_point *points, size_t count, struct chart_point *room)
{
    size_t half = count / 2, left = 0, right = half, at = 0;
    if (count < 2)
        return;
    sort_points(points, half, room);
    sort_points(points + half, count - half, room);
    if (!stands_after(&points[half - 1], &points[half]))
        return;
    memcpy(room, points, half * sizeof *room);
    while (left < half)
        points[at++] = right < count && stands_after(&room[left], &points[right]) ? points[right++]
                                                                                  : room[left++];
}

/* A date and kind that stand twice were reported by the reader; the later row is drawn. */
static size_t drop_repeats(struct chart_point *points, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = kept > 0 && !stands_after(&points[i], &points[kept - 1]);
        points[kept - again] = points[i];
        kept += !again;
    }
    return kept;
}

/* Adds the rows of K that are drawn to OUT, which has room. */
static void add_rows(struct chart_work *w, struct chart_series *out, const struct series_key *k)
{
    double time = 0;
    bool at_risk = k->measure == w->at_risk;
    bool timed = w->time < 0 || text_number(series_word(w->t, k->labels[w->time]), &time);
    for (uint32_t i = 0; i < k->length; i++) {
        const struct series_row *row = &w->t->rows[w->t->by_series[k->first + i]];
        enum chart_point_kind kind;
        if (w->date != DATE_NONE && row->date != w->date)
            continue;
        if (!timed)
            w->no_time++;
        else if (!kind_of(series_word(w->t, row->kind), w->plan->points, &kind))
            w->not_drawn++;
        else {
            out->points[out->count] = point_of(w, row, at_risk ? CHART_AT_RISK : kind);
            out->points[out->count++].time = time;
        }
    }
}

/* Curves: the same series at another time, or its number at risk. */
static bool same_curve(const struct chart_work *w, const struct series_key *a,
                       const struct series_key *b)
{
    for (size_t d = 0; d < w->t->dimension_count; d++)
        if ((int)d != w->time && a->labels[d] != b->labels[d])
            return false;
    return true;
}

/* Numbers the lines of the chart: GROUP[i] is series i's. Returns how many; FIRST[g] is a series of
 * line g. */
static size_t number_lines(const struct chart_work *w, size_t *group, size_t *first)
{
    const struct series_table *t = w->t;
    size_t lines = 0;
    for (size_t i = 0; i < t->series_count; i++) {
        if (!w->drawn[i])
            continue;
        size_t g = w->time < 0 ? lines : 0;
        while (g < lines && !same_curve(w, &t->series[i], &t->series[first[g]]))
            g++;
        if (g == lines)
            first[lines++] = i;
        group[i] = g;
    }
    return lines;
}

static enum status fill_lines(struct chart_work *w, struct chart_series *lines, size_t count,
                              const size_t *group, const size_t *first)
{
    const struct series_table *t = w->t;
    size_t longest = 0;
    for (size_t i = 0; i < t->series_count; i++)
        if (w->drawn[i])
            lines[group[i]].count += t->series[i].length; /* room needed */
    for (size_t g = 0; g < count; g++) {
        lines[g].label = series_chart_label(w, &t->series[first[g]]);
        lines[g].points =
            arena_take(&w->out->arena, (lines[g].count + 1) * sizeof *lines[g].points);
        if (!lines[g].label || !lines[g].points)
            return STATUS_MEMORY;
        longest = lines[g].count > longest ? lines[g].count : longest;
        lines[g].count = 0;
    }
    struct chart_point *room = malloc((longest / 2 + 1) * sizeof *room);
    if (!room)
        return STATUS_MEMORY;
    for (size_t i = 0; i < t->series_count; i++)
        if (w->drawn[i])
            add_rows(w, &lines[group[i]], &t->series[i]);
    for (size_t g = 0; g < count; g++) {
        sort_points(lines[g].points, lines[g].count, room);
        lines[g].count = drop_repeats(lines[g].points, lines[g].count);
    }
    free(room);
    return STATUS_OK;
}

/* Series without a row at the date that is drawn may long have ceased to be. */
static size_t drop_empty(struct chart_series *lines, size_t count)
{
    size_t kept = 0;
    for (size_t g = 0; g < count; g++)
        if (lines[g].count > 0)
            lines[kept++] = lines[g];
    return kept;
}

enum status series_chart_fill(struct chart_work *w, const struct series_key **first)
{
    size_t series = w->t->series_count;
    size_t *numbers = malloc((2 * series + 1) * sizeof *numbers);
    if (!numbers)
        return STATUS_MEMORY;
    size_t count = number_lines(w, numbers, numbers + series);
    struct chart_series *lines = arena_take(&w->out->arena, (count + 1) * sizeof *lines);
    enum status s = STATUS_MEMORY;
    if (lines) {
        memset(lines, 0, (count + 1) * sizeof *lines);
        s = fill_lines(w, lines, count, numbers, numbers + series);
        *first = &w->t->series[numbers[series]];
    }
    free(numbers);
    w->out->chart.series = lines;
    w->out->chart.series_count =
        s == STATUS_OK && w->date != DATE_NONE ? drop_empty(lines, count) : count;
    return s;
}
