// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/schema.h"
#include "returns/embedded.h"
#include "table/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TABLE,
    COLUMN,
    TYPE,
    REQUIRED,
    IDENTIFIES,
    CODE_LIST,
    FIRST_YEAR,
    LAST_YEAR,
    FORMAT,
    NOTE,
    SPELL,
    CELLS
};
static const char *const cell_names[] = {"table",      "column",    "type",       "required",
                                         "identifies", "code_list", "first_year", "last_year",
                                         "format",     "note",      NULL};
static const char *const type_names[] = {"text",   "date",   "code", "integer",
                                         "number", "choice", NULL};
static const char *const need_names[] = {"yes", "conditional", "no", "derived", "appended", NULL};

static int name_index(struct text t, const char *const *names)
{
    for (int i = 0; names[i]; i++)
        if (text_is(t, names[i]))
            return i;
    return -1;
}

/* A cell that is a key word of NAMES; -1 after a report. */
static int key_word(struct rows *r, int cell, const char *const *names)
{
    struct text t = text_trim(rows_cell(r, cell));
    int index = name_index(t, names);
    char shown[64];
    if (index < 0)
        rows_problem(r, PROBLEM_FATAL, "schema", cell, "'%s' is not a key word of a schema",
                     text_show(t, shown, sizeof shown));
    return index;
}

static bool keep_text(struct schema *s, struct rows *r, int cell, const char **out)
{
    *out = arena_text(&s->arena, text_trim(rows_cell(r, cell))).at;
    return *out != NULL;
}

static bool read_year(struct rows *r, int cell, int *out)
{
    struct text t = text_trim(rows_cell(r, cell));
    long year = 0;
    if (t.size && (!text_integer(t, &year) || year < 1900 || year > 2199)) {
        rows_problem(r, PROBLEM_FATAL, "schema", cell, "not a year");
        return false;
    }
    *out = (int)year;
    return true;
}

/* Room for one more of an array that grows by doubling at powers of two. */
static bool grow(void **array, size_t count, size_t size)
{
    if (count & (count - 1))
        return true;
    void *more = realloc(*array, (count ? count * 2 : 1) * size);
    if (!more)
        return false;
    *array = more;
    return true;
}

/* The table that the next column belongs to: the last one, a new one, or that of "*". */
static struct schema_table *table_of(struct schema *s, struct text name)
{
    if (text_is(name, "*")) {
        if (!s->common.count)
            s->common = (struct schema_table){"*", s->column_count, 0};
        return &s->common;
    }
    if (s->table_count && text_is(name, s->tables[s->table_count - 1].name))
        return &s->tables[s->table_count - 1];
    if (!grow((void **)&s->tables, s->table_count, sizeof *s->tables))
        return NULL;
    const char *kept = arena_text(&s->arena, name).at;
    if (!kept)
        return NULL;
    s->tables[s->table_count] = (struct schema_table){kept, s->column_count, 0};
    return &s->tables[s->table_count++];
}

static enum status read_column(struct schema *s, struct rows *r, const int *cell)
{
    struct schema_table *t = table_of(s, text_trim(rows_cell(r, cell[TABLE])));
    if (!t || !grow((void **)&s->columns, s->column_count, sizeof *s->columns))
        return STATUS_MEMORY;
    if (t->first + t->count != s->column_count) {
        rows_problem(r, PROBLEM_FATAL, "schema", cell[TABLE],
                     "the columns of a table must stand together");
        return STATUS_FORMAT;
    }
    struct schema_column *c = &s->columns[s->column_count];
    int type = key_word(r, cell[TYPE], type_names);
    int need = key_word(r, cell[REQUIRED], need_names);
    if (type < 0 || need < 0 || !read_year(r, cell[FIRST_YEAR], &c->first_year) ||
        !read_year(r, cell[LAST_YEAR], &c->last_year))
        return STATUS_FORMAT;
    c->type = (enum schema_type)type;
    c->need = (enum schema_need)need;
    struct text identifies = text_trim(rows_cell(r, cell[IDENTIFIES]));
    c->is_key = text_is(identifies, "key") || text_is(identifies, "part");
    c->identifies = text_is(identifies, "key") || text_is(identifies, "yes");
    if (!keep_text(s, r, cell[COLUMN], &c->name) || !keep_text(s, r, cell[NOTE], &c->note) ||
        !keep_text(s, r, cell[CODE_LIST], &c->code_list) ||
        !keep_text(s, r, cell[FORMAT], &c->format) || !keep_text(s, r, cell[SPELL], &c->spell))
        return STATUS_MEMORY;
    t->count++;
    s->column_count++;
    return STATUS_OK;
}

enum status schema_load(struct schema *s, const char *name, const char *path,
                        const struct problem_sink *sink)
{
    *s = (struct schema){.common = {"*", 0, 0}};
    struct rows *r;
    enum status status = embedded_open(&r, name, path, sink);
    if (status != STATUS_OK)
        return status;
    int cell[CELLS];
    status = rows_columns(r, cell_names, cell);
    cell[SPELL] = rows_column(r, "spell");
    while (status == STATUS_OK && (status = rows_next(r)) == STATUS_OK)
        status = read_column(s, r, cell);
    rows_close(r);
    if (status == STATUS_END)
        return STATUS_OK;
    schema_done(s);
    return status;
}

void schema_done(struct schema *s)
{
    arena_done(&s->arena);
    free(s->columns);
    free(s->tables);
    *s = (struct schema){0};
}

/* The next letter or digit of T from *I on, in lower case; bytes that are not ASCII count as letters;
 * 0 at the end. */
static int next_letter(struct text t, size_t *i)
{
    while (*i < t.size) {
        unsigned char c = (unsigned char)t.at[(*i)++];
        if (c >= 'A' && c <= 'Z')
            return c - 'A' + 'a';
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            return c;
    }
    return 0;
}

/* Whether A and B have the same letters and digits, whatever their case and what stands between. */
static bool same_letters(struct text a, struct text b)
{
    size_t i = 0, k = 0;
    for (;;) {
        int x = next_letter(a, &i), y = next_letter(b, &k);
        if (x != y)
            return false;
        if (x == 0)
            return i > 0 && k > 0;
    }
}

static const struct schema_column *column_in(const struct schema *s, const struct schema_table *t,
                                             struct text name)
{
    for (size_t i = t->first; i < t->first + t->count; i++)
        if (same_letters(name, text_of(s->columns[i].name)))
            return &s->columns[i];
    return NULL;
}

const struct schema_column *schema_column(const struct schema *s, const struct schema_table *t,
                                          struct text name)
{
    const struct schema_column *c = column_in(s, t, name);
    return c ? c : column_in(s, &s->common, name);
}

int schema_cell(const struct text *names, size_t count, const char *name)
{
    int found = -1, alike = -1;
    for (size_t i = 0; i < count; i++)
        if (text_is(names[i], name))
            return (int)i;
        else if (found < 0 && text_is_nocase(names[i], name))
            found = (int)i;
        else if (alike < 0 && same_letters(names[i], text_of(name)))
            alike = (int)i;
    return found >= 0 ? found : alike;
}

const struct schema_table *schema_match(const struct schema *s, const struct text *names,
                                        size_t count, const struct schema_table **nearest)
{
    const struct schema_table *best = NULL;
    size_t best_shared = 0, nearest_shared = 0;
    *nearest = NULL;
    for (const struct schema_table *t = s->tables; t < s->tables + s->table_count; t++) {
        size_t shared = 0;
        bool all = true;
        for (size_t i = t->first; i < t->first + t->count; i++) {
            bool has = schema_cell(names, count, s->columns[i].name) >= 0;
            shared += has;
            all &= has || !s->columns[i].identifies;
        }
        if (all && shared > best_shared) {
            best_shared = shared;
            best = t;
        }
        if (shared > nearest_shared) {
            nearest_shared = shared;
            *nearest = t;
        }
    }
    return best;
}

/* Adds NAME to the list "A, B" in BUFFER; what does not fit is left out whole. */
static void list_add(char *buffer, size_t size, struct text name)
{
    char shown[64];
    size_t used = strlen(buffer);
    text_show(name, shown, sizeof shown);
    if (used + (used ? 2 : 0) + strlen(shown) < size)
        snprintf(buffer + used, size - used, "%s%s", used ? ", " : "", shown);
}

size_t schema_missing(const struct schema *s, const struct schema_table *t,
                      const struct text *names, size_t count, bool only_identifying, char *buffer,
                      size_t size)
{
    size_t missing = 0;
    buffer[0] = '\0';
    for (size_t i = t->first; i < t->first + t->count; i++) {
        const struct schema_column *c = &s->columns[i];
        bool wanted = only_identifying ? c->identifies : c->need <= SCHEMA_NO;
        if (!wanted || schema_cell(names, count, c->name) >= 0)
            continue;
        missing++;
        list_add(buffer, size, text_of(c->name));
    }
    return missing;
}

size_t schema_extra(const struct schema *s, const struct schema_table *t, const struct text *names,
                    size_t count, char *buffer, size_t size)
{
    size_t extra = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (schema_column(s, t, names[i]))
            continue;
        extra++;
        list_add(buffer, size, names[i]);
    }
    return extra;
}
