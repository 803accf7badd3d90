// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/account.h"
#include "model/cost/money.h"

#include <math.h>
#include <stdlib.h>

bool account_init(struct account *a, const struct demand *c)
{
    *a = (struct account){.cells = c->shape->cell_count, .years = c->year_count};
    a->pence = calloc(a->cells * a->years + 1, sizeof *a->pence);
    a->days = calloc(a->cells * a->years + 1, sizeof *a->days);
    return a->pence && a->days;
}

void account_done(struct account *a)
{
    free(a->pence);
    free(a->days);
    *a = (struct account){0};
}

void account_fill(struct account *a, const struct demand *c, const struct tariff *t,
                  const double *value, const bool *wanted)
{
    for (size_t y = 0; y < a->years; y++) {
        const struct demand_year *year = &c->years[y];
        if (!wanted[y] || year->ahead != (value != NULL))
            continue;
        for (size_t cell = 0; cell < a->cells; cell++) {
            double pounds = 0, days = 0;
            for (size_t p = year->first; p < year->end; p++) {
                double n = demand_days(c, value, &c->parts[p], cell);
                days += n;
                if (n != 0)
                    pounds += n * t->unit[t->of_cell[cell] * t->part_count + p];
            }
            bool priced = !isnan(pounds);
            a->pence[account_at(a, y, cell)] = priced ? money_pence(pounds) : 0;
            a->days[account_at(a, y, cell)] = priced ? days : NAN;
        }
    }
}

struct labelled {
    struct text *labels;
    size_t count;
};

static int by_labels(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;
    for (size_t i = 0; i < x->count; i++) {
        int c = text_compare(x->labels[i], y->labels[i]);
        if (c)
            return c;
    }
    return 0;
}

static void keep_labels(const struct sheet *s, const struct demand *c, const bool *keep,
                        size_t cell, struct text *out)
{
    size_t k = 0;
    for (size_t d = 0; k < s->dimension_count; d++)
        if (keep[d])
            out[k++] = demand_label(c, cell, (int)d);
}

/* Sorts the combinations there are and numbers the cells by them. */
static bool order_rows(struct sheet *s, const struct demand *c, const struct tariff *t,
                       const bool *keep)
{
    size_t cells = c->shape->cell_count, n = s->dimension_count, used = 0;
    struct labelled *all = malloc((cells + 1) * sizeof *all);
    struct text *room = malloc((cells * n + n + 1) * sizeof *room), *mine = room + cells * n;
    for (size_t cell = 0; all && room && cell < cells; cell++) {
        if (t->lines[t->of_cell[cell]].left_out)
            continue;
        all[used] = (struct labelled){room + used * n, n};
        keep_labels(s, c, keep, cell, all[used++].labels);
    }
    if (all && room) {
        qsort(all, used, sizeof *all, by_labels);
        for (size_t i = 0; i < used; i++)
            if (!i || by_labels(&all[i - 1], &all[i]))
                memcpy(s->labels + n * s->row_count++, all[i].labels, n * sizeof *s->labels);
    }
    for (size_t cell = 0; all && room && cell < cells; cell++) {
        s->row_of_cell[cell] = SIZE_MAX;
        if (t->lines[t->of_cell[cell]].left_out)
            continue;
        struct labelled key = {mine, n};
        keep_labels(s, c, keep, cell, mine);
        size_t low = 0, high = s->row_count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            struct labelled row = {s->labels + middle * n, n};
            if (by_labels(&row, &key) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        s->row_of_cell[cell] = low;
    }
    bool good = all && room;
    free(all);
    free(room);
    return good;
}

bool sheet_make(struct sheet *s, const struct demand *c, const struct tariff *t, const bool *keep)
{
    size_t cells = c->shape->cell_count;
    *s = (struct sheet){0};
    s->dimensions = malloc((c->shape->dimension_count + 1) * sizeof *s->dimensions);
    for (size_t d = 0; s->dimensions && d < c->shape->dimension_count; d++)
        if (keep[d])
            s->dimensions[s->dimension_count++] = c->shape->dimensions[d];
    s->labels = malloc((cells * s->dimension_count + 1) * sizeof *s->labels);
    s->row_of_cell = malloc((cells + 1) * sizeof *s->row_of_cell);
    s->line_of_row = malloc((cells + 1) * sizeof *s->line_of_row);
    if (!s->dimensions || !s->labels || !s->row_of_cell || !s->line_of_row ||
        !order_rows(s, c, t, keep)) {
        sheet_done(s);
        return false;
    }
    for (size_t row = 0; row < s->row_count; row++)
        s->line_of_row[row] = SIZE_MAX;
    for (size_t cell = 0; keep[c->kind] && cell < cells; cell++)
        if (s->row_of_cell[cell] != SIZE_MAX)
            s->line_of_row[s->row_of_cell[cell]] = t->of_cell[cell];
    return true;
}

void sheet_done(struct sheet *s)
{
    free(s->dimensions);
    free(s->labels);
    free(s->row_of_cell);
    free(s->line_of_row);
    *s = (struct sheet){0};
}
