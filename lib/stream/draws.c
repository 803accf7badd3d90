// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/draws.h"
#include "stream/series_columns.h"

#include <stdlib.h>

struct draws {
    struct rows *rows;
    struct series_layout layout;
    struct text *names, *labels;
    long last;
};

static enum status prepare(struct draws *d)
{
    d->layout.draws = true;
    d->last = DRAW_NONE;
    enum status s = series_layout_find(&d->layout, d->rows);
    if (s != STATUS_OK)
        return s;
    size_t count = d->layout.dimension_count;
    d->names = malloc((count + 1) * sizeof *d->names);
    d->labels = malloc((count + 1) * sizeof *d->labels);
    if (!d->names || !d->labels)
        return STATUS_MEMORY;
    const struct text *header;
    rows_header(d->rows, &header);
    for (size_t i = 0; i < count; i++)
        d->names[i] = header[d->layout.dimension[i]];
    return STATUS_OK;
}

enum status draws_open(struct draws **out, const char *path, const struct problem_sink *sink)
{
    *out = NULL;
    struct draws *d = calloc(1, sizeof *d);
    if (!d)
        return STATUS_MEMORY;
    enum status s = rows_open(&d->rows, path, sink);
    if (s == STATUS_OK)
        s = prepare(d);
    if (s != STATUS_OK) {
        draws_close(d);
        return s;
    }
    *out = d;
    return STATUS_OK;
}

void draws_close(struct draws *d)
{
    if (!d)
        return;
    series_layout_done(&d->layout);
    rows_close(d->rows);
    free(d->names);
    free(d->labels);
    free(d);
}

size_t draws_dimensions(const struct draws *d, const struct text **names)
{
    *names = d->names;
    return d->layout.dimension_count;
}

static bool read_draw(struct draws *d, long *out)
{
    struct text cell = text_trim(rows_cell(d->rows, d->layout.draw));
    *out = DRAW_NONE;
    if (!cell.size || (text_integer(cell, out) && *out >= 0))
        return true;
    char shown[64];
    rows_problem(d->rows, PROBLEM_FATAL, "not-a-draw", d->layout.draw,
                 "'%s' is not a draw's number (0, 1, ...)", text_show(cell, shown, sizeof shown));
    return false;
}

static struct text cell_or(struct draws *d, int column, const char *otherwise)
{
    struct text cell = column < 0 ? (struct text){NULL, 0} : rows_cell(d->rows, column);
    return cell.size ? cell : text_of(otherwise);
}

static void take_words(struct draws *d, struct draw_row *out)
{
    const struct series_layout *p = &d->layout;
    out->measure = cell_or(d, p->measure, "value");
    out->kind = cell_or(d, p->kind, out->draw == DRAW_NONE ? "actual" : "forecast");
    out->status = cell_or(d, p->status, "");
    for (size_t i = 0; i < p->dimension_count; i++)
        d->labels[i] = rows_cell(d->rows, p->dimension[i]);
    out->labels = d->labels;
}

/* Draws follow each other: a number left out would be a future in which everything is 0. */
static bool in_order(const struct draws *d, long draw)
{
    if (draw == d->last || draw == d->last + 1)
        return true;
    if (draw > d->last)
        rows_problem(d->rows, PROBLEM_FATAL, "missing-draw", d->layout.draw,
                     "draw %ld where draw %ld should be", draw, d->last + 1);
    else
        rows_problem(d->rows, PROBLEM_FATAL, "order", d->layout.draw,
                     "a lower draw after draw %ld: rows must be ordered by draw", d->last);
    return false;
}

enum status draws_next(struct draws *d, struct draw_row *out)
{
    for (;;) {
        enum status s = rows_next(d->rows);
        if (s != STATUS_OK)
            return s;
        if (!read_draw(d, &out->draw))
            return STATUS_VALUE;
        bool good = series_layout_numbers(&d->layout, d->rows, &out->numbers);
        if (!good && out->draw == DRAW_NONE)
            continue;
        if (!good) {
            rows_problem(d->rows, PROBLEM_FATAL, "hole", d->layout.number[0],
                         "a future may have no hole: without this row it would count as 0");
            return STATUS_VALUE;
        }
        if (!in_order(d, out->draw))
            return STATUS_ORDER;
        d->last = out->draw;
        take_words(d, out);
        return STATUS_OK;
    }
}
