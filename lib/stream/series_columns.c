// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/series_columns.h"

#include <math.h>
#include <stdlib.h>

static const char *const number_names[SERIES_NUMBERS] = {"value", "median", "lo95",
                                                         "lo80",  "hi80",   "hi95"};

static bool is_reserved(const struct series_layout *p, int column)
{
    if (column == p->date || column == p->measure || column == p->kind || column == p->status ||
        column == p->draw)
        return true;
    for (int i = 0; i < SERIES_NUMBERS; i++)
        if (column == p->number[i])
            return true;
    return false;
}

static enum status find_dimensions(struct series_layout *p, const struct rows *r)
{
    const struct text *names;
    size_t count = rows_header(r, &names);
    p->dimension = malloc((count + 1) * sizeof *p->dimension);
    if (!p->dimension)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (!is_reserved(p, (int)i))
            p->dimension[p->dimension_count++] = (int)i;
    return STATUS_OK;
}

enum status series_layout_find(struct series_layout *p, const struct rows *r)
{
    static const char *const wanted[] = {"date", "value", NULL};
    static const char *const wanted_of_draws[] = {"date", "value", "draw", NULL};
    int index[3];
    bool draws = p->draws;
    *p = (struct series_layout){.draws = draws};
    enum status s = rows_columns(r, draws ? wanted_of_draws : wanted, index);
    if (s != STATUS_OK)
        return s;
    p->date = index[0];
    p->measure = rows_column(r, "measure");
    p->kind = rows_column(r, "kind");
    p->status = rows_column(r, "status");
    p->draw = draws ? index[2] : -1;
    for (int i = 0; i < SERIES_NUMBERS; i++)
        p->number[i] = rows_column(r, number_names[i]);
    return find_dimensions(p, r);
}

void series_layout_done(struct series_layout *p)
{
    free(p->dimension);
    p->dimension = NULL;
}

static bool read_number(const struct series_layout *p, struct rows *r, int which, double *out)
{
    *out = NAN;
    int column = p->number[which];
    if (column < 0)
        return true;
    struct text cell = rows_cell(r, column);
    if (!cell.size || text_number(cell, out))
        return true;
    cell = text_trim(cell);
    if (!cell.size || text_number(cell, out))
        return true;
    char shown[64];
    rows_problem(r, PROBLEM_ROW, "not-a-number", column,
                 "'%s' is not a number (a published symbol belongs in the status column): "
                 "row left out",
                 text_show(cell, shown, sizeof shown));
    return false;
}

bool series_layout_numbers(const struct series_layout *p, struct rows *r, struct series_row *row)
{
    struct text cell = rows_cell(r, p->date);
    enum date_reading read = date_parse(cell, &row->date);
    if (read != DATE_READ) {
        char shown[64];
        rows_problem(r, PROBLEM_ROW, "not-a-date", p->date, "'%s' %s: row left out",
                     text_show(cell, shown, sizeof shown), date_reading_text(read));
        return false;
    }
    if (!read_number(p, r, SERIES_VALUE, &row->value) ||
        !read_number(p, r, SERIES_MEDIAN, &row->median))
        return false;
    for (int i = 0; i < SERIES_BOUNDS; i++)
        if (!read_number(p, r, SERIES_FIRST_BOUND + i, &row->bound[i]))
            return false;
    return true;
}
