// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/write_posts.h"
#include "calendar/date.h"

#include <math.h>
#include <stdio.h>

/* Tenths of full posts of an authority on a date; NaN: not known. */
static double drawn(const struct supply_writer *p, enum supply_measure m, size_t date, uint32_t a)
{
    const int32_t *tenths = m == MEASURE_VACANCIES ? p->vacancies : p->agency;
    return tenths[a * p->s->ahead->count + date];
}

static double counted(const struct supply_writer *p, enum supply_measure m, size_t date, uint32_t a)
{
    const struct roster *r = p->s->roster;
    return m == MEASURE_VACANCIES ? p->posts->past[date * r->authority_count + a]
                                  : posts_filled(r, a, p->posts->dates[date], true);
}

static void write_row(const struct supply_writer *p, struct text start, uint32_t authority,
                      double tenths, const char *kind)
{
    const struct roster *r = p->s->roster;
    writer_raw_cells(p->w, start);
    for (size_t i = 0; i < r->name_count; i++)
        if (text_is(r->names[i], "la"))
            writer_cell(p->w, r->authorities[authority]);
        else
            writer_empty(p->w);
    writer_number(p->w, tenths / 10);
    writer_words(p->w, kind);
    writer_row(p->w);
}

static void write_date(const struct supply_writer *p, enum supply_measure m, size_t date,
                       struct text start,
                       double (*value)(const struct supply_writer *p, enum supply_measure m,
                                       size_t date, uint32_t authority),
                       const char *kind)
{
    const struct roster *r = p->s->roster;
    bool apart = false;
    double sum = 0;
    for (size_t i = 0; i < r->name_count; i++)
        apart = apart || text_is(r->names[i], "la");
    for (uint32_t a = 0; a < r->authority_count; a++) {
        if (!p->posts->authorities[a].known)
            continue;
        double tenths = value(p, m, date, a);
        if (apart && !isnan(tenths))
            write_row(p, start, a, tenths, kind);
        sum += tenths;
    }
    if (!apart && !isnan(sum))
        write_row(p, start, 0, sum, kind);
}

void supply_write_posts_past(const struct supply_writer *p, enum supply_measure m)
{
    for (size_t d = 0; d < p->posts->date_count; d++) {
        char start[DATE_TEXT + 40], date[DATE_TEXT];
        date_write(p->posts->dates[d], date);
        int size = snprintf(start, sizeof start, "%s,%s,", date,
                            supply_measure_name(m, p->s->roster->kind));
        write_date(p, m, d, (struct text){start, (size_t)size}, counted, "actual");
    }
}

void supply_write_posts_drawn(const struct supply_writer *p, enum supply_measure m, size_t date,
                              struct text start)
{
    write_date(p, m, date, start, drawn, "forecast");
}
