// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/returns.h"
#include "calendar/period.h"
#include "returns/embedded.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAME,
    SCHEMA,
    KEY,
    YEAR_TABLE,
    YEAR_COLUMN,
    YEAR_END,
    TABLE,
    FORM,
    OUTCOME_LIST,
    CLOSED_AS,
    DESCRIPTION,
    CELLS
};
static const char *const cell_names[] = {"return",       "schema",    "key",         "year_table",
                                         "year_column",  "year_end",  "table",       "form",
                                         "outcome_list", "closed_as", "description", NULL};
/* In the order of enum return_form. */
static const char *const form_names[] = {"episodes", "spells", "terms", "stages",
                                         "posts",    "series", "table", NULL};

static bool find_form(const char *name, enum return_form *out)
{
    for (int i = 0; name && form_names[i]; i++)
        if (strcmp(name, form_names[i]) == 0) {
            *out = (enum return_form)i;
            return true;
        }
    return false;
}

/* The cell that keeps the return from being understood; CELLS when none does. */
static int wrong_cell(const char *const *text, struct period_calendar *years,
                      enum return_form *form)
{
    if (!text[NAME])
        return NAME;
    if (!text[TABLE])
        return TABLE;
    if (text[YEAR_END] && !period_parse_year_end(text_of(text[YEAR_END]), years))
        return YEAR_END;
    return find_form(text[FORM], form) ? CELLS : FORM;
}

static enum status add_return(struct returns *r, struct rows *rows, const int *cell)
{
    if (!(r->count & (r->count - 1))) {
        struct return_kind *more = realloc(r->list, (r->count ? r->count * 2 : 1) * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        r->list = more;
    }
    const char *text[CELLS];
    for (int i = 0; i < CELLS; i++) {
        struct text t = text_trim(rows_cell(rows, cell[i]));
        text[i] = t.size ? arena_text(&r->arena, t).at : NULL;
        if (t.size && !text[i])
            return STATUS_MEMORY;
    }
    struct period_calendar years = PERIOD_TO_31_MARCH(EVERY_YEAR);
    enum return_form form = RETURN_TABLE;
    int wrong = wrong_cell(text, &years, &form);
    if (wrong != CELLS) {
        rows_problem(rows, PROBLEM_FATAL, "returns", cell[wrong],
                     "a return has a name, a table, a form and a year end MM-DD");
        return STATUS_FORMAT;
    }
    r->list[r->count++] = (struct return_kind){
        .name = text[NAME],
        .schema = text[SCHEMA] ? text[SCHEMA] : text[NAME],
        .key = text[KEY],
        .year_table = text[YEAR_TABLE],
        .year_column = text[YEAR_COLUMN],
        .end_month = years.end_month,
        .end_day = years.end_day,
        .table = text[TABLE],
        .form = form,
        .outcome_list = text[OUTCOME_LIST] ? text[OUTCOME_LIST] : "",
        .closed_as = text[CLOSED_AS] ? text[CLOSED_AS] : "",
        .description = text[DESCRIPTION] ? text[DESCRIPTION] : "",
    };
    return STATUS_OK;
}

enum status returns_load(struct returns *r, const struct problem_sink *sink)
{
    *r = (struct returns){0};
    struct rows *rows;
    enum status s = embedded_open(&rows, "returns", NULL, sink);
    if (s != STATUS_OK)
        return s;
    int cell[CELLS];
    s = rows_columns(rows, cell_names, cell);
    while (s == STATUS_OK && (s = rows_next(rows)) == STATUS_OK)
        s = add_return(r, rows, cell);
    rows_close(rows);
    return s == STATUS_END ? STATUS_OK : s;
}

void returns_done(struct returns *r)
{
    arena_done(&r->arena);
    free(r->list);
    *r = (struct returns){0};
}

const struct return_kind *returns_find(const struct returns *r, const char *name)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->list[i].name, name) == 0)
            return &r->list[i];
    return NULL;
}
