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
enum { SHEET_COLUMNS = 16 };

struct sheet_row {
    const char *cells[SHEET_COLUMNS];
    bool touched; /* a mistake stands here already */
};

struct sheet {
    int year;
    const char *file; /* "episodes.csv" */
    const char *columns[SHEET_COLUMNS];
    int column_count;
    struct sheet_row **rows;
    size_t count, room;
    bool byte_order_mark, crlf; /* how the file is written */
    bool absent;                /* the file (or its year) is not written at all */
};

struct sheet_set {
    struct arena arena;
    struct sheet *sheets; /* by year, then header, episodes, uasc */
    size_t count;
    const char **dates; /* written so far, by day from DATES_FROM */
};

/* COUNT empty sheets; false when memory is out. */
bool sheet_set_init(struct sheet_set *set, size_t count);
void sheet_set_done(struct sheet_set *set);

/* Adds an empty row at PLACE (count: at the end); NULL when memory is out. */
struct sheet_row *sheet_insert(struct sheet_set *set, struct sheet *s, size_t place);
void sheet_remove(struct sheet *s, size_t place);

/* The index of a column, or -1. */
int sheet_column(const struct sheet *s, const char *name);

/* A copy of S in the set's arena; NULL when memory is out. */
const char *sheet_text(struct sheet_set *set, const char *s);

/* DATE as DD/MM/YYYY, likewise; "" for DATE_NONE. */
const char *sheet_date(struct sheet_set *set, int32_t date);

/* Writes every sheet to FOLDER/YEAR/FILE, making folders as needed; each file is complete or not
 * there. Failures are reported to SINK. */
enum status sheet_set_write(const struct sheet_set *set, const char *folder,
                            const struct problem_sink *sink);

#endif
