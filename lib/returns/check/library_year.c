// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/library_private.h"

#include "calendar/period.h"

#include <stdlib.h>
#include <string.h>

/* Years of files without a YEAR column. A file of the table that has the telling dates (episodes:
 * DECOM) is of the year that ends on or after its latest date; a date far in the future
 * is a fault to be found, not a year, so a date later than that of 95 in 100 rows by over a year is
 * passed over. Every other file takes the year of such a file in its folder: the one whose subjects it
 * shares most where there are several. Names of files and folders play no part. */

static int column_of(const struct library *l, int table, const char *name)
{
    const struct schema_table *t = &l->schema.tables[table];
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(l->schema.columns[t->first + i].name, name) == 0)
            return (int)i;
    return -1;
}

enum { FIRST_DATE = -25567, DATES = 109573 }; /* 1 January 1900 to 31 December 2199 */

/* The year of a file whose dates COUNTS has by day from FIRST_DATE on: N of them. */
static int year_of_dates(const struct return_kind *kind, const uint32_t *counts, size_t n)
{
    const struct period_calendar years = {EVERY_YEAR, kind->end_month, kind->end_day};
    if (!n)
        return 0;
    size_t usual = 0, seen = counts[0];
    while (seen <= (n - 1) * 95 / 100)
        seen += counts[++usual];
    size_t last = usual + 366 < DATES ? usual + 366 : DATES - 1;
    while (!counts[last])
        last--;
    return period_year(&years, FIRST_DATE + (int32_t)last);
}

static enum status years_of_telling_files(struct library *l, int table, int column)
{
    const struct book_table *t = &l->tables[table];
    uint32_t *counts = malloc(DATES * sizeof *counts);
    if (!counts)
        return STATUS_MEMORY;
    for (size_t i = 0; i < t->count;) {
        uint16_t file = t->rows[i].file;
        size_t n = 0;
        memset(counts, 0, DATES * sizeof *counts);
        for (int32_t date; i < t->count && t->rows[i].file == file; i++)
            if (date_parse(book_cell(&t->rows[i], column), &date) == DATE_READ) {
                counts[date - FIRST_DATE]++;
                n++;
            }
        l->files[file].year = (int16_t)year_of_dates(l->kind, counts, n);
    }
    free(counts);
    return STATUS_OK;
}

/* Marks the subjects of file FILE in table T; the rows of a file stand together while loading. */
static void mark_subjects(const struct book_table *t, uint16_t file, unsigned char *marks,
                          unsigned char mark)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].file == file && t->rows[i].subject != INTERN_NONE)
            marks[t->rows[i].subject] = mark;
}

static size_t count_marked(const struct book_table *t, uint16_t file, const unsigned char *marks)
{
    size_t n = 0;
    for (size_t i = 0; i < t->count; i++)
        n += t->rows[i].file == file && t->rows[i].subject != INTERN_NONE &&
             marks[t->rows[i].subject];
    return n;
}

/* The year for FILE from the telling files of its folder; 0 when there are none. */
static int year_from_folder(const struct library *l, uint16_t file, int telling,
                            unsigned char *marks)
{
    int year = 0, candidates = 0;
    size_t best = 0;
    for (uint16_t f = 0; f < l->file_count; f++)
        if (l->files[f].table == telling && l->files[f].folder == l->files[file].folder &&
            l->files[f].year && l->files[f].year != year) {
            candidates++;
            year = l->files[f].year;
        }
    if (candidates <= 1)
        return year;
    for (uint16_t f = 0; f < l->file_count; f++) {
        if (l->files[f].table != telling || l->files[f].folder != l->files[file].folder)
            continue;
        memset(marks, 0, l->subjects.count);
        mark_subjects(&l->tables[telling], f, marks, 1);
        size_t shared = count_marked(&l->tables[l->files[file].table], file, marks);
        if (shared > best) {
            best = shared;
            year = l->files[f].year;
        }
    }
    return year;
}

/* The year that all telling files agree on; 0 when they don't. */
static int only_year(const struct library *l, int telling)
{
    int year = 0;
    for (size_t f = 0; f < l->file_count; f++)
        if (l->files[f].table == telling && l->files[f].year) {
            if (year && l->files[f].year != year)
                return 0;
            year = l->files[f].year;
        }
    return year;
}

static void give_years(struct library *l)
{
    for (size_t t = 0; t < l->schema.table_count; t++)
        for (size_t i = 0; i < l->tables[t].count; i++)
            if (!l->tables[t].rows[i].year)
                l->tables[t].rows[i].year = l->files[l->tables[t].rows[i].file].year;
}

static void say_years(const struct library *l, const struct problem_sink *sink)
{
    for (size_t f = 0; f < l->file_count; f++) {
        const struct book_file *file = &l->files[f];
        if (!file->has_year_column && !file->year)
            problem_report(
                sink, PROBLEM_WARNING, "no-year", file->path, 0, NULL,
                "the return's year is not known (no YEAR column, no dates that tell it): "
                "give --year; rules that depend on the year are skipped");
    }
}

enum status library_settle_years(struct library *l, const struct library_options *options,
                                 const struct problem_sink *sink)
{
    if (options->year || !l->kind->year_table) {
        for (size_t f = 0; f < l->file_count; f++)
            l->files[f].year = (int16_t)options->year;
        give_years(l);
        return STATUS_OK;
    }
    int telling = library_table(l, l->kind->year_table);
    int column = telling < 0 ? -1 : column_of(l, telling, l->kind->year_column);
    if (column < 0)
        return STATUS_VALUE;
    enum status s = years_of_telling_files(l, telling, column);
    unsigned char *marks = malloc(l->subjects.count + 1);
    if (s != STATUS_OK || !marks) {
        free(marks);
        return STATUS_MEMORY;
    }
    int only = only_year(l, telling);
    for (uint16_t f = 0; f < l->file_count; f++)
        if (l->files[f].table != telling && !l->files[f].has_year_column) {
            int year = year_from_folder(l, f, telling, marks);
            l->files[f].year = (int16_t)(year ? year : only);
        }
    free(marks);
    give_years(l);
    say_years(l, sink);
    return STATUS_OK;
}
