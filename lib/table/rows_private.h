// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TABLE_ROWS_PRIVATE_H
#define HEARTH_TABLE_ROWS_PRIVATE_H

#include "base/intern.h"
#include "table/rows.h"

#include <stdint.h>

/* How the row reader works inside; for the files of lib/table alone.
 *
 *     source.c    file descriptor or memory -> bytes in one growing buffer
 *     lane.c      buffer -> one record of the usual kind, in a single pass: the fast lane
 *     record.c    buffer -> any record: its bytes, physical line, number of cells, faults
 *     encoding.c  UTF-8 check, Windows-1252 -> UTF-8, files that are no CSV at all
 *     split.c     record -> cells: by the fast lane's marks, by memchr, or (with quotes) by libcsv
 *     header.c    the first record: delimiter, names, columns
 *     rows.c      the public face: open, next, cell, close
 */

/* Bytes that take a record out of the fast lane. */
enum {
    MARK_QUOTE = 1,  /* '"' */
    MARK_RETURN = 2, /* a CR that is not part of the line end */
    MARK_NUL = 4,    /* 0 */
    MARK_HIGH = 8    /* 0x80 ... 0xFF */
};

/* The first thing wrong with the form of a record. */
enum fault {
    FAULT_NONE,
    FAULT_STRAY_QUOTE, /* a quote inside a cell that does not begin with one */
    FAULT_AFTER_QUOTE, /* something between a closing quote and the delimiter */
    FAULT_RETURN,      /* a CR alone outside quotes */
    FAULT_UNFINISHED   /* the input ends inside a quoted cell */
};

struct record {
    struct text bytes; /* in UTF-8, without line end: in the read buffer, or in converted */
    size_t line;       /* physical line on which it begins */
    size_t cells;      /* delimiters outside quotes, plus one */
    unsigned marks;
    enum fault fault;
    size_t fault_line; /* physical line of the fault; of the opening quote when unfinished */
};

/* LANE_MOST: longer records are not for the fast lane. READ_PADDING: so far lane_take may read
 * beyond the last byte. */
enum { READ_CHUNK = 256 * 1024, READ_PADDING = 64, LANE_MOST = 4096 };

struct bytes { /* a buffer that grows */
    char *at;
    size_t room;
};

struct rows {
    /* Where bytes come from. */
    int fd; /* -1: memory */
    bool close_fd;
    struct text memory; /* what is left of it */
    size_t chunk;       /* at most so many bytes a read */

    /* The read buffer: bytes begin ... end are not yet consumed. */
    char *buffer;
    size_t room, begin, end;
    bool at_end; /* the source has no more */

    struct record record;
    size_t next_line;
    bool in_lane;                        /* the record was taken by lane_take */
    uint64_t lane_marks[LANE_MOST / 64]; /* bit I of word J: byte 64 J + I is a delimiter */
    uint64_t lane_left;                  /* those of word lane_part not yet split at */
    size_t lane_part;
    struct bytes converted; /* holds a record that came in Windows-1252 */
    bool said_windows_1252;

    /* Cells of the present record: known is how many are split so far. */
    struct text *cells;
    size_t cells_room, known;
    size_t wanted;         /* cells that were asked for in some row so far */
    size_t split_at;       /* offset in the record where the next cell begins */
    struct bytes unquoted; /* contents of the cells of a record with quotes */
    size_t unquoted_used;
    struct csv_parser *csv; /* made for the first such record */
    struct bytes rewritten; /* rows_raw when the delimiter is not a comma */

    /* The header. */
    struct intern names;
    struct text *header;
    size_t columns; /* header cells without the empty ones at its end */
    size_t spare;   /* those empty ones */
    char *header_raw;
    size_t header_raw_size;
    char delimiter;

    char *name;
    const struct problem_sink *sink;
    size_t count, left_out;
    enum status failed; /* sticks */
};

/* Appends more bytes to the buffer, moving what is left to its front first (so offsets from begin
 * stay good, pointers don't). Sets at_end when there is nothing more. */
enum status source_fill(struct rows *r);

/* The fast lane: takes the next record if it lies whole in the buffer, is no longer than LANE_MOST
 * and is well formed, in ASCII, on one line that ends in LF or CR LF. Sets the record, consumes it,
 * and remembers where its delimiters are for lane_split (in_lane), unless a cell holds doubled
 * quotes. False: not for this lane, and nothing is consumed. */
bool lane_take(struct rows *r);

/* Makes the first WANT cells of such a record known; there is room for them. */
void lane_split(struct rows *r, size_t want);

/* Finds and consumes the next record, wherever it ends and whatever it holds, blank ones included.
 * STATUS_END at the end of input. A fault is stored in the record; NUL bytes, a failed read and
 * lack of memory are reported. */
enum status record_take(struct rows *r);

/* Nothing but blanks and delimiters. */
bool record_is_blank(const struct rows *r);

/* Reports the record's fault: PROBLEM_ROW and STATUS_OK when the record could be delimited all the
 * same, else PROBLEM_FATAL and STATUS_FORMAT. */
enum status record_fault(struct rows *r);

/* How many bytes at the front of T are well-formed UTF-8 (RFC 3629: no overlong forms, no
 * surrogates): all of them when it is UTF-8. */
size_t encoding_valid_size(struct text t);

/* Writes T, taken as Windows-1252, to TO (3 * size bytes of room) in UTF-8; returns the bytes
 * written. The five bytes without a meaning become the C1 controls of the same number, as in
 * browsers. */
size_t encoding_from_windows_1252(struct text t, char *to);

/* Refuses, with advice, what begins like UTF-16 or a workbook; skips a UTF-8 byte-order mark. */
enum status encoding_check_start(struct rows *r);

/* Makes at least the first WANT cells of the present record known. A failure was reported, and
 * makes the reader fail from here on. */
enum status split_cells(struct rows *r, size_t want);
void split_done(struct rows *r);

/* Reads the header record. */
enum status header_read(struct rows *r);
void header_done(struct rows *r);

/* Cuts spare empty cells off the end of the present record. False when they are not all empty, or
 * when the number of cells is wrong anyway: the record is ragged. */
bool header_fits(struct rows *r);

/* Makes room for SIZE bytes; false when memory is out. Contents are kept. */
bool bytes_reserve(struct bytes *b, size_t size);

/* Writes CELL as one CSV cell to TO (2 * size + 2 bytes of room), quoting it if it must be; in the
 * first row also when it holds ';' or a tab, which could be taken for delimiters. */
size_t cell_write(char *to, struct text cell, bool first_row);

#endif
