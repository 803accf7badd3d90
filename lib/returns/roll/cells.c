// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* One cell as its column's type has it. What can't be understood is named with file, line, column,
 * value and what was expected; the cell is then empty, or, where the row is nothing without it, the
 * row is left out. */

int32_t roll_date(const struct roll *r, uint32_t value)
{
    int32_t date;
    return value && date_parse(intern_text(&r->values, value), &date) == DATE_READ ? date
                                                                                   : DATE_NONE;
}

double roll_number(const struct roll *r, uint32_t value)
{
    double number;
    return value && text_number(intern_text(&r->values, value), &number) ? number : (double)NAN;
}

static enum roll_cell keep(struct roll *r, struct text t, uint32_t *out)
{
    *out = intern_add(&r->values, t);
    return *out == INTERN_NONE ? ROLL_CELL_MEMORY : ROLL_CELL_GOOD;
}

static enum roll_cell lost(struct roll *r, struct rows *rows, int index, struct text t,
                           bool structural, const char *kind, const char *expected)
{
    char shown[64];
    r->values_lost += !structural;
    rows_problem(rows, PROBLEM_ROW, kind, index, "'%s' %s; %s", text_show(t, shown, sizeof shown),
                 expected, structural ? "row left out" : "left empty");
    return ROLL_CELL_LOST;
}

static enum roll_cell date_cell(struct roll *r, struct rows *rows, int index, struct text t,
                                bool structural, uint32_t *out)
{
    int32_t date;
    char text[DATE_TEXT];
    enum date_reading reading = date_parse(t, &date);
    if (reading == DATE_READ)
        return keep(r, date_write(date, text), out);
    return lost(r, rows, index, t, structural, "not-a-date", date_reading_text(reading));
}

/* Whole numbers may have been written as "2.0" by a spreadsheet. */
static enum roll_cell number_cell(struct roll *r, struct rows *rows, int index, struct text t,
                                  bool whole, uint32_t *out)
{
    double number;
    char text[32];
    if (!text_number(t, &number) || (whole && (number != floor(number) || fabs(number) > 1e15)))
        return lost(r, rows, index, t, false, "not-a-number",
                    whole ? "is not a whole number" : "is not a number");
    if (!whole)
        return keep(r, t, out);
    snprintf(text, sizeof text, "%.0f", number);
    return keep(r, text_of(text), out);
}

/* Remembers a value that is no code of its list, to be said once with its count. */
static enum roll_cell odd_code(struct roll *r, struct rows *rows, const struct schema_column *c,
                               struct text t, uint32_t *out)
{
    uint32_t key[2] = {(uint32_t)(c - r->schema.columns), 0};
    if (keep(r, t, out) != ROLL_CELL_GOOD)
        return ROLL_CELL_MEMORY;
    key[1] = *out;
    uint32_t before = r->odd.count;
    uint32_t number = intern_add(&r->odd, (struct text){(const char *)key, sizeof key});
    if (number == INTERN_NONE)
        return ROLL_CELL_MEMORY;
    if (number == before && !(number & (number - 1))) {
        struct odd_code *more = realloc(r->odd_codes, (number ? number * 2 : 1) * sizeof *more);
        if (!more)
            return ROLL_CELL_MEMORY;
        r->odd_codes = more;
    }
    if (number == before)
        r->odd_codes[number] = (struct odd_code){0, r->file, rows_line(rows)};
    r->odd_codes[number].count++;
    return ROLL_CELL_GOOD;
}

enum roll_cell roll_cell(struct roll *r, struct rows *rows, int index,
                         const struct schema_column *c, bool structural, uint32_t *out)
{
    struct text t = text_trim(rows_cell(rows, index)), code;
    *out = 0;
    if (!t.size)
        return ROLL_CELL_GOOD;
    switch (c->type) {
    case SCHEMA_DATE:
        return date_cell(r, rows, index, t, structural, out);
    case SCHEMA_INTEGER:
    case SCHEMA_NUMBER:
        return number_cell(r, rows, index, t, c->type == SCHEMA_INTEGER, out);
    case SCHEMA_CODE:
    case SCHEMA_CHOICE:
        if (codes_read(&r->codes, c->code_list, t, &code))
            return keep(r, code, out);
        return odd_code(r, rows, c, t, out);
    case SCHEMA_TEXT:
    default:
        return keep(r, t, out);
    }
}
