// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <math.h>
#include <stdlib.h>

/* The authority's own numbers in the workforce census, to a series: vacancies and the agency workers who
 * cover them, on each 30 September. */

struct point {
    uint32_t measure;
    struct text la;
    int year;
    uint32_t row;
    double value;
};

static const struct measure {
    const char *column, *name;
} measures[] = {{"NumberOfVacancies", "vacancies_fte"},
                {"NoAgencyFTE", "agency_covering_fte"},
                {"NoAgencyHeadcount", "agency_covering_headcount"}};
enum { MEASURES = sizeof measures / sizeof *measures };

static int by_series(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    if (x->measure != y->measure)
        return x->measure < y->measure ? -1 : 1;
    int c = text_compare(x->la, y->la);
    if (c)
        return c;
    if (x->year != y->year)
        return x->year < y->year ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* The census year by the workers' table in the same folder; 0 = there is none. */
static int year_by_folder(const struct roll *r, uint32_t file)
{
    const struct period_calendar years = PERIOD_TO_30_SEPTEMBER(EVERY_YEAR);
    const struct roll_table *workers = &r->tables[r->partner];
    static const char *const names[] = {"RoleStartDate", "RoleEndDate"};
    int32_t latest = DATE_NONE;
    for (size_t i = 0; i < workers->count; i++) {
        const struct roll_row *row = &workers->rows[i];
        if (r->files->list[row->file].folder != r->files->list[file].folder)
            continue;
        for (int k = 0; k < 2; k++) {
            int column = roll_column(r, r->partner, names[k]);
            int32_t date = column < 0 ? DATE_NONE : roll_date(r, row->cells[column]);
            latest = date > latest ? date : latest;
        }
    }
    return latest == DATE_NONE ? 0 : period_year(&years, latest);
}

static size_t collect(struct roll *r, struct point *points)
{
    const struct roll_table *t = &r->tables[r->main];
    size_t n = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        const struct roll_row *row = &t->rows[i];
        int year = r->sheets[row->sheet].year;
        if (!year && r->partner >= 0)
            year = year_by_folder(r, row->file);
        if (!year) {
            roll_leave_out(r, row, ROLL_NO_YEAR, -1, "the year of its census is not known");
            continue;
        }
        for (uint32_t m = 0; m < MEASURES; m++) {
            int column = roll_column(r, r->main, measures[m].column);
            double value = column < 0 ? (double)NAN : roll_number(r, row->cells[column]);
            points[n++] = (struct point){m, intern_text(&r->las, row->la), year, i, value};
        }
        r->fates[i] = ROLL_WRITTEN;
    }
    return n;
}

static void write_point(struct roll *r, const struct point *p)
{
    char date[DATE_TEXT];
    writer_cell(r->out, date_write(date_of(p->year, 9, 30), date));
    writer_words(r->out, measures[p->measure].name);
    writer_cell(r->out, p->la);
    writer_number(r->out, p->value);
    writer_words(r->out, isnan(p->value) ? "x" : "");
    writer_row(r->out);
    r->written++;
}

static void say_twice(const struct roll *r, const struct point *p)
{
    const struct roll_row *row = &r->tables[r->main].rows[p->row];
    problem_report(r->sink, PROBLEM_WARNING, "twice", roll_path(r, row->file), row->line,
                   measures[p->measure].column,
                   "the census of %d stands again in another row, which counts", p->year);
}

enum status roll_write_series(struct roll *r)
{
    static const char *const names[] = {"date", "measure", "la", "value", "status"};
    struct point *points = malloc((r->tables[r->main].count * MEASURES + 1) * sizeof *points);
    if (!points)
        return STATUS_MEMORY;
    size_t n = collect(r, points);
    qsort(points, n, sizeof *points, by_series);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        writer_words(r->out, names[i]);
    writer_row(r->out);
    for (size_t i = 0; i < n; i++) {
        bool again = i + 1 < n && points[i].measure == points[i + 1].measure &&
                     points[i].year == points[i + 1].year &&
                     text_equal(points[i].la, points[i + 1].la);
        if (again)
            say_twice(r, &points[i]);
        else
            write_point(r, &points[i]);
        r->subjects += i == 0 || !text_equal(points[i].la, points[i - 1].la);
    }
    free(points);
    return STATUS_OK;
}
