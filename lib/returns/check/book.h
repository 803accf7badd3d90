// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_BOOK_H
#define HEARTH_RETURNS_CHECK_BOOK_H

#include "base/intern.h"
#include "calendar/date.h"
#include "returns/files.h"
#include "returns/returns.h"
#include "returns/schema.h"
#include "table/rows.h"

/* Returns as they were sent, in memory: for checks that compare rows, tables and years.
 *
 * A library holds the books of one kind of return; a book is what one authority sent for one year. Cells
 * are trimmed; code cells are in upper case as the collection reads them. A row takes its text, two
 * bytes a cell and 32 bytes; nothing is repaired or left out but rows that no cell can be told of.
 */
struct book_row {
    const uint16_t *offset; /* cell i: text + offset[i] ... text + offset[i + 1], schema order */
    const char *text;
    uint32_t subject; /* number of (la, key) in the library; INTERN_NONE where the key is blank */
    uint32_t line;
    uint16_t file; /* number in library.files */
    uint16_t book; /* number in library.books, once they are settled */
    int16_t year;  /* of the row's return; 0 until it is known */
    uint16_t la;   /* number in library.las */
};

enum { BOOK_TABLES_MOST = 24 };

/* Rows of one table, ordered by book, subject, file, line once the library is settled. */
struct book_table {
    struct book_row *rows;
    size_t count, room;
    size_t files; /* that held this table */
};

struct book {
    uint16_t la;
    int year; /* 0: the return has no years */
    size_t first[BOOK_TABLES_MOST], count[BOOK_TABLES_MOST];
    uint32_t present; /* bit t: a file of table t was sent for this year */
    int last_year;    /* number of the same authority's book of the year before; -1 = not given */
};

struct book_file {
    const char *path;
    int table;
    uint32_t folder;
    int16_t year; /* of its rows without YEAR */
    bool has_year_column;
    uint64_t columns; /* bit i: the file has column i of its schema table */
};

struct library {
    const struct return_kind *kind;
    struct schema schema;
    int only_table; /* of a schema that several returns share; -1 = every table is of this return */
    struct arena arena; /* row texts */
    struct intern las, subjects;
    struct book_table tables[BOOK_TABLES_MOST];
    struct book_file *files;
    size_t file_count;
    struct book *books; /* ordered by la (byte order), year */
    size_t book_count;
    size_t rows_read;
};

struct library_options {
    const struct return_kind *kind; /* must outlive the library */
    const char *schema_path;        /* NULL, or a schema file to use instead */
    const char *la;                 /* authority of rows without one; NULL = blank */
    int year;                       /* of rows without YEAR; 0 = from the year table's dates */
};

/* Reads FILES (returns/files.h) and settles years and books. Files that are no table of the return are
 * named and passed over. STATUS_FORMAT when no file is a table of this return, or none has a row. Free with
 * library_done in any case. */
enum status library_load(struct library *l, const struct files *files,
                         const struct library_options *options, const struct problem_sink *sink);
void library_done(struct library *l);

/* Number of the table called NAME, or -1. */
int library_table(const struct library *l, const char *name);

/* The cell of column INDEX (position in the schema's table); empty when the file had no such column. */
static inline struct text book_cell(const struct book_row *row, int index)
{
    uint16_t from = row->offset[index], to = row->offset[index + 1];
    return (struct text){row->text + from, (size_t)(to - from)};
}

#endif
