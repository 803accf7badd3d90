// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_SPELLS_H
#define HEARTH_STREAM_SPELLS_H

#include "calendar/date.h"
#include "table/rows.h"

/* Spells: one row is a time that somebody spent in one state (a placement episode, an approval, a
 * post, a recruitment stage). Reserved columns: la, id, start, end, observed_from, observed_to;
 * everything else is an attribute. Half-open [start, end); end empty = open when last seen.
 * (la, id) is the subject: one id in two authorities is two people. Rows come ordered by la, id
 * (byte order) and start; observed_from and observed_to (both inclusive) say over which dates the source
 * could have seen this subject.
 */
struct spell {
    struct text la, id; /* views until the next spells_next */
    int32_t start;
    int32_t end; /* DATE_NONE: open when last seen */
    int32_t observed_from, observed_to;
    bool same_subject; /* (la, id) equal those of the row before */
    bool same_la;      /* la equals that of the row before; false on the first row */
};

struct spells;

/* Opens PATH (NULL or "-" = standard input). Every missing reserved column is named in one message.
 * On success *out is yours (spells_close); SINK must outlive it. */
enum status spells_open(struct spells **out, const char *path, const struct problem_sink *sink);
/* As spells_open, from ROWS that are open already (a tool looked at their header first); takes them over,
 * also when it fails. */
enum status spells_open_rows(struct spells **out, struct rows *rows);
void spells_close(struct spells *s);

/* The next usable spell. A row with an unreadable date, an empty id, start or window, end before start or
 * a window that ends before it begins is left out and reported (PROBLEM_ROW). A row out of order is
 * STATUS_ORDER, reported as PROBLEM_FATAL. STATUS_END at the end. */
enum status spells_next(struct spells *s, struct spell *out);

/* The underlying rows: rows_column, rows_cell, rows_raw, rows_line of the present spell. */
struct rows *spells_rows(struct spells *s);

/* The first day on which the spell is known to be over: end; or, for an open one, the day after
 * observed_to (seen until then, not beyond). */
int32_t spell_over(const struct spell *s);

#endif
