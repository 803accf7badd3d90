// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TABLE_WRITER_H
#define HEARTH_TABLE_WRITER_H

#include "base/status.h"
#include "base/text.h"

/* Writes CSV (RFC 4180, comma, LF), quoting a cell only when it must be (comma, quote, CR, LF, a
 * leading or trailing blank, or an empty cell that is alone in its row; in the first row, the
 * header, also ';' and tab, which a reader could take for delimiters). So what is written is read
 * back the same by rows.h, but for a row of several cells that are all empty, which counts as
 * blank. libcsv's own writer quotes every cell, which would make every untouched file differ.
 *
 * Bytes are gathered in a buffer of 64 KiB, which grows only for a cell longer than that. Errors
 * stick: after a failed write every call does nothing and writer_close returns STATUS_WRITE with
 * errno of the first failure.
 */
struct writer;

/* A writer to the open file descriptor FD, which stays the caller's to close. NULL: out of memory.
 */
struct writer *writer_open(int fd);

/* A writer into memory: writer_bytes gives what was written. For tests and embedding. */
struct writer *writer_open_memory(void);
struct text writer_bytes(const struct writer *w);

void writer_cell(struct writer *w, struct text t);
void writer_words(struct writer *w, const char *s);

/* Shortest decimal that reads back as the same double; NaN and infinity are written as an empty
 * cell. Whole numbers below 1e15 are written without point or exponent, and there is no "-0". */
void writer_number(struct writer *w, double x);
void writer_fixed(struct writer *w, double x, int decimals); /* NaN, infinity: empty */
void writer_integer(struct writer *w, long x);
void writer_empty(struct writer *w);

/* Ends the row (LF). */
void writer_row(struct writer *w);

/* A whole row that is already CSV text, copied as it is, and LF. Use only between rows. */
void writer_raw(struct writer *w, struct text row);

/* Bytes that begin a row and already are CSV cells ("a,b"): further cells follow after a comma. */
void writer_raw_cells(struct writer *w, struct text cells);

/* Hands the buffered bytes to the system. */
enum status writer_flush(struct writer *w);

/* Flushes, frees, and says whether every byte was written. NULL gives STATUS_MEMORY. */
enum status writer_close(struct writer *w);

#endif
