// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_DRAWS_H
#define HEARTH_STREAM_DRAWS_H

#include "stream/series.h"

/* Draws: one row is one value in one simulated future: a series row with the column "draw" (0, 1, ...;
 * empty on actual rows). Actual rows come first and are history only; then the order is draw, date,
 * dimensions, so that a consumer takes one future at a time in flat memory. Draw i of two streams
 * belongs together.
 */
#define DRAW_NONE (-1)

struct draw_row {
    long draw;                 /* DRAW_NONE on actual rows */
    struct series_row numbers; /* date, value and bounds; series, kind and status are not set */
    struct text measure, kind, status;
    const struct text *labels; /* one a dimension */
};

struct draws;

/* Opens PATH (NULL or "-" = standard input): date, value and draw must exist. On success *out is
 * yours (draws_close); SINK must outlive it. */
enum status draws_open(struct draws **out, const char *path, const struct problem_sink *sink);
void draws_close(struct draws *d);

/* The names of the dimensions, as long as the reader lives; returns their number. */
size_t draws_dimensions(const struct draws *d, const struct text **names);

/* The next row; views until the next call. Actual rows that can't be read are left out and reported; such a
 * row of a future is STATUS_VALUE: left out, it would count as 0. An empty value is NaN. A draw number that
 * falls or leaves one out, or an actual row after a simulated one, is STATUS_ORDER. All are reported. */
enum status draws_next(struct draws *d, struct draw_row *out);

#endif
