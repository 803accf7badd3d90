// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/format.h"

#include <math.h>
#include <string.h>

static bool begins(const char *text, const char *words)
{
    return strncmp(text, words, strlen(words)) == 0;
}

/* "0-17" or ">= 0", alone or before a comma. */
static bool read_range(const char *text, struct format *f)
{
    struct text rest = text_of(text), first = text_trim(text_cut(&rest, ','));
    if (begins(text, ">=")) {
        f->most = INFINITY;
        return text_number(text_trim((struct text){first.at + 2, first.size - 2}), &f->least);
    }
    struct text most = first, least = text_cut(&most, '-');
    return most.at && text_number(least, &f->least) && text_number(most, &f->most);
}

struct format format_of(const struct schema_column *column)
{
    struct format f = {.kind = FORMAT_NONE};
    const char *text = column->format;
    bool number = column->type == SCHEMA_INTEGER || column->type == SCHEMA_NUMBER;
    if (number && read_range(text, &f))
        f.kind = FORMAT_RANGE;
    else if (column->type == SCHEMA_TEXT && strcmp(text, "postcode") == 0)
        f.kind = FORMAT_POSTCODE;
    else if (column->type == SCHEMA_TEXT && begins(text, "7 digits"))
        f = (struct format){.kind = FORMAT_REGISTER, .or_unknown = strstr(text, "XXXXXXX") != NULL};
    else if (column->type == SCHEMA_TEXT && begins(text, "13 characters or UN1-UN5"))
        f.kind = FORMAT_PUPIL;
    return f;
}

/* Writes what T is made of, letters as A and digits as 9, without blanks; false when it is longer than
 * SIZE - 1 or holds anything else. */
static bool shape_of(struct text t, char *shape, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < t.size; i++) {
        char c = t.at[i];
        bool digit = c >= '0' && c <= '9', letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (c == ' ' || c == '\xC2' || c == '\xA0') /* a blank, or one that does not break */
            continue;
        if (n + 1 >= size || (!digit && !letter))
            return false;
        shape[n++] = digit ? '9' : 'A';
    }
    shape[n] = '\0';
    return true;
}

static bool is_one_of(const char *shape, const char *const *shapes)
{
    for (; *shapes; shapes++)
        if (strcmp(shape, *shapes) == 0)
            return true;
    return false;
}

/* The areas of the country's postcodes, then the sector's digit and, of a whole one, the unit's letters. */
static bool is_postcode(struct text t)
{
    static const char *const shapes[] = {"A99AA",   "A999AA", "AA99AA", "AA999AA", "A9A9AA",
                                         "AA9A9AA", "A99",    "A999",   "AA99",    "AA999",
                                         "A9A9",    "AA9A9",  NULL};
    char shape[9];
    return shape_of(t, shape, sizeof shape) && is_one_of(shape, shapes);
}

static bool is_register_number(const struct format *f, struct text t)
{
    static const char *const shapes[] = {"9999999", NULL};
    char shape[10];
    if (f->or_unknown && text_is_nocase(t, "XXXXXXX"))
        return true;
    if (!shape_of(t, shape, sizeof shape))
        return false;
    return is_one_of(shape, shapes) ||
           (strcmp(shape, "AA999999") == 0 && text_is_nocase((struct text){t.at, 2}, "SC"));
}

/* A letter other than I, O and S, then twelve digits, or eleven and a letter. */
static bool is_pupil_number(struct text t)
{
    static const char *const shapes[] = {"A999999999999", "A99999999999A", NULL};
    char shape[16];
    if (t.size == 3 && (t.at[0] | 32) == 'u' && (t.at[1] | 32) == 'n')
        return t.at[2] >= '1' && t.at[2] <= '5';
    return shape_of(t, shape, sizeof shape) && is_one_of(shape, shapes) &&
           !strchr("IOSios", t.at[0]);
}

bool format_fits(const struct format *f, struct text cell)
{
    double number;
    if (!cell.size)
        return true;
    switch (f->kind) {
    case FORMAT_NONE:
        break;
    case FORMAT_RANGE:
        return !text_number(cell, &number) || (number >= f->least && number <= f->most);
    case FORMAT_POSTCODE:
        return is_postcode(cell);
    case FORMAT_REGISTER:
        return is_register_number(f, cell);
    case FORMAT_PUPIL:
        return is_pupil_number(cell);
    }
    return true;
}

const char *format_message(const struct format *f)
{
    switch (f->kind) {
    case FORMAT_NONE:
        break;
    case FORMAT_RANGE:
        return "is outside what the column may hold";
    case FORMAT_POSTCODE:
        return "has not the shape of a postcode or its sector";
    case FORMAT_REGISTER:
        return "has not the shape of a register number (7 digits or SC and 6)";
    case FORMAT_PUPIL:
        return "has not the shape of a pupil number and is not UN1 to UN5";
    }
    return "";
}
