// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/visit.h"
#include "returns/check/tables.h"

/* Legal statuses and temporary placements that may last only so long. An episode that is open counts to
 * the year end (to the day of an extract taken before it); neighbours of the same status are one stay. */

static int32_t end_or_seen(const struct visit *v, const struct episode_view *e)
{
    return date_known(e->end) ? e->end : v->seen_to;
}

/* Reports every episode of status LS in an unbroken stay of more than MOST days. */
static void limit_status(struct visit *v, const char *ls, int most, const char *what)
{
    for (size_t i = 0; i < v->episode_count;) {
        const struct episode_view *first = &v->episodes[i];
        if (!text_is(first->ls, ls) || !date_known(first->start)) {
            i++;
            continue;
        }
        size_t last = i;
        while (last + 1 < v->episode_count && text_is(v->episodes[last + 1].ls, ls) &&
               v->episodes[last + 1].start <= end_or_seen(v, &v->episodes[last]))
            last++;
        int days = end_or_seen(v, &v->episodes[last]) - first->start;
        for (; i <= last; i++)
            if (days > most)
                finding(v, v->episodes[i].row, COLUMN_LS, "%s lasts %d days, at most %d", what,
                        days, most);
    }
}

static void rule_361(struct visit *v)
{
    limit_status(v, "L1", 3, "police protection");
}

static void rule_362(struct visit *v)
{
    limit_status(v, "L2", 21, "an emergency protection order");
}

static void rule_363(struct visit *v)
{
    limit_status(v, "L3", 7, "a child assessment order");
}

static void rule_364(struct visit *v)
{
    limit_status(v, "J2", 21, "accommodation under the Police and Criminal Evidence Act");
}

/* Every short break by itself, however close the next one. */
static void rule_365(struct visit *v)
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        int days = date_known(e->start) ? end_or_seen(v, e) - e->start : 0;
        if (text_is(e->ls, "V3") && days > 17)
            finding(v, e->row, COLUMN_LS, "a short break lasts %d days, at most 17", days);
    }
}

static void rule_367(struct visit *v)
{
    int days = 0;
    const struct episode_view *last = NULL;
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (!text_is(e->ls, "V3") || !date_known(e->start))
            continue;
        int32_t from = e->start > v->year_start ? e->start : v->year_start;
        int32_t to = end_or_seen(v, e);
        if (to > v->year_end)
            to = v->year_end;
        if (to > from)
            days += to - from;
        last = e;
    }
    if (days > 75)
        finding(v, last->row, COLUMN_LS,
                "the child's short breaks in the year add up to %d days, "
                "at most 75",
                days);
}

static void limit_place(struct visit *v, const char *place, int most, const char *what)
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (!text_is(e->place, place) || !date_known(e->start))
            continue;
        int days = end_or_seen(v, e) - e->start;
        if (days > most)
            finding(v, e->row, COLUMN_PLACE, "%s lasts %d days, at most %d", what, days, most);
    }
}

static void rule_375(struct visit *v)
{
    limit_place(v, "T1", 42, "a temporary stay in hospital");
}

static void rule_376(struct visit *v)
{
    limit_place(v, "T3", 21, "cover while the foster carer is on holiday");
}

static void rule_379(struct visit *v)
{
    limit_place(v, "T4", 7, "a temporary placement of seven days or less");
}

/* More than two in any twelve months. The published check counts those of the return instead. */
static void rule_377(struct visit *v)
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (!text_is(e->place, "T3") || !date_known(e->start))
            continue;
        int count = 1;
        for (size_t k = 0; k < i; k++)
            count += text_is(v->episodes[k].place, "T3") && date_known(v->episodes[k].start) &&
                     v->episodes[k].start > date_add_months(e->start, -12);
        if (count > 2)
            finding(v, e->row, COLUMN_PLACE,
                    "the %d%s cover for a carer's holiday in 12 months, at "
                    "most two",
                    count, count == 3 ? "rd" : "th");
    }
}

const struct rule_entry rules_durations[] = {
    {.code = "361", .tables = NEEDS_EPISODES, .visit = rule_361},
    {.code = "362", .tables = NEEDS_EPISODES, .visit = rule_362},
    {.code = "363", .tables = NEEDS_EPISODES, .visit = rule_363},
    {.code = "364", .tables = NEEDS_EPISODES, .visit = rule_364},
    {.code = "365", .tables = NEEDS_EPISODES, .visit = rule_365},
    {.code = "367", .tables = NEEDS_EPISODES, .visit = rule_367},
    {.code = "375", .tables = NEEDS_EPISODES, .visit = rule_375},
    {.code = "376", .tables = NEEDS_EPISODES, .visit = rule_376},
    {.code = "377", .tables = NEEDS_EPISODES, .visit = rule_377},
    {.code = "379", .tables = NEEDS_EPISODES, .visit = rule_379},
    {NULL},
};
