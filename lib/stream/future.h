// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_FUTURE_H
#define HEARTH_STREAM_FUTURE_H

#include "base/problem.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

#define FUTURE_MOST 1e9 /* all of England has some 30 million days of care a year */

/* One simulated future after another, each as a dense array: for consumers of draws that put whole
 * futures beside each other (demand beside supply, children beside prices). Memory does not grow
 * with the number of draws.
 *
 * Draw 0 says what there is: measures, dates, and cells (a cell is one combination of labels of all
 * dimensions). Every later draw must hold exactly the same places; rows may come in any order
 * inside a draw, and fastest in that of draw 0. Draws are numbered 0, 1, 2 ... without a gap.
 *
 * Refused as PROBLEM_FATAL with file and line, because a future with a hole would be counted as one
 * with fewer children: a draw that is missing, falls or is no number (STATUS_ORDER, STATUS_VALUE);
 * a place that a later draw has and draw 0 has not, or the reverse (STATUS_VALUE); the same place
 * twice in a draw (STATUS_DUPLICATE); a date or value that can't be read, or is empty
 * (STATUS_VALUE); one beyond FUTURE_MOST, so that whole numbers can be added up without overflow
 * (STATUS_VALUE); and what the settings rule out. No draw at all is STATUS_SHORT.
 */
struct future_settings {
    const char *const *measures; /* the ones wanted, NULL-terminated; NULL: all */
    const char *const *where;    /* "COLUMN=VALUE,...": rows to keep (stream/where.h) */
    size_t where_count;
    bool not_negative; /* refuse values below 0, of every measure wanted */
    double grid; /* refuse values of the first of MEASURES that are no whole multiple of it: 1 for
                        * children, 0.1 for tenths of a post; 0: take any */
};

/* What every future holds. Views, valid until future_close. */
struct future_shape {
    size_t dimension_count, measure_count, date_count, cell_count;
    const struct text *dimensions; /* names, in file order */
    const struct text *measures;   /* in order of appearance; only those wanted */
    const int32_t *dates;          /* ascending */
    const struct text *labels;     /* by cell * dimension_count + dimension; cells in byte order */
};

/* A row without a draw: history. Measures, dates and labels need not be those of the futures. */
struct future_actual {
    int32_t date;
    struct text measure;
    const struct text *labels; /* one a dimension */
    double value;              /* NaN: empty */
};

struct future;

/* Opens PATH (NULL or "-": standard input), reads the actual rows and draw 0. On success *out is
 * yours: future_close. SINK and SETTINGS must outlive it. Where no row is of a wanted measure, measure_count is
 * 0 and all else empty: future_other_measures then says what there was instead. */
enum status future_open(struct future **out, const char *path,
                        const struct future_settings *settings, const struct problem_sink *sink);
void future_close(struct future *f);

const struct future_shape *future_shape(const struct future *f);

/* The next future: *draw is its number and *value a view until the next call, to be indexed by
 * future_at. A combination of measure, date and cell that draw 0 did not have is NaN, in every
 * draw. STATUS_END after the last one. */
enum status future_next(struct future *f, long *draw, const double **value);

/* Where a value stands in a future. */
static inline size_t future_at(const struct future_shape *s, size_t measure, size_t date,
                               size_t cell)
{
    return (measure * s->date_count + date) * s->cell_count + cell;
}

/* True when every future has a value there; false: none has. */
bool future_has(const struct future *f, size_t measure, size_t date, size_t cell);

/* Number of the measure or dimension of this name, or -1. */
int future_measure(const struct future_shape *s, const char *name);
int future_dimension(const struct future_shape *s, struct text name);

/* The actual rows, in file order; returns their number. */
size_t future_actuals(const struct future *f, const struct future_actual **rows);

/* "children, care_days": the measures seen that were not wanted, for a message; at most SIZE bytes. */
const char *future_other_measures(const struct future *f, char *buffer, size_t size);

/* The file's name as shown in messages, and the line read last. */
const char *future_name(const struct future *f);
size_t future_line(const struct future *f);

#endif
