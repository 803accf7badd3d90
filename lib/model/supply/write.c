// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/write_posts.h"
#include "calendar/date.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>

enum { DIGITS = 12 }; /* beyond them compilers may differ */

const char *supply_measure_name(enum supply_measure m, enum supply_kind kind)
{
    static const char *const names[] = {NULL,  "places",        "usable_places",
                                        "fte", "vacancies_fte", "agency_fte"};
    return m == MEASURE_MANY ? supply_many(kind) : names[m];
}

static enum supply_count count_of(enum supply_measure m)
{
    return m == MEASURE_MANY ? SUPPLY_COUNT : m == MEASURE_USABLE ? SUPPLY_USABLE : SUPPLY_PLACES;
}

void supply_write_header(const struct supply_writer *p, bool draws)
{
    const struct roster *r = p->s->roster;
    writer_words(p->w, "date");
    writer_words(p->w, "measure");
    if (draws)
        writer_words(p->w, "draw");
    for (size_t i = 0; i < r->name_count; i++)
        writer_cell(p->w, r->names[i]);
    writer_words(p->w, "value");
    static const char *const bounds[] = {"lo95", "lo80", "hi80", "hi95"};
    for (int i = 0; !draws && i < 4; i++)
        writer_words(p->w, bounds[i]);
    writer_words(p->w, "kind");
    writer_row(p->w);
}

/* Does cell C count for measure M? */
static bool counts(const struct roster *r, size_t c, enum supply_measure m)
{
    bool general = !r->cells[c].kinship;
    return !r->cells[c].agency && (m == MEASURE_MANY || m == MEASURE_FTE || general);
}

bool supply_has_rows(const struct supply_writer *p)
{
    const struct roster *r = p->s->roster;
    bool any = p->measures[MEASURE_VACANCIES] || p->measures[MEASURE_AGENCY];
    for (int m = 0; m <= MEASURE_FTE; m++)
        for (size_t c = 0; p->measures[m] && c < r->cell_count; c++)
            any |= counts(r, c, (enum supply_measure)m);
    return any;
}

/* The sum of VALUE over the cells of LINE that count for measure M; false when there is none, or it is not
 * known (NaN). */
static bool sum_line(const struct supply_writer *p, enum supply_measure m, size_t line,
                     double (*value)(const void *from, size_t cell), const void *from, double *sum)
{
    const struct roster *r = p->s->roster;
    bool any = false;
    *sum = 0;
    for (size_t c = 0; c < r->cell_count; c++)
        if (r->cells[c].line == line && counts(r, c, m)) {
            *sum += value(from, c);
            any = true;
        }
    return any && !isnan(*sum);
}

static void write_labels(const struct supply_writer *p, size_t line)
{
    const struct roster *r = p->s->roster;
    for (size_t i = 0; i < r->name_count; i++)
        writer_cell(p->w, r->labels[line * r->name_count + i]);
}

static void write_value(const struct supply_writer *p, enum supply_measure m, double value)
{
    if (m == MEASURE_FTE)
        writer_number(p->w, value / 10);
    else
        writer_integer(p->w, (long)value);
}

/* A measure of one date over all lines. START: the rows' first cells. */
static void write_lines(const struct supply_writer *p, enum supply_measure m, struct text start,
                        double (*value)(const void *from, size_t cell), const void *from,
                        const char *kind)
{
    for (size_t line = 0; line < p->s->roster->line_count; line++) {
        double sum;
        if (!sum_line(p, m, line, value, from, &sum))
            continue;
        writer_raw_cells(p->w, start);
        write_labels(p, line);
        write_value(p, m, sum);
        writer_words(p->w, kind);
        writer_row(p->w);
    }
}

static double past_value(const void *from, size_t cell)
{
    return ((const double *)from)[cell];
}

static double drawn_value(const void *from, size_t cell)
{
    return ((const int32_t *)from)[cell];
}

void supply_write_past(const struct supply_writer *p, const struct timeline *t, const double *count)
{
    size_t cells = p->s->roster->cell_count;
    for (size_t d = 0; d < t->count; d++)
        for (int m = 0; m <= MEASURE_FTE; m++) {
            char start[DATE_TEXT + 40], date[DATE_TEXT];
            enum supply_measure measure = (enum supply_measure)m;
            if (!p->measures[m])
                continue;
            date_write(t->dates[d], date);
            int size = snprintf(start, sizeof start, "%s,%s,", date,
                                supply_measure_name(measure, p->s->roster->kind));
            write_lines(p, measure, (struct text){start, (size_t)size}, past_value,
                        count + ((size_t)count_of(measure) * t->count + d) * cells, "actual");
        }
    for (int m = MEASURE_VACANCIES; m <= MEASURE_AGENCY; m++)
        if (p->measures[m] && p->posts)
            supply_write_posts_past(p, (enum supply_measure)m);
}

void supply_write_draw(const struct supply_writer *p, long draw, const int32_t *count)
{
    const struct supply *s = p->s;
    for (size_t d = 0; d < s->ahead->count; d++)
        for (int m = 0; m < SUPPLY_MEASURES; m++) {
            char start[DATE_TEXT + 64], date[DATE_TEXT];
            enum supply_measure measure = (enum supply_measure)m;
            if (!p->measures[m])
                continue;
            date_write(s->ahead->dates[d], date);
            int size = snprintf(start, sizeof start, "%s,%s,%ld", date,
                                supply_measure_name(measure, s->roster->kind), draw);
            if (m > MEASURE_FTE)
                supply_write_posts_drawn(p, measure, d, (struct text){start, (size_t)size});
            else
                write_lines(p, measure, (struct text){start, (size_t)size}, drawn_value,
                            count + supply_at(s, count_of(measure), d, 0), "forecast");
        }
}

/* --- expected values ------------------------------------------------------------------------- */

static void begin_row(const struct supply_writer *p, enum supply_measure m, int32_t date,
                      size_t line)
{
    char written[DATE_TEXT];
    writer_cell(p->w, date_write(date, written));
    writer_words(p->w, supply_measure_name(m, p->s->roster->kind));
    write_labels(p, line);
}

static void write_past_line(const struct supply_writer *p, enum supply_measure m, size_t line,
                            const struct timeline *t, const double *past)
{
    size_t cells = p->s->roster->cell_count;
    for (size_t d = 0; d < t->count; d++) {
        double sum;
        if (!sum_line(p, m, line, past_value, past + ((size_t)count_of(m) * t->count + d) * cells,
                      &sum))
            continue;
        begin_row(p, m, t->dates[d], line);
        write_value(p, m, sum);
        for (int i = 0; i < 4; i++)
            writer_empty(p->w);
        writer_words(p->w, "actual");
        writer_row(p->w);
    }
}

static void write_expected_line(const struct supply_writer *p, enum supply_measure m, size_t line,
                                const struct supply_expected *e)
{
    int which = m == MEASURE_MANY     ? EXPECT_COUNT
                : m == MEASURE_USABLE ? EXPECT_USABLE
                                      : EXPECT_PLACES;
    double unit = m == MEASURE_FTE ? 10 : 1, z95 = stats_normal_z(.95), z80 = stats_normal_z(.8);
    const double z[] = {-z95, -z80, z80, z95};
    for (size_t d = 0; d < e->dates; d++) {
        size_t at = ((size_t)which * e->dates + d) * e->lines + line;
        double sd = sqrt(fmax(e->variance[at], 0));
        begin_row(p, m, p->s->ahead->dates[d], line);
        writer_number(p->w, stats_round(e->mean[at] / unit, DIGITS));
        for (int i = 0; i < 4; i++)
            writer_number(p->w, stats_round(fmax(e->mean[at] + z[i] * sd, 0) / unit, DIGITS));
        writer_words(p->w, "forecast");
        writer_row(p->w);
    }
}

void supply_write_expected(const struct supply_writer *p, const struct timeline *t,
                           const double *past, const struct supply_expected *e)
{
    const struct roster *r = p->s->roster;
    for (int m = 0; m <= MEASURE_FTE; m++)
        for (size_t line = 0; p->measures[m] && line < r->line_count; line++) {
            enum supply_measure measure = (enum supply_measure)m;
            bool any = false;
            for (size_t c = 0; c < r->cell_count; c++)
                any = any || (r->cells[c].line == line && counts(r, c, measure));
            if (!any)
                continue;
            write_past_line(p, measure, line, t, past);
            write_expected_line(p, measure, line, e);
        }
}
