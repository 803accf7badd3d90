// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/rules.h"

#include "returns/embedded.h"
#include "table/rows.h"

#include <stdio.h>
#include <stdlib.h>

enum { CODE, CLASS, SEVERITY, PRIORITY, FIRST_YEAR, LAST_YEAR, DESCRIPTION, CELLS };
static const char *const cell_names[] = {"code",       "class",     "severity",    "priority",
                                         "first_year", "last_year", "description", NULL};

const char *const check_severity_names[] = {"error", "warning", "query", NULL};

static bool keep(struct rules *r, struct rows *rows, int cell, const char **out)
{
    *out = arena_text(&r->arena, rows_cell(rows, cell)).at;
    return *out != NULL;
}

static int year_of(struct rows *rows, int cell)
{
    long year = 0;
    return text_integer(rows_cell(rows, cell), &year) ? (int)year : 0;
}

int rules_add(struct rules *r, const struct rule *rule)
{
    if (!(r->count & (r->count - 1))) {
        struct rule *more = realloc(r->list, (r->count ? r->count * 2 : 1) * sizeof *more);
        if (!more)
            return -1;
        r->list = more;
    }
    r->list[r->count] = *rule;
    return (int)r->count++;
}

static enum status read_rule(struct rules *r, struct rows *rows, const int *cell)
{
    struct text severity = rows_cell(rows, cell[SEVERITY]);
    int s = 0;
    while (s < CHECK_SEVERITIES && !text_is(severity, check_severity_names[s]))
        s++;
    if (s == CHECK_SEVERITIES) {
        rows_problem(rows, PROBLEM_FATAL, "rules", cell[SEVERITY],
                     "a severity is error, warning or query");
        return STATUS_FORMAT;
    }
    struct text priority = rows_cell(rows, cell[PRIORITY]);
    struct rule rule = {.severity = (enum check_severity)s,
                        .priority = priority.size ? *priority.at : 'C',
                        .first_year = year_of(rows, cell[FIRST_YEAR]),
                        .last_year = year_of(rows, cell[LAST_YEAR])};
    if (!keep(r, rows, cell[CODE], &rule.code) || !keep(r, rows, cell[CLASS], &rule.class) ||
        !keep(r, rows, cell[DESCRIPTION], &rule.description))
        return STATUS_MEMORY;
    return rules_add(r, &rule) < 0 ? STATUS_MEMORY : STATUS_OK;
}

enum status rules_load(struct rules *r, const char *name, const struct problem_sink *sink)
{
    *r = (struct rules){0};
    char file_name[64];
    snprintf(file_name, sizeof file_name, "rules_%s", name);
    if (!embedded_find(file_name))
        return STATUS_OK;
    struct rows *rows;
    enum status s = embedded_open(&rows, file_name, NULL, sink);
    if (s != STATUS_OK)
        return s;
    int cell[CELLS];
    s = rows_columns(rows, cell_names, cell);
    while (s == STATUS_OK && (s = rows_next(rows)) == STATUS_OK)
        s = read_rule(r, rows, cell);
    rows_close(rows);
    if (s == STATUS_END)
        return STATUS_OK;
    rules_done(r);
    return s;
}

void rules_done(struct rules *r)
{
    arena_done(&r->arena);
    free(r->list);
    *r = (struct rules){0};
}

int rules_find(const struct rules *r, struct text code)
{
    for (size_t i = 0; i < r->count; i++)
        if (text_is_nocase(code, r->list[i].code))
            return (int)i;
    return -1;
}
