// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_WHERE_H
#define HEARTH_STREAM_WHERE_H

#include "table/rows.h"

/* --where COLUMN=VALUE[,VALUE...]: a row is kept when, for every condition, the column holds one of
 * the values (exact text; an empty VALUE means an empty cell). Several conditions must all hold. */
struct where_condition {
    struct text column;
    struct text values; /* the list after '=' */
    int index;          /* of the column; -1 until bound */
};

enum { WHERE_MOST = 32 };
struct where {
    struct where_condition conditions[WHERE_MOST];
    int count;
};

/* Adds one condition; SOURCE must live as long as the struct. False when it has no '=' or no column
 * name, or there are too many. Start from {0}. */
bool where_add(struct where *w, const char *source);

/* Finds the columns; names every missing one in one PROBLEM_FATAL and returns STATUS_FORMAT. */
enum status where_bind(struct where *w, const struct rows *r);

/* True when the present row is kept. */
bool where_keeps(const struct where *w, struct rows *r);

/* True when VALUE is one of the condition's values. */
bool where_matches(const struct where_condition *c, struct text value);

#endif
