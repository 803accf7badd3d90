// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_RETURNS_H
#define HEARTH_RETURNS_RETURNS_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/status.h"

/* The returns that Hearth knows, from datasets/schema/returns.csv: a return that is only columns and
 * code lists is a line there and a schema, and no code. Columns of that file:
 *
 *   return        its name on the command line ("ssda903")
 *   schema        its schema (returns/schema.h), when it has another name
 *   key           the column that names the subject (CHILD, SWE ID)
 *   year_table, year_column   whose dates tell the year of a return without a YEAR column; empty =
 *                 nothing does
 *   year_end      MM-DD on which its years end
 *   table         the table of the schema that its spells are made of; other tables of the schema may
 *                 be returns of their own
 *   form          how rows become a stream: episodes (ssda903.h); and, all in roll/roll.h: spells (a
 *                 row is one), terms (the same, of things that are set and not observed), stages (a
 *                 row is several, see stages.csv), posts (rows of several years are one), series (a
 *                 number is a row), table (no dates)
 *   outcome_list  stages: the list of codes.csv that says what the row's outcome is to a stage
 *   closed_as     stages: the outcome of one that was closed without an outcome
 *   description   one sentence
 */
enum return_form {
    RETURN_EPISODES,
    RETURN_SPELLS,
    RETURN_TERMS,
    RETURN_STAGES,
    RETURN_POSTS,
    RETURN_SERIES,
    RETURN_TABLE
};

struct return_kind {
    const char *name, *schema, *key;
    const char *year_table, *year_column; /* NULL = none */
    int end_month, end_day;
    const char *table;
    enum return_form form;
    const char *outcome_list, *closed_as; /* "" = none */
    const char *description;
};

struct returns {
    struct arena arena;
    struct return_kind *list; /* in the file's order */
    size_t count;
};

/* Loads the list. Caller-owned: returns_done, also after a failure (which was reported). */
enum status returns_load(struct returns *r, const struct problem_sink *sink);
void returns_done(struct returns *r);

/* The return called NAME, or NULL. */
const struct return_kind *returns_find(const struct returns *r, const char *name);

#endif
