// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/rate/denominator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct denominators *out;
    struct rows *rows;
    const struct denominator_settings *settings;
    const struct problem_sink *sink;
    int value, when, *dimension; /* columns; when: -1 = none */
    bool dates;                  /* the column is date, not a year */
    size_t passed_over;
};

static int first_column(const struct rows *r, const char *const *names)
{
    int column = -1;
    for (; *names && column < 0; names++)
        column = rows_column(r, *names);
    return column;
}

static enum status find_columns(struct reader *d, const struct text *names)
{
    static const char *const years[] = {"year", "time_period", NULL};
    static const char *const values[] = {"value", "population", NULL};
    const char *const named[] = {d->settings->column, NULL};
    struct denominators *out = d->out;
    d->value = first_column(d->rows, d->settings->column ? named : values);
    if (d->value < 0) {
        problem_report(d->sink, PROBLEM_FATAL, "missing-column", rows_name(d->rows), 1, NULL,
                       "there is no column %s: which holds the population?",
                       d->settings->column ? d->settings->column : "'value' or 'population'");
        return STATUS_FORMAT;
    }
    d->when = rows_column(d->rows, "date");
    d->dates = d->when >= 0;
    if (!d->dates)
        d->when = first_column(d->rows, years);
    const struct text *header;
    size_t columns = rows_header(d->rows, &header);
    for (size_t i = 0; i < out->dimension_count; i++) {
        d->dimension[i] = -1;
        for (size_t c = 0; c < columns; c++)
            if (text_equal(header[c], names[i]))
                d->dimension[i] = (int)c;
        out->has[i] = d->dimension[i] >= 0;
        out->shared += out->has[i];
    }
    return STATUS_OK;
}

/* The date of the present row; false after a report. */
static bool read_date(struct reader *d, int32_t *date)
{
    char shown[80];
    long year;
    *date = DATE_NONE;
    if (d->when < 0)
        return true;
    struct text cell = text_trim(rows_cell(d->rows, d->when));
    if (d->dates ? date_parse(cell, date) == DATE_READ
                 : text_integer(cell, &year) && year >= 1900 && year <= 2199) {
        int last = d->dates ? 0 : date_days_in_month((int)year, d->settings->month);
        if (!d->dates)
            *date = date_of((int)year, d->settings->month,
                            d->settings->day < last ? d->settings->day : last);
        return true;
    }
    rows_problem(d->rows, PROBLEM_ROW, "not-a-date", d->when, "'%s' is not a %s: left out",
                 text_show(cell, shown, sizeof shown), d->dates ? "date" : "year");
    return false;
}

static enum status read_row(struct reader *d)
{
    struct denominators *out = d->out;
    struct denominator_entry e = {.line = rows_line(d->rows)};
    if (!text_number(text_trim(rows_cell(d->rows, d->value)), &e.value) || !(e.value > 0)) {
        d->passed_over++;
        return STATUS_OK;
    }
    if (!read_date(d, &e.date))
        return STATUS_OK;
    e.labels = arena_take(&out->arena, (out->dimension_count + 1) * sizeof *e.labels);
    if (!e.labels)
        return STATUS_MEMORY;
    for (size_t i = 0; i < out->dimension_count; i++) {
        e.labels[i] = INTERN_NONE;
        if (out->has[i]) {
            e.labels[i] = intern_add(&out->words, rows_cell(d->rows, d->dimension[i]));
            if (e.labels[i] == INTERN_NONE)
                return STATUS_MEMORY;
        }
    }
    if (out->count == out->room) {
        size_t room = out->room ? out->room * 2 : 256;
        struct denominator_entry *more = realloc(out->entries, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        out->entries = more;
        out->room = room;
    }
    out->entries[out->count++] = e;
    return STATUS_OK;
}

static int compare_labels(const uint32_t *a, const uint32_t *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* What qsort compares; the number of labels travels with every item instead of a global. */
struct placed {
    size_t dimension_count;
    struct denominator_entry entry;
};

static int compare_placed(const void *p, const void *q)
{
    const struct placed *x = p, *y = q;
    int order = compare_labels(x->entry.labels, y->entry.labels, x->dimension_count);
    if (order)
        return order;
    if (x->entry.date != y->entry.date)
        return x->entry.date < y->entry.date ? -1 : 1;
    return (x->entry.line > y->entry.line) - (x->entry.line < y->entry.line);
}

/* Sorts the entries; two for one place and date can't both be meant. */
static enum status sort_entries(struct reader *d)
{
    struct denominators *out = d->out;
    struct placed *all = malloc((out->count + 1) * sizeof *all);
    if (!all)
        return STATUS_MEMORY;
    for (size_t i = 0; i < out->count; i++)
        all[i] = (struct placed){out->dimension_count, out->entries[i]};
    qsort(all, out->count, sizeof *all, compare_placed);
    enum status s = STATUS_OK;
    for (size_t i = 0; i < out->count; i++) {
        out->entries[i] = all[i].entry;
        const struct denominator_entry *e = &all[i].entry;
        const struct denominator_entry *before = i ? &all[i - 1].entry : NULL;
        if (s == STATUS_OK && before && before->date == e->date &&
            compare_labels(before->labels, e->labels, out->dimension_count) == 0) {
            s = STATUS_DUPLICATE;
            problem_report(d->sink, PROBLEM_FATAL, "twice", rows_name(d->rows), e->line, NULL,
                           "a second number for what line %zu says already: the series share %zu "
                           "of the columns; choose rows with --population-where",
                           before->line, out->shared);
        }
    }
    free(all);
    return s;
}

static enum status read_all(struct reader *d, const char *path, const struct text *names)
{
    struct where where = {0};
    enum status s = rows_open(&d->rows, path, d->sink);
    if (s != STATUS_OK)
        return s;
    s = find_columns(d, names);
    for (size_t i = 0; s == STATUS_OK && i < d->settings->where_count; i++)
        s = where_add(&where, d->settings->where[i]) ? STATUS_OK : STATUS_VALUE;
    if (s == STATUS_OK)
        s = where_bind(&where, d->rows);
    while (s == STATUS_OK && (s = rows_next(d->rows)) == STATUS_OK)
        if (where_keeps(&where, d->rows))
            s = read_row(d);
    if (s == STATUS_END)
        s = sort_entries(d);
    if (s == STATUS_OK && d->passed_over)
        problem_report(d->sink, PROBLEM_NOTE, "no-number", rows_name(d->rows), 0, NULL,
                       "%zu %s without a number above 0 passed over", d->passed_over,
                       d->passed_over == 1 ? "row" : "rows");
    if (s == STATUS_OK && d->out->count == 0) {
        s = STATUS_SHORT;
        problem_report(d->sink, PROBLEM_FATAL, "empty", rows_name(d->rows), 0, NULL,
                       "no usable row");
    }
    rows_close(d->rows);
    return s;
}

enum status denominators_read(struct denominators *out, const char *path, const struct text *names,
                              size_t count, const struct denominator_settings *settings,
                              const struct problem_sink *sink)
{
    *out =
        (struct denominators){.dimension_count = count, .oldest_months = settings->oldest_months};
    struct reader d = {.out = out, .settings = settings, .sink = sink};
    out->has = calloc(count + 1, sizeof *out->has);
    d.dimension = calloc(count + 1, sizeof *d.dimension);
    enum status s = out->has && d.dimension ? read_all(&d, path, names) : STATUS_MEMORY;
    free(d.dimension);
    if (s != STATUS_OK)
        denominators_done(out);
    return s;
}

void denominators_done(struct denominators *d)
{
    intern_done(&d->words);
    arena_done(&d->arena);
    free(d->has);
    free(d->entries);
    *d = (struct denominators){0};
}

double denominators_find(const struct denominators *d, const struct text *labels, int32_t date)
{
    enum { MOST = 64 };
    uint32_t wanted[MOST];
    if (d->dimension_count > MOST)
        return NAN;
    for (size_t i = 0; i < d->dimension_count; i++) {
        wanted[i] = d->has[i] ? intern_find(&d->words, labels[i]) : INTERN_NONE;
        if (d->has[i] && wanted[i] == INTERN_NONE)
            return NAN;
    }
    /* the last entry with these labels and a date up to DATE */
    size_t low = 0, high = d->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct denominator_entry *e = &d->entries[middle];
        int order = compare_labels(e->labels, wanted, d->dimension_count);
        if (order < 0 || (order == 0 && e->date <= date))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NAN;
    const struct denominator_entry *e = &d->entries[low - 1];
    if (compare_labels(e->labels, wanted, d->dimension_count) != 0)
        return NAN;
    if (e->date != DATE_NONE && date_add_months(e->date, d->oldest_months) < date)
        return NAN;
    return e->value;
}
