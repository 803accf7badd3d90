// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/sheet.h"
#include "calendar/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Days that are written often: 1980 to 2059. */
enum { DATES_FROM = 3652, DATES = 29220 };

bool sheet_set_init(struct sheet_set *set, size_t count, enum sheet_dates style)
{
    *set = (struct sheet_set){.count = count, .style = style};
    set->sheets = calloc(count ? count : 1, sizeof *set->sheets);
    set->dates = calloc(DATES, sizeof *set->dates);
    return set->sheets && set->dates;
}

void sheet_set_done(struct sheet_set *set)
{
    for (size_t i = 0; set->sheets && i < set->count; i++)
        free(set->sheets[i].rows);
    free(set->sheets);
    free(set->dates);
    arena_done(&set->arena);
    *set = (struct sheet_set){0};
}

void sheet_begin(struct sheet *s, int year, const char *file, const char *const *columns)
{
    s->year = year;
    s->file = file;
    while (s->column_count < SHEET_COLUMNS && columns[s->column_count]) {
        s->columns[s->column_count] = columns[s->column_count];
        s->column_count++;
    }
}

struct sheet_row *sheet_insert(struct sheet_set *set, struct sheet *s, size_t place)
{
    if (s->count == s->room) {
        size_t room = s->room ? s->room * 2 : 256;
        struct sheet_row **more = realloc(s->rows, room * sizeof *more);
        if (!more)
            return NULL;
        s->rows = more;
        s->room = room;
    }
    size_t cells = (size_t)s->column_count;
    struct sheet_row *row = arena_take(&set->arena, sizeof *row + cells * sizeof *row->cells);
    if (!row)
        return NULL;
    row->touched = false;
    for (int i = 0; i < s->column_count; i++)
        row->cells[i] = "";
    memmove(s->rows + place + 1, s->rows + place, (s->count - place) * sizeof *s->rows);
    s->rows[place] = row;
    s->count++;
    return row;
}

void sheet_remove(struct sheet *s, size_t place)
{
    s->count--;
    memmove(s->rows + place, s->rows + place + 1, (s->count - place) * sizeof *s->rows);
}

int sheet_column(const struct sheet *s, const char *name)
{
    for (int i = 0; i < s->column_count; i++)
        if (strcmp(s->columns[i], name) == 0)
            return i;
    return -1;
}

const char *sheet_text(struct sheet_set *set, const char *s)
{
    return arena_text(&set->arena, text_of(s)).at;
}

const char *sheet_date(struct sheet_set *set, int32_t date)
{
    if (date == DATE_NONE)
        return "";
    bool often = date >= DATES_FROM && date < DATES_FROM + DATES;
    const char *known = often ? set->dates[date - DATES_FROM] : NULL;
    if (known)
        return known;
    int year, month, day;
    char buffer[16];
    date_split(date, &year, &month, &day);
    if (set->style == SHEET_DATES_ISO)
        date_write(date, buffer);
    else
        snprintf(buffer, sizeof buffer, "%02u/%02u/%04u", (unsigned)day % 100,
                 (unsigned)month % 100, (unsigned)year % 10000);
    const char *written = sheet_text(set, buffer);
    if (often)
        set->dates[date - DATES_FROM] = written;
    return written;
}
