// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/faults_private.h"
#include "calendar/date.h"

#include <stdlib.h>
#include <string.h>

/* Where a fault can stand. */

struct sheet *plant_sheet(const struct planting *p, int year, int table)
{
    return &p->set->sheets[(year - p->settings->first) * SSDA903_SHEETS + table];
}

int32_t plant_date(const struct sheet_row *row, int column)
{
    int32_t date = DATE_NONE;
    date_parse(text_of(row->cells[column]), &date);
    return date;
}

bool plant_list(struct planting *p, const struct sheet *sheet, const struct sheet_row *row,
                const char *column, const char *id, const char *value)
{
    struct fault_list *l = p->list;
    if (l->count == l->room) {
        size_t room = l->room ? l->room * 2 : 64;
        struct fault *more = realloc(l->items, room * sizeof *more);
        if (!more) {
            p->memory_out = true;
            return false;
        }
        l->items = more;
        l->room = room;
    }
    l->items[l->count++] = (struct fault){p->name, sheet, row, 0, column, id, value};
    return true;
}

/* The first row of CHILD in SHEET (sorted by it), or -1. */
long plant_find_child(const struct sheet *s, const char *child)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(s->rows[middle]->cells[CHILD], child) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < s->count && strcmp(s->rows[low]->cells[CHILD], child) == 0;
    return found ? (long)low : -1;
}

void plant_touch(struct planting *p, int year, const char *child)
{
    for (int table = 0; table < SSDA903_SHEETS; table++) {
        struct sheet *s = plant_sheet(p, year, table);
        for (long i = plant_find_child(s, child);
             i >= 0 && (size_t)i < s->count && strcmp(s->rows[i]->cells[CHILD], child) == 0; i++)
            s->rows[i]->touched = true;
    }
}

/* Puts VALUE into a cell and lists it. */
bool plant_cell(struct planting *p, struct spot *at, int column, const char *value)
{
    at->row->cells[column] = value;
    plant_touch(p, at->sheet->year, at->row->cells[CHILD]);
    return plant_list(p, at->sheet, at->row, at->sheet->columns[column], at->row->cells[CHILD],
                      value);
}

static bool in_one_return(const struct planting *p, const char *child)
{
    int returns = 0;
    for (int y = p->settings->first; y <= p->settings->last; y++)
        returns += plant_find_child(plant_sheet(p, y, SSDA903_HEADER), child) >= 0;
    return returns == 1;
}

/* A row of TABLE that SUITS and no other fault stands on: a random one, in a random year. */
bool plant_find(struct planting *p, int table, suits *suits_here, struct spot *at)
{
    uint32_t years = (uint32_t)(p->settings->last - p->settings->first + 1);
    uint32_t first = random_below(&p->random, years);
    for (uint32_t y = 0; y < years; y++) {
        at->sheet = plant_sheet(p, p->settings->first + (int)((first + y) % years), table);
        if (at->sheet->absent || !at->sheet->count)
            continue;
        size_t from = random_below(&p->random, (uint32_t)at->sheet->count);
        for (size_t i = 0; i < at->sheet->count; i++) {
            at->place = (from + i) % at->sheet->count;
            at->row = at->sheet->rows[at->place];
            if (!at->row->touched && suits_here(p, at))
                return true;
        }
    }
    return false;
}

/* The child's first episode in the same return; -1 when its header row has none. */
const struct sheet_row *plant_first_episode(const struct planting *p, const struct spot *at)
{
    const struct sheet *episodes = plant_sheet(p, at->sheet->year, SSDA903_EPISODES);
    long place = plant_find_child(episodes, at->row->cells[CHILD]);
    return place < 0 ? NULL : episodes->rows[place];
}

bool suits_lone(const struct planting *p, const struct spot *at)
{
    return in_one_return(p, at->row->cells[CHILD]);
}

bool suits_header(const struct planting *p, const struct spot *at)
{
    const struct sheet_row *e =
        in_one_return(p, at->row->cells[CHILD]) ? plant_first_episode(p, at) : NULL;
    bool short_breaks = e && (strcmp(e->cells[LS], "V3") == 0 || strcmp(e->cells[LS], "V4") == 0);
    return e && !short_breaks;
}

bool suits_placed(const struct planting *p, const struct spot *at)
{
    const char *type = at->row->cells[PLACE];
    return suits_lone(p, at) && at->row->cells[LS][1] != '3' &&
           (*type == 'U' || strcmp(type, "K2") == 0);
}

bool suits_ended(const struct planting *p, const struct spot *at)
{
    return suits_lone(p, at) && at->row->cells[DEC][0];
}

/* Followed by an episode of more than three weeks, both known to the end. */
bool suits_followed(const struct planting *p, const struct spot *at)
{
    if (at->place + 1 >= at->sheet->count || strcmp(at->row->cells[REC], "X1") != 0 ||
        !suits_lone(p, at))
        return false;
    const struct sheet_row *next = at->sheet->rows[at->place + 1];
    int32_t start = plant_date(next, DECOM), end = plant_date(next, DEC);
    return end != DATE_NONE && end - start > 21 && !next->touched;
}

bool suits_open(const struct planting *p, const struct spot *at)
{
    (void)p;
    return !at->row->cells[DEC][0];
}

bool suits_postcode(const struct planting *p, const struct spot *at)
{
    (void)p;
    return strchr(at->row->cells[PL_POST], ' ') != NULL;
}
