// SPDX-License-Identifier: GPL-3.0-or-later
#include "mask/postcode.h"

#include "table/rows.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

/* T without blanks, in upper case. */
static struct text compact(struct text t, char buffer[POSTCODE_TEXT])
{
    size_t n = 0;
    t = text_trim(t);
    for (size_t i = 0; i < t.size; i++)
        if (t.at[i] != ' ') {
            if (n == POSTCODE_TEXT - 2)
                return (struct text){buffer, 0};
            buffer[n++] = (char)toupper((unsigned char)t.at[i]);
        }
    return (struct text){buffer, n};
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Length of the outward part of a compact postcode or sector; 0 when it has neither shape. */
static size_t outward(struct text t)
{
    size_t n = t.size;
    if (n >= 5 && n <= 7 && is_letter(t.at[n - 1]) && is_letter(t.at[n - 2]) &&
        is_digit(t.at[n - 3]))
        return n - 3;
    if (n >= 3 && n <= 5 && is_digit(t.at[n - 1]))
        return n - 1; /* a sector: the inward part is its digit */
    return 0;
}

static struct text cut(struct text t, char buffer[POSTCODE_TEXT], bool sector)
{
    t = compact(t, buffer);
    size_t n = outward(t);
    if (!n || !is_letter(t.at[0]))
        return (struct text){buffer, 0};
    if (!sector)
        return (struct text){buffer, n};
    buffer[n + 1] = buffer[n];
    buffer[n] = ' ';
    return (struct text){buffer, n + 2};
}

struct text postcode_sector(struct text t, char buffer[POSTCODE_TEXT])
{
    return cut(t, buffer, true);
}

struct text postcode_district(struct text t, char buffer[POSTCODE_TEXT])
{
    return cut(t, buffer, false);
}

static enum status add_place(struct postcode_places *p, struct rows *r, const int *column)
{
    char buffer[POSTCODE_TEXT];
    double easting, northing;
    struct text code = compact(rows_cell(r, column[0]), buffer);
    if (!code.size || !text_number(rows_cell(r, column[1]), &easting) ||
        !text_number(rows_cell(r, column[2]), &northing)) {
        rows_problem(r, PROBLEM_ROW, "postcode-place", column[0],
                     "expected a postcode and its easting and northing in metres: row left out");
        return STATUS_OK;
    }
    uint32_t number = intern_add(&p->codes, code);
    if (number == INTERN_NONE)
        return STATUS_MEMORY;
    if (number >= p->room) {
        size_t room = p->room ? p->room * 2 : 1024;
        double(*more)[2] = realloc(p->metres, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        p->metres = more;
        p->room = room;
    }
    p->metres[number][0] = easting;
    p->metres[number][1] = northing;
    return STATUS_OK;
}

enum status postcode_places_read(struct postcode_places *p, const char *path,
                                 const struct problem_sink *sink)
{
    static const char *const names[] = {"postcode", "easting", "northing", NULL};
    int column[3];
    struct rows *r;
    *p = (struct postcode_places){0};
    enum status s = rows_open(&r, path, sink);
    if (s != STATUS_OK)
        return s;
    s = rows_columns(r, names, column);
    while (s == STATUS_OK && (s = rows_next(r)) == STATUS_OK)
        s = add_place(p, r, column);
    rows_close(r);
    if (s == STATUS_END)
        return STATUS_OK;
    postcode_places_done(p);
    return s;
}

void postcode_places_done(struct postcode_places *p)
{
    intern_done(&p->codes);
    free(p->metres);
    *p = (struct postcode_places){0};
}

bool postcode_distance(const struct postcode_places *p, struct text a, struct text b, double *miles)
{
    char buffer_a[POSTCODE_TEXT], buffer_b[POSTCODE_TEXT];
    uint32_t from = intern_find(&p->codes, compact(a, buffer_a));
    uint32_t to = intern_find(&p->codes, compact(b, buffer_b));
    if (from == INTERN_NONE || to == INTERN_NONE)
        return false;
    *miles = hypot(p->metres[from][0] - p->metres[to][0], p->metres[from][1] - p->metres[to][1]) /
             1609.3;
    return true;
}
