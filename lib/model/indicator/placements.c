// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/placements.h"

#include <string.h>

/* Children looked after: who is there on 31 March and who came and went in the year to it. What is asked
 * of a child's whole history (placements, long-term stability) stands in placements_history.c. */

static const char *const marks[] = {"placement_type", NULL};
static const char *const columns[] = {[BIRTH_DATE] = "birth_date",
                                      [REASON_STARTED] = "reason_started",
                                      [REASON_ENDED] = "reason_ended",
                                      [REASON_CHANGED] = "reason_changed",
                                      [PLACEMENT_TYPE] = "placement_type",
                                      [PROVIDER] = "provider",
                                      [CATEGORY] = "category",
                                      [UASC] = "uasc",
                                      [PLACEMENT_START] = "placement_start",
                                      [CARE_START] = "care_start",
                                      [DISTANCE] = "distance_miles",
                                      [LOCATION] = "location",
                                      NULL};
static const struct family_count counts[] = {
    [IN_CARE] = {"in_care", 0},
    [UNACCOMPANIED_IN_CARE] = {"unaccompanied_in_care", 0},
    [UNACCOMPANIED_UNKNOWN] = {"unaccompanied_unknown", 0},
    [FAR_AND_OUTSIDE] = {"far_and_outside", 0},
    [DISTANCE_UNKNOWN] = {"distance_unknown", 0},
    [FOSTERED] = {"fostered", 0},
    [FOSTERED_IN_HOUSE] = {"fostered_in_house", 0},
    [IN_CARE_3_PLACEMENTS] = {"in_care_3_placements", 1},
    [LONG_TERM] = {"long_term", 0},
    [LONG_TERM_STABLE] = {"long_term_stable", 0},
    [LONG_TERM_UNKNOWN] = {"long_term_unknown", 0},
    [IN_CARE_TWO_YEARS] = {"in_care_two_years", 2},
    [TWO_YEARS_3_PLACEMENTS] = {"two_years_3_placements", 2},
    [TWO_YEARS_UNKNOWN] = {"two_years_unknown", 2},
    [STARTED] = {"started", 1},
    [UNACCOMPANIED_STARTED] = {"unaccompanied_started", 1},
    [CEASED] = {"ceased", 1},
    [CEASED_TO_GUARDIANSHIP] = {"ceased_to_guardianship", 1},
    [CEASED_TO_ARRANGEMENTS] = {"ceased_to_arrangements", 1},
    [NEW_PLACEMENTS] = {"new_placements", 1},
    [CHANGES] = {"changes", 1},
    [CARE_DAYS] = {"care_days", 1},
};

static const struct text whole = {"", 0};

static struct text category(const struct family_spell *p)
{
    return p->cells[CATEGORY].size ? p->cells[CATEGORY] : text_of("not recorded");
}

static bool is_one_of(struct text t, const char *const *list)
{
    for (; *list; list++)
        if (text_is(t, *list))
            return true;
    return false;
}

/* -- on 31 March */

static void count_distance(struct reckoning *r, const struct subject *s,
                           const struct family_spell *p)
{
    double miles;
    if (!text_number(p->cells[DISTANCE], &miles) || !p->cells[LOCATION].size)
        family_add(r, s, DISTANCE_UNKNOWN, p, s->on, whole, 1);
    else if (miles > 20 && text_is_nocase(p->cells[LOCATION], "out"))
        family_add(r, s, FAR_AND_OUTSIDE, p, s->on, whole, 1);
}

static void count_stock(struct reckoning *r, const struct subject *s, const struct family_spell *p)
{
    static const char *const fostering[] = {"U4", "U5", "U6", NULL};
    family_add(r, s, IN_CARE, p, s->on, whole, 1);
    family_add(r, s, IN_CARE, p, s->on, category(p), 1);
    if (text_is(p->cells[UASC], "1"))
        family_add(r, s, UNACCOMPANIED_IN_CARE, p, s->on, whole, 1);
    else if (!p->cells[UASC].size)
        family_add(r, s, UNACCOMPANIED_UNKNOWN, p, s->on, whole, 1);
    count_distance(r, s, p);
    if (is_one_of(p->cells[PLACEMENT_TYPE], fostering)) {
        family_add(r, s, FOSTERED, p, s->on, whole, 1);
        if (text_is(p->cells[PROVIDER], "PR1"))
            family_add(r, s, FOSTERED_IN_HOUSE, p, s->on, whole, 1);
    }
}

/* -- in the year: a child counts once, with the first start and the last end of care */

static void count_start(struct reckoning *r, const struct subject *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct family_spell *p = &s->spells[i];
        if (!family_in_year(s, p->start) || !text_is(p->cells[REASON_STARTED], "S"))
            continue;
        family_add(r, s, STARTED, p, p->start, whole, 1);
        if (text_is(p->cells[UASC], "1"))
            family_add(r, s, UNACCOMPANIED_STARTED, p, p->start, whole, 1);
        return;
    }
}

static void count_end(struct reckoning *r, const struct subject *s)
{
    static const char *const guardianship[] = {"E43", "E44", "E45", "E46", "E47", "E48", NULL};
    const struct family_spell *last = NULL;
    for (size_t i = 0; i < s->count; i++) {
        const struct family_spell *p = &s->spells[i];
        if (family_in_year(s, p->end) && p->cells[REASON_ENDED].size &&
            !text_is(p->cells[REASON_ENDED], "X1") && (!last || p->end >= last->end))
            last = p;
    }
    if (!last)
        return;
    /* the group on the last day in care: age on the day of leaving */
    family_add(r, s, CEASED, last, last->end, whole, 1);
    if (is_one_of(last->cells[REASON_ENDED], guardianship))
        family_add(r, s, CEASED_TO_GUARDIANSHIP, last, last->end, whole, 1);
    if (text_is(last->cells[REASON_ENDED], "E41"))
        family_add(r, s, CEASED_TO_ARRANGEMENTS, last, last->end, whole, 1);
}

static void count_days(struct reckoning *r, const struct subject *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct family_spell *p = &s->spells[i];
        int32_t from = p->start > s->before + 1 ? p->start : s->before + 1;
        int32_t to = p->over < s->on + 1 ? p->over : s->on + 1;
        if (from < to)
            family_add(r, s, CARE_DAYS, p, from, category(p), to - from);
    }
}

static void count_year(struct reckoning *r, const struct subject *s)
{
    const struct family_spell *stock = NULL;
    for (size_t i = 0; i < s->count; i++)
        if (family_open(&s->spells[i], s->on))
            stock = &s->spells[i];
    if (stock) {
        count_stock(r, s, stock);
        placements_count_history(r, s, stock);
    }
    count_start(r, s);
    count_end(r, s);
    count_days(r, s);
    placements_count_new(r, s);
}

const struct family family_placements = {
    .name = "placements",
    .marks = marks,
    .columns = columns,
    .counts = counts,
    .count_count = sizeof counts / sizeof *counts,
    .end_month = 3,
    .end_day = 31,
    .count = count_year,
};
