// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/agency.h"
#include "returns/check/tables.h"

/* Posts of social workers, from the workforce census. */

static bool is_agency(const struct visit *v, const struct book_row *row)
{
    return text_is(cell(v, row, COLUMN_AGENCY_WORKER), "1");
}

static bool ends_first(const struct visit *v, const struct book_row *row)
{
    int32_t start = cell_date(v, row, COLUMN_ROLE_START), end = cell_date(v, row, COLUMN_ROLE_END);
    return date_known(start) && date_known(end) && end < start;
}

static bool ends_outside(const struct visit *v, const struct book_row *row)
{
    int32_t end = cell_date(v, row, COLUMN_ROLE_END);
    return date_known(end) && (end < v->year_start || end > v->year_end);
}

static bool starts_after(const struct visit *v, const struct book_row *row)
{
    int32_t start = cell_date(v, row, COLUMN_ROLE_START);
    return date_known(start) && start > v->year_end;
}

static bool has_no_hours(const struct visit *v, const struct book_row *row)
{
    if (is_agency(v, row))
        return !cell(v, row, COLUMN_FTE).size;
    return cell_date(v, row, COLUMN_ROLE_END) == DATE_NONE && !cell(v, row, COLUMN_FTE30).size;
}

static bool is_unexplained(const struct visit *v, const struct book_row *row)
{
    return !is_agency(v, row) && date_known(cell_date(v, row, COLUMN_ROLE_END)) &&
           (!cell(v, row, COLUMN_LEAVER_DESTINATION).size ||
            !cell(v, row, COLUMN_REASON_LEAVE).size);
}

/* Whether one of ROWS is a permanent post that the worker left, not by redundancy (2, 3), too shortly before
 * START. */
static bool left_shortly_before(const struct visit *v, const struct subject_rows *rows,
                                int32_t start)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct book_row *post = &rows->rows[i];
        if (!is_agency(v, post) && !text_in(cell(v, post, COLUMN_REASON_LEAVE), "2,3") &&
            agency_too_soon(cell_date(v, post, COLUMN_ROLE_END), start))
            return true;
    }
    return false;
}

static bool not_cooled_off(const struct visit *v, const struct book_row *row)
{
    int32_t start = cell_date(v, row, COLUMN_ROLE_START);
    return is_agency(v, row) && agency_rules_began(start) &&
           (left_shortly_before(v, &v->now[TABLE_WORKER], start) ||
            left_shortly_before(v, &v->last[TABLE_WORKER], start));
}

#define POST_RULE(name, function, where, says)                                                     \
    {                                                                                              \
        .code = name, .tables = NEEDS_POSTS, .wrong_row = function, .of = TABLE_WORKER,            \
        .column = where, .message = says                                                           \
    }

const struct rule_entry rules_posts[] = {
    POST_RULE("role-ends-first", ends_first, COLUMN_ROLE_END, "the post ends before it starts"),
    POST_RULE("role-ends-outside", ends_outside, COLUMN_ROLE_END,
              "the post ends outside the census year"),
    POST_RULE("starts-after-census", starts_after, COLUMN_ROLE_START,
              "the post starts after the census"),
    POST_RULE("no-hours", has_no_hours, COLUMN_FTE30,
              "in post without hours: left out of full-time equivalents"),
    POST_RULE("leaver-unexplained", is_unexplained, COLUMN_REASON_LEAVE,
              "a leaver's destination and reason must be given"),
    POST_RULE("agency-cooling-off", not_cooled_off, COLUMN_ROLE_START,
              "the agency worker left a permanent post here less than three months before"),
    {NULL},
};
