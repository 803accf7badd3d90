// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/embedded.h"
#include "returns/roll/roll_private.h"

#include <stdio.h>
#include <string.h>

/* Rows with a date for each step, to one spell a stage. The stages stand in datasets/schema/stages.csv:
 * a stage begins on the date in its column `begins`, and is done on the first date given in its columns
 * `ends`; so a step that was skipped leaves no gap, and stages may overlap. Blank later dates: not
 * reached. The outcome of a stage is
 *
 *   progress   it was done (also the last one, when the decision was to approve)
 *   ...        what the row's outcome means to a stage (outcome_list of the return: withdrawn by
 *              applicant, withdrawn by service, not approved), in each stage that was open when the
 *              row was closed, and in one that ended with the decision
 *   pending    it is open */

enum { RETURN, STAGE, BEGINS, ENDS, CELLS };

static enum status unknown_column(struct roll *r, struct rows *rows, int cell, struct text name)
{
    char shown[100];
    rows_problem(rows, PROBLEM_FATAL, "stages", cell, "'%s' is no date column of table %s",
                 text_show(name, shown, sizeof shown), r->kind->table);
    return STATUS_FORMAT;
}

static int date_column(const struct roll *r, struct text name)
{
    const struct schema_table *t = &r->schema.tables[r->main];
    for (size_t i = 0; i < t->count; i++)
        if (text_is(name, r->schema.columns[t->first + i].name) &&
            r->schema.columns[t->first + i].type == SCHEMA_DATE)
            return (int)i;
    return -1;
}

static enum status add_stage(struct roll *r, struct rows *rows, const int *cell)
{
    struct roll_stage *s = &r->stages[r->stage_count];
    struct text begins = rows_cell(rows, cell[BEGINS]), ends = rows_cell(rows, cell[ENDS]);
    if (r->stage_count == ROLL_STAGES_MOST)
        return STATUS_VALUE;
    *s = (struct roll_stage){.name = arena_text(&r->arena, rows_cell(rows, cell[STAGE])).at,
                             .begins = date_column(r, begins)};
    if (!s->name)
        return STATUS_MEMORY;
    if (s->begins < 0)
        return unknown_column(r, rows, cell[BEGINS], begins);
    r->structural[s->begins] = true;
    while (ends.at && s->end_count < sizeof s->ends / sizeof *s->ends) {
        struct text name = text_cut(&ends, '|');
        int column = date_column(r, name);
        if (column < 0)
            return unknown_column(r, rows, cell[ENDS], name);
        r->structural[column] = true;
        s->ends[s->end_count++] = column;
    }
    r->stage_count++;
    return STATUS_OK;
}

/* Whether a decision may go either way, so that it needs an outcome: one of the outcomes is progress. */
static bool decision_may_fail(const struct roll *r)
{
    struct text code;
    const struct code *c;
    for (size_t i = 0; (c = codes_at(&r->codes, r->kind->outcome_list, i, &code)); i++)
        if (strcmp(c->meaning, "progress") == 0)
            return true;
    return false;
}

enum status roll_find_stages(struct roll *r)
{
    static const char *const names[] = {"return", "stage", "begins", "ends", NULL};
    struct rows *rows;
    int cell[CELLS];
    enum status s = embedded_open(&rows, "stages", NULL, r->sink);
    if (s != STATUS_OK)
        return s;
    s = rows_columns(rows, names, cell);
    while (s == STATUS_OK && (s = rows_next(rows)) == STATUS_OK)
        if (text_is(rows_cell(rows, cell[RETURN]), r->kind->name))
            s = add_stage(r, rows, cell);
    rows_close(rows);
    r->may_fail = *r->kind->outcome_list && decision_may_fail(r);
    return s == STATUS_END ? STATUS_OK : s;
}

/* What a row says of its end. */
struct closing {
    int32_t closed;
    uint32_t outcome; /* of a stage that did not come to its end; 0 = none given */
    uint32_t decided; /* of a stage that ended with the decision */
};

static int32_t date_at(const struct roll *r, const struct roll_row *row, int column)
{
    return column < 0 ? DATE_NONE : roll_date(r, row->cells[column]);
}

static int32_t latest_date(const struct roll *r, const struct roll_row *row)
{
    int32_t latest = DATE_NONE;
    for (size_t i = 0; i < r->stage_count; i++) {
        int32_t date = date_at(r, row, r->stages[i].begins);
        latest = date > latest ? date : latest;
        for (size_t k = 0; k < r->stages[i].end_count; k++) {
            date = date_at(r, row, r->stages[i].ends[k]);
            latest = date > latest ? date : latest;
        }
    }
    return latest;
}

/* The outcome that the row's own outcome is to a stage; 0 = the row has none that says it. */
static uint32_t stage_outcome(struct roll *r, const struct roll_row *row)
{
    uint32_t result = r->roles.result < 0 ? 0 : row->cells[r->roles.result];
    const struct code *code =
        result && *r->kind->outcome_list
            ? codes_find(&r->codes, r->kind->outcome_list, intern_text(&r->values, result))
            : NULL;
    return code ? intern_add(&r->values, text_of(code->meaning)) : 0;
}

static struct closing closing_of(struct roll *r, const struct roll_row *row, uint32_t progress)
{
    struct closing c = {.closed = date_at(r, row, r->roles.closed)};
    int32_t decided = date_at(r, row, r->roles.decided);
    uint32_t outcome = stage_outcome(r, row);
    c.outcome = outcome;
    if (c.closed == DATE_NONE && outcome) {
        r->no_closing += decided == DATE_NONE;
        c.closed = decided == DATE_NONE ? latest_date(r, row) : decided;
    }
    if (c.closed != DATE_NONE && !outcome)
        c.outcome = intern_add(&r->values, text_of(r->kind->closed_as));
    c.decided = r->may_fail ? outcome : progress;
    r->no_result += decided != DATE_NONE && r->may_fail && !outcome;
    return c;
}

/* The end of a stage, and the column that gave it (-1: closed, or open). */
static int32_t end_of_stage(const struct roll *r, const struct roll_row *row,
                            const struct roll_stage *stage, const struct closing *c, int *column)
{
    for (size_t k = 0; k < stage->end_count; k++) {
        int32_t date = date_at(r, row, stage->ends[k]);
        if (date != DATE_NONE) {
            *column = stage->ends[k];
            return date;
        }
    }
    *column = -1;
    return c->closed;
}

/* Names a stage that ends before it begins, and returns the column at fault: whatever else depends on it
 * can't be used either. */
static int say_order(struct roll *r, const struct roll_row *row, const struct roll_stage *stage,
                     int column, int32_t start, int32_t last)
{
    const struct schema_column *columns = &r->schema.columns[r->tables[r->main].schema->first];
    char a[DATE_TEXT], b[DATE_TEXT];
    int by = column < 0 ? r->roles.closed : column;
    date_write(start, a);
    date_write(last, b);
    r->stages_left++;
    problem_report(r->sink, PROBLEM_ROW, "stage-order", roll_path(r, row->file), row->line,
                   columns[by].name,
                   "%s is before %s (%s); stage '%s', and what begins on it, left out", b,
                   columns[stage->begins].name, a, stage->name);
    return by;
}

/* Adds the stages of ROW; *count of them. False when memory is out. */
static bool add_stages(struct roll *r, uint32_t number, const struct closing *c, uint32_t progress,
                       size_t *count)
{
    const struct roll_row *row = &r->tables[r->main].rows[number];
    int wrong = -1;
    *count = 0;
    for (size_t i = 0; i < r->stage_count; i++) {
        const struct roll_stage *stage = &r->stages[i];
        int column;
        int32_t start = date_at(r, row, stage->begins);
        int32_t last = end_of_stage(r, row, stage, c, &column);
        if (start == DATE_NONE)
            continue;
        if (stage->begins == wrong) {
            r->stages_left++;
            continue;
        }
        if (last != DATE_NONE && last < start) {
            wrong = say_order(r, row, stage, column, start, last);
            continue;
        }
        struct roll_spell *s = roll_add_spell(r);
        if (!s)
            return false;
        uint32_t outcome = column < 0                   ? c->outcome
                           : column == r->roles.decided ? c->decided
                                                        : progress;
        *s = (struct roll_spell){.row = number,
                                 .la = row->la,
                                 .id = row->cells[r->roles.id],
                                 .start = start,
                                 .end = last,
                                 .sheet = row->sheet,
                                 .first_sheet = row->sheet,
                                 .outcome = outcome,
                                 .stage = (uint16_t)i};
        roll_event(r, row->sheet, start, false);
        roll_event(r, row->sheet, last, false);
        ++*count;
    }
    return true;
}

enum status roll_make_stages(struct roll *r)
{
    const struct roll_table *t = &r->tables[r->main];
    uint32_t progress = intern_add(&r->values, text_of("progress"));
    for (uint32_t i = 0; i < t->count; i++) {
        size_t count;
        struct closing c = closing_of(r, &t->rows[i], progress);
        if (progress == INTERN_NONE || !add_stages(r, i, &c, progress, &count))
            return STATUS_MEMORY;
        int32_t decided = date_at(r, &t->rows[i], r->roles.decided);
        if (count)
            roll_event(r, t->rows[i].sheet, c.closed != DATE_NONE ? c.closed : decided, true);
        else
            roll_leave_out(r, &t->rows[i], ROLL_NO_STAGE, r->stages[0].begins,
                           "no stage has a date that can be used");
    }
    return STATUS_OK;
}
