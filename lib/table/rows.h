// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TABLE_ROWS_H
#define HEARTH_TABLE_ROWS_H

#include "base/problem.h"
#include "base/status.h"

/* Reads a table of comma-separated text, row by row, in flat memory.
 *
 * Records are found with memchr and split only as far as a cell is asked for; a record that holds a
 * quote goes to libcsv in strict mode, so that both lanes agree with RFC 4180 (a differential fuzz
 * test keeps them equal). The first record is the header; columns are found by name.
 *
 * What is understood and said once (PROBLEM_NOTE): a UTF-8 byte-order mark (dropped silently), CRLF
 * (dropped silently), ';' or tab as the delimiter (chosen from the header record), Windows-1252
 * bytes (converted to UTF-8). What is refused (STATUS_FORMAT, PROBLEM_FATAL): UTF-16, NUL bytes, CR
 * alone as line end, an unfinished quote, two header cells with one name, no header at all. A record with
 * more or fewer cells than the header is ragged: it is left out and reported as PROBLEM_ROW with its
 * line. Trailing header cells that are empty are ignored when the cells under them are empty too
 * (spreadsheets write them). Records that are wholly blank are skipped.
 */
struct rows;

/* Opens PATH (NULL or "-" = standard input) and reads the header. SINK must outlive the reader.
 * On success *out is yours: rows_close it. On failure a PROBLEM_FATAL was reported and *out is NULL.
 * An input without any record is STATUS_FORMAT ("no header line"). */
enum status rows_open(struct rows **out, const char *path, const struct problem_sink *sink);

/* As rows_open, from bytes in memory (not copied; must outlive the reader), read CHUNK bytes at a
 * time (0 = all): for embedded tables, tests and fuzzing. NAME is used in messages. */
enum status rows_open_memory(struct rows **out, const char *name, const char *bytes, size_t size,
                             size_t chunk, const struct problem_sink *sink);

/* Frees the reader; a NULL is fine. Views handed out end here. */
void rows_close(struct rows *r);

/* The header's cells, trimmed: a view as long as the reader lives. Returns their number. */
size_t rows_header(const struct rows *r, const struct text **names);

/* The header record as read, without line end (in UTF-8, without byte-order mark). */
struct text rows_header_raw(const struct rows *r);

/* Index of the column with exactly this name, or -1. */
int rows_column(const struct rows *r, const char *name);

/* Moves to the next usable row. STATUS_OK, STATUS_END, or a failure that was reported. */
enum status rows_next(struct rows *r);

/* The cell of the present row under column INDEX (0 <= INDEX < number of header cells): a view until
 * the next rows_next. Not trimmed; quotes are taken off. */
struct text rows_cell(struct rows *r, int index);

/* The present row as it stood in the file (quotes included, in UTF-8), without its line end: for
 * copying untouched rows. A view until the next rows_next. */
struct text rows_raw(const struct rows *r);

/* Physical line on which the present row begins; the header of a plain file is line 1. */
size_t rows_line(const struct rows *r);

/* The file's name as shown in messages ("standard input" for a stream). */
const char *rows_name(const struct rows *r);

/* The delimiter in use: ',', ';' or tab. */
char rows_delimiter(const struct rows *r);

/* Rows handed out so far, and rows left out as ragged. */
size_t rows_count(const struct rows *r);
size_t rows_left_out(const struct rows *r);

/* Finds every NAME of the NULL-terminated list and stores its index; names *all* missing ones in one
 * PROBLEM_FATAL and returns STATUS_FORMAT. */
enum status rows_columns(const struct rows *r, const char *const *names, int *index);

/* Reports about a cell of the present row, with file, line and the column's name. */
void rows_problem(const struct rows *r, enum problem_level level, const char *kind, int column,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

const struct problem_sink *rows_sink(const struct rows *r);

#endif
