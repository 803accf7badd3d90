// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_FUTURE_PRIVATE_H
#define HEARTH_STREAM_FUTURE_PRIVATE_H

#include "base/intern.h"
#include "stream/draws.h"
#include "stream/future.h"
#include "stream/series_columns.h"
#include "stream/where.h"

#include <stdio.h>

/* Shared by future.c (one future after another), future_learn.c (the rows of draw 0) and future_shape.c
 * (their measures, dates and cells). */

enum { FUTURE_SKIP = UINT32_MAX, FUTURE_NEW = UINT32_MAX - 1, FUTURE_DIMENSIONS = 32 };

/* A row of draw 0: the bytes before the first of its two numbers (draw and value, whichever stands
 * first), between them, and after the second. between = 0: can't be compared so. */
struct future_row {
    const char *bytes;
    uint32_t before, between, after;
    uint32_t place; /* index into a future; FUTURE_SKIP */
};

struct future_key {
    uint32_t measure, cell;
    int32_t date;
};

struct future_reading {
    long draw; /* DRAW_NONE on actual rows */
    uint32_t place;
    double value;
    /* set by future_read_cells only */
    int32_t date;
    uint32_t measure, cell;
};

struct future {
    struct rows *rows;
    const struct problem_sink *sink;
    const struct future_settings *settings;
    struct series_layout layout;
    struct where where;
    struct arena arena;
    struct intern measures, others;
    struct intern cells; /* labels, each with a byte 0x1F after it */
    char *key;           /* workspace: labels of a row, each with that byte */
    size_t key_room;
    struct intern places; /* struct future_key: those of draw 0 */
    struct future_shape shape;
    struct future_actual *actual;
    size_t actual_count, actual_room;

    struct future_row *row; /* of draw 0, in file order */
    size_t row_count, row_room;
    uint32_t *place_of; /* places' number to index into a future */
    uint32_t *turn;     /* index into a future to row of draw 0 */
    double *value;
    long *stamp; /* by place: 1 + the draw that filled it last; 0: no such place */
    size_t place_count, filled, filled_of_first;
    size_t gridded, gridded_end; /* places of the measure whose values are on a grid */
    bool learned;

    size_t expected; /* row of draw 0 that should come next */
    long draw;
    char draw_digits[24];
    struct text draw_text; /* of draw_digits */
    bool handed_out, waiting;
    struct future_reading next; /* first row of the draw after, when waiting */
};

enum status future_take(struct future *f, struct future_reading *out);

/* The present row by its cells. */
enum status future_read_cells(struct future *f, struct future_reading *out);

/* Refuses (and reports) a value that the settings rule out; GRIDDED: of the measure on a grid. */
enum status future_check_value(const struct future *f, double value, bool gridded);

/* Fills TO with the labels of a cell. Returns TO. */
struct text *future_split_cell(struct future *f, uint32_t cell, struct text *to);

/* Once draw 0 has been read: its shape, and its values as a dense array. */
enum status future_make_dense(struct future *f);

#endif
