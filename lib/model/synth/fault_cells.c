// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/faults_private.h"
#include "calendar/date.h"

#include <string.h>

/* Faults of single cells, and of how a file is written. */

static bool plant_header_cell(struct planting *p, int column, const char *value)
{
    struct spot at;
    return plant_find(p, SSDA903_HEADER, suits_header, &at) && plant_cell(p, &at, column, value);
}

bool plant_blank_ethnicity(struct planting *p)
{
    return plant_header_cell(p, HEADER_ETHNIC, "");
}

bool plant_unknown_ethnicity(struct planting *p)
{
    return plant_header_cell(p, HEADER_ETHNIC, "QQQQ");
}

bool plant_blank_birth(struct planting *p)
{
    return plant_header_cell(p, HEADER_DOB, "");
}

bool plant_birth_1985(struct planting *p)
{
    return plant_header_cell(p, HEADER_DOB, "17/06/1985");
}

bool plant_birth_after_start(struct planting *p)
{
    struct spot at;
    if (!plant_find(p, SSDA903_HEADER, suits_header, &at))
        return false;
    int32_t start = plant_date(plant_first_episode(p, &at), DECOM);
    return plant_cell(p, &at, HEADER_DOB, sheet_date(p->set, date_add_months(start, 36)));
}

static bool plant_episode_cell(struct planting *p, suits *suits_here, int column, const char *value)
{
    struct spot at;
    return plant_find(p, SSDA903_EPISODES, suits_here, &at) && plant_cell(p, &at, column, value);
}

bool plant_blank_start(struct planting *p)
{
    return plant_episode_cell(p, suits_lone, DECOM, "");
}

bool plant_impossible_date(struct planting *p)
{
    return plant_episode_cell(p, suits_lone, DECOM, "31/02/2020");
}

bool plant_unknown_placement(struct planting *p)
{
    return plant_episode_cell(p, suits_placed, PLACE, "X9");
}

bool plant_no_end_reason(struct planting *p)
{
    return plant_episode_cell(p, suits_ended, REC, "");
}

bool plant_end_before_start(struct planting *p)
{
    struct spot at;
    return plant_find(p, SSDA903_EPISODES, suits_ended, &at) &&
           plant_cell(p, &at, DEC, sheet_date(p->set, plant_date(at.row, DECOM) - 30));
}

bool plant_overlap(struct planting *p)
{
    struct spot at;
    return plant_find(p, SSDA903_EPISODES, suits_followed, &at) &&
           plant_cell(p, &at, DEC, sheet_date(p->set, plant_date(at.row, DEC) + 10));
}

/* Sheets of different years, one for each way, as far as there are years. */
static struct sheet *file_for(struct planting *p, int which)
{
    int years = p->settings->last - p->settings->first + 1;
    for (int i = 0; i < years; i++) {
        struct sheet *s =
            plant_sheet(p, p->settings->first + (which * 2 + 1 + i) % years, SSDA903_EPISODES);
        if (!s->absent)
            return s;
    }
    return NULL;
}

bool plant_lower_columns(struct planting *p, struct sheet *s)
{
    for (int c = 0; c < s->column_count; c++) {
        char lower[96];
        size_t i = 0;
        for (; s->columns[c][i] && i + 1 < sizeof lower; i++) {
            char letter = s->columns[c][i];
            lower[i] = letter >= 'A' && letter <= 'Z' ? (char)(letter + 'a' - 'A') : letter;
        }
        lower[i] = '\0';
        s->columns[c] = sheet_text(p->set, lower);
    }
    return plant_list(p, s, NULL, "", "", "");
}

bool plant_lower_case(struct planting *p)
{
    struct sheet *s = file_for(p, 0);
    return s && plant_lower_columns(p, s);
}

/* A no-break space in a postcode, as web pages and spreadsheets leave it, one byte in Windows-1252. */
bool plant_windows_1252(struct planting *p)
{
    struct spot at;
    if (!plant_find(p, SSDA903_EPISODES, suits_postcode, &at))
        return false;
    char postcode[16];
    strncpy(postcode, at.row->cells[PL_POST], sizeof postcode - 1);
    postcode[sizeof postcode - 1] = '\0';
    *strchr(postcode, ' ') = '\xA0';
    const char *shown = at.row->cells[PL_POST];
    bool good = plant_cell(p, &at, PL_POST, sheet_text(p->set, postcode));
    if (good) /* the list itself stays UTF-8 */
        p->list->items[p->list->count - 1].value = shown;
    return good;
}

bool plant_bom(struct planting *p)
{
    struct sheet *s = file_for(p, 1);
    if (!s)
        return false;
    s->byte_order_mark = true;
    return plant_list(p, s, NULL, "", "", "");
}

bool plant_crlf(struct planting *p)
{
    struct sheet *s = file_for(p, 2);
    if (!s)
        return false;
    s->crlf = true;
    return plant_list(p, s, NULL, "", "", "");
}
