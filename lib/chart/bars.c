// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/bars.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct chart_point *point_of(const struct chart_series *series,
                                          enum chart_point_kind kind)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].kind == kind)
            return &series->points[i];
    return NULL;
}

static void add_reference(struct bars *b, const struct chart_series *series,
                          const struct chart_point *p)
{
    if (!isfinite(p->value))
        return;
    for (size_t i = 0; i < b->reference_count; i++)
        if (b->references[i].value == p->value &&
            strcmp(b->references[i].label, series->label) == 0)
            return;
    if (b->reference_count == REFERENCES_MOST)
        b->extra_references++;
    else
        b->references[b->reference_count++] = (struct reference){series->label, p->value};
}

/* A series with nothing but a reference, or without a row at this date, is no bar. */
static void add_series(struct bars *b, const struct chart_series *series)
{
    const struct chart_point *reference = point_of(series, CHART_REFERENCE);
    const struct chart_point *p = point_of(series, CHART_ACTUAL);
    p = p ? p : point_of(series, CHART_FORECAST);
    if (reference)
        add_reference(b, series, reference);
    if (!p)
        return;
    if (b->count == BARS_MOST) {
        b->extra++;
        return;
    }
    b->items[b->count++] =
        (struct bar){.series = series, .point = p, .value = p->value, .of_before = NAN};
    b->intervals = b->intervals || isfinite(p->low95 + p->high95);
}

static bool before(const struct bar *a, const struct bar *b, bool by_value)
{
    if (isfinite(a->value) != isfinite(b->value))
        return isfinite(a->value) && by_value;
    return by_value && a->value > b->value;
}

static void sort_bars(struct bars *b, bool by_value)
{
    for (size_t i = 1; i < b->count; i++) {
        struct bar moved = b->items[i];
        size_t k = i;
        for (; k > 0 && before(&moved, &b->items[k - 1], by_value); k--)
            b->items[k] = b->items[k - 1];
        b->items[k] = moved;
    }
}

/* The label itself, or its last word: "302" finds "LA 302". */
static bool is_called(const char *label, const char *name)
{
    size_t length = strlen(label), size = strlen(name);
    if (strcmp(label, name) == 0)
        return true;
    return size > 0 && length > size && label[length - size - 1] == ' ' &&
           strcmp(label + length - size, name) == 0;
}

void bars_read(struct bars *b, const struct chart *chart)
{
    memset(b, 0, sizeof *b);
    for (size_t i = 0; i < chart->series_count; i++)
        add_series(b, &chart->series[i]);
    sort_bars(b, chart->steps || !chart->ordered);
    b->focus = b->count;
    for (size_t i = 0; i < b->count; i++) {
        struct bar *bar = &b->items[i];
        if (chart->focus && b->focus == b->count && is_called(bar->series->label, chart->focus))
            b->focus = i;
        if (!isfinite(bar->value))
            continue;
        b->valued++;
        bar->rank = 1;
        for (size_t k = 0; k < b->count; k++)
            bar->rank += b->items[k].value > bar->value;
        if (chart->steps && i > 0 && bar[-1].value > 0)
            bar->of_before = 100 * bar->value / bar[-1].value;
    }
}

const struct bar *bars_highest(const struct bars *b)
{
    const struct bar *best = NULL;
    for (size_t i = 0; i < b->count; i++)
        if (b->items[i].rank == 1) {
            if (best)
                return NULL;
            best = &b->items[i];
        }
    return best;
}

static const char *ending(size_t rank)
{
    size_t last = rank % 10;
    if (rank % 100 >= 11 && rank % 100 <= 13)
        return "th";
    return last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
}

const char *bars_rank_words(const struct bars *b, const struct bar *bar, char buffer[RANK_WORDS])
{
    if (bar->rank > 1 && bar->rank < b->valued)
        snprintf(buffer, RANK_WORDS, "%zu%s highest of %zu", bar->rank, ending(bar->rank),
                 b->valued);
    else
        snprintf(buffer, RANK_WORDS, "%s of %zu", bar->rank > 1 ? "lowest" : "highest", b->valued);
    return buffer;
}
