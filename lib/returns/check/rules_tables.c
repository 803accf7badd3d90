// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/tables.h"
#include "returns/check/visit.h"

/* What one table says about a child against what another says. A fault of the child, not of a row, is
 * reported once: on the first of its rows. */

static bool no_decision(const struct visit *v)
{
    const struct subject_rows *rows = &v->now[TABLE_PLACED_FOR_ADOPTION];
    for (size_t i = 0; i < rows->count; i++)
        if (cell(v, &rows->rows[i], COLUMN_DATE_PLACED).size)
            return false;
    return true;
}

static bool adoption_not_decided(const struct visit *v, const struct episode_view *e) /* 551 */
{
    return text_in(e->place, "A3,A4,A5,A6") && no_decision(v);
}

static void rule_426(struct visit *v)
{
    bool series = false;
    const struct episode_view *agreed = NULL;
    for (size_t i = 0; i < v->episode_count; i++) {
        series |= text_is(v->episodes[i].ls, "V3");
        if (!agreed && text_is(v->episodes[i].ls, "V4"))
            agreed = &v->episodes[i];
    }
    if (series && agreed)
        finding(v, agreed->row, COLUMN_LS,
                "short breaks are either all recorded (V3) or agreed only (V4) in one year");
}

static void rule_1012(struct visit *v)
{
    static const enum table_name others[] = {
        TABLE_REVIEWS, TABLE_OC2, TABLE_AD1, TABLE_PLACED_FOR_ADOPTION, TABLE_PREVIOUS_PERMANENCE,
        TABLE_MISSING};
    for (size_t i = 0; !v->episode_count && i < sizeof others / sizeof *others; i++)
        if (v->now[others[i]].count)
            finding(v, v->now[others[i]].rows, COLUMN_CHILD,
                    "the child has no episode this year, but a row in table %s",
                    table_names[others[i]]);
}

static void rule_EPI(struct visit *v)
{
    if (v->now[TABLE_HEADER].count && !v->episode_count && !v->now[TABLE_OC3].count)
        finding(v, v->now[TABLE_HEADER].rows, COLUMN_CHILD,
                "the child has no episode and no care-leaver row this year");
}

static void not_in_header(struct visit *v, enum table_name table)
{
    if (v->now[table].count && !v->now[TABLE_HEADER].count)
        finding(v, v->now[table].rows, COLUMN_CHILD, "the child is not in table header");
}

static void rule_INT03(struct visit *v)
{
    not_in_header(v, TABLE_EPISODES);
}

static void rule_INT04(struct visit *v)
{
    not_in_header(v, TABLE_MISSING);
}

static void rule_INT09(struct visit *v)
{
    not_in_header(v, TABLE_UASC);
}

static bool birth_differs(const struct visit *v, const struct book_row *row) /* INT18 */
{
    int32_t birth = cell_date(v, row, COLUMN_DOB);
    return date_known(birth) && date_known(v->birth) && birth != v->birth;
}

const struct rule_entry rules_tables[] = {
    {.code = "426", .tables = NEEDS_EPISODES, .visit = rule_426},
    {.code = "551",
     .tables = NEEDS_EPISODES | NEEDS_PLACED,
     .wrong = adoption_not_decided,
     .column = COLUMN_PLACE,
     .message = "placed for adoption (A3-A6), but table placed_for_adoption has no decision date"},
    {.code = "1012", .tables = NEEDS_EPISODES, .visit = rule_1012},
    {.code = "EPI", .tables = NEEDS_HEADER | NEEDS_EPISODES, .visit = rule_EPI},
    {.code = "INT03", .tables = NEEDS_HEADER | NEEDS_EPISODES, .visit = rule_INT03},
    {.code = "INT04", .tables = NEEDS_HEADER | NEEDS_MISSING, .visit = rule_INT04},
    {.code = "INT09", .tables = NEEDS_HEADER | NEEDS_UASC, .visit = rule_INT09},
    {.code = "INT18",
     .tables = NEEDS_HEADER | NEEDS_UASC,
     .wrong_row = birth_differs,
     .of = TABLE_UASC,
     .column = COLUMN_DOB,
     .message = "differs from the birth date in table header"},
    {NULL},
};
