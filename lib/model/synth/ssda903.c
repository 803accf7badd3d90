// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/ssda903.h"
#include "calendar/date.h"
#include "model/synth/life.h"

#include <string.h>

static const char *const header_columns[] = {"CHILD", "SEX",    "DOB",    "ETHNIC",
                                             "UPN",   "MOTHER", "MC_DOB", NULL};
static const char *const episode_columns[] = {
    "CHILD",     "DECOM",          "RNE", "LS",  "CIN",
    "PLACE",     "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE",
    "HOME_POST", "PL_POST",        "URN", NULL};
static const char *const uasc_columns[] = {"CHILD", "SEX", "DOB", "DUC", NULL};

static const char *const legal_codes[SYNTH_LEGALS] = {"C1", "C2", "E1", "V2", "L1",
                                                      "L2", "J1", "V3", "V4"};
static const char *const need_codes[] = {"", "N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"};

static const char *sex_code(const struct synth_child *c, int year)
{
    if (year >= 2025)
        return c->male ? "M" : "F";
    return c->male ? "1" : "2";
}

/* H5 and P2 became K3 with the return of 2025, Z1 one of Z11 to Z14 with that of 2026. */
static const char *place_code(const struct synth_place *p, int year)
{
    static const char others[4][4] = {"Z11", "Z12", "Z13", "Z14"};
    if (year >= 2025 && (strcmp(p->type, "H5") == 0 || strcmp(p->type, "P2") == 0))
        return "K3";
    if (year >= 2026 && strcmp(p->type, "Z1") == 0)
        return others[(unsigned char)p->postcode[strlen(p->postcode) - 1] % 4];
    return p->type;
}

/* Supported accommodation has a register number from the return of 2024 on, when the placement (all
 * its episodes, between changes of legal status) lasted until it had to be registered. */
static const char *place_urn(const struct synth_child *c, int i, int year)
{
    const struct synth_place *p = &c->episodes[i].place;
    if (p->kind != KIND_SUPPORTED)
        return p->urn;
    while (i + 1 < c->episode_count && c->episodes[i + 1].rne == 'L')
        i++;
    int32_t end = c->episodes[i].end;
    bool open_then = end == DATE_NONE || end >= place_registration_day();
    return year >= 2024 && open_then && strcmp(p->type, "P2") != 0 ? p->urn : "";
}

static bool short_break(const struct synth_episode *e)
{
    return e->legal == LEGAL_BREAKS || e->legal == LEGAL_BREAKS_AGREED;
}

static bool in_year(const struct synth_episode *e, int year)
{
    return e->start <= synth_year_end(year) &&
           (e->end == DATE_NONE || e->end >= synth_year_start(year));
}

static void set(struct sheet_row *row, int column, const char *cell)
{
    row->cells[column] = cell ? cell : "";
}

/* Custody became a reason of its own in 2018-19. */
static const char *reason_changed(const struct synth_episode *e, int year)
{
    bool custody = e->reason_changed && strcmp(e->reason_changed, "CUSTOD") == 0;
    return custody && year < 2019 ? "OTHER" : e->reason_changed;
}

static bool episode_row(struct sheet_set *s, struct sheet *sheet, const struct synth_child *c,
                        int i)
{
    const struct synth_episode *e = &c->episodes[i];
    struct sheet_row *row = sheet_insert(s, sheet, sheet->count);
    if (!row)
        return false;
    bool ended = e->end != DATE_NONE && e->end <= synth_year_end(sheet->year);
    bool private = c->uasc || short_break(e); /* no postcodes are asked for */
    set(row, 0, c->id);
    set(row, 1, sheet_date(s, e->start));
    char *rne = arena_take(&s->arena, 2);
    if (rne) {
        rne[0] = e->rne;
        rne[1] = '\0';
    }
    set(row, 2, rne);
    set(row, 3, legal_codes[e->legal]);
    set(row, 4, need_codes[c->need]);
    set(row, 5, place_code(&e->place, sheet->year));
    set(row, 6, e->place.provider);
    if (ended) {
        set(row, 7, sheet_date(s, e->end));
        set(row, 8, e->reason_ended);
        set(row, 9, reason_changed(e, sheet->year));
    }
    set(row, 10, private ? "" : c->home_postcode);
    set(row, 11, private ? "" : e->place.postcode);
    set(row, 12, short_break(e) ? "" : place_urn(c, i, sheet->year));
    return rne;
}

/* A pupil number is known from school age on; children from abroad have none. */
static const char *upn(const struct synth_child *c, int year)
{
    if (c->uasc)
        return "UN3";
    return date_age(c->birth, synth_year_end(year)) < 5 ? "UN1" : c->upn;
}

static bool header_row(struct sheet_set *s, struct sheet *sheet, const struct synth_child *c,
                       int32_t last_day)
{
    struct sheet_row *row = sheet_insert(s, sheet, sheet->count);
    if (!row)
        return false;
    bool looked_after = !short_break(&c->episodes[0]);
    bool mother = c->own_child != DATE_NONE && c->own_child < last_day;
    set(row, 0, c->id);
    set(row, 1, sex_code(c, sheet->year));
    set(row, 2, sheet_date(s, c->birth));
    set(row, 3, c->ethnicity);
    set(row, 4, looked_after ? upn(c, sheet->year) : "");
    set(row, 5, c->male || !looked_after ? "" : mother ? "1" : "0");
    set(row, 6, mother ? sheet_date(s, c->own_child) : "");
    return true;
}

static bool uasc_row(struct sheet_set *s, struct sheet *sheet, const struct synth_child *c)
{
    bool ended = c->uasc_ended != DATE_NONE && c->uasc_ended <= synth_year_end(sheet->year);
    if (!c->uasc || (ended && c->uasc_ended < synth_year_start(sheet->year)))
        return true;
    struct sheet_row *row = sheet_insert(s, sheet, sheet->count);
    if (!row)
        return false;
    set(row, 0, c->id);
    set(row, 1, sex_code(c, sheet->year));
    set(row, 2, sheet_date(s, c->birth));
    set(row, 3, ended ? sheet_date(s, c->uasc_ended) : "");
    return true;
}

/* One child in one year: nothing when the child was not in care in it. */
static bool child_rows(struct sheet_set *s, struct sheet year[SSDA903_SHEETS],
                       const struct synth_child *c)
{
    int32_t last_day = DATE_NONE; /* of care in the year */
    int32_t end = synth_year_end(year->year);
    for (int i = 0; i < c->episode_count; i++) {
        const struct synth_episode *e = &c->episodes[i];
        if (!in_year(e, year->year))
            continue;
        last_day = e->end == DATE_NONE || e->end > end ? end : e->end;
        if (!episode_row(s, &year[SSDA903_EPISODES], c, i))
            return false;
    }
    return last_day == DATE_NONE || (header_row(s, &year[SSDA903_HEADER], c, last_day) &&
                                     uasc_row(s, &year[SSDA903_UASC], c));
}

enum status ssda903_sheets(const struct synth_authority *a, enum sheet_dates style,
                           struct sheet_set *s)
{
    int first = a->settings.first, last = a->settings.last;
    if (!sheet_set_init(s, (size_t)(last - first + 1) * SSDA903_SHEETS, style))
        return STATUS_MEMORY;
    for (int year = first; year <= last; year++) {
        struct sheet *sheets = s->sheets + (year - first) * SSDA903_SHEETS;
        sheet_begin(&sheets[SSDA903_HEADER], year, "header.csv", header_columns);
        sheet_begin(&sheets[SSDA903_EPISODES], year, "episodes.csv", episode_columns);
        sheet_begin(&sheets[SSDA903_UASC], year, "uasc.csv", uasc_columns);
        for (size_t i = 0; i < a->count; i++)
            if (!child_rows(s, sheets, &a->children[i]))
                return STATUS_MEMORY;
    }
    return STATUS_OK;
}
