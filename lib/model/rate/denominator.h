// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RATE_DENOMINATOR_H
#define HEARTH_MODEL_RATE_DENOMINATOR_H

#include "base/intern.h"
#include "calendar/date.h"
#include "stream/where.h"

/* What series are divided by: a population by place, age or whatever dimensions it shares with them.
 *
 * The file is a series stream or any table with a column for the number. Its columns that carry the
 * name of a dimension must match; its other columns are not looked at. When is said by date, or by year
 * or time_period (then a year is dated on a day of it, usually 30 June: mid-year estimates), or not at
 * all: one number for all dates. */
struct denominator_settings {
    const char *column;       /* of the number; NULL: value, else population */
    const char *const *where; /* "COLUMN=VALUE,...": rows to keep */
    size_t where_count;
    int month, day;    /* that a year is dated on */
    int oldest_months; /* a number older than this is too old for a date */
};

struct denominator_entry {
    uint32_t *labels; /* one a dimension; INTERN_NONE for those that the file doesn't have */
    int32_t date;     /* DATE_NONE: for all dates */
    double value;     /* > 0 */
    size_t line;
};

struct denominators {
    struct intern words;
    struct arena arena;
    size_t dimension_count, shared; /* dimensions of the series; of these, in the file too */
    bool *has;
    struct denominator_entry *entries; /* by labels, then date */
    size_t count, room;
    int oldest_months;
};

/* Reads PATH for series with the dimensions NAMES. A number that isn't there, or not above 0, is passed
 * over and counted. Two rows for the same labels and date: STATUS_DUPLICATE, with advice to choose.
 * On success free with denominators_done; failures were reported. */
enum status denominators_read(struct denominators *out, const char *path, const struct text *names,
                              size_t count, const struct denominator_settings *settings,
                              const struct problem_sink *sink);
void denominators_done(struct denominators *d);

/* The latest number on or before DATE for LABELS (one a dimension), not older than allowed; NaN when
 * there is none. */
double denominators_find(const struct denominators *d, const struct text *labels, int32_t date);

#endif
