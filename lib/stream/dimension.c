// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/dimension.h"

#include <stdio.h>

static const char *const derived_names[] = {
    [DIMENSION_AGE] = "age",
    [DIMENSION_AGE_BAND] = "age_band",
    [DIMENSION_TENURE] = "tenure",
    [DIMENSION_YEAR] = "year",
};

enum { BANDS = 5 };
static const char *const band_names[BANDS] = {"under 1", "1-4", "5-9", "10-15", "16 and over"};
static const int band_starts[BANDS] = {0, 1, 5, 10, 16}; /* age at which a band begins */

static int column_named(struct spells *s, struct text name)
{
    const struct text *header;
    size_t count = rows_header(spells_rows(s), &header);
    for (size_t i = 0; i < count; i++)
        if (text_equal(header[i], name))
            return (int)i;
    return -1;
}

bool dimension_find(struct dimension *d, struct text name, struct spells *s, const char **missing)
{
    *d = (struct dimension){name, DIMENSION_COLUMN, column_named(s, name)};
    if (d->column >= 0)
        return true;
    for (int kind = DIMENSION_AGE; kind <= DIMENSION_YEAR; kind++)
        if (text_is(name, derived_names[kind]))
            d->kind = (enum dimension_kind)kind;
    *missing = NULL;
    switch (d->kind) {
    case DIMENSION_COLUMN:
        return false;
    case DIMENSION_AGE:
    case DIMENSION_AGE_BAND:
        d->column = column_named(s, text_of("birth_date"));
        *missing = "birth_date";
        return d->column >= 0;
    case DIMENSION_TENURE:
        d->column = column_named(s, text_of("placement_start"));
        return true;
    case DIMENSION_YEAR:
        return true;
    }
    return false;
}

static int32_t read_date(struct spells *s, int column)
{
    int32_t date;
    struct text cell = rows_cell(spells_rows(s), column);
    enum date_reading r = date_parse(cell, &date);
    if (r == DATE_READ)
        return date;
    if (r != DATE_EMPTY) {
        char shown[64];
        rows_problem(spells_rows(s), PROBLEM_WARNING, "unknown-date", column,
                     "'%s' %s: taken as unknown", text_show(cell, shown, sizeof shown),
                     date_reading_text(r));
    }
    return DATE_NONE;
}

struct dimension_dates dimension_dates(const struct dimension *d, size_t count, struct spells *s,
                                       const struct spell *spell)
{
    struct dimension_dates dates = {DATE_NONE, DATE_NONE};
    bool has_birth = false, has_tenure = false;
    for (size_t i = 0; i < count; i++) {
        if ((d[i].kind == DIMENSION_AGE || d[i].kind == DIMENSION_AGE_BAND) && !has_birth) {
            dates.birth = read_date(s, d[i].column);
            has_birth = true;
        } else if (d[i].kind == DIMENSION_TENURE && !has_tenure) {
            dates.tenure = d[i].column < 0 ? spell->start : read_date(s, d[i].column);
            has_tenure = true;
        }
    }
    return dates;
}

static int32_t band_of(int32_t age)
{
    int32_t band = BANDS - 1;
    while (band > 0 && age < band_starts[band])
        band--;
    return band;
}

/* Completed years, or DIMENSION_UNKNOWN when SINCE is not known or still to come. */
static int32_t years_since(int32_t since, int32_t on)
{
    return since == DATE_NONE || on < since ? DIMENSION_UNKNOWN : date_age(since, on);
}

int32_t dimension_code(const struct dimension *d, const struct dimension_dates *dates, int32_t on,
                       const struct period_calendar *calendar)
{
    int32_t years;
    switch (d->kind) {
    case DIMENSION_AGE:
        return years_since(dates->birth, on);
    case DIMENSION_AGE_BAND:
        years = years_since(dates->birth, on);
        return years < 0 ? years : band_of(years);
    case DIMENSION_TENURE:
        return years_since(dates->tenure, on);
    case DIMENSION_YEAR:
        return period_year(calendar, on);
    case DIMENSION_COLUMN:
        break;
    }
    return DIMENSION_UNKNOWN;
}

struct text dimension_code_text(enum dimension_kind kind, int32_t code, char buffer[DIMENSION_TEXT])
{
    buffer[0] = '\0';
    if (code == DIMENSION_UNKNOWN)
        return (struct text){buffer, 0};
    if (kind == DIMENSION_AGE_BAND)
        return text_of(band_names[code]);
    int size = snprintf(buffer, DIMENSION_TEXT, "%ld", (long)code);
    return (struct text){buffer, (size_t)size};
}

bool dimension_code_of(enum dimension_kind kind, struct text value, int32_t *code)
{
    char buffer[DIMENSION_TEXT];
    long number = DIMENSION_UNKNOWN;
    if (kind == DIMENSION_AGE_BAND) {
        for (number = 0; number < BANDS && !text_is(value, band_names[number]); number++)
            ;
        if (number == BANDS)
            number = DIMENSION_UNKNOWN;
    } else if (!text_integer(value, &number) || number < 0 || number > 9999) {
        number = DIMENSION_UNKNOWN;
    }
    *code = (int32_t)number;
    return text_equal(dimension_code_text(kind, *code, buffer), value);
}

struct text dimension_value(const struct dimension *d, struct spells *s,
                            const struct dimension_dates *dates, int32_t on,
                            const struct period_calendar *calendar, char buffer[DIMENSION_TEXT])
{
    if (d->kind == DIMENSION_COLUMN)
        return rows_cell(spells_rows(s), d->column);
    return dimension_code_text(d->kind, dimension_code(d, dates, on, calendar), buffer);
}

static int32_t next_anniversary(int32_t since, int32_t on)
{
    if (since == DATE_NONE)
        return INT32_MAX;
    return on < since ? since : date_birthday(since, date_age(since, on) + 1);
}

static int32_t next_band(int32_t birth, int32_t on)
{
    if (birth == DATE_NONE || on < birth)
        return birth == DATE_NONE ? INT32_MAX : birth;
    int32_t band = band_of(date_age(birth, on));
    return band == BANDS - 1 ? INT32_MAX : date_birthday(birth, band_starts[band + 1]);
}

int32_t dimension_next_change(const struct dimension *d, const struct dimension_dates *dates,
                              int32_t on, const struct period_calendar *calendar)
{
    struct period_calendar years = *calendar;
    years.every = EVERY_YEAR;
    switch (d->kind) {
    case DIMENSION_AGE:
        return next_anniversary(dates->birth, on);
    case DIMENSION_AGE_BAND:
        return next_band(dates->birth, on);
    case DIMENSION_TENURE:
        return next_anniversary(dates->tenure, on);
    case DIMENSION_YEAR:
        return period_end_from(&years, on) + 1;
    case DIMENSION_COLUMN:
        break;
    }
    return INT32_MAX;
}
