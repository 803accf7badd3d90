// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/future_private.h"

#include <math.h>
#include <stdlib.h>

/* The bytes of one row of draw 0 around its two numbers, the draw and the value. A row of a later draw
 * that has the same bytes there is of the same place: no cell is split and nothing looked up. */
static bool same_place(const struct future *f, const struct future_row *expected, struct text row,
                       struct text *draw, struct text *value)
{
    size_t before = expected->before, between = expected->between, after = expected->after;
    if (!between || row.size < before + between + after ||
        memcmp(row.at, expected->bytes, before) != 0)
        return false;
    const char *first = row.at + before, *end = row.at + row.size - after;
    const char *comma = memchr(first, ',', (size_t)(end - first));
    if (!comma || (size_t)(end - comma) < between ||
        memcmp(comma, expected->bytes + before, between) != 0 ||
        memcmp(end, expected->bytes + before + between, after) != 0)
        return false;
    struct text one = {first, (size_t)(comma - first)};
    struct text two = {comma + between, (size_t)(end - comma) - between};
    *draw = f->layout.draw < f->layout.number[SERIES_VALUE] ? one : two;
    *value = f->layout.draw < f->layout.number[SERIES_VALUE] ? two : one;
    return true;
}

/* Whole numbers, which most values are, without a copy. */
static bool read_number(struct text t, double *out)
{
    uint64_t whole = 0;
    size_t i = 0;
    for (; i < t.size && i < 15 && t.at[i] >= '0' && t.at[i] <= '9'; i++)
        whole = whole * 10 + (uint64_t)(t.at[i] - '0');
    *out = (double)whole;
    return (i && i == t.size) || text_number(t, out);
}

static bool in_order(const struct future *f, long draw)
{
    if (draw == f->draw || draw == f->draw + 1)
        return true;
    if (draw > f->draw)
        rows_problem(f->rows, PROBLEM_FATAL, "missing-draw", f->layout.draw,
                     "draw %ld where draw %ld should be", draw, f->draw + 1);
    else
        rows_problem(f->rows, PROBLEM_FATAL, "order", f->layout.draw,
                     "a lower draw after draw %ld: rows must be ordered by draw", f->draw);
    return false;
}

/* The present row by its bytes, where it is the one that should come next. */
static bool take_expected(struct future *f, struct future_reading *out)
{
    size_t at = f->expected < f->row_count ? f->expected : 0;
    const struct future_row *expected = &f->row[at];
    struct text draw, value;
    if (!same_place(f, expected, rows_raw(f->rows), &draw, &value) ||
        !read_number(value, &out->value))
        return false;
    if (text_equal(draw, f->draw_text))
        out->draw = f->draw;
    else if (!text_integer(draw, &out->draw) || out->draw < 0)
        return false;
    out->place = expected->place;
    f->expected = at + 1;
    return true;
}

/* The next row, as what it is: its draw, its place (FUTURE_SKIP: not wanted; FUTURE_NEW: not in draw 0)
 * and value. */
enum status future_take(struct future *f, struct future_reading *out)
{
    enum status s = rows_next(f->rows);
    if (s != STATUS_OK)
        return s;
    if (f->learned && take_expected(f, out))
        return in_order(f, out->draw) ? STATUS_OK : STATUS_ORDER;
    s = future_read_cells(f, out);
    if (s != STATUS_OK)
        return s;
    if (f->learned && out->place < f->place_count)
        f->expected = f->turn[out->place] + 1; /* follow the order of draw 0 from here */
    if (out->draw == DRAW_NONE && f->draw != DRAW_NONE) {
        rows_problem(f->rows, PROBLEM_FATAL, "order", f->layout.draw,
                     "an actual row after draw %ld: actual rows must come first", f->draw);
        return STATUS_ORDER;
    }
    return in_order(f, out->draw) ? STATUS_OK : STATUS_ORDER;
}

static void name_place(const struct future *f, size_t place, char *buffer, size_t size)
{
    const struct future_shape *s = &f->shape;
    size_t cell = place % s->cell_count, date = place / s->cell_count % s->date_count;
    struct text measure = s->measures[place / s->cell_count / s->date_count];
    char day[DATE_TEXT], label[96];
    date_write(s->dates[date], day);
    int used = snprintf(buffer, size, "%.*s of %s", (int)measure.size, measure.at, day);
    for (size_t i = 0; i < s->dimension_count && used >= 0 && (size_t)used < size; i++)
        used += snprintf(buffer + used, size - (size_t)used, "%s%s", i ? ", " : ": ",
                         text_show(s->labels[cell * s->dimension_count + i], label, sizeof label));
}

enum status future_check_value(const struct future *f, double value, bool gridded)
{
    char shown[64];
    int column = f->layout.number[SERIES_VALUE];
    double grid = f->settings->grid, steps = gridded && grid > 0 ? value / grid : 0;
    bool negative = value < 0 && f->settings->not_negative, huge = fabs(value) > FUTURE_MOST;
    if (!negative && !huge && fabs(steps - round(steps)) <= 1e-6)
        return STATUS_OK;
    text_show(rows_cell(f->rows, column), shown, sizeof shown);
    if (negative)
        rows_problem(f->rows, PROBLEM_FATAL, "future", column, "'%s' is negative", shown);
    else if (huge)
        rows_problem(f->rows, PROBLEM_FATAL, "future", column, "'%s' is beyond %.0f", shown,
                     FUTURE_MOST);
    else
        rows_problem(f->rows, PROBLEM_FATAL, "future", column, "'%s' is no whole multiple of %g",
                     shown, grid);
    return STATUS_VALUE;
}

/* Sets one value of the draw that is being filled. */
static enum status fill(struct future *f, const struct future_reading *row)
{
    char name[400];
    if (row->place == FUTURE_SKIP)
        return STATUS_OK;
    if (row->place == FUTURE_NEW) {
        rows_problem(f->rows, PROBLEM_FATAL, "new-place", -1,
                     "draw %ld has a row of a measure, date and labels that draw 0 has not: every "
                     "draw must hold the same",
                     row->draw);
        return STATUS_VALUE;
    }
    if (f->stamp[row->place] == f->draw + 1) {
        name_place(f, row->place, name, sizeof name);
        rows_problem(f->rows, PROBLEM_FATAL, "twice", -1, "draw %ld has %s twice", row->draw, name);
        return STATUS_DUPLICATE;
    }
    enum status s =
        future_check_value(f, row->value, row->place >= f->gridded && row->place < f->gridded_end);
    f->stamp[row->place] = f->draw + 1;
    f->value[row->place] = row->value;
    f->filled++;
    return s;
}

static enum status check_whole(const struct future *f)
{
    if (f->filled == f->filled_of_first)
        return STATUS_OK;
    char name[400];
    for (size_t i = 0; i < f->place_count; i++)
        if (f->stamp[i] && f->stamp[i] != f->draw + 1) {
            name_place(f, i, name, sizeof name);
            rows_problem(f->rows, PROBLEM_FATAL, "missing-place", -1,
                         "draw %ld ends without %s, which draw 0 has", f->draw, name);
            break;
        }
    return STATUS_VALUE;
}

enum status future_next(struct future *f, long *draw, const double **value)
{
    *value = f->value;
    *draw = f->draw;
    if (!f->handed_out) { /* draw 0 was read by future_open */
        f->handed_out = true;
        return f->place_count ? STATUS_OK : STATUS_END;
    }
    if (!f->waiting)
        return STATUS_END;
    struct future_reading row = f->next;
    enum status s = STATUS_OK;
    f->draw = row.draw;
    int size = snprintf(f->draw_digits, sizeof f->draw_digits, "%ld", f->draw);
    f->draw_text = (struct text){f->draw_digits, (size_t)size};
    f->filled = 0;
    f->waiting = false;
    do
        s = row.draw == f->draw ? fill(f, &row) : STATUS_END;
    while (s == STATUS_OK && (s = future_take(f, &row)) == STATUS_OK);
    if (s != STATUS_END)
        return s;
    f->waiting = row.draw != f->draw;
    f->next = row;
    *draw = f->draw;
    return check_whole(f);
}

const struct future_shape *future_shape(const struct future *f)
{
    return &f->shape;
}

bool future_has(const struct future *f, size_t measure, size_t date, size_t cell)
{
    return !isnan(f->value[future_at(&f->shape, measure, date, cell)]);
}

int future_measure(const struct future_shape *s, const char *name)
{
    for (size_t i = 0; i < s->measure_count; i++)
        if (text_is(s->measures[i], name))
            return (int)i;
    return -1;
}

int future_dimension(const struct future_shape *s, struct text name)
{
    for (size_t i = 0; i < s->dimension_count; i++)
        if (text_equal(s->dimensions[i], name))
            return (int)i;
    return -1;
}

size_t future_actuals(const struct future *f, const struct future_actual **rows)
{
    *rows = f->actual;
    return f->actual_count;
}

const char *future_other_measures(const struct future *f, char *buffer, size_t size)
{
    size_t used = 0;
    if (size)
        buffer[0] = '\0';
    for (uint32_t i = 0; i < f->others.count && used < size; i++) {
        char name[64];
        int n = snprintf(buffer + used, size - used, "%s%s", i ? ", " : "",
                         text_show(intern_text(&f->others, i), name, sizeof name));
        used += n > 0 ? (size_t)n : 0;
    }
    return buffer;
}

const char *future_name(const struct future *f)
{
    return rows_name(f->rows);
}

size_t future_line(const struct future *f)
{
    return rows_line(f->rows);
}
