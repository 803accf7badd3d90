// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/future_private.h"

#include <math.h>
#include <stdlib.h>

static enum status refuse(const struct future *f, int column, struct text cell, const char *why)
{
    char shown[64];
    rows_problem(f->rows, PROBLEM_FATAL, "future", column, "'%s' %s",
                 text_show(cell, shown, sizeof shown), why);
    return STATUS_VALUE;
}

static bool is_wanted(const struct future *f, struct text measure)
{
    const char *const *names = f->settings->measures;
    if (!names)
        return true;
    for (; *names; names++)
        if (text_is(measure, *names))
            return true;
    return false;
}

/* Labels as one text, so that a cell is found by one look. */
static uint32_t find_cell(struct future *f)
{
    size_t used = 0;
    for (size_t i = 0; i < f->layout.dimension_count; i++) {
        struct text label = rows_cell(f->rows, f->layout.dimension[i]);
        if (used + label.size + 1 > f->key_room) {
            size_t room = 2 * (used + label.size + 1);
            char *key = realloc(f->key, room);
            if (!key)
                return INTERN_NONE;
            f->key = key;
            f->key_room = room;
        }
        if (label.size)
            memcpy(f->key + used, label.at, label.size);
        used += label.size;
        f->key[used++] = '\x1F';
    }
    return intern_add(&f->cells, (struct text){f->key, used});
}

static enum status read_draw(const struct future *f, long *out)
{
    struct text cell = text_trim(rows_cell(f->rows, f->layout.draw));
    *out = DRAW_NONE;
    if (!cell.size || (text_integer(cell, out) && *out >= 0))
        return STATUS_OK;
    return refuse(f, f->layout.draw, cell, "is not a draw's number (0, 1, ...)");
}

static enum status read_numbers(const struct future *f, struct future_reading *out)
{
    int column = f->layout.number[SERIES_VALUE];
    struct text value = text_trim(rows_cell(f->rows, column));
    struct text date = rows_cell(f->rows, f->layout.date);
    enum date_reading read = date_parse(date, &out->date);
    out->value = NAN;
    if (read != DATE_READ)
        return refuse(f, f->layout.date, date, date_reading_text(read));
    if (value.size && !text_number(value, &out->value))
        return refuse(f, column, value, "is not a number");
    if (!value.size && out->draw != DRAW_NONE)
        return refuse(f, column, value, "is no value: a future may have no hole");
    return STATUS_OK;
}

enum status future_read_cells(struct future *f, struct future_reading *out)
{
    out->place = FUTURE_SKIP;
    enum status s = read_draw(f, &out->draw);
    if (s != STATUS_OK)
        return s;
    struct text measure =
        f->layout.measure < 0 ? text_of("value") : rows_cell(f->rows, f->layout.measure);
    if (!is_wanted(f, measure))
        return intern_add(&f->others, measure) == INTERN_NONE ? STATUS_MEMORY : STATUS_OK;
    if (!where_keeps(&f->where, f->rows))
        return STATUS_OK;
    s = read_numbers(f, out);
    if (s != STATUS_OK)
        return s;
    out->measure = intern_add(&f->measures, measure);
    out->cell = find_cell(f);
    if (out->measure == INTERN_NONE || out->cell == INTERN_NONE)
        return STATUS_MEMORY;
    out->place = FUTURE_NEW;
    if (!f->learned || out->draw == DRAW_NONE)
        return STATUS_OK;
    struct future_key key = {out->measure, out->cell, out->date};
    uint32_t number = intern_find(&f->places, (struct text){(const char *)&key, sizeof key});
    if (number != INTERN_NONE)
        out->place = f->place_of[number];
    return STATUS_OK;
}

struct text *future_split_cell(struct future *f, uint32_t cell, struct text *to)
{
    struct text rest = intern_text(&f->cells, cell);
    for (size_t i = 0; i < f->layout.dimension_count; i++)
        to[i] = text_cut(&rest, '\x1F');
    return to;
}

static enum status keep_actual(struct future *f, const struct future_reading *row)
{
    if (f->actual_count == f->actual_room) {
        size_t room = f->actual_room ? 2 * f->actual_room : 64;
        struct future_actual *more = realloc(f->actual, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        f->actual = more;
        f->actual_room = room;
    }
    struct text *labels =
        arena_take(&f->arena, (f->layout.dimension_count + 1) * sizeof(struct text));
    if (!labels)
        return STATUS_MEMORY;
    f->actual[f->actual_count++] = (struct future_actual){
        .date = row->date,
        .measure = intern_text(&f->measures, row->measure),
        .labels = future_split_cell(f, row->cell, labels),
        .value = row->value,
    };
    return STATUS_OK;
}

/* Finds the bytes around the two numbers where the cells are views of the row as it stands. */
static enum status keep_bytes(struct future *f, struct future_row *to)
{
    struct text raw = rows_raw(f->rows);
    int draw = f->layout.draw, value = f->layout.number[SERIES_VALUE];
    struct text one = rows_cell(f->rows, draw < value ? draw : value);
    struct text two = rows_cell(f->rows, draw < value ? value : draw);
    if (!one.size || !two.size || one.at < raw.at || two.at < one.at + one.size ||
        two.at + two.size > raw.at + raw.size)
        return STATUS_OK; /* every later one is read by its cells */
    struct text before = {raw.at, (size_t)(one.at - raw.at)};
    struct text between = {one.at + one.size, (size_t)(two.at - one.at) - one.size};
    struct text after = {two.at + two.size, (size_t)(raw.at + raw.size - two.at) - two.size};
    char *bytes = arena_take(&f->arena, before.size + between.size + after.size + 1);
    if (!bytes)
        return STATUS_MEMORY;
    memcpy(bytes, before.at, before.size);
    memcpy(bytes + before.size, between.at, between.size);
    memcpy(bytes + before.size + between.size, after.at, after.size);
    to->bytes = bytes;
    to->before = (uint32_t)before.size;
    to->between = between.at[0] == ',' ? (uint32_t)between.size : 0;
    to->after = (uint32_t)after.size;
    return STATUS_OK;
}

static bool is_gridded(const struct future *f, uint32_t measure)
{
    const char *const *names = f->settings->measures;
    return names && *names && text_is(intern_text(&f->measures, measure), *names);
}

static enum status keep_row(struct future *f, const struct future_reading *row)
{
    if (f->row_count == f->row_room) {
        size_t room = f->row_room ? 2 * f->row_room : 256;
        struct future_row *more = realloc(f->row, room * sizeof *more);
        double *values = more ? realloc(f->value, room * sizeof *values) : NULL;
        f->row = more ? more : f->row;
        f->value = values ? values : f->value;
        if (!more || !values)
            return STATUS_MEMORY;
        f->row_room = room;
    }
    struct future_row *to = &f->row[f->row_count++];
    *to = (struct future_row){.place = row->place};
    if (row->place == FUTURE_NEW) {
        struct future_key key = {row->measure, row->cell, row->date};
        uint32_t count = f->places.count;
        to->place = intern_add(&f->places, (struct text){(const char *)&key, sizeof key});
        if (to->place == INTERN_NONE)
            return STATUS_MEMORY;
        if (f->places.count == count) {
            rows_problem(f->rows, PROBLEM_FATAL, "twice", -1,
                         "draw 0 has this measure, date and labels twice");
            return STATUS_DUPLICATE;
        }
        f->value[to->place] = row->value;
        enum status s = future_check_value(f, row->value, is_gridded(f, row->measure));
        if (s != STATUS_OK)
            return s;
    }
    return keep_bytes(f, to);
}

static enum status learn(struct future *f)
{
    struct future_reading row;
    enum status s;
    while ((s = future_take(f, &row)) == STATUS_OK) {
        if (row.draw == DRAW_NONE)
            s = row.place == FUTURE_SKIP ? STATUS_OK : keep_actual(f, &row);
        else if (row.draw == 0)
            s = keep_row(f, &row);
        else
            break;
        f->draw = row.draw;
        if (s != STATUS_OK)
            return s;
    }
    if (s != STATUS_OK && s != STATUS_END)
        return s;
    f->waiting = s == STATUS_OK;
    f->next = row;
    if (f->draw == DRAW_NONE) {
        problem_report(f->sink, PROBLEM_FATAL, "no-draw", rows_name(f->rows), 0, NULL,
                       "there is no draw: no row has a number in the column draw");
        return STATUS_SHORT;
    }
    s = future_make_dense(f);
    for (uint32_t m = 0; s == STATUS_OK && m < f->shape.measure_count; m++)
        if (is_gridded(f, m)) {
            f->gridded = future_at(&f->shape, m, 0, 0);
            f->gridded_end = f->gridded + f->shape.date_count * f->shape.cell_count;
        }
    if (s != STATUS_OK || !f->waiting)
        return s;
    /* The row after draw 0 was read before its place could be known: its key is found now. */
    struct future_key key = {row.measure, row.cell, row.date};
    if (row.place == FUTURE_NEW) {
        uint32_t number = intern_find(&f->places, (struct text){(const char *)&key, sizeof key});
        f->next.place = number == INTERN_NONE ? FUTURE_NEW : f->place_of[number];
        f->expected = number == INTERN_NONE ? 0 : f->turn[f->next.place] + 1;
    }
    return STATUS_OK;
}

static enum status prepare(struct future *f)
{
    f->layout.draws = true;
    f->draw = DRAW_NONE;
    enum status s = series_layout_find(&f->layout, f->rows);
    for (size_t i = 0; s == STATUS_OK && i < f->settings->where_count; i++)
        if (!where_add(&f->where, f->settings->where[i]))
            s = STATUS_VALUE;
    if (s == STATUS_OK)
        s = where_bind(&f->where, f->rows);
    if (s != STATUS_OK)
        return s;
    const struct text *header;
    rows_header(f->rows, &header);
    size_t count = f->layout.dimension_count;
    struct text *names = arena_take(&f->arena, (count + 1) * sizeof *names);
    if (!names)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        names[i] = header[f->layout.dimension[i]];
    f->shape.dimensions = names;
    f->shape.dimension_count = count;
    return learn(f);
}

enum status future_open(struct future **out, const char *path,
                        const struct future_settings *settings, const struct problem_sink *sink)
{
    *out = NULL;
    struct future *f = calloc(1, sizeof *f);
    if (!f)
        return STATUS_MEMORY;
    f->sink = sink;
    f->settings = settings;
    enum status s = rows_open(&f->rows, path, sink);
    if (s == STATUS_OK)
        s = prepare(f);
    if (s != STATUS_OK) {
        future_close(f);
        return s;
    }
    *out = f;
    return STATUS_OK;
}

void future_close(struct future *f)
{
    if (!f)
        return;
    series_layout_done(&f->layout);
    rows_close(f->rows);
    arena_done(&f->arena);
    intern_done(&f->measures);
    intern_done(&f->others);
    intern_done(&f->cells);
    intern_done(&f->places);
    free(f->key);
    free(f->actual);
    free(f->row);
    free(f->place_of);
    free(f->turn);
    free(f->value);
    free(f->stamp);
    free(f);
}
