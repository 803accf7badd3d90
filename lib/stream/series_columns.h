// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_SERIES_COLUMNS_H
#define HEARTH_STREAM_SERIES_COLUMNS_H

#include "stream/series.h"

/* Where the reserved columns of a series or draws stream stand in one file: shared by both readers. */
enum {
    SERIES_VALUE,
    SERIES_MEDIAN,
    SERIES_FIRST_BOUND,
    SERIES_NUMBERS = SERIES_FIRST_BOUND + SERIES_BOUNDS
};

struct series_layout {
    int date, measure, kind, status, draw; /* -1: no such column (date always is there) */
    int number[SERIES_NUMBERS];            /* value, median, lo95, lo80, hi80, hi95; -1: none */
    int *dimension;                        /* the other columns, in file order */
    size_t dimension_count;
    bool draws; /* set before series_layout_find: "draw" is reserved, else it is a dimension */
};

/* Finds the columns of R. Missing date or value: PROBLEM_FATAL, STATUS_FORMAT. Free with
 * series_layout_done in any case. */
enum status series_layout_find(struct series_layout *p, const struct rows *r);
void series_layout_done(struct series_layout *p);

/* Date and numbers of the present row into *ROW; false when one can't be read: the row was reported
 * (PROBLEM_ROW) and is to be left out. Cells that are empty become NaN. */
bool series_layout_numbers(const struct series_layout *p, struct rows *r, struct series_row *row);

#endif
