// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/library_private.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 64, ROW_BYTES_MOST = UINT16_MAX };

/* One file while it is read: where its cells stand, in the schema's order. */
struct reading {
    struct library *l;
    struct rows *rows;
    const struct schema_table *table;
    int table_number;
    int cell[COLUMNS_MOST]; /* -1: the file has no such column */
    int key, la, year;      /* cells; -1: none */
    uint32_t default_la;
    int default_year;
    uint16_t file;
    struct text last_la;
    uint32_t last_la_number;
    struct text last_key; /* of the row before: a subject's rows often stand together */
    uint32_t last_subject;
};

static enum status say_unknown(const struct library *l, struct rows *rows,
                               const struct schema_table *nearest)
{
    const struct text *names;
    size_t count = rows_header(rows, &names);
    char missing[300] = "", extra[300] = "";
    if (nearest) {
        schema_missing(&l->schema, nearest, names, count, true, missing, sizeof missing);
        schema_extra(&l->schema, nearest, names, count, extra, sizeof extra);
    }
    if (nearest)
        problem_report(rows_sink(rows), PROBLEM_WARNING, "unknown-table", rows_name(rows), 1, NULL,
                       "no table of this return: passed over (nearest is %s: missing %s; "
                       "unknown %s)",
                       nearest->name, *missing ? missing : "nothing", *extra ? extra : "nothing");
    else
        problem_report(rows_sink(rows), PROBLEM_WARNING, "unknown-table", rows_name(rows), 1, NULL,
                       "no table of this return: passed over");
    return STATUS_OK;
}

static void say_columns(const struct reading *r, const struct text *names, size_t count)
{
    char list[400];
    if (schema_missing(&r->l->schema, r->table, names, count, false, list, sizeof list))
        problem_report(rows_sink(r->rows), PROBLEM_WARNING, "missing-column", rows_name(r->rows), 1,
                       NULL, "table %s without the columns %s: rules on them are skipped",
                       r->table->name, list);
    if (schema_extra(&r->l->schema, r->table, names, count, list, sizeof list))
        problem_report(rows_sink(r->rows), PROBLEM_NOTE, "extra-column", rows_name(r->rows), 1,
                       NULL, "columns that table %s does not have are not checked: %s",
                       r->table->name, list);
}

static void find_cells(struct reading *r, const struct library_options *options)
{
    const struct text *names;
    size_t count = rows_header(r->rows, &names);
    r->key = r->la = r->year = -1;
    for (size_t i = 0; i < r->table->count; i++)
        r->cell[i] = schema_cell(names, count, r->l->schema.columns[r->table->first + i].name);
    if (options->kind->key)
        r->key = schema_cell(names, count, options->kind->key);
    if (schema_column(&r->l->schema, &r->l->schema.common, text_of("LA")))
        r->la = schema_cell(names, count, "LA");
    if (schema_column(&r->l->schema, &r->l->schema.common, text_of("YEAR")))
        r->year = schema_cell(names, count, "YEAR");
    say_columns(r, names, count);
}

/* Copies the present row's cells, trimmed and codes in upper case, behind each other. */
static bool copy_cells(struct reading *r, struct book_row *row)
{
    size_t n = r->table->count, size = 0;
    struct text cells[COLUMNS_MOST];
    for (size_t i = 0; i < n; i++) {
        cells[i] =
            r->cell[i] < 0 ? (struct text){NULL, 0} : text_trim(rows_cell(r->rows, r->cell[i]));
        size += cells[i].size;
    }
    if (size > ROW_BYTES_MOST) {
        rows_problem(r->rows, PROBLEM_ROW, "long-row", r->cell[0],
                     "the row is longer than 65,535 bytes: row left out");
        return false;
    }
    /* offsets first, aligned for them; the text behind */
    char *block = arena_take(&r->l->arena, (n + 1) * sizeof(uint16_t) + size + 1);
    if (!block)
        return false;
    uint16_t *offset = (uint16_t *)(void *)block;
    char *text = block + (n + 1) * sizeof *offset, *at = text;
    for (size_t i = 0; i < n; i++) {
        offset[i] = (uint16_t)(at - text);
        bool upper = r->l->schema.columns[r->table->first + i].type == SCHEMA_CODE;
        for (size_t k = 0; k < cells[i].size; k++, at++)
            *at = cells[i].at[k];
        for (char *c = text + offset[i]; upper && c < at; c++)
            if (*c >= 'a' && *c <= 'z')
                *c = (char)(*c - 32);
    }
    offset[n] = (uint16_t)(at - text);
    row->offset = offset;
    row->text = text;
    return true;
}

static uint32_t la_of(struct reading *r)
{
    if (r->la < 0)
        return r->default_la;
    struct text la = text_trim(rows_cell(r->rows, r->la));
    if (r->last_la.at && text_equal(la, r->last_la))
        return r->last_la_number;
    r->last_la_number = intern_add(&r->l->las, la);
    if (r->last_la_number != INTERN_NONE)
        r->last_la = intern_text(&r->l->las, r->last_la_number);
    return r->last_la_number;
}

/* The row's own year; 0 when it has to come from elsewhere. */
static int year_of(struct reading *r)
{
    if (r->year < 0)
        return r->default_year;
    struct text cell = text_trim(rows_cell(r->rows, r->year));
    long year;
    if (text_integer(cell, &year) && year >= 1990 && year <= 2199)
        return (int)year;
    char shown[40];
    rows_problem(r->rows, PROBLEM_WARNING, "not-a-year", r->year,
                 "'%s' is not the year in which a return ends",
                 text_show(cell, shown, sizeof shown));
    return r->default_year;
}

/* The number of KEY. Rows of one subject stand together, and the tables of a return are in the same order:
 * so it is often the last one's number, or the next. */
static uint32_t number_of(struct reading *r, struct text key)
{
    struct intern *subjects = &r->l->subjects;
    uint32_t next = r->last_key.at ? r->last_subject + 1 : 0;
    if (r->last_key.at && text_equal(r->last_key, key))
        return r->last_subject;
    if (next < subjects->count && text_equal(intern_text(subjects, next), key))
        r->last_subject = next;
    else
        r->last_subject = intern_add(subjects, key);
    if (r->last_subject != INTERN_NONE)
        r->last_key = intern_text(subjects, r->last_subject);
    return r->last_subject;
}

/* The number of the subject: the same key in two authorities is two subjects. */
static bool subject_of(struct reading *r, uint32_t la, uint32_t *out)
{
    char key[300];
    *out = INTERN_NONE;
    if (r->key < 0)
        return true;
    struct text id = text_trim(rows_cell(r->rows, r->key));
    if (!id.size)
        return true;
    if (id.size > sizeof key - sizeof la)
        id.size = sizeof key - sizeof la;
    memcpy(key, &la, sizeof la);
    memcpy(key + sizeof la, id.at, id.size);
    *out = number_of(r, (struct text){key, sizeof la + id.size});
    return *out != INTERN_NONE;
}

static enum status add_row(struct reading *r)
{
    struct book_table *t = &r->l->tables[r->table_number];
    if (t->count == t->room) {
        size_t room = t->room ? t->room * 2 : 64;
        struct book_row *more = realloc(t->rows, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        t->rows = more;
        t->room = room;
    }
    struct book_row row = {.line = (uint32_t)rows_line(r->rows), .file = r->file};
    uint32_t la = la_of(r);
    if (la >= UINT16_MAX || !subject_of(r, la, &row.subject))
        return STATUS_MEMORY;
    row.la = (uint16_t)la;
    row.year = (int16_t)year_of(r);
    r->l->rows_read++;
    if (copy_cells(r, &row))
        t->rows[t->count++] = row;
    return STATUS_OK;
}

static enum status add_file(const struct reading *r, const struct file *file)
{
    struct library *l = r->l;
    uint64_t columns = 0;
    for (size_t i = 0; i < r->table->count; i++)
        columns |= (uint64_t)(r->cell[i] >= 0) << i;
    if (l->file_count == UINT16_MAX)
        return STATUS_MEMORY;
    struct book_file *more = realloc(l->files, (l->file_count + 1) * sizeof *more);
    if (!more)
        return STATUS_MEMORY;
    l->files = more;
    l->files[l->file_count++] =
        (struct book_file){file->path, r->table_number, file->folder, 0, r->year >= 0, columns};
    l->tables[r->table_number].files++;
    return STATUS_OK;
}

static enum status read_table(struct reading *r, const struct file *file,
                              const struct library_options *options)
{
    if (r->table->count > COLUMNS_MOST)
        return STATUS_VALUE;
    find_cells(r, options);
    r->default_la = intern_add(&r->l->las, text_of(options->la ? options->la : ""));
    r->default_year = options->year;
    r->file = (uint16_t)r->l->file_count;
    enum status s = add_file(r, file);
    while (s == STATUS_OK && (s = rows_next(r->rows)) == STATUS_OK)
        s = add_row(r);
    return s == STATUS_END ? STATUS_OK : s;
}

enum status library_read_file(struct library *l, const struct file *file,
                              const struct library_options *options,
                              const struct problem_sink *sink)
{
    struct reading r = {.l = l};
    enum status s = rows_open(&r.rows, file->path, sink);
    if (s != STATUS_OK)
        return s;
    const struct text *names;
    size_t count = rows_header(r.rows, &names);
    const struct schema_table *nearest;
    r.table = schema_match(&l->schema, names, count, &nearest);
    r.table_number = r.table ? (int)(r.table - l->schema.tables) : -1;
    if (r.table && l->only_table >= 0 && r.table_number != l->only_table) {
        problem_report(sink, PROBLEM_NOTE, "other-table", rows_name(r.rows), 1, NULL,
                       "table %s is not of the return %s: passed over", r.table->name,
                       l->kind->name);
    } else if (r.table) {
        s = read_table(&r, file, options);
    } else {
        s = say_unknown(l, r.rows, nearest);
    }
    rows_close(r.rows);
    return s;
}
