// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_SHEET_H
#define HEARTH_MODEL_SYNTH_SHEET_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A return's tables in memory, so that mistakes can be planted before they are written. Cells are
 * text that lives in the set's arena (or for ever); "" is an empty cell. */
enum { SHEET_COLUMNS = 26 };

struct sheet_row {
    bool touched;        /* a mistake stands here already */
    const char *cells[]; /* as many as the sheet has columns */
};

struct sheet {
    int year;         /* the file lies in a folder of this name; 0: in none */
    const char *file; /* "episodes.csv" */
    const char *columns[SHEET_COLUMNS];
    int column_count;
    struct sheet_row **rows;
    size_t count, room;
    bool byte_order_mark, crlf; /* how the file is written */
    bool absent;                /* the file (or its year) is not written at all */
};

enum sheet_dates {
    SHEET_DATES_UK, /* DD/MM/YYYY, as returns are sent */
    SHEET_DATES_ISO /* YYYY-MM-DD, as regions keep them */
};

struct sheet_set {
    struct arena arena;
    struct sheet *sheets; /* in the order in which they are written */
    size_t count;
    enum sheet_dates style;
    const char **dates; /* written so far, by day */
};

/* COUNT sheets, to be begun; false when memory is out (sheet_set_done in any case). */
bool sheet_set_init(struct sheet_set *set, size_t count, enum sheet_dates style);
void sheet_set_done(struct sheet_set *set);

/* Names S and its columns (NULL-terminated list) before the first row. */
void sheet_begin(struct sheet *s, int year, const char *file, const char *const *columns);

/* Adds an empty row at PLACE (count: at the end); NULL when memory is out. */
struct sheet_row *sheet_insert(struct sheet_set *set, struct sheet *s, size_t place);
void sheet_remove(struct sheet *s, size_t place);

/* The index of a column, or -1. */
int sheet_column(const struct sheet *s, const char *name);

/* A copy of S in the set's arena; NULL when memory is out. */
const char *sheet_text(struct sheet_set *set, const char *s);

/* DATE as the set writes dates, likewise; "" for DATE_NONE. */
const char *sheet_date(struct sheet_set *set, int32_t date);

#endif
