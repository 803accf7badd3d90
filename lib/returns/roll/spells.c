// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>

/* Rows that are spells as they stand: households, places, concerns, agreements, providers, prices,
 * levers, periods of care. */

struct roll_spell *roll_add_spell(struct roll *r)
{
    if (r->spell_count == r->spell_room) {
        size_t room = r->spell_room ? r->spell_room * 2 : 256;
        struct roll_spell *more = realloc(r->spells, room * sizeof *more);
        if (!more)
            return NULL;
        r->spells = more;
        r->spell_room = room;
    }
    return &r->spells[r->spell_count++];
}

void roll_leave_out(struct roll *r, const struct roll_row *row, enum roll_left why, int column,
                    const char *text)
{
    const struct roll_table *t = &r->tables[r->main];
    r->left_out[why]++;
    r->fates[row - t->rows] = ROLL_LEFT_OUT;
    problem_report(r->sink, PROBLEM_ROW, "row", roll_path(r, row->file), row->line,
                   column < 0 ? NULL : r->schema.columns[t->schema->first + (size_t)column].name,
                   "%s; row left out", text);
}

/* Whether START and END of ROW can be those of a spell; false after a report. */
static bool dates_fit(struct roll *r, const struct roll_row *row, int32_t start, int32_t last)
{
    char a[DATE_TEXT], b[DATE_TEXT], text[80];
    const struct period_calendar years = {EVERY_YEAR, r->kind->end_month, r->kind->end_day};
    int year = r->sheets[row->sheet].year;
    if (start == DATE_NONE) {
        roll_leave_out(r, row, ROLL_NO_START, r->roles.start, "empty: no start");
        return false;
    }
    date_write(start, a);
    if (last != DATE_NONE && last < start) {
        date_write(last, b);
        snprintf(text, sizeof text, "%s is before the start (%s)", b, a);
        roll_leave_out(r, row, ROLL_END_FIRST, r->roles.end, text);
        return false;
    }
    if (year && period_year(&years, start) > year) {
        snprintf(text, sizeof text, "%s is after the year of its return (%d)", a, year);
        roll_leave_out(r, row, ROLL_AFTER_YEAR, r->roles.start, text);
        return false;
    }
    return true;
}

static void check_places(struct roll *r)
{
    static const char *const names[] = {"APPROVED", "FILLED", "VACANT", "NOT_AVAILABLE"};
    const struct roll_table *t = &r->tables[r->main];
    for (size_t i = 0; i < t->count; i++) {
        const struct roll_row *row = &t->rows[i];
        double n[4];
        for (int k = 0; k < 4; k++) {
            int column = roll_column(r, r->main, names[k]);
            n[k] = column < 0 ? (double)NAN : roll_number(r, row->cells[column]);
        }
        bool over = n[1] > n[0] && n[2] == 0; /* by an exemption */
        if (over || !(n[1] + n[2] + n[3] < n[0] || n[1] + n[2] + n[3] > n[0]))
            continue;
        problem_report(r->sink, PROBLEM_WARNING, "places", roll_path(r, row->file), row->line, NULL,
                       "filled %g + vacant %g + not available %g is not approved %g; kept as it is",
                       n[1], n[2], n[3], n[0]);
    }
}

enum status roll_make_spells(struct roll *r)
{
    const struct roll_table *t = &r->tables[r->main];
    if (strcmp(r->kind->table, "places") == 0)
        check_places(r);
    for (size_t i = 0; i < t->count; i++) {
        const struct roll_row *row = &t->rows[i];
        int32_t start = roll_date(r, row->cells[r->roles.start]);
        int32_t last = r->roles.end < 0 ? DATE_NONE : roll_date(r, row->cells[r->roles.end]);
        if (!dates_fit(r, row, start, last))
            continue;
        struct roll_spell *s = roll_add_spell(r);
        if (!s)
            return STATUS_MEMORY;
        *s = (struct roll_spell){.row = (uint32_t)i,
                                 .la = row->la,
                                 .id = row->cells[r->roles.id],
                                 .start = start,
                                 .end = last,
                                 .sheet = row->sheet,
                                 .first_sheet = row->sheet};
        roll_event(r, row->sheet, start, false);
        roll_event(r, row->sheet, last, true);
    }
    return STATUS_OK;
}
