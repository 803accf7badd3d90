// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/table.h"

#include "stream/series.h"
#include "stream/where.h"
#include "table/rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 64 };

/* Columns of the table and the names they get. */
struct columns {
    struct column {
        struct text name, column;
    } items[COLUMNS_MOST];
    size_t count;
};

/* The settings, understood. */
struct plan {
    struct text date;
    struct period_calendar period;
    struct columns dimensions, measures;
    struct where where;
};

/* One cell of a measure. */
struct cell {
    uint32_t measure; /* index of the options' measures */
    int32_t date;
    const uint32_t *labels; /* word numbers; shared by the measures of a row */
    const char *status;
    double value;
    uint32_t file;
    size_t line;
};

struct loading {
    const struct plan *plan;
    const struct problem_sink *sink;
    const struct files *files;
    struct intern words;
    struct arena arena;
    uint32_t *rank; /* of words, once all are known */
    struct cell *cells;
    size_t count, room, translated;
    char symbol[16]; /* the first that was translated */
    bool any_status;
    uint32_t file;
    int date, dimensions[COLUMNS_MOST], measures[COLUMNS_MOST];
};

static const char *const reserved[] = {"date", "measure", "value", "median", "lo95", "lo80",
                                       "hi80", "hi95",    "kind",  "status", "draw"};

static bool name_is_good(const struct columns *c, struct text name)
{
    bool good = name.size > 0 && c->count < COLUMNS_MOST;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        good = good && !text_is(name, reserved[i]);
    for (size_t i = 0; i < c->count; i++)
        good = good && !text_equal(name, c->items[i].name);
    return good;
}

/* Adds the columns of LIST; false, with the item at fault, at the first that can't be meant. */
static bool add_columns(struct columns *out, const char *list, struct text *bad)
{
    struct text rest = text_of(list);
    while (rest.at) {
        struct text column = text_cut(&rest, ','), item = column;
        struct text name = text_cut(&column, '=');
        if (!column.at) /* no '=': under its own name */
            column = name;
        if (!name_is_good(out, name) || column.size == 0) {
            *bad = item;
            return false;
        }
        out->items[out->count++] = (struct column){name, column};
    }
    return true;
}

static bool add_lists(struct columns *out, const char *const *lists, size_t count,
                      const char *option, char *mistake, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        struct text bad;
        char shown[80];
        if (!add_columns(out, lists[i], &bad)) {
            snprintf(mistake, size,
                     "--%s: '%s' is empty, stands twice, or is one of the stream's own columns",
                     option, text_show(bad, shown, sizeof shown));
            return false;
        }
    }
    return true;
}

/* Understands SETTINGS; false with the reason in MISTAKE. */
static bool make_plan(struct plan *p, const struct table_settings *s, char *mistake, size_t size)
{
    *p = (struct plan){.date = text_of(s->date), .period = PERIOD_TO_31_MARCH(EVERY_YEAR)};
    const char *end = s->period_end ? s->period_end : "03-31";
    if (p->date.size == 0 || s->measure_lists == 0) {
        snprintf(mistake, size, "a table needs --date COLUMN and --measures COLUMN,...");
        return false;
    }
    if (!period_parse_year_end(text_of(end), &p->period)) {
        snprintf(mistake, size, "--period-end: '%s' is not a day of the year (MM-DD)", end);
        return false;
    }
    for (size_t i = 0; i < s->where_count; i++)
        if (!where_add(&p->where, s->where[i])) {
            snprintf(mistake, size, "--where %s: COLUMN=VALUE[,VALUE...] is meant", s->where[i]);
            return false;
        }
    return add_lists(&p->dimensions, s->dimensions, s->dimension_lists, "dimensions", mistake,
                     size) &&
           add_lists(&p->measures, s->measures, s->measure_lists, "measures", mistake, size);
}

bool table_settings_check(const struct table_settings *s, char *mistake, size_t size)
{
    struct plan plan;
    return make_plan(&plan, s, mistake, size);
}

static int find_column(const struct rows *r, struct text wanted)
{
    const struct text *names;
    size_t count = rows_header(r, &names);
    for (size_t i = 0; i < count; i++)
        if (text_equal(names[i], wanted))
            return (int)i;
    return -1;
}

/* Finds all columns of one file; names every missing one in one message. */
static enum status bind(struct loading *l, const struct rows *r)
{
    const struct plan *o = l->plan;
    char missing[600] = "";
    size_t used = 0, total = 1 + o->dimensions.count + o->measures.count;
    for (size_t i = 0; i < total; i++) {
        size_t k = i - 1, m = k - o->dimensions.count;
        bool dimension = i > 0 && k < o->dimensions.count;
        struct text name = i == 0      ? o->date
                           : dimension ? o->dimensions.items[k].column
                                       : o->measures.items[m].column;
        int column = find_column(r, name);
        if (i == 0)
            l->date = column;
        else if (dimension)
            l->dimensions[k] = column;
        else
            l->measures[m] = column;
        char shown[80];
        if (column < 0 && used < sizeof missing - 100)
            used += (size_t)snprintf(missing + used, sizeof missing - used, "%s'%s'",
                                     used ? ", " : "", text_show(name, shown, sizeof shown));
    }
    if (!used)
        return STATUS_OK;
    problem_report(l->sink, PROBLEM_FATAL, "missing-column", rows_name(r), 1, NULL,
                   "there is no column %s", missing);
    return STATUS_FORMAT;
}

static struct cell *add_cell(struct loading *l)
{
    if (l->count == l->room) {
        size_t room = l->room ? l->room * 2 : 1024;
        struct cell *more = realloc(l->cells, room * sizeof *more);
        if (!more)
            return NULL;
        l->cells = more;
        l->room = room;
    }
    return &l->cells[l->count++];
}

static const uint32_t *read_labels(struct loading *l, struct rows *r)
{
    size_t count = l->plan->dimensions.count;
    uint32_t *labels = arena_take(&l->arena, (count + 1) * sizeof *labels);
    for (size_t i = 0; labels && i < count; i++) {
        labels[i] = intern_add(&l->words, text_trim(rows_cell(r, l->dimensions[i])));
        if (labels[i] == INTERN_NONE)
            return NULL;
    }
    return labels;
}

static enum status read_measure(struct loading *l, struct rows *r, int32_t date,
                                const uint32_t *labels, size_t measure)
{
    struct text text = rows_cell(r, l->measures[measure]);
    double value;
    const char *status;
    bool old;
    char shown[80];
    if (!table_value(text, &value, &status, &old)) {
        rows_problem(r, PROBLEM_ROW, "not-a-number", l->measures[measure],
                     "'%s' is neither a number nor a published symbol: left out",
                     text_show(text, shown, sizeof shown));
        return STATUS_OK;
    }
    if (old && l->translated++ == 0)
        text_show(text, l->symbol, sizeof l->symbol);
    l->any_status = l->any_status || *status;
    struct cell *c = add_cell(l);
    if (!c)
        return STATUS_MEMORY;
    *c = (struct cell){(uint32_t)measure, date, labels, status, value, l->file, rows_line(r)};
    return STATUS_OK;
}

static enum status read_row(struct loading *l, struct rows *r)
{
    struct text when = rows_cell(r, l->date);
    int32_t date;
    char shown[80];
    if (!table_date(when, &l->plan->period, &date)) {
        rows_problem(r, PROBLEM_ROW, "not-a-date", l->date,
                     "'%s' is neither a date nor a year (2024, 202324, 2023-24): left out",
                     text_show(when, shown, sizeof shown));
        return STATUS_OK;
    }
    const uint32_t *labels = read_labels(l, r);
    enum status s = labels ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; s == STATUS_OK && i < l->plan->measures.count; i++)
        s = read_measure(l, r, date, labels, i);
    return s;
}

static enum status read_file(struct loading *l, const char *path)
{
    struct rows *r;
    struct where where = l->plan->where;
    enum status s = rows_open(&r, path, l->sink);
    if (s != STATUS_OK)
        return s;
    s = bind(l, r);
    if (s == STATUS_OK)
        s = where_bind(&where, r);
    while (s == STATUS_OK && (s = rows_next(r)) == STATUS_OK)
        if (where_keeps(&where, r))
            s = read_row(l, r);
    rows_close(r);
    return s == STATUS_END ? STATUS_OK : s;
}

/* What qsort compares by: there is no other way to give it to a comparison in C11. The address of the
 * run's data travels in every item instead of a global. */
struct placed {
    const struct loading *loading;
    const struct cell *cell;
};

static int compare_series(const struct placed *x, const struct placed *y)
{
    const struct cell *a = x->cell, *b = y->cell;
    if (a->measure != b->measure)
        return a->measure < b->measure ? -1 : 1;
    for (size_t i = 0; i < x->loading->plan->dimensions.count; i++)
        if (a->labels[i] != b->labels[i])
            return x->loading->rank[a->labels[i]] < x->loading->rank[b->labels[i]] ? -1 : 1;
    return (a->date > b->date) - (a->date < b->date);
}

static int compare_placed(const void *p, const void *q)
{
    const struct placed *x = p, *y = q;
    int order = compare_series(x, y);
    return order ? order : (x->cell > y->cell) - (x->cell < y->cell);
}

static void report_twice(const struct loading *l, const struct cell *lost, const struct cell *kept)
{
    char date[DATE_TEXT];
    date_write(lost->date, date);
    problem_report(l->sink, PROBLEM_ROW, "twice", l->files->list[lost->file].path, lost->line, NULL,
                   "%s stands again, with another value, in %s:%zu, which counts", date,
                   l->files->list[kept->file].path, kept->line);
}

static bool same_value(const struct cell *a, const struct cell *b)
{
    return (a->value == b->value || (isnan(a->value) && isnan(b->value))) &&
           strcmp(a->status, b->status) == 0;
}

static void write_cell(const struct loading *l, const struct cell *c, struct text *labels,
                       const struct series_columns *columns, struct writer *out)
{
    const struct plan *o = l->plan;
    for (size_t i = 0; i < o->dimensions.count; i++)
        labels[i] = intern_text(&l->words, c->labels[i]);
    struct series_output row = {.date = c->date,
                                .measure = o->measures.items[c->measure].name,
                                .labels = labels,
                                .label_count = o->dimensions.count,
                                .value = c->value,
                                .median = NAN,
                                .bound = {NAN, NAN, NAN, NAN},
                                .status = text_of(c->status)};
    series_write(out, &row, columns);
}

static enum status write_all(struct loading *l, struct writer *out)
{
    const struct series_columns columns = {.status = l->any_status};
    struct text labels[COLUMNS_MOST];
    struct placed *order = malloc((l->count + 1) * sizeof *order);
    l->rank = malloc((l->words.count + 1) * sizeof *l->rank);
    if (!order || !l->rank || !intern_rank(&l->words, l->rank)) {
        free(order);
        return STATUS_MEMORY;
    }
    for (size_t i = 0; i < l->count; i++)
        order[i] = (struct placed){l, &l->cells[i]};
    qsort(order, l->count, sizeof *order, compare_placed);
    for (size_t i = 0; i < l->plan->dimensions.count; i++)
        labels[i] = l->plan->dimensions.items[i].name;
    series_write_header(out, labels, l->plan->dimensions.count, &columns);
    for (size_t i = 0; i < l->count; i++) {
        bool again = i + 1 < l->count && compare_series(&order[i], &order[i + 1]) == 0;
        if (again && !same_value(order[i].cell, order[i + 1].cell))
            report_twice(l, order[i].cell, order[i + 1].cell);
        if (!again)
            write_cell(l, order[i].cell, labels, &columns, out);
    }
    free(order);
    return STATUS_OK;
}

enum status table_read(const struct files *files, const struct table_settings *settings,
                       struct writer *out, const struct problem_sink *sink)
{
    struct plan plan;
    char mistake[200];
    enum status s = make_plan(&plan, settings, mistake, sizeof mistake) ? STATUS_OK : STATUS_VALUE;
    struct loading l = {.plan = &plan, .sink = sink, .files = files};
    for (uint32_t i = 0; s == STATUS_OK && i < files->count; i++) {
        l.file = i;
        s = read_file(&l, files->list[i].path);
    }
    if (s == STATUS_OK && l.count == 0) {
        s = STATUS_SHORT;
        problem_report(sink, PROBLEM_FATAL, "empty", files->count == 1 ? files->list[0].path : NULL,
                       0, NULL, "no usable row");
    }
    if (l.translated)
        problem_report(sink, PROBLEM_NOTE, "old-symbol", NULL, 0, NULL,
                       "%zu %s an older symbol ('%s' first): translated to today's in status",
                       l.translated, l.translated == 1 ? "cell holds" : "cells hold", l.symbol);
    if (s == STATUS_OK)
        s = write_all(&l, out);
    free(l.rank);
    free(l.cells);
    intern_done(&l.words);
    arena_done(&l.arena);
    return s;
}
