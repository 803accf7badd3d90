// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 160, LONGEST_HISTORY = 1 << 20 };

/* What the work on one series needs; all arrays have room for the longest series. */
struct maker {
    const struct series_table *table;
    const enum period_every *every;
    const char *name;
    const struct problem_sink *sink;
    const struct series_row **rows; /* actual rows of the series by date, then file order */
    int32_t *dates, *scratch;
    const struct spacing *usual; /* the spacing most series have; NULL while unknown */
};

static int compare_rows(const void *a, const void *b)
{
    const struct series_row *x = *(const struct series_row *const *)a;
    const struct series_row *y = *(const struct series_row *const *)b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return (x > y) - (x < y);
}

static size_t collect_actual(struct maker *m, const struct series_key *key)
{
    const struct series_table *t = m->table;
    size_t count = 0;
    for (uint32_t i = 0; i < key->length; i++) {
        const struct series_row *row = &t->rows[t->by_series[key->first + i]];
        if (row->kind == t->actual)
            m->rows[count++] = row;
    }
    qsort(m->rows, count, sizeof *m->rows, compare_rows);
    return count;
}

static size_t distinct_dates(struct maker *m, size_t rows)
{
    size_t count = 0;
    for (size_t i = 0; i < rows; i++)
        if (count == 0 || m->rows[i]->date != m->dates[count - 1])
            m->dates[count++] = m->rows[i]->date;
    return count;
}

static bool choose_spacing(struct maker *m, struct spacing *out, size_t dates)
{
    if (dates == 0)
        return false;
    if (m->every) {
        spacing_fix(out, *m->every, m->dates, dates, m->scratch);
        return true;
    }
    if (spacing_find(out, m->dates, dates, m->scratch) == STATUS_OK)
        return true;
    if (!m->usual)
        return false;
    spacing_like(out, m->usual, m->dates, dates, m->scratch);
    return true;
}

/* Period numbers of the first row with a value and of the last row; false without any value. */
static bool find_range(struct maker *m, const struct spacing *s, size_t rows, long *first,
                       long *last)
{
    bool any = false;
    for (size_t i = 0; i < rows; i++) {
        long number;
        if (!spacing_number(s, m->rows[i]->date, &number)) {
            char date[DATE_TEXT];
            date_write(m->rows[i]->date, date);
            problem_report(m->sink, PROBLEM_WARNING, "off-grid", m->name, m->rows[i]->line, "date",
                           "'%s' is not one of the series' regular dates: kept, not fitted", date);
            continue;
        }
        if (!any && isnan(m->rows[i]->value))
            continue;
        if (!any)
            *first = number;
        *last = number;
        any = true;
    }
    return any && *last - *first < LONGEST_HISTORY;
}

static void fill_values(struct maker *m, struct history *h, size_t rows, long first)
{
    for (size_t i = 0; i < h->n; i++)
        h->y[i] = NAN;
    for (size_t i = 0; i < rows; i++) {
        long number;
        if (spacing_number(&h->spacing, m->rows[i]->date, &number) && number >= first)
            h->y[number - first] = m->rows[i]->value;
    }
    double sample = NAN, largest = 0;
    h->counts = h->whole = h->constant = true;
    for (size_t i = 0; i < h->n; i++) {
        double y = h->y[i];
        if (isnan(y))
            continue;
        if (h->observed++ == 0)
            sample = y;
        largest = fmax(largest, fabs(y));
        h->counts = h->counts && y >= 0;
        h->whole = h->whole && y == nearbyint(y);
        h->constant = h->constant && y == sample;
    }
    double digits = largest > 0 ? ceil(log10(largest)) : 0;
    h->decimals = (int)fmin(fmax(6 - digits, 0), 12);
}

static void report_unusable(const struct maker *m, uint32_t series, const char *why)
{
    char name[NAME_SIZE];
    problem_report(m->sink, PROBLEM_WARNING, "not-forecast", m->name, 0, NULL,
                   "%s: %s: not forecast", series_name(m->table, series, name, sizeof name), why);
}

static void make_history(struct maker *m, struct histories *set, struct history *h, double **room)
{
    size_t rows = collect_actual(m, &m->table->series[h->series]);
    if (rows == 0)
        return; /* nothing but targets or forecasts: passes through without a word */
    size_t dates = distinct_dates(m, rows);
    if (!choose_spacing(m, &h->spacing, dates)) {
        report_unusable(m, h->series, "a single date has no spacing (--every says it)");
        return;
    }
    long first = 0, last = 0;
    if (!find_range(m, &h->spacing, rows, &first, &last)) {
        report_unusable(m, h->series, "no value in any of its rows");
        return;
    }
    h->n = (size_t)(last - first + 1);
    h->last = last;
    h->season = spacing_season(&h->spacing);
    h->y = *room;
    if (*room)
        *room += h->n;
    if (h->y)
        fill_values(m, h, rows, first);
    set->usable++;
    if (h->n > set->longest)
        set->longest = h->n;
}

static bool same_step(const struct spacing *a, const struct spacing *b)
{
    return a->months == b->months && a->days == b->days;
}

/* The spacing that most series with two dates or more have. */
static bool usual_spacing(struct maker *m, struct spacing *out)
{
    enum { KINDS = 16 };
    struct spacing kinds[KINDS];
    size_t counts[KINDS] = {0}, kind_count = 0, best = 0;
    for (uint32_t s = 0; s < m->table->series_count; s++) {
        size_t dates = distinct_dates(m, collect_actual(m, &m->table->series[s]));
        struct spacing found;
        if (spacing_find(&found, m->dates, dates, m->scratch) != STATUS_OK)
            continue;
        size_t k = 0;
        while (k < kind_count && !same_step(&kinds[k], &found))
            k++;
        if (k == KINDS)
            continue;
        if (k == kind_count)
            kinds[kind_count++] = found;
        if (++counts[k] > counts[best])
            best = k;
    }
    if (kind_count > 0)
        *out = kinds[best];
    return kind_count > 0;
}

/* The places that all series' periods need together: the work of make_history without the values. */
static size_t count_values(struct maker *m)
{
    const struct problem_sink *sink = m->sink;
    size_t total = 0;
    m->sink = NULL;
    for (uint32_t s = 0; s < m->table->series_count; s++) {
        struct histories ignored = {0};
        struct history h = {.series = s};
        double *none = NULL;
        make_history(m, &ignored, &h, &none);
        total += h.n;
    }
    m->sink = sink;
    return total;
}

static enum status make_all(struct maker *m, struct histories *out)
{
    struct spacing usual;
    if (usual_spacing(m, &usual))
        m->usual = &usual;
    out->values = malloc((count_values(m) + 1) * sizeof *out->values);
    if (!out->values)
        return STATUS_MEMORY;
    double *room = out->values;
    for (uint32_t s = 0; s < m->table->series_count; s++) {
        out->items[s].series = s;
        make_history(m, out, &out->items[s], &room);
    }
    m->usual = NULL;
    return STATUS_OK;
}

enum status histories_make(struct histories *out, const struct series_table *t,
                           const enum period_every *every, const char *name,
                           const struct problem_sink *sink)
{
    size_t longest = 1;
    for (size_t s = 0; s < t->series_count; s++)
        if (t->series[s].length > longest)
            longest = t->series[s].length;
    struct maker m = {.table = t, .every = every, .name = name, .sink = sink};
    m.rows = malloc(longest * sizeof *m.rows);
    m.dates = malloc(longest * sizeof *m.dates);
    m.scratch = malloc(longest * sizeof *m.scratch);
    *out = (struct histories){.count = t->series_count};
    out->items = calloc(t->series_count + 1, sizeof *out->items);
    enum status s = STATUS_MEMORY;
    if (m.rows && m.dates && m.scratch && out->items)
        s = make_all(&m, out);
    free(m.rows);
    free(m.dates);
    free(m.scratch);
    if (s != STATUS_OK)
        histories_done(out);
    return s;
}

void histories_done(struct histories *h)
{
    free(h->items);
    free(h->values);
    *h = (struct histories){0};
}

int32_t history_date(const struct history *h, size_t ahead)
{
    return spacing_date(&h->spacing, h->last + (long)ahead);
}
