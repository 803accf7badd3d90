// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/spell.h"
#include "returns/check/tables.h"

/* Spells in which a child was missing or away without authorisation: each by itself, against the one
 * before, and against the periods of care. */

static const struct spell_kind kind = {TABLE_MISSING, COLUMN_MIS_START, COLUMN_MIS_END};

static struct text type(const struct visit *v, const struct book_row *row)
{
    return cell(v, row, COLUMN_MISSING);
}

static int32_t start(const struct visit *v, const struct book_row *row)
{
    return spell_start(v, &kind, row);
}

static int32_t end(const struct visit *v, const struct book_row *row)
{
    return spell_end(v, &kind, row);
}

static bool type_without_start(const struct visit *v, const struct book_row *row) /* 564 */
{
    return text_in(type(v, row), "M,A") && start(v, row) == DATE_NONE;
}

static bool start_without_type(const struct visit *v, const struct book_row *row) /* 565 */
{
    return start(v, row) != DATE_NONE && !type(v, row).size;
}

static bool end_without_type(const struct visit *v, const struct book_row *row) /* 566 */
{
    return end(v, row) != DATE_NONE && !type(v, row).size;
}

static bool ends_before_start(const struct visit *v, const struct book_row *row) /* 567 */
{
    int32_t from = start(v, row), to = end(v, row);
    return date_known(from) && date_known(to) && to < from;
}

static bool starts_after_year_end(const struct visit *v, const struct book_row *row) /* 570 */
{
    return date_known(start(v, row)) && start(v, row) > v->year_end;
}

static bool ends_outside_year(const struct visit *v, const struct book_row *row) /* 571 */
{
    int32_t to = end(v, row);
    return date_known(to) && (to < v->year_start || to > v->year_end);
}

static bool before_birth(const struct visit *v, const struct book_row *row) /* 586 */
{
    int32_t birth = cell_date(v, row, COLUMN_DOB), from = start(v, row);
    return date_known(birth) && date_known(from) && from < birth;
}

static bool overlaps_one_before(const struct visit *v, const struct book_row *row) /* 574 */
{
    return spell_overlaps(v, &kind, row);
}

static bool outlasts_care(const struct visit *v, const struct book_row *row) /* 577 */
{
    return spell_outlasts_care(v, &kind, row);
}

/* Whether the day lies in a period of care; *before: some period began on or before it. */
static bool in_care(const struct visit *v, int32_t day, bool *before)
{
    struct care care;
    *before = false;
    for (size_t at = 0; care_next(v, &at, &care);) {
        *before |= care.start <= day;
        if (care.start <= day && (!date_known(care.end) || day <= care.end))
            return true;
    }
    return false;
}

static bool starts_after_care(const struct visit *v, const struct book_row *row) /* 578 */
{
    bool before;
    return date_known(start(v, row)) && v->episode_count && !in_care(v, start(v, row), &before) &&
           before;
}

static bool starts_before_care(const struct visit *v, const struct book_row *row) /* 581 */
{
    bool before;
    return date_known(start(v, row)) && v->episode_count && !in_care(v, start(v, row), &before) &&
           !before;
}

#define SPELL_RULE(number, more, function, where, says)                                            \
    {                                                                                              \
        .code = number, .tables = NEEDS_MISSING | (more), .wrong_row = function,                   \
        .of = TABLE_MISSING, .column = where, .message = says                                      \
    }

const struct rule_entry rules_missing[] = {
    SPELL_RULE("564", 0, type_without_start, COLUMN_MIS_START,
               "the child was missing or away: the start must be given"),
    SPELL_RULE("565", 0, start_without_type, COLUMN_MISSING,
               "a spell has a start: missing (M) or away (A) must be given"),
    SPELL_RULE("566", 0, end_without_type, COLUMN_MISSING,
               "a spell has an end: missing (M) or away (A) must be given"),
    SPELL_RULE("567", 0, ends_before_start, COLUMN_MIS_END, "the spell ends before it starts"),
    SPELL_RULE("570", 0, starts_after_year_end, COLUMN_MIS_START,
               "the spell starts after the year end"),
    SPELL_RULE("571", 0, ends_outside_year, COLUMN_MIS_END, "the spell ends outside the year"),
    SPELL_RULE("574", 0, overlaps_one_before, COLUMN_MIS_START,
               "the child's spell before this one is open or ends later"),
    SPELL_RULE("577", NEEDS_EPISODES, outlasts_care, COLUMN_MIS_END,
               "care ended, and the spell did not end with it or before"),
    SPELL_RULE("578", NEEDS_EPISODES, starts_after_care, COLUMN_MIS_START,
               "the spell starts after care ended"),
    SPELL_RULE("581", NEEDS_EPISODES, starts_before_care, COLUMN_MIS_START,
               "the spell starts before care does"),
    SPELL_RULE("586", 0, before_birth, COLUMN_MIS_START, "the spell starts before the birth date"),
    {NULL},
};
