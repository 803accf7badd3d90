// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/agency.h"
#include "returns/check/check_private.h"
#include "returns/check/tables.h"

#include <ctype.h>

/* Agency assignments against the agency rules, and against themselves. */

enum { LEAST_YEARS = 3, COOLING_OFF_MONTHS = 3 };

/* From this day on the rules cover assignments that began before them, too. */
static int32_t first_day_of_all(void)
{
    return date_of(2025, 10, 1);
}

bool agency_rules_began(int32_t start)
{
    return date_known(start) && start >= date_of(2024, 10, 31);
}

bool agency_rules_cover(int32_t start, int32_t end, int32_t seen_to)
{
    int32_t there = end == DATE_NONE ? seen_to : end;
    return agency_rules_began(start) ||
           (date_known(start) && date_known(there) && there > first_day_of_all());
}

bool agency_too_soon(int32_t left, int32_t start)
{
    return date_known(left) && date_known(start) && start >= left &&
           start < date_add_months(left, COOLING_OFF_MONTHS);
}

static bool covered(const struct visit *v, const struct book_row *row)
{
    return agency_rules_cover(cell_date(v, row, COLUMN_START_DATE),
                              cell_date(v, row, COLUMN_END_DATE), v->seen_to);
}

static bool is_yes(const struct visit *v, const struct book_row *row, enum column_name column)
{
    return text_is(cell(v, row, column), "1");
}

static bool ends_first(const struct visit *v, const struct book_row *row)
{
    int32_t start = cell_date(v, row, COLUMN_START_DATE), end = cell_date(v, row, COLUMN_END_DATE);
    return date_known(start) && date_known(end) && end < start;
}

/* Whatever the case of their letters. */
static bool same_role(struct text a, struct text b)
{
    for (size_t i = 0; i < a.size && i < b.size; i++)
        if (tolower((unsigned char)a.at[i]) != tolower((unsigned char)b.at[i]))
            return false;
    return a.size == b.size;
}

/* Whether the row of caps speaks of authority LA, or of every one. */
static bool is_for(const struct library *l, const struct book_row *cap, uint16_t la)
{
    return cap->la == la || !intern_text(&l->las, cap->la).size;
}

/* The cap of the role of ROW on the first day on which the rules cover it: of several the one that began
 * last. */
static bool find_cap(const struct visit *v, const struct book_row *row, double *out)
{
    const struct library *l = v->check->library;
    const struct book_table *caps = &l->tables[v->check->table[TABLE_PRICE_CAPS]];
    struct text role = cell(v, row, COLUMN_ROLE);
    int32_t start = cell_date(v, row, COLUMN_START_DATE), latest = DATE_NONE;
    int32_t day = agency_rules_began(start) ? start : first_day_of_all();
    bool found = false;
    for (size_t i = 0; i < caps->count; i++) {
        const struct book_row *cap = &caps->rows[i];
        int32_t from = cell_date(v, cap, COLUMN_FROM_DATE), to = cell_date(v, cap, COLUMN_TO_DATE);
        double pounds;
        if (!same_role(cell(v, cap, COLUMN_ROLE), role) || !is_for(l, cap, row->la) ||
            (date_known(from) && day < from) || (date_known(to) && day >= to) ||
            !cell_number(v, cap, COLUMN_HOURLY_CAP, &pounds) || (found && from < latest))
            continue;
        found = true;
        latest = from;
        *out = pounds;
    }
    return found;
}

static void above_cap(struct visit *v)
{
    const struct subject_rows *rows = &v->now[TABLE_ASSIGNMENTS];
    for (size_t i = 0; i < rows->count; i++) {
        const struct book_row *row = &rows->rows[i];
        double cost, cap;
        if (covered(v, row) && !is_yes(v, row, COLUMN_ABOVE_CAP_APPROVED) &&
            cell_number(v, row, COLUMN_HOURLY_COST, &cost) && find_cap(v, row, &cap) && cost > cap)
            finding(v, row, COLUMN_HOURLY_COST, "the cap of the role is %.2f pounds an hour", cap);
    }
}

static bool has_no_cap(const struct visit *v, const struct book_row *row)
{
    double cost, cap;
    return covered(v, row) &&
           (!cell_number(v, row, COLUMN_HOURLY_COST, &cost) || !find_cap(v, row, &cap));
}

static bool is_inexperienced(const struct visit *v, const struct book_row *row)
{
    double years;
    return covered(v, row) && cell_number(v, row, COLUMN_EXPERIENCE_YEARS, &years) &&
           years < LEAST_YEARS;
}

static bool has_no_experience(const struct visit *v, const struct book_row *row)
{
    double years;
    return covered(v, row) && !cell_number(v, row, COLUMN_EXPERIENCE_YEARS, &years);
}

static bool not_cooled_off(const struct visit *v, const struct book_row *row)
{
    int32_t start = cell_date(v, row, COLUMN_START_DATE);
    return agency_rules_began(start) && !is_yes(v, row, COLUMN_LEFT_POST_EXEMPT) &&
           agency_too_soon(cell_date(v, row, COLUMN_LEFT_POST_DATE), start);
}

static const enum column_name cost[] = {COLUMN_HOURLY_COST, COLUMNS},
                              experience[] = {COLUMN_EXPERIENCE_YEARS, COLUMNS},
                              left_post[] = {COLUMN_LEFT_POST_DATE, COLUMNS};

#define AGENCY_RULE(name, needed, function, where, says)                                           \
    {                                                                                              \
        .code = name, .tables = NEEDS_ASSIGNMENTS, .columns = needed, .wrong_row = function,       \
        .of = TABLE_ASSIGNMENTS, .column = where, .message = says                                  \
    }

const struct rule_entry rules_agency[] = {
    AGENCY_RULE("assignment-ends-first", NULL, ends_first, COLUMN_END_DATE,
                "the assignment ends before it starts"),
    {.code = "price-cap",
     .tables = NEEDS_ASSIGNMENTS,
     .columns = cost,
     .wants = WANTS_CAPS,
     .visit = above_cap},
    {.code = "price-cap-none",
     .tables = NEEDS_ASSIGNMENTS,
     .columns = cost,
     .wants = WANTS_CAPS,
     .wrong_row = has_no_cap,
     .of = TABLE_ASSIGNMENTS,
     .column = COLUMN_ROLE,
     .message = "no price cap of the role on that day, or no hourly cost"},
    AGENCY_RULE("experience", experience, is_inexperienced, COLUMN_EXPERIENCE_YEARS,
                "less than three years' direct employment after qualifying"),
    AGENCY_RULE("experience-none", experience, has_no_experience, COLUMN_EXPERIENCE_YEARS,
                "the years of direct employment must be given"),
    AGENCY_RULE("cooling-off", left_post, not_cooled_off, COLUMN_LEFT_POST_DATE,
                "less than three months before the assignment began"),
    {NULL},
};
