// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/visit.h"

/* Dates of one row against each other, the year and the child's birth. */

static const char *written(int32_t date, char buffer[DATE_TEXT])
{
    return date_known(date) ? date_write(date, buffer).at : "an unknown date";
}

static void birth_after_year_end(struct visit *v) /* 301 */
{
    if (date_known(v->birth) && v->birth > v->year_end)
        finding(v, v->now[TABLE_HEADER].rows, COLUMN_DOB, "the birth date is after the year end");
}

static void aged_over_25(struct visit *v) /* 351 */
{
    if (date_known(v->birth) && date_age(v->birth, v->year_start) > 25)
        finding(v, v->now[TABLE_HEADER].rows, COLUMN_DOB,
                "the child would be over 25 at the start of the year");
}

static void first_episode_before_birth(struct visit *v) /* 302 */
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (!date_known(e->start))
            continue;
        char birth[DATE_TEXT];
        if (date_known(v->birth) && e->start < v->birth && !is_short_break(e))
            finding(v, e->row, COLUMN_DECOM, "the first episode starts before the birth date (%s)",
                    written(v->birth, birth));
        return;
    }
}

static void care_starts_as_adult(struct visit *v) /* 352 */
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (date_known(v->birth) && date_known(e->start) && text_is(e->rne, "S") &&
            e->start >= date_birthday(v->birth, 18))
            finding(v, e->row, COLUMN_DECOM, "care starts on or after the 18th birthday");
    }
}

static void starts_before_1991(struct visit *v) /* 353 */
{
    int32_t act = date_of(1991, 10, 14); /* the Children Act 1989 came into force */
    for (size_t i = 0; i < v->episode_count; i++)
        if (date_known(v->episodes[i].start) && v->episodes[i].start < act)
            finding(v, v->episodes[i].row, COLUMN_DECOM, "the episode starts before 14/10/1991");
}

static void starts_after_year_end(struct visit *v) /* 354 */
{
    for (size_t i = 0; i < v->episode_count; i++)
        if (date_known(v->episodes[i].start) && v->episodes[i].start > v->year_end)
            finding(v, v->episodes[i].row, COLUMN_DECOM, "the episode starts after the year end");
}

static void starts_and_ends_on_one_day(struct visit *v) /* 355 */
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (date_known(e->start) && e->start == e->end)
            finding(v, e->row, COLUMN_DEC, "the episode ends on the day on which it starts");
    }
}

static void ends_before_start(struct visit *v) /* 356 */
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        char start[DATE_TEXT];
        if (date_known(e->start) && date_known(e->end) && e->end < e->start)
            finding(v, e->row, COLUMN_DEC, "the episode ends before it starts (%s)",
                    written(e->start, start));
    }
}

static void ends_after_year_end(struct visit *v) /* 385 */
{
    for (size_t i = 0; i < v->episode_count; i++)
        if (date_known(v->episodes[i].end) && v->episodes[i].end > v->year_end)
            finding(v, v->episodes[i].row, COLUMN_DEC, "the episode ends after the year end");
}

/* Only an episode under V2 in a children's home (K2) may go on: the last one is what counts. */
static void open_after_18(struct visit *v) /* 359 */
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (e->end == DATE_NONE && date_known(v->birth) &&
            date_birthday(v->birth, 18) < v->year_end &&
            !(text_is(e->ls, "V2") && text_is(e->place, "K2")))
            finding(v, e->row, COLUMN_DEC,
                    "still open after the 18th birthday, though not V2 in a children's home");
    }
}

const struct rule_entry rules_dates[] = {
    {.code = "301", .tables = TABLE_BIT(TABLE_HEADER), .visit = birth_after_year_end},
    {.code = "351", .tables = TABLE_BIT(TABLE_HEADER), .visit = aged_over_25},
    {.code = "302",
     .tables = TABLE_BIT(TABLE_HEADER) | TABLE_BIT(TABLE_EPISODES),
     .visit = first_episode_before_birth},
    {.code = "352",
     .tables = TABLE_BIT(TABLE_HEADER) | TABLE_BIT(TABLE_EPISODES),
     .visit = care_starts_as_adult},
    {.code = "353", .tables = TABLE_BIT(TABLE_EPISODES), .visit = starts_before_1991},
    {.code = "354", .tables = TABLE_BIT(TABLE_EPISODES), .visit = starts_after_year_end},
    {.code = "355", .tables = TABLE_BIT(TABLE_EPISODES), .visit = starts_and_ends_on_one_day},
    {.code = "356", .tables = TABLE_BIT(TABLE_EPISODES), .visit = ends_before_start},
    {.code = "385", .tables = TABLE_BIT(TABLE_EPISODES), .visit = ends_after_year_end},
    {.code = "359",
     .tables = TABLE_BIT(TABLE_HEADER) | TABLE_BIT(TABLE_EPISODES),
     .visit = open_after_18},
    {NULL},
};
