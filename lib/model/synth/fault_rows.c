// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/faults_private.h"
#include "calendar/date.h"

#include <string.h>

/* Faults of whole files and rows. */

bool plant_missing_year(struct planting *p)
{
    if (p->settings->last - p->settings->first < 2)
        return false;
    int year = (p->settings->first + p->settings->last + 1) / 2;
    for (int table = 0; table < SSDA903_SHEETS; table++)
        plant_sheet(p, year, table)->absent = true;
    return plant_list(p, plant_sheet(p, year, SSDA903_EPISODES), NULL, "", "", "");
}

bool plant_no_uasc(struct planting *p)
{
    struct sheet *s = plant_sheet(p, p->settings->first, SSDA903_UASC);
    s->absent = true;
    return plant_list(p, s, NULL, "", "", "");
}

/* What a return knows of episodes when it is taken on LAST. */
static void cut_rows(struct sheet *s, int32_t last)
{
    for (size_t i = s->count; i--;) {
        struct sheet_row *row = s->rows[i];
        if (plant_date(row, DECOM) > last) {
            sheet_remove(s, i);
        } else if (row->cells[DEC][0] && plant_date(row, DEC) > last) {
            row->cells[DEC] = row->cells[REC] = row->cells[CHANGED] = "";
        }
    }
}

bool plant_mid_year(struct planting *p)
{
    int year = p->settings->last;
    int32_t last = date_of(year - 1, 9, 30);
    struct sheet *episodes = plant_sheet(p, year, SSDA903_EPISODES);
    cut_rows(episodes, last);
    struct sheet *uasc = plant_sheet(p, year, SSDA903_UASC);
    for (int table = SSDA903_HEADER; table <= SSDA903_UASC;
         table += SSDA903_UASC - SSDA903_HEADER) {
        struct sheet *s = plant_sheet(p, year, table);
        for (size_t i = s->count; i--;)
            if (plant_find_child(episodes, s->rows[i]->cells[CHILD]) < 0)
                sheet_remove(s, i);
    }
    for (size_t i = 0; i < uasc->count; i++)
        if (uasc->rows[i]->cells[UASC_DUC][0] && plant_date(uasc->rows[i], UASC_DUC) > last)
            uasc->rows[i]->cells[UASC_DUC] = "";
    return plant_list(p, episodes, NULL, "", "", sheet_date(p->set, last));
}

static void forget_child(struct planting *p, const char *child, int from_year)
{
    for (int y = from_year; y <= p->settings->last; y++)
        for (int table = 0; table < SSDA903_SHEETS; table++) {
            struct sheet *s = plant_sheet(p, y, table);
            for (long i = plant_find_child(s, child); i >= 0; i = plant_find_child(s, child))
                sheet_remove(s, (size_t)i);
        }
}

/* One child in 30 of those in care at the end of the second return (20 of 600) is never sent again. Of
 * the first, where the third is missing: nobody could tell those children from others who left then. */
bool plant_stale_open(struct planting *p)
{
    if (p->settings->last == p->settings->first)
        return false;
    int year = p->settings->first + (p->settings->last - p->settings->first > 1);
    if (plant_sheet(p, year, SSDA903_EPISODES)->absent ||
        plant_sheet(p, year + 1, SSDA903_EPISODES)->absent)
        year = p->settings->first;
    struct sheet *s = plant_sheet(p, year, SSDA903_EPISODES);
    int left = 1 + p->settings->children / 30;
    struct spot at = {.sheet = s};
    for (at.place = random_below(&p->random, 7); at.place < s->count && left; at.place += 11) {
        at.row = s->rows[at.place];
        if (at.row->touched || !suits_open(p, &at))
            continue;
        forget_child(p, at.row->cells[CHILD], year + 1);
        left--;
        if (!plant_cell(p, &at, DEC, ""))
            return false;
    }
    return true;
}

bool plant_missing_header(struct planting *p)
{
    struct spot at;
    if (!plant_find(p, SSDA903_HEADER, suits_header, &at))
        return false;
    const struct sheet_row *episode = plant_first_episode(p, &at);
    sheet_remove(at.sheet, at.place);
    struct sheet *episodes = plant_sheet(p, at.sheet->year, SSDA903_EPISODES);
    size_t place = (size_t)plant_find_child(episodes, at.row->cells[CHILD]);
    episodes->rows[place]->touched = true;
    return plant_list(p, episodes, episode, "CHILD", at.row->cells[CHILD], at.row->cells[CHILD]);
}

/* Puts a copy of the row behind it. */
static bool duplicate(struct planting *p, struct spot *at)
{
    struct sheet_row *copy = sheet_insert(p->set, at->sheet, at->place + 1);
    if (!copy) {
        p->memory_out = true;
        return false;
    }
    memcpy(copy->cells, at->row->cells, (size_t)at->sheet->column_count * sizeof *copy->cells);
    plant_touch(p, at->sheet->year, copy->cells[CHILD]);
    return plant_list(p, at->sheet, copy, "", copy->cells[CHILD], "");
}

bool plant_duplicate_rows(struct planting *p)
{
    struct spot at;
    bool good = true;
    for (int i = 0; i < 5 && good; i++)
        good = plant_find(p, SSDA903_EPISODES, suits_lone, &at) && duplicate(p, &at);
    return good;
}

bool plant_header_twice(struct planting *p)
{
    struct spot at;
    return plant_find(p, SSDA903_HEADER, suits_header, &at) && duplicate(p, &at);
}
