// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Files to rows: which table a file is, what is said about its columns, and each row's authority, year
 * and cells. */

/* One file while it is read. */
struct loading {
    struct roll *r;
    struct rows *rows;
    struct roll_table *table;
    int number; /* of the table */
    uint32_t file;
    int cell[ROLL_COLUMNS_MOST];
    int la, year;
};

int roll_table_number(const struct roll *r, const char *name)
{
    for (size_t i = 0; i < r->schema.table_count; i++)
        if (strcmp(r->schema.tables[i].name, name) == 0)
            return (int)i;
    return -1;
}

int roll_column(const struct roll *r, int table, const char *name)
{
    const struct schema_table *t = &r->schema.tables[table];
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(r->schema.columns[t->first + i].name, name) == 0)
            return (int)i;
    return -1;
}

static const struct schema_column *column_at(const struct loading *l, size_t position)
{
    return &l->r->schema.columns[l->table->schema->first + position];
}

/* -- what is said about columns */

static void add_name(char *list, size_t size, const char *name)
{
    size_t used = strlen(list), n = strlen(name);
    if (used + n + 3 > size)
        return;
    if (used)
        memcpy(list + used, ", ", 3);
    memcpy(list + strlen(list), name, n + 1);
}

static void say_columns(struct loading *l, const struct text *names, size_t count)
{
    char missing[400] = "", extra[400];
    for (size_t i = 0; i < l->table->schema->count; i++)
        if (l->cell[i] < 0 && column_at(l, i)->need <= SCHEMA_CONDITIONAL)
            add_name(missing, sizeof missing, column_at(l, i)->name);
    if (*missing)
        problem_report(l->r->sink, PROBLEM_WARNING, "missing-columns", rows_name(l->rows), 1, NULL,
                       "this table of %s has no column %s: read as empty", l->table->schema->name,
                       missing);
    if (schema_extra(&l->r->schema, l->table->schema, names, count, extra, sizeof extra))
        problem_report(l->r->sink, PROBLEM_NOTE, "extra-columns", rows_name(l->rows), 1, NULL,
                       "not columns of %s, and not read: %s", l->table->schema->name, extra);
}

static void say_unknown(struct roll *r, struct rows *rows, const struct schema_table *nearest)
{
    const struct text *names;
    size_t count = rows_header(rows, &names);
    char missing[400], extra[400];
    if (!nearest) {
        problem_report(r->sink, PROBLEM_WARNING, "unknown-table", rows_name(rows), 1, NULL,
                       "no table of this return: none of its columns is known; not read");
        return;
    }
    schema_missing(&r->schema, nearest, names, count, true, missing, sizeof missing);
    size_t extras = schema_extra(&r->schema, nearest, names, count, extra, sizeof extra);
    problem_report(r->sink, PROBLEM_WARNING, "unknown-table", rows_name(rows), 1, NULL,
                   "no table of this return: to be %s it lacks %s%s%s; not read", nearest->name,
                   missing, extras ? "; it also has " : "", extras ? extra : "");
}

/* -- rows */

static int role_position(const struct loading *l, const char *role)
{
    for (size_t i = 0; i < l->table->schema->count; i++) {
        struct text names = text_of(column_at(l, i)->spell);
        if (names.size && text_is(text_cut(&names, '|'), role))
            return (int)i;
    }
    return -1;
}

static void find_cells(struct loading *l)
{
    const struct text *names;
    size_t count = rows_header(l->rows, &names);
    for (size_t i = 0; i < l->table->schema->count; i++)
        l->cell[i] = schema_cell(names, count, column_at(l, i)->name);
    int la = role_position(l, "la");
    l->la = la >= 0 ? l->cell[la] : -1;
    if (l->la < 0)
        l->la = schema_cell(names, count, "LA");
    l->year = schema_cell(names, count, "YEAR");
    say_columns(l, names, count);
}

/* The number of the row's authority: its LA, else --la, else empty (said once). */
static uint32_t la_of(struct loading *l)
{
    struct roll *r = l->r;
    struct text la = text_trim(rows_cell(l->rows, l->la));
    if (la.size)
        return intern_add(&r->las, la);
    r->used_la = true;
    return intern_add(&r->las, text_of(r->options->la));
}

static int year_of(struct loading *l)
{
    struct text t = text_trim(rows_cell(l->rows, l->year));
    long year;
    char shown[40];
    if (text_integer(t, &year) && year >= 1990 && year <= 2199)
        return (int)year;
    if (t.size)
        rows_problem(l->rows, PROBLEM_WARNING, "not-a-year", l->year,
                     "'%s' is not the year in which a return ends (YYYY); taken from %s",
                     text_show(t, shown, sizeof shown),
                     l->r->options->year ? "--year" : "the file's dates");
    l->r->used_year = true;
    return l->r->options->year;
}

static struct roll_row *new_row(struct roll_table *t)
{
    if (t->count == t->room) {
        size_t room = t->room ? t->room * 2 : 256;
        struct roll_row *more = realloc(t->rows, room * sizeof *more);
        if (!more)
            return NULL;
        t->rows = more;
        t->room = room;
    }
    return &t->rows[t->count];
}

/* Reads the row's cells into CELLS; *use false when the row has to be left out. */
static bool read_cells(struct loading *l, uint32_t *cells, bool *use)
{
    struct roll *r = l->r;
    bool main = l->number == r->main;
    *use = true;
    for (size_t i = 0; i < l->table->schema->count && *use; i++) {
        bool structural = main && r->structural[i];
        switch (roll_cell(r, l->rows, l->cell[i], column_at(l, i), structural, &cells[i])) {
        case ROLL_CELL_MEMORY:
            return false;
        case ROLL_CELL_LOST:
            *use = !structural;
            break;
        case ROLL_CELL_GOOD:
            break;
        }
    }
    r->left_out[ROLL_BAD_DATE] += !*use;
    return true;
}

/* A row of the main table is about somebody; false after a report. */
static bool has_id(struct loading *l, const uint32_t *cells)
{
    struct roll *r = l->r;
    if (l->number != r->main || r->roles.id < 0 || cells[r->roles.id])
        return true;
    r->left_out[ROLL_NO_ID]++;
    rows_problem(l->rows, PROBLEM_ROW, "no-id", l->cell[r->roles.id], "empty; row left out");
    return false;
}

static enum status read_row(struct loading *l)
{
    struct roll *r = l->r;
    bool use;
    uint32_t *cells = arena_take(&r->arena, (l->table->schema->count + 1) * sizeof *cells);
    if (!cells || !read_cells(l, cells, &use))
        return STATUS_MEMORY;
    if (!use || !has_id(l, cells))
        return STATUS_OK;
    struct roll_row *row = new_row(l->table);
    uint32_t la = la_of(l);
    if (!row || la == INTERN_NONE)
        return STATUS_MEMORY;
    *row = (struct roll_row){cells, la, INTERN_NONE, l->file, (uint32_t)rows_line(l->rows)};
    if (l->number == r->main) {
        row->sheet = roll_sheet(r, la, year_of(l), l->file);
        if (row->sheet == INTERN_NONE)
            return STATUS_MEMORY;
    }
    l->table->count++;
    return STATUS_OK;
}

static enum status load_table(struct loading *l)
{
    if (l->table->schema->count >= ROLL_COLUMNS_MOST)
        return STATUS_VALUE;
    find_cells(l);
    l->table->files++;
    enum status s = STATUS_OK;
    while (s == STATUS_OK && (s = rows_next(l->rows)) == STATUS_OK)
        s = read_row(l);
    l->table->rows_read += rows_count(l->rows) + rows_left_out(l->rows);
    if (l->number == l->r->main)
        l->r->left_out[ROLL_RAGGED] += rows_left_out(l->rows);
    return s == STATUS_END ? STATUS_OK : s;
}

/* An empty file holds no row; said, and passed over. */
static bool is_empty(const struct roll *r, const char *path)
{
    struct stat info;
    if (strcmp(path, "-") == 0 || stat(path, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size)
        return false;
    problem_report(r->sink, PROBLEM_NOTE, "empty-file", path, 0, NULL,
                   "empty file: not even a header line; passed over");
    return true;
}

enum status roll_load(struct roll *r, const struct file *file, uint32_t number)
{
    struct loading l = {.r = r, .file = number};
    r->file = number;
    if (is_empty(r, file->path))
        return STATUS_OK;
    enum status s = rows_open(&l.rows, file->path, r->sink);
    if (s != STATUS_OK)
        return s;
    const struct text *names;
    const struct schema_table *nearest;
    size_t count = rows_header(l.rows, &names);
    const struct schema_table *t = schema_match(&r->schema, names, count, &nearest);
    if (!t) {
        say_unknown(r, l.rows, nearest);
    } else {
        l.number = (int)(t - r->schema.tables);
        l.table = &r->tables[l.number];
        l.table->schema = t;
        if (r->wanted[l.number])
            s = load_table(&l);
        else
            l.table->files++;
    }
    rows_close(l.rows);
    return s;
}
