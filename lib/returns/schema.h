// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_SCHEMA_H
#define HEARTH_RETURNS_SCHEMA_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/status.h"

/* What a return looks like, as data: its tables, their columns, types and code lists, and the years
 * in which a column was collected. One CSV file a return (datasets/schema/RETURN.csv) with
 *
 *   table           the table's name; "*" = a column that may stand in every table
 *   column          as published, upper case
 *   type            text, date, code, integer, number; choice = a code as people write it: alone,
 *                   behind a letter ("b) K2"), before its words, or in words
 *   required        yes, conditional, no; derived (worked out by a portal, accepted when present);
 *                   appended (added by regional copies)
 *   identifies      yes = a file without this column is not this table; key = the same, and it is part
 *                   of what tells a row from the others; part = only the latter
 *   code_list       the list of codes.csv that a code must come from
 *   first_year, last_year   return years (2025 = the year that ends in 2025); empty = without limit
 *   format, note    for people
 *   spell           what the column is in the stream of spells: id, start, end, la, or the name of an
 *                   attribute; "id|placement_kind" = both; empty (or no such column) = not written
 *
 * A table is known by the set of its columns: order and case do not matter, nor do blanks and
 * punctuation in their names (spreadsheets change them), nor does the file's name.
 * A new return, or a local variant of one, is a new file and no code. */
enum schema_type {
    SCHEMA_TEXT,
    SCHEMA_DATE,
    SCHEMA_CODE,
    SCHEMA_INTEGER,
    SCHEMA_NUMBER,
    SCHEMA_CHOICE
};
enum schema_need { SCHEMA_YES, SCHEMA_CONDITIONAL, SCHEMA_NO, SCHEMA_DERIVED, SCHEMA_APPENDED };

struct schema_column {
    const char *name;
    enum schema_type type;
    enum schema_need need;
    bool identifies, is_key;
    const char *code_list;     /* "" = none */
    int first_year, last_year; /* 0 = without limit */
    const char *format, *note;
    const char *spell; /* "" = not in the stream */
};

struct schema_table {
    const char *name;
    size_t first, count; /* its columns are columns[first] ... columns[first + count - 1] */
};

struct schema {
    struct arena arena; /* owns every string */
    struct schema_column *columns;
    size_t column_count;
    struct schema_table *tables;
    size_t table_count;
    struct schema_table common; /* the columns of "*"; name "*" */
};

/* Loads the return called NAME ("ssda903") from the built-in facts, or from PATH when it is not NULL.
 * Caller-owned: schema_done. What is wrong with the file was reported. */
enum status schema_load(struct schema *s, const char *name, const char *path,
                        const struct problem_sink *sink);
void schema_done(struct schema *s);

/* The column NAME of table T (or of "*"); NULL when there is none. */
const struct schema_column *schema_column(const struct schema *s, const struct schema_table *t,
                                          struct text name);

/* Index of the cell called NAME among a file's header cells: the same name; else the same in any case;
 * else with the same letters and digits; the first where several do. -1 when there is none. */
int schema_cell(const struct text *names, size_t count, const char *name);

/* Which table a file with these header cells is: the one that has all its identifying columns and
 * shares the most columns; NULL when there is none. *nearest then is the table that shares most. */
const struct schema_table *schema_match(const struct schema *s, const struct text *names,
                                        size_t count, const struct schema_table **nearest);

/* The collected columns of table T (identifying ones only if ONLY_IDENTIFYING) that are not among the
 * header cells, and the header cells that T does not have: written to BUFFER as "A, B". Returns how
 * many. */
size_t schema_missing(const struct schema *s, const struct schema_table *t,
                      const struct text *names, size_t count, bool only_identifying, char *buffer,
                      size_t size);
size_t schema_extra(const struct schema *s, const struct schema_table *t, const struct text *names,
                    size_t count, char *buffer, size_t size);

#endif
