// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_READING_H
#define HEARTH_RETURNS_CHECK_READING_H

#include "returns/check/visit.h"

/* Goes through a book child by child, with what the same child's rows were in the two years before: a merge
 * of tables that are all ordered by subject. */

/* Room for one child's episodes, used again for the next. */
struct episode_room {
    struct episode_view *list;
    size_t room;
};

/* How far the tables of a book are read, child by child: only those that have rows. */
struct book_reading {
    const struct book_row *rows[TABLES];
    size_t count[TABLES], at[TABLES];
    enum table_name tables[TABLES]; /* that have rows */
    int table_count;
};

/* The three books of a visit, and room for the child's episodes. */
struct reading {
    struct book_reading now, last, before;
    struct episode_room now_room, last_room;
};

/* Begins with v->book and v->last_book. Caller-owned: reading_done. */
void reading_init(struct reading *r, const struct visit *v);
void reading_done(struct reading *r);

/* Fills V with the next child of this year's book or last year's; false when there is none left. */
bool reading_next(struct reading *r, struct visit *v);

/* A cell's date: DATE_NONE when it is blank, DATE_BAD when it is none. */
int32_t check_read_date(struct text t);

#endif
