// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TABLE_ROWS_H
#define HEARTH_TABLE_ROWS_H

#include "base/problem.h"
#include "base/status.h"

/* Reads a table of comma-separated text, row by row, in flat memory: a 256 KiB buffer, which grows
 * only for a record longer than that.
 *
 * A record of the usual kind (ASCII on one line, quotes well placed) is found in a single pass that
 * marks its delimiters; any other is followed byte by byte. Cells are split only as far as one is
 * asked for, and libcsv takes off quotes that are doubled or go on over a line end. Every way
 * agrees with RFC 4180 and with libcsv in strict mode; a differential fuzz test keeps it so. The
 * first record that is not blank is the header; columns are found by name.
 *
 * What is understood. A UTF-8 byte-order mark and CRLF are dropped silently. Said once as a
 * PROBLEM_NOTE: ';' or tab as the delimiter (kind "delimiter": whichever stands most often in the
 * header record outside quotes), and Windows-1252 (kind "windows-1252": every record that is not
 * UTF-8 is converted to it). Blank records, with nothing but blanks and delimiters, are skipped.
 * Trailing header cells that are empty are ignored when the cells under them are empty too or not
 * there (spreadsheets write them).
 *
 * What is left out, each as a PROBLEM_ROW with its line:
 *   "ragged"           more or fewer cells than the header
 *   "quotes"           a quote in the wrong place, in a record of one line
 *   "carriage-return"  a CR alone outside quotes
 *
 * What is refused, as a PROBLEM_FATAL with its line: UTF-16 ("utf-16"), a spreadsheet's own format
 * ("workbook"), a NUL byte ("nul"), CR alone as line end ("carriage-return", in the header record),
 * no header ("no-header"), two columns of one name ("duplicate-column"; nameless ones may repeat),
 * and bad quotes ("quotes") where nobody can say where the record ends: a quote that is never
 * closed, named by the line where it opens, or a quote in the wrong place in a record that began on
 * an earlier line. Rows before the place have been handed out by then.
 *
 * The rule for quotes: a quote opens a cell only as the cell's first byte (blanks count: ' "a"' is
 * wrong); inside, a quote is doubled; after the closing one comes a delimiter or a line end.
 */
struct rows;

/* Opens PATH (NULL or "-" = standard input) and reads the header. SINK may be NULL and must outlive
 * the reader. On success *out is yours: rows_close it. On failure a PROBLEM_FATAL was reported and
 * *out is NULL: STATUS_READ with the system's reason when the file can't be opened or read (a
 * folder is no file), STATUS_FORMAT for what is refused above. */
enum status rows_open(struct rows **out, const char *path, const struct problem_sink *sink);

/* As rows_open, from bytes in memory (not copied; must outlive the reader), read CHUNK bytes at a
 * time (0 = all): for embedded tables, tests and fuzzing. NAME is used in messages. */
enum status rows_open_memory(struct rows **out, const char *name, const char *bytes, size_t size,
                             size_t chunk, const struct problem_sink *sink);

/* Frees the reader; a NULL is fine. Views handed out end here. */
void rows_close(struct rows *r);

/* The header's cells, trimmed: a view as long as the reader lives. Returns their number. */
size_t rows_header(const struct rows *r, const struct text **names);

/* The header record as CSV text with commas, in UTF-8, without byte-order mark, line end and
 * ignored empty cells: what a filter writes that copies rows with rows_raw. A view as long as
 * the reader. */
struct text rows_header_raw(const struct rows *r);

/* Index of the column with exactly this name (as trimmed), or -1. */
int rows_column(const struct rows *r, const char *name);

/* Moves to the next usable row. STATUS_OK, STATUS_END, or a failure that was reported; after either
 * of the latter every further call answers the same. */
enum status rows_next(struct rows *r);

/* The cell of the present row under column INDEX: a view until the next rows_next. Not trimmed;
 * quotes are taken off. Any other INDEX gives an empty text, so -1 can stand for an absent optional
 * column. */
struct text rows_cell(struct rows *r, int index);

/* The cells 0 ... LAST of the present row as an array, for who needs them all anyhow: what rows_cell
 * gives for each of them. A view until the next rows_next; NULL when that can't be had (ask rows_cell). */
const struct text *rows_cells(struct rows *r, int last);

/* The present row as it stood in the file (quotes included, in UTF-8), without its line end and
 * ignored empty cells: for copying untouched rows, or for adding cells at their end. Where the
 * file's delimiter is not a comma, it is made anew with commas. A view until the next rows_next. */
struct text rows_raw(struct rows *r);

/* Physical line on which the present row begins; the header of a plain file is line 1. */
size_t rows_line(const struct rows *r);

/* The file's name as shown in messages ("standard input" for a stream). */
const char *rows_name(const struct rows *r);

/* The delimiter in use: ',', ';' or tab. */
char rows_delimiter(const struct rows *r);

/* Rows handed out so far, and rows left out (and reported) by the reader. */
size_t rows_count(const struct rows *r);
size_t rows_left_out(const struct rows *r);

/* Finds every name of the NULL-terminated list NAMES and stores its index, -1 for a missing one.
 * All missing ones are named in one PROBLEM_FATAL ("missing-column"), and STATUS_FORMAT is
 * returned. */
enum status rows_columns(const struct rows *r, const char *const *names, int *index);

/* Reports about a cell of the present row, with file, line and the column's name. */
void rows_problem(const struct rows *r, enum problem_level level, const char *kind, int column,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

const struct problem_sink *rows_sink(const struct rows *r);

#endif
