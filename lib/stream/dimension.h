// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STREAM_DIMENSION_H
#define HEARTH_STREAM_DIMENSION_H

#include "calendar/period.h"
#include "stream/spells.h"

/* What --by and --where may name over spells: any column, or one of the derived dimensions, whose
 * value changes along a spell:
 *   age       completed years at the date in question, by the calendar (needs birth_date)
 *   age_band  "under 1", "1-4", "5-9", "10-15", "16 and over" (needs birth_date)
 *   tenure    completed years since placement_start, or since start where there is no such column
 *   year      the reporting year of the date in question (named by the year in which it ends)
 * A column of the stream with one of these names wins over the derived dimension. Where the birth
 * date is empty, unreadable or later than the day in question, age and age_band are empty ("unknown age"
 * is counted, not guessed); so is tenure where placement_start is. */
enum dimension_kind {
    DIMENSION_COLUMN,
    DIMENSION_AGE,
    DIMENSION_AGE_BAND,
    DIMENSION_TENURE,
    DIMENSION_YEAR
};

struct dimension {
    struct text name;
    enum dimension_kind kind;
    int column; /* DIMENSION_COLUMN: the cell; AGE, AGE_BAND: birth_date; TENURE: placement_start or -1 */
};

/* Finds NAME in the stream's columns or among the derived ones. False when it is neither (or when
 * birth_date is missing): *missing then is the column that is wanted. */
bool dimension_find(struct dimension *d, struct text name, struct spells *s, const char **missing);

/* The dates that decide a spell's derived values; filled once a spell, so that nothing is parsed
 * twice. */
struct dimension_dates {
    int32_t birth;  /* DATE_NONE: unknown */
    int32_t tenure; /* start of the tenure */
};

/* Reads birth and tenure dates of the present spell as far as the COUNT dimensions need them. An
 * unreadable one is reported (PROBLEM_WARNING) and taken as unknown. */
struct dimension_dates dimension_dates(const struct dimension *d, size_t count, struct spells *s,
                                       const struct spell *spell);

/* The value on day ON: a view until the next row; derived values are written to BUFFER. */
enum { DIMENSION_TEXT = 16 };
struct text dimension_value(const struct dimension *d, struct spells *s,
                            const struct dimension_dates *dates, int32_t on,
                            const struct period_calendar *calendar, char buffer[DIMENSION_TEXT]);

/* The first day after ON on which the value differs, or INT32_MAX when it never changes again. */
int32_t dimension_next_change(const struct dimension *d, const struct dimension_dates *dates,
                              int32_t on, const struct period_calendar *calendar);

/* Derived values as small numbers, for tools that count by them: completed years, the place of the
 * age band (0 = under 1), or the year itself; DIMENSION_UNKNOWN where the date is unknown or still
 * to come (an age before birth). Not for DIMENSION_COLUMN. */
enum { DIMENSION_UNKNOWN = -1 };
int32_t dimension_code(const struct dimension *d, const struct dimension_dates *dates, int32_t on,
                       const struct period_calendar *calendar);

/* A code as it is written; the text of DIMENSION_UNKNOWN is empty. */
struct text dimension_code_text(enum dimension_kind kind, int32_t code,
                                char buffer[DIMENSION_TEXT]);

/* The code that is written as VALUE; false when there is none ("10 to 15", "012"). */
bool dimension_code_of(enum dimension_kind kind, struct text value, int32_t *code);

#endif
