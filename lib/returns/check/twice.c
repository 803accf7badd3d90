// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/check_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rule that a table's key is: no two rows of one subject in one return have the same cells in all the
 * columns that tell a row from the others (schema: identifies = key or part). */

/* The collection numbers this rule for some tables. */
static const struct {
    const char *table, *rule;
} numbered[] = {{"header", "INT32"}, {"uasc", "INT36"}};

static bool is_numbered(const struct check *c, const char *table)
{
    for (size_t i = 0; c->is_ssda903 && i < sizeof numbered / sizeof *numbered; i++)
        if (strcmp(numbered[i].table, table) == 0)
            return true;
    return false;
}

/* The names of the key's columns, "A, B"; their number. */
static size_t key_names(const struct schema *s, const struct schema_table *t, char *names,
                        size_t size)
{
    size_t n = 0, used = 0;
    *names = '\0';
    for (size_t i = t->first; i < t->first + t->count; i++)
        if (s->columns[i].is_key && used < size) {
            used += (size_t)snprintf(names + used, size - used, "%s%s", n ? ", " : "",
                                     s->columns[i].name);
            n++;
        }
    return n;
}

static enum status add_rule(struct check *c, size_t table)
{
    const struct schema *s = &c->library->schema;
    const struct schema_table *t = &s->tables[table];
    bool other = c->library->only_table >= 0 && (size_t)c->library->only_table != table;
    char names[200], code[80], description[300];
    c->twice[table] = -1;
    if (other || is_numbered(c, t->name) || !key_names(s, t, names, sizeof names))
        return STATUS_OK;
    snprintf(code, sizeof code, "twice:%s", t->name);
    snprintf(description, sizeof description, "Two rows of table %s with the same %s", t->name,
             names);
    struct rule rule = {
        .class = "unique key", .severity = CHECK_WARNING, .priority = 'C', .first_year = 0};
    for (size_t i = t->first; i < t->first + t->count; i++)
        if (s->columns[i].first_year > rule.first_year)
            rule.first_year = s->columns[i].is_key ? s->columns[i].first_year : rule.first_year;
    rule.code = arena_text(&c->rules.arena, text_of(code)).at;
    rule.description = arena_text(&c->rules.arena, text_of(description)).at;
    c->twice[table] = rule.code && rule.description ? rules_add(&c->rules, &rule) : -1;
    return c->twice[table] < 0 ? STATUS_MEMORY : STATUS_OK;
}

enum status check_add_key_rules(struct check *c)
{
    enum status status = STATUS_OK;
    for (size_t t = 0; t < c->library->schema.table_count && status == STATUS_OK; t++)
        status = add_rule(c, t);
    return status;
}

/* The key's columns but the subject's, which the rows of a group share. */
struct key {
    int columns[8];
    size_t count;
};

static struct key key_of(const struct library *l, const struct schema_table *t)
{
    struct key key = {.count = 0};
    for (size_t i = 0; i < t->count && key.count < sizeof key.columns / sizeof *key.columns; i++) {
        const struct schema_column *column = &l->schema.columns[t->first + i];
        if (column->is_key && !(l->kind->key && strcmp(column->name, l->kind->key) == 0))
            key.columns[key.count++] = (int)i;
    }
    return key;
}

static bool same_key(const struct key *key, const struct book_row *a, const struct book_row *b)
{
    for (size_t i = 0; i < key->count; i++)
        if (!text_equal(book_cell(a, key->columns[i]), book_cell(b, key->columns[i])))
            return false;
    return true;
}

static void say_twice(struct check *c, const struct schema_table *t, const struct book_row *row,
                      const struct book_row *first)
{
    char names[200], message[320];
    const struct schema *s = &c->library->schema;
    size_t key = 0;
    key_names(s, t, names, sizeof names);
    while (!s->columns[t->first + key].is_key)
        key++;
    snprintf(message, sizeof message, "the same %s as on line %u%s%s", names, first->line,
             first->file == row->file ? "" : " of ",
             first->file == row->file ? "" : c->library->files[first->file].path);
    check_add_finding(c, row, s->columns[t->first + key].name, book_cell(row, (int)key), message);
}

/* The rows of one subject. A subject has few rows in a sound return; what has very many is looked at only
 * so far back that the time stays in bounds. */
static void check_group(struct check *c, const struct schema_table *t, const struct key *key,
                        const struct book_row *rows, size_t n)
{
    enum { BACK_MOST = 200 };
    for (size_t i = 1; i < n; i++)
        for (size_t k = i > BACK_MOST ? i - BACK_MOST : 0; k < i; k++)
            if (same_key(key, &rows[k], &rows[i])) {
                say_twice(c, t, &rows[i], &rows[k]);
                break;
            }
}

static void check_table(struct check *c, const struct book *b, size_t table)
{
    const struct schema_table *t = &c->library->schema.tables[table];
    const struct book_row *rows = c->library->tables[table].rows + b->first[table];
    struct key key = key_of(c->library, t);
    for (size_t from = 0, to; from < b->count[table]; from = to) {
        for (to = from + 1; to < b->count[table] && rows[to].subject == rows[from].subject; to++) {
        }
        if (to - from > 1 && rows[from].subject != INTERN_NONE)
            check_group(c, t, &key, rows + from, to - from);
    }
}

void check_keys(struct check *c, uint16_t book)
{
    const struct book *b = &c->library->books[book];
    for (size_t t = 0; t < c->library->schema.table_count; t++) {
        int rule = c->twice[t];
        if (rule < 0 || !c->outcomes[rule].wanted || !rule_in_force(&c->rules.list[rule], b->year))
            continue;
        if (!(b->present >> t & 1)) {
            char reason[120];
            snprintf(reason, sizeof reason, "no table %s", c->library->schema.tables[t].name);
            check_skip(c, (uint32_t)rule, b->year, reason);
            continue;
        }
        c->rule = (uint32_t)rule;
        c->outcomes[rule].ran++;
        if (b->count[t])
            check_table(c, b, t);
    }
}
