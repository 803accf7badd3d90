// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/visit.h"
#include "returns/check/tables.h"

/* The child's age, in years completed, where a placement, status or reason asks for one; and the end of
 * status as an unaccompanied asylum-seeking child (UASC). */

static bool younger(const struct visit *v, int32_t on, int years)
{
    return date_known(v->birth) && date_known(on) && on < date_birthday(v->birth, years);
}

static bool custody_under_10(const struct visit *v, const struct episode_view *e) /* 358 */
{
    return text_in(e->ls, "J1,J2,J3") && younger(v, e->start, 10);
}

static bool independent_too_young(const struct visit *v, const struct episode_view *e) /* 370 */
{
    return text_is(e->place, "P2") && younger(v, e->start, v->year >= 2024 ? 16 : 15);
}

static bool supported_too_young(const struct visit *v, const struct episode_view *e) /* 371 */
{
    if (v->year >= 2025)
        return text_is(e->place, "K3") && younger(v, e->start, 16);
    return text_is(e->place, "H5") && younger(v, e->start, v->year >= 2024 ? 16 : 14);
}

static bool prison_too_young(const struct visit *v, const struct episode_view *e) /* 372 */
{
    return text_is(e->place, "R5") && younger(v, e->start, 10);
}

static bool boarding_too_young(const struct visit *v, const struct episode_view *e) /* 373 */
{
    return text_is(e->place, "S1") && younger(v, e->start, 4);
}

static bool employed_too_young(const struct visit *v, const struct episode_view *e) /* 374 */
{
    return text_is(e->place, "P3") && younger(v, e->start, 14);
}

static bool adopted_as_adult(const struct visit *v, const struct episode_view *e) /* 386 */
{
    return text_in(e->rec, "E11,E12") && date_known(v->birth) && date_known(e->end) &&
           e->end >= date_birthday(v->birth, 18);
}

static bool leaves_to_live_alone(const struct visit *v, const struct episode_view *e) /* 387 */
{
    return text_in(e->rec, "E5,E6") && younger(v, e->end, 14);
}

static bool adult_care_too_young(const struct visit *v, const struct episode_view *e) /* 389 */
{
    return text_is(e->rec, "E7") && younger(v, e->end, 16);
}

static bool guardian_of_adult(const struct visit *v, const struct episode_view *e) /* 407 */
{
    return text_in(e->rec, "E43,E44,E45,E46,E47,E48") && date_known(v->birth) &&
           date_known(e->end) && e->end >= date_birthday(v->birth, 18);
}

static bool aged_out_too_young(const struct visit *v, const struct episode_view *e) /* 460 */
{
    return text_is(e->rec, "E17") && younger(v, e->end, 18);
}

static bool young_uasc(const struct visit *v, const struct book_row *row) /* 231 */
{
    int32_t birth = cell_date(v, row, COLUMN_DOB);
    return v->uasc && date_known(birth) && date_birthday(birth, 11) > v->year_end;
}

static bool ended_but_never_uasc(const struct visit *v, const struct book_row *row) /* 303 */
{
    return v->now[TABLE_HEADER].count && cell(v, row, COLUMN_DUC).size &&
           !text_is(cell(v, v->now[TABLE_HEADER].rows, COLUMN_UASC), "1");
}

static bool uasc_ends_after_18(const struct visit *v, const struct book_row *row) /* 304 */
{
    int32_t birth = cell_date(v, row, COLUMN_DOB), end = cell_date(v, row, COLUMN_DUC);
    return date_known(birth) && date_known(end) && end > date_birthday(birth, 18);
}

static const enum column_name uasc_flag_sent[] = {COLUMN_UASC, COLUMNS};

#define AGE_RULE(number, function, where, says)                                                    \
    {                                                                                              \
        .code = number, .tables = NEEDS_EPISODES | NEEDS_HEADER, .wrong = function,                \
        .column = where, .message = says                                                           \
    }

const struct rule_entry rules_rows[] = {
    {.code = "231",
     .tables = NEEDS_HEADER | NEEDS_UASC,
     .wrong_row = young_uasc,
     .of = TABLE_HEADER,
     .column = COLUMN_DOB,
     .message = "an unaccompanied asylum-seeking child under 11 at the year end: is the birth date "
                "right?"},
    {.code = "303",
     .tables = NEEDS_HEADER | NEEDS_UASC,
     .columns = uasc_flag_sent,
     .wrong_row = ended_but_never_uasc,
     .of = TABLE_UASC,
     .column = COLUMN_DUC,
     .message = "UASC status ceased, but the header says that the child is not UASC"},
    {.code = "304",
     .tables = NEEDS_UASC,
     .wrong_row = uasc_ends_after_18,
     .of = TABLE_UASC,
     .column = COLUMN_DUC,
     .message = "UASC status ceases on the 18th birthday at the latest"},
    AGE_RULE("358", custody_under_10, COLUMN_LS, "a custodial legal status under the age of 10"),
    AGE_RULE("370", independent_too_young, COLUMN_PLACE,
             "independent living (P2) under 16 (15 before 2023-24)"),
    AGE_RULE("371", supported_too_young, COLUMN_PLACE,
             "supported accommodation under 16 (H5 before 2023-24: under 14)"),
    AGE_RULE("372", prison_too_young, COLUMN_PLACE, "youth custody (R5) under the age of 10"),
    AGE_RULE("373", boarding_too_young, COLUMN_PLACE,
             "a residential school (S1) under the age of 4"),
    AGE_RULE("374", employed_too_young, COLUMN_PLACE,
             "residential employment (P3) under the age of 14"),
    AGE_RULE("386", adopted_as_adult, COLUMN_REC, "adopted on or after the 18th birthday"),
    AGE_RULE("387", leaves_to_live_alone, COLUMN_REC, "left to live independently under 14"),
    AGE_RULE("389", adult_care_too_young, COLUMN_REC, "moved to adult care under 16"),
    AGE_RULE("407", guardian_of_adult, COLUMN_REC,
             "a special guardianship order on or after the 18th birthday"),
    AGE_RULE("460", aged_out_too_young, COLUMN_REC,
             "left care on turning 18 (E17), but is under 18 on that day"),
    {NULL},
};
