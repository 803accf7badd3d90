// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdlib.h>

/* The year of a census file that has no column YEAR: that of its latest start or end. */

enum status roll_settle_census_years(struct roll *r)
{
    const struct period_calendar years = PERIOD_TO_30_SEPTEMBER(EVERY_YEAR);
    struct roll_table *t = &r->tables[r->main];
    int32_t *latest = malloc((r->files->count + 1) * sizeof *latest);
    if (!latest)
        return STATUS_MEMORY;
    for (size_t i = 0; i < r->files->count; i++)
        latest[i] = DATE_NONE;
    for (size_t i = 0; i < t->count; i++) {
        const int columns[] = {r->roles.start, r->roles.end};
        for (int k = 0; k < 2; k++) {
            int32_t date = roll_date(r, t->rows[i].cells[columns[k]]);
            if (date > latest[t->rows[i].file])
                latest[t->rows[i].file] = date;
        }
    }
    for (size_t i = 0; i < r->sheet_count; i++) {
        struct roll_sheet *s = &r->sheets[i];
        if (s->year || latest[s->file] == DATE_NONE)
            continue;
        s->year = period_year(&years, latest[s->file]);
        problem_report(r->sink, PROBLEM_NOTE, "year", roll_path(r, s->file), 0, NULL,
                       "no YEAR: census of %d by its latest date", s->year);
    }
    free(latest);
    return STATUS_OK;
}
