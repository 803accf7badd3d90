// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/future_private.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_PLACES = 1 << 28 }; /* 2 GiB of numbers */

struct ordered_cell {
    const struct future *f;
    uint32_t cell;
};

static int by_labels(const void *a, const void *b)
{
    const struct ordered_cell *x = a, *y = b;
    struct text rest = intern_text(&x->f->cells, x->cell);
    struct text other = intern_text(&y->f->cells, y->cell);
    while (rest.size && other.size) {
        int order = text_compare(text_cut(&rest, '\x1F'), text_cut(&other, '\x1F'));
        if (order)
            return order;
    }
    return 0;
}

static int by_date(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static const struct future_key *place_key(const struct future *f, uint32_t place)
{
    return (const struct future_key *)(const void *)intern_text(&f->places, place).at;
}

/* Cells, dates and measures that the places of draw 0 use (actual rows may know others), in order; fills
 * RANK: a cell's place among them. */
static enum status order_shape(struct future *f, uint32_t *rank)
{
    struct future_shape *s = &f->shape;
    size_t n = f->places.count, cells = 0;
    int32_t *dates = arena_take(&f->arena, (n + 1) * sizeof *dates);
    struct ordered_cell *order = malloc((f->cells.count + 1) * sizeof *order);
    struct text *labels =
        arena_take(&f->arena, ((size_t)f->cells.count * s->dimension_count + 1) * sizeof *labels);
    struct text *measures = arena_take(&f->arena, (f->measures.count + 1) * sizeof *measures);
    if (!dates || !order || !labels || !measures) {
        free(order);
        return STATUS_MEMORY;
    }
    for (uint32_t c = 0; c < f->cells.count; c++)
        rank[c] = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        struct future_key key;
        memcpy(&key, place_key(f, i), sizeof key);
        dates[i] = key.date;
        if (rank[key.cell] == UINT32_MAX)
            order[cells++] = (struct ordered_cell){f, key.cell};
        rank[key.cell] = 0;
        if (key.measure >= s->measure_count)
            s->measure_count = key.measure + 1;
    }
    qsort(order, cells, sizeof *order, by_labels);
    for (size_t c = 0; c < cells; c++) {
        rank[order[c].cell] = (uint32_t)c;
        future_split_cell(f, order[c].cell, labels + c * s->dimension_count);
    }
    free(order);
    qsort(dates, n, sizeof *dates, by_date);
    for (size_t i = 0; i < n; i++)
        if (!s->date_count || dates[s->date_count - 1] != dates[i])
            dates[s->date_count++] = dates[i];
    for (uint32_t m = 0; m < s->measure_count; m++)
        measures[m] = intern_text(&f->measures, m);
    s->cell_count = cells;
    s->dates = dates;
    s->labels = labels;
    s->measures = measures;
    return STATUS_OK;
}

static size_t date_number(const struct future_shape *s, int32_t date)
{
    size_t low = 0, high = s->date_count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (s->dates[middle] <= date)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* From rows in file order to a dense future. */
static enum status make_dense(struct future *f, const uint32_t *rank)
{
    const struct future_shape *s = &f->shape;
    double places = (double)s->measure_count * (double)s->date_count * (double)s->cell_count;
    if (places > MOST_PLACES) {
        problem_report(f->sink, PROBLEM_FATAL, "too-wide", rows_name(f->rows), 0, NULL,
                       "%zu dates of %zu combinations of labels are too many for one future",
                       s->date_count, s->cell_count);
        return STATUS_VALUE;
    }
    f->place_count = s->measure_count * s->date_count * s->cell_count;
    double *dense = malloc((f->place_count + 1) * sizeof *dense);
    f->stamp = calloc(f->place_count + 1, sizeof *f->stamp);
    f->turn = malloc((f->place_count + 1) * sizeof *f->turn);
    f->place_of = malloc((f->places.count + 1) * sizeof *f->place_of);
    if (!dense || !f->stamp || !f->turn || !f->place_of) {
        free(dense);
        return STATUS_MEMORY;
    }
    for (size_t i = 0; i < f->place_count; i++)
        dense[i] = NAN;
    for (uint32_t i = 0; i < f->places.count; i++) {
        struct future_key key;
        memcpy(&key, place_key(f, i), sizeof key);
        size_t at = future_at(s, key.measure, date_number(s, key.date), rank[key.cell]);
        f->place_of[i] = (uint32_t)at;
        dense[at] = f->value[i];
        f->stamp[at] = 1;
    }
    for (size_t i = 0; i < f->row_count; i++)
        if (f->row[i].place != FUTURE_SKIP) {
            f->row[i].place = f->place_of[f->row[i].place];
            f->turn[f->row[i].place] = (uint32_t)i;
        }
    free(f->value);
    f->value = dense;
    f->filled_of_first = f->places.count;
    f->learned = true;
    return STATUS_OK;
}

enum status future_make_dense(struct future *f)
{
    uint32_t *rank = malloc((f->cells.count + 1) * sizeof *rank);
    enum status s = rank ? order_shape(f, rank) : STATUS_MEMORY;
    if (s == STATUS_OK)
        s = make_dense(f, rank);
    free(rank);
    return s;
}
