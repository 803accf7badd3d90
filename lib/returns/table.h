// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_TABLE_H
#define HEARTH_RETURNS_TABLE_H

#include "calendar/period.h"
#include "returns/files.h"
#include "table/writer.h"

/* Any wide table (published statistics, a spreadsheet saved as CSV) to a series stream: one column
 * says when, some say what for, and each of the others asked for is a measure. */

/* What is wanted, as a command line says it. A list names columns of the table, "A,NAME=B,...": A under
 * its own name, B as NAME. */
struct table_settings {
    const char *date;       /* the column that says when */
    const char *period_end; /* "MM-DD": the day on which a year is dated; NULL: 31 March */
    const char *const *dimensions, *const *measures; /* lists; dimensions may be none */
    const char *const *where; /* "COLUMN=VALUE,...": rows to keep, by the table's own columns */
    size_t dimension_lists, measure_lists, where_count;
};

/* False, and why in MISTAKE, when the settings can't be meant: no date, no measure, a name twice or one
 * of the stream's own, a period end that is no day, a condition without '='. */
bool table_settings_check(const struct table_settings *s, char *mistake, size_t size);

/* Reads FILES and writes one stream: ordered by measure (as asked for), labels, date. The same series
 * and date twice with different values: the row read last counts, the other is left out and reported.
 * Columns written: date, measure, dimensions, value, and status where a cell held a symbol. SETTINGS
 * must have been checked. */
enum status table_read(const struct files *files, const struct table_settings *settings,
                       struct writer *out, const struct problem_sink *sink);

/* What a cell of a published table says when. YYYY is the year that ends in YYYY; YYYYYY, YYYY-YY,
 * YYYY/YY and YYYY-YYYY are the year that ends in the second; dates as everywhere. False when it is
 * none of these, with *out = DATE_NONE for an empty cell. */
bool table_date(struct text cell, const struct period_calendar *period, int32_t *out);

/* What a cell says how much: a number (also with commas between thousands), or a symbol, then NaN and
 * *status is c (suppressed), z (not applicable), x (not available), k or low (rounds to 0), u (low
 * reliability); older symbols are translated: ":" and ".." to x, "~" to low, "*" to c, "." to z, "-",
 * "NA", "N/A" and "NULL" to x, any of them in brackets. An empty cell is NaN with an empty status.
 * *old is true where the symbol was translated. False for anything else. */
bool table_value(struct text cell, double *value, const char **status, bool *old);

#endif
