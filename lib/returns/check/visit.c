// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/visit.h"
#include "returns/check/check_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct text cell_of(const struct check *c, const struct book_row *row,
                           enum column_name column)
{
    int table = c->table_name_of[c->library->files[row->file].table];
    int position = table < 0 ? -1 : c->position[table][column];
    return position < 0 ? (struct text){NULL, 0} : book_cell(row, position);
}

struct text cell(const struct visit *v, const struct book_row *row, enum column_name column)
{
    return cell_of(v->check, row, column);
}

int32_t cell_date(const struct visit *v, const struct book_row *row, enum column_name column)
{
    int32_t date;
    enum date_reading r = date_parse(cell(v, row, column), &date);
    return r == DATE_READ ? date : r == DATE_EMPTY ? DATE_NONE : DATE_BAD;
}

bool cell_number(const struct visit *v, const struct book_row *row, enum column_name column,
                 double *out)
{
    return text_number(cell(v, row, column), out);
}

bool text_in(struct text t, const char *set)
{
    for (;;) {
        size_t n = 0;
        while (n < t.size && set[n] == t.at[n] && set[n] != ',')
            n++;
        if (n == t.size && (set[n] == ',' || set[n] == '\0'))
            return true;
        while (set[n] != ',' && set[n] != '\0')
            n++;
        if (set[n] == '\0')
            return false;
        set += n + 1;
    }
}

bool is_short_break(const struct episode_view *e)
{
    return e->ls.size == 2 && e->ls.at[0] == 'V' && (e->ls.at[1] == '3' || e->ls.at[1] == '4');
}

bool is_temporary(const struct episode_view *e)
{
    return e->place.size == 2 && e->place.at[0] == 'T' && e->place.at[1] >= '0' &&
           e->place.at[1] <= '4';
}

bool is_other_placement(const struct episode_view *e)
{
    return e->place.size >= 2 && e->place.at[0] == 'Z' && e->place.at[1] == '1';
}

/* The next letter or digit of a postcode from *AT on, in upper case; '\0' at the end. */
static char postcode_next(struct text t, size_t *at)
{
    while (*at < t.size) {
        char c = t.at[(*at)++];
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            return c;
        if (c >= 'a' && c <= 'z')
            return (char)(c - 32);
    }
    return '\0';
}

bool postcode_equal(struct text a, struct text b)
{
    size_t i = 0, k = 0;
    for (;;) {
        char x = postcode_next(a, &i), y = postcode_next(b, &k);
        if (x != y)
            return false;
        if (!x)
            return true;
    }
}

bool ever_uasc(const struct visit *v)
{
    return v->uasc || v->uasc_last || v->uasc_before;
}

const struct episode_view *first_episode(const struct visit *v)
{
    for (size_t i = 0; i < v->episode_count; i++)
        if (date_known(v->episodes[i].start))
            return &v->episodes[i];
    return NULL;
}

const struct episode_view *last_years_last(const struct visit *v)
{
    if (!v->last_episode_count)
        return NULL;
    const struct episode_view *last = &v->last_episodes[v->last_episode_count - 1];
    return date_known(last->start) ? last : NULL;
}

bool care_next(const struct visit *v, size_t *at, struct care *out)
{
    while (*at < v->episode_count && !date_known(v->episodes[*at].start))
        ++*at;
    if (*at == v->episode_count)
        return false;
    *out = (struct care){v->episodes[*at].start, v->episodes[*at].end};
    for (++*at; *at < v->episode_count; ++*at) {
        const struct episode_view *next = &v->episodes[*at];
        if (date_known(out->end) && next->start > out->end)
            break;
        out->end = next->end;
    }
    return true;
}

bool code_valid(const struct visit *v, const char *list, struct text code)
{
    return codes_check(v->codes, list, code, v->year) == CODE_VALID;
}

static void say(struct check *c, const struct book_row *row, enum column_name column,
                const char *format, va_list arguments)
{
    char message[400];
    vsnprintf(message, sizeof message, format, arguments);
    check_add_finding(c, row, column_names[column], cell_of(c, row, column), message);
}

void finding(struct visit *v, const struct book_row *row, enum column_name column,
             const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(v->check, row, column, format, arguments);
    va_end(arguments);
}

void book_finding(struct book_visit *b, const struct book_row *row, enum column_name column,
                  const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(b->check, row, column, format, arguments);
    va_end(arguments);
}
