// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_SERIES_H
#define HEARTH_STREAM_SERIES_H

#include "base/intern.h"
#include "calendar/date.h"
#include "table/rows.h"
#include "table/writer.h"

/* Series: one row is one value of one measure at one date, the last day of its period. Reserved
 * columns: date, measure, value, median, lo95, lo80, hi80, hi95, kind, status; every other column is
 * a dimension. A series is one combination of measure and all dimensions. A missing kind is "actual";
 * value empty (NaN here) has its reason in status (c, z, x, k, low, u); zero is a true zero only. On
 * forecasts status says what the interval rests on (own, pooled, calibrated, model).
 */
enum { SERIES_LO95, SERIES_LO80, SERIES_HI80, SERIES_HI95, SERIES_BOUNDS };

struct series_row {
    int32_t date;
    uint32_t series; /* index into series_table.series */
    uint32_t kind;   /* number in series_table.words */
    uint32_t status; /* number in series_table.words; that of "" when empty */
    double value, median, bound[SERIES_BOUNDS]; /* NaN where empty */
    size_t line;
};

struct series_key {
    uint32_t measure;       /* number in words */
    uint32_t *labels;       /* one word number a dimension, in the order of dimensions */
    uint32_t first, length; /* its rows: by_series[first ... first + length - 1], in file order */
};

/* A whole series stream in memory: rows in the order read. */
struct series_table {
    struct intern words; /* every measure, label, kind and status */
    uint32_t actual;     /* word number of "actual" */
    uint32_t blank;      /* word number of "" */
    size_t dimension_count;
    struct text *dimensions; /* names, in the order of the file's columns */
    size_t row_count;
    struct series_row *rows;
    size_t series_count;
    struct series_key *series; /* in order of first appearance */
    uint32_t *by_series;       /* row numbers grouped by series, file order inside */
    bool has_measure, has_kind, has_status, has_median, has_bounds;
    struct arena arena;
};

/* Chooses rows while reading: true keeps the row. NULL keeps all. */
struct series_filter {
    bool (*keep)(void *context, struct rows *r);
    void *context;
};

/* Reads PATH (NULL or "-": standard input) to the end. date and value must exist; measure is "value"
 * where the column is missing. A row with an unreadable date or number is left out and reported. A second
 * row with the same series, date and kind is reported (PROBLEM_WARNING "twice") and kept.
 * On success fill *out, to be freed with series_done; on failure nothing is left to free. */
enum status series_read(struct series_table *out, const char *path,
                        const struct series_filter *filter, const struct problem_sink *sink);
/* As series_read, from ROWS that are open already (a tool looked at their header first); closes them. */
enum status series_read_rows(struct series_table *out, struct rows *rows,
                             const struct series_filter *filter);
void series_done(struct series_table *t);

struct text series_word(const struct series_table *t, uint32_t word);
/* Index of the dimension with this name, or -1. */
int series_dimension(const struct series_table *t, const char *name);

/* "stock, category Fostering, la 301" for messages and chart labels; at most SIZE bytes with the NUL. */
const char *series_name(const struct series_table *t, uint32_t series, char *buffer, size_t size);

/* Which of the optional columns to write. */
struct series_columns {
    bool median, bounds, kind, status;
};

/* Header: date,measure,<dimensions>,value[,median][,lo95,lo80,hi80,hi95][,kind][,status]. */
void series_write_header(struct writer *w, const struct text *dimensions, size_t count,
                         const struct series_columns *columns);

/* One row under that header; LABELS in the order of the dimensions. NaN is an empty cell. */
struct series_output {
    int32_t date;
    struct text measure;
    const struct text *labels;
    size_t label_count;
    double value, median, bound[SERIES_BOUNDS];
    struct text kind, status;
};
void series_write(struct writer *w, const struct series_output *row,
                  const struct series_columns *columns);

/* Writes row ROW of T as it was read. */
void series_write_row(struct writer *w, const struct series_table *t, const struct series_row *row,
                      const struct series_columns *columns);

#endif
