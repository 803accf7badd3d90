// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/check_private.h"
#include "returns/check/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rules that a schema's columns are: a date is a date, a number a number, a code in its list and
 * valid in that year, and what must be given is given. Where the collection numbers the same rule, the
 * finding carries that number. */
enum column_check { IS_MISSING, IS_NO_DATE, IS_NO_NUMBER, IS_NO_CODE, IS_NO_FORM, COLUMN_CHECKS };
static const char *const kind_names[COLUMN_CHECKS] = {"missing", "date", "number", "code",
                                                      "format"};
static const char *const kind_texts[COLUMN_CHECKS] = {
    "must be given", "is not a date (expected DD/MM/YYYY or YYYY-MM-DD)", "is not a number",
    "is not in the code list of the year", "has not the form"};

struct numbered {
    const char *table, *column, *missing,
        *other; /* rule when blank; rule when wrong; NULL = ours */
};

/* From the published list of rules: "missing or not real", "outside the list", ... A rule of C priority is
 * not here: our own name stands for it. */
static const struct numbered numbered[] = {
    {"header", "SEX", "101", "101"},
    {"header", "DOB", "102", "102"},
    {"header", "UASC", "105", "105"},
    {"uasc", "DUC", NULL, "104"},
    {"episodes", "DECOM", "141", "141"},
    {"episodes", "RNE", "143", "143"},
    {"episodes", "LS", "144", "144"},
    {"episodes", "CIN", "145", "145"},
    {"episodes", "PLACE", "146", "146"},
    {"episodes", "DEC", NULL, "147"},
    {"episodes", "REC", NULL, "149"},
    {"episodes", "PLACE_PROVIDER", NULL, "178"},
    {"episodes", "REASON_PLACE_CHANGE", NULL, "1009"},
    {"missing", "MIS_START", NULL, "1004"},
    {"missing", "MIS_END", NULL, "1005"},
    {"missing", "MISSING", NULL, "1006"},
    {"sw_episodes", "SW_DECOM", NULL, "SW04STG1"},
    {"sw_episodes", "SW_DEC", NULL, "SW05STG1"},
    {"dolo", "DOLO_START", NULL, "700"},
    {"dolo", "DOLO_END", NULL, "701"},
};

/* Presence rules that a numbered rule states over several columns, so that ours must be silent. */
static const char *const said_elsewhere[] = {"missing.MISSING",       "missing.MIS_START",
                                             "sw_episodes.SW_ID",     "sw_episodes.SW_DECOM",
                                             "sw_episodes.SW_REASON", NULL};

static bool is_said_elsewhere(const char *table, const char *column)
{
    char name[80];
    snprintf(name, sizeof name, "%s.%s", table, column);
    for (int i = 0; said_elsewhere[i]; i++)
        if (strcmp(name, said_elsewhere[i]) == 0)
            return true;
    return false;
}

static const struct numbered *numbered_for(const struct check *c, const char *table,
                                           const char *column)
{
    for (size_t i = 0; c->is_ssda903 && i < sizeof numbered / sizeof *numbered; i++)
        if (strcmp(numbered[i].table, table) == 0 && strcmp(numbered[i].column, column) == 0)
            return &numbered[i];
    return NULL;
}

static bool has_missing_rule(const struct check *c, const char *table, const char *column)
{
    const struct numbered *n = numbered_for(c, table, column);
    return n && n->missing;
}

static enum column_check kind_of(enum schema_type type)
{
    switch (type) {
    case SCHEMA_DATE:
        return IS_NO_DATE;
    case SCHEMA_CODE:
    case SCHEMA_CHOICE:
        return IS_NO_CODE;
    case SCHEMA_INTEGER:
    case SCHEMA_NUMBER:
        return IS_NO_NUMBER;
    case SCHEMA_TEXT:
        break;
    }
    return COLUMN_CHECKS; /* a text has no wrong form */
}

static bool has_rule(const struct check *c, const struct schema_table *t,
                     const struct schema_column *column, enum column_check kind)
{
    if (kind == IS_MISSING)
        return (column->need == SCHEMA_YES &&
                !(c->is_ssda903 && is_said_elsewhere(t->name, column->name))) ||
               has_missing_rule(c, t->name, column->name);
    if (kind == IS_NO_FORM)
        return format_of(column).kind != FORMAT_NONE;
    return kind == kind_of(column->type) &&
           (kind != IS_NO_CODE || *column->code_list || c->is_ssda903);
}

/* The number of the rule for this column, made when it is ours and new; -1 when memory is out. */
static int rule_of(struct check *c, const struct schema_table *t,
                   const struct schema_column *column, enum column_check kind)
{
    const struct numbered *n = numbered_for(c, t->name, column->name);
    const char *code =
        n && kind != IS_NO_FORM ? (kind == IS_MISSING ? n->missing : n->other) : NULL;
    if (code)
        return rules_find(&c->rules, text_of(code));
    char own[120], description[240];
    snprintf(own, sizeof own, "%s:%s.%s", kind_names[kind], t->name, column->name);
    int found = rules_find(&c->rules, text_of(own));
    if (found >= 0)
        return found;
    snprintf(description, sizeof description, "%s of table %s %s%s%s", column->name, t->name,
             kind_texts[kind], kind == IS_NO_FORM ? " " : "",
             kind == IS_NO_FORM ? column->format : "");
    struct rule rule = {.class = kind == IS_MISSING   ? "presence"
                                 : kind == IS_NO_CODE ? "code list"
                                                      : "format",
                        .severity =
                            kind == IS_MISSING || kind == IS_NO_FORM ? CHECK_WARNING : CHECK_ERROR,
                        .priority = 'C',
                        .first_year = column->first_year,
                        .last_year = column->last_year};
    rule.code = arena_text(&c->rules.arena, text_of(own)).at;
    rule.description = arena_text(&c->rules.arena, text_of(description)).at;
    return rule.code && rule.description ? rules_add(&c->rules, &rule) : -1;
}

static enum status add_column_rule(struct check *c, size_t table, size_t position,
                                   enum column_check kind)
{
    const struct schema_table *t = &c->library->schema.tables[table];
    const struct schema_column *column = &c->library->schema.columns[t->first + position];
    bool other = c->library->only_table >= 0 && (size_t)c->library->only_table != table;
    if (other || !has_rule(c, t, column, kind))
        return STATUS_OK;
    int rule = rule_of(c, t, column, kind);
    if (rule < 0)
        return STATUS_MEMORY;
    c->columns[c->column_count++] =
        (struct column_rule){(uint16_t)table, (uint16_t)position, (int)kind, (uint32_t)rule};
    return STATUS_OK;
}

enum status check_add_column_rules(struct check *c)
{
    const struct schema *s = &c->library->schema;
    c->columns = malloc((s->column_count * COLUMN_CHECKS + 1) * sizeof *c->columns);
    enum status status = c->columns ? STATUS_OK : STATUS_MEMORY;
    for (size_t t = 0; t < s->table_count; t++)
        for (size_t i = 0; i < s->tables[t].count; i++)
            for (int kind = 0; status == STATUS_OK && kind < COLUMN_CHECKS; kind++)
                status = add_column_rule(c, t, i, (enum column_check)kind);
    return status;
}

/* What was last found of codes in one column and year: a return repeats the same few. */
enum { CODES_KEPT = 64, CODE_BYTES = 8 };
struct code_memory {
    struct {
        char code[CODE_BYTES];
        uint8_t size, standing;
    } kept[CODES_KEPT];
};

/* A list may say "nnn": any authority of la.csv, by its old code of three or its new one of nine bytes. */
static enum code_standing look_up(const struct check *c, const struct schema_column *column,
                                  struct text value, int year)
{
    const char *list = column->code_list;
    enum code_standing found = codes_check(&c->codes, list, value, year);
    struct text code;
    if (found == CODE_UNKNOWN && column->type == SCHEMA_CHOICE &&
        codes_read(&c->codes, list, value, &code))
        return codes_check(&c->codes, list, code, year);
    if (found == CODE_UNKNOWN && (value.size == 3 || value.size == 9) &&
        codes_find(&c->codes, list, text_of("nnn")) &&
        authorities_find(&c->authorities, value) >= 0)
        return CODE_VALID;
    return found;
}

static enum code_standing standing_of(const struct check *c, const struct schema_column *column,
                                      struct text value, int year, struct code_memory *memory)
{
    if (value.size > CODE_BYTES)
        return look_up(c, column, value, year);
    unsigned place = 0;
    for (size_t i = 0; i < value.size; i++)
        place = place * 31 + (unsigned char)value.at[i];
    place %= CODES_KEPT;
    if (memory->kept[place].size != value.size ||
        memcmp(memory->kept[place].code, value.at, value.size) != 0) {
        memcpy(memory->kept[place].code, value.at, value.size);
        memory->kept[place].size = (uint8_t)value.size;
        memory->kept[place].standing = (uint8_t)look_up(c, column, value, year);
    }
    return (enum code_standing)memory->kept[place].standing;
}

static bool is_wrong(const struct check *c, const struct schema_column *column,
                     enum column_check kind, struct text value, int year,
                     struct code_memory *memory, const struct format *format, const char **message)
{
    int32_t date;
    double number;
    long whole;
    *message = kind_texts[kind];
    switch (kind) {
    case IS_MISSING:
        return value.size == 0;
    case IS_NO_DATE:
        if (!value.size || date_parse(value, &date) == DATE_READ)
            return false;
        *message = date_reading_text(date_parse(value, &date));
        return true;
    case IS_NO_NUMBER:
        if (column->type == SCHEMA_INTEGER && text_integer(value, &whole))
            return false;
        *message = column->type == SCHEMA_INTEGER ? "is not a whole number" : kind_texts[kind];
        return value.size && (column->type == SCHEMA_INTEGER || !text_number(value, &number));
    case IS_NO_CODE:
        if (!value.size)
            return false;
        switch (standing_of(c, column, value, year, memory)) {
        case CODE_VALID:
            return false;
        case CODE_OTHER_YEAR:
            *message = "is a code of other years, not of this one";
            return true;
        case CODE_UNKNOWN:
            *message = "is not in the code list";
            return true;
        }
        return false;
    case IS_NO_FORM:
        *message = format_message(format);
        return !format_fits(format, value);
    case COLUMN_CHECKS:
        break;
    }
    return false;
}

/* Notes that the column can't be checked in the book. Rules of our own on columns that only
 * portals and regional copies add are there for those who have them. */
static void skip_column(struct check *c, const struct column_rule *r, const struct book *b)
{
    const struct schema_table *t = &c->library->schema.tables[r->table];
    const struct schema_column *column = &c->library->schema.columns[t->first + r->position];
    bool no_table = !(b->present >> r->table & 1);
    bool added = column->need == SCHEMA_DERIVED || column->need == SCHEMA_APPENDED;
    char reason[160];
    if (added && !no_table && strchr(c->rules.list[r->rule].code, ':'))
        return;
    snprintf(reason, sizeof reason, no_table ? "no table %s" : "no column %s",
             no_table ? t->name : column->name);
    check_skip(c, r->rule, b->year, reason);
}

/* A check of a column that can run in the book at hand. */
struct running {
    const struct column_rule *rule;
    const struct schema_column *column;
    struct format format;
    struct code_memory memory;
};

/* The checks of table TABLE that can run in book B, to OUT; *AT moves behind them in c->columns, where they
 * stand together. The others are noted as skipped. */
static size_t find_running(struct check *c, const struct book *b, size_t table, size_t *at,
                           struct running *out)
{
    const struct schema *s = &c->library->schema;
    size_t n = 0;
    for (; *at < c->column_count && c->columns[*at].table == table; ++*at) {
        const struct column_rule *r = &c->columns[*at];
        if (!c->outcomes[r->rule].wanted || !rule_in_force(&c->rules.list[r->rule], b->year))
            continue;
        if (!(b->present >> table & 1) || !(c->sent[table] >> r->position & 1)) {
            skip_column(c, r, b);
            continue;
        }
        c->outcomes[r->rule].ran++;
        out[n] = (struct running){.rule = r,
                                  .column = &s->columns[s->tables[table].first + r->position]};
        out[n].format = format_of(out[n].column);
        n++;
    }
    return n;
}

/* Row by row, since a row's cells stand together in memory and a column's don't. */
static void check_rows(struct check *c, const struct book *b, size_t table, struct running *running,
                       size_t n)
{
    const struct library *l = c->library;
    for (size_t i = 0; n && i < b->count[table]; i++) {
        const struct book_row *row = &l->tables[table].rows[b->first[table] + i];
        uint64_t sent = l->files[row->file].columns;
        for (size_t k = 0; k < n; k++) {
            struct running *r = &running[k];
            struct text value = book_cell(row, r->rule->position);
            const char *message;
            if (!(sent >> r->rule->position & 1) ||
                !is_wrong(c, r->column, (enum column_check)r->rule->kind, value, b->year,
                          &r->memory, &r->format, &message))
                continue;
            c->rule = r->rule->rule;
            check_add_finding(c, row, r->column->name, value, message);
        }
    }
}

void check_columns(struct check *c, uint16_t book)
{
    const struct book *b = &c->library->books[book];
    struct running *running = malloc((c->column_count + 1) * sizeof *running);
    if (!running) {
        c->out_of_memory = true;
        return;
    }
    size_t at = 0;
    for (size_t t = 0; t < c->library->schema.table_count; t++) {
        size_t n = find_running(c, b, t, &at, running);
        check_rows(c, b, t, running, n);
    }
    free(running);
}
