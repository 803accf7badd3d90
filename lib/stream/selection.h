// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_SELECTION_H
#define HEARTH_STREAM_SELECTION_H

#include "stream/series.h"
#include "stream/where.h"

/* The rows of a series stream that every --where keeps. Columns are found when the first row comes. */
struct selection {
    struct where where;
    bool tried;
    enum status bound;
};

/* Adds one "COLUMN=VALUE[,VALUE...]" to S, which starts as {0}; false when it isn't one. */
bool selection_add(struct selection *s, const char *source);

/* As series_read, with only the rows that S keeps; a missing column was reported and is
 * STATUS_FORMAT. */
enum status selection_read(struct series_table *out, const char *path, struct selection *s,
                           const struct problem_sink *sink);

/* The same from ROWS that are open already; closes them. */
enum status selection_read_rows(struct series_table *out, struct rows *rows, struct selection *s);

#endif
