// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/visit.h"
#include "returns/check/tables.h"

/* Dates of one row against the year, each other and the child's birth. */

static bool birth_after_year_end(const struct visit *v, const struct book_row *row) /* 301 */
{
    int32_t birth = cell_date(v, row, COLUMN_DOB);
    return date_known(birth) && birth > v->year_end;
}

static bool over_25(const struct visit *v, const struct book_row *row) /* 351 */
{
    int32_t birth = cell_date(v, row, COLUMN_DOB);
    return date_known(birth) && v->year_start > date_birthday(birth, 25);
}

static void first_episode_before_birth(struct visit *v) /* 302 */
{
    const struct episode_view *e = first_episode(v);
    char birth[DATE_TEXT];
    if (e && date_known(v->birth) && e->start < v->birth)
        finding(v, e->row, COLUMN_DECOM, "the first episode starts before the birth date (%s)",
                date_write(v->birth, birth).at);
}

static bool care_starts_at_18(const struct visit *v, const struct episode_view *e) /* 352 */
{
    return date_known(v->birth) && date_known(e->start) && text_is(e->rne, "S") &&
           e->start >= date_birthday(v->birth, 18);
}

static bool before_1991(const struct visit *v, const struct episode_view *e) /* 353 */
{
    (void)v; /* the Children Act 1989 came into force on 14 October 1991 */
    return date_known(e->start) && e->start < date_of(1991, 10, 14);
}

static bool starts_after_year_end(const struct visit *v, const struct episode_view *e) /* 354 */
{
    return date_known(e->start) && e->start > v->year_end;
}

static bool one_day(const struct visit *v, const struct episode_view *e) /* 355 */
{
    (void)v;
    return date_known(e->start) && e->start == e->end;
}

static bool ends_before_start(const struct visit *v, const struct episode_view *e) /* 356 */
{
    (void)v;
    return date_known(e->start) && date_known(e->end) && e->end < e->start;
}

static bool ends_after_year_end(const struct visit *v, const struct episode_view *e) /* 385 */
{
    return date_known(e->end) && e->end > v->year_end;
}

static bool open_after_18(const struct visit *v, const struct episode_view *e) /* 359 */
{
    return e->end == DATE_NONE && date_known(v->birth) &&
           date_birthday(v->birth, 18) < v->seen_to &&
           !(text_is(e->ls, "V2") && text_is(e->place, "K2"));
}

const struct rule_entry rules_dates[] = {
    {.code = "301",
     .tables = NEEDS_HEADER,
     .wrong_row = birth_after_year_end,
     .of = TABLE_HEADER,
     .column = COLUMN_DOB,
     .message = "the birth date is after the year end"},
    {.code = "351",
     .tables = NEEDS_HEADER,
     .wrong_row = over_25,
     .of = TABLE_HEADER,
     .column = COLUMN_DOB,
     .message = "the child was over 25 at the start of the year"},
    {.code = "302", .tables = NEEDS_HEADER | NEEDS_EPISODES, .visit = first_episode_before_birth},
    {.code = "352",
     .tables = NEEDS_HEADER | NEEDS_EPISODES,
     .wrong = care_starts_at_18,
     .column = COLUMN_DECOM,
     .message = "care starts on or after the 18th birthday"},
    {.code = "353",
     .tables = NEEDS_EPISODES,
     .wrong = before_1991,
     .column = COLUMN_DECOM,
     .message = "the episode starts before 14/10/1991"},
    {.code = "354",
     .tables = NEEDS_EPISODES,
     .wrong = starts_after_year_end,
     .column = COLUMN_DECOM,
     .message = "the episode starts after the year end"},
    {.code = "355",
     .tables = NEEDS_EPISODES,
     .wrong = one_day,
     .column = COLUMN_DEC,
     .message = "the episode ends on the day on which it starts"},
    {.code = "356",
     .tables = NEEDS_EPISODES,
     .wrong = ends_before_start,
     .column = COLUMN_DEC,
     .message = "the episode ends before it starts"},
    {.code = "385",
     .tables = NEEDS_EPISODES,
     .wrong = ends_after_year_end,
     .column = COLUMN_DEC,
     .message = "the episode ends after the year end"},
    {.code = "359",
     .tables = NEEDS_HEADER | NEEDS_EPISODES,
     .wrong = open_after_18,
     .column = COLUMN_DEC,
     .message = "open after the 18th birthday, though not V2 in a children's home"},
    {NULL},
};
