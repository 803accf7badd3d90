// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/placements.h"

/* How many placements, and how long.
 *
 * A placement is one or more episodes: a change of legal status alone (reason L) begins none, nor does
 * an adoptive placement (A3, A5) with the carers who fostered the child (reason T or U), nor the return
 * after a temporary placement, which the reader shows by keeping placement_start. Only a placement
 * of at least one night counts: dates know no hours. */

static const struct text whole = {"", 0};

static bool is_adoptive(struct text type)
{
    return type.size == 2 && type.at[0] == 'A' && type.at[1] >= '3' && type.at[1] <= '6';
}

/* Whether spell I of S begins a placement. */
static bool begins_placement(const struct subject *s, size_t i)
{
    const struct family_spell *p = &s->spells[i], *before = p - 1;
    if (i == 0 || before->over != p->start)
        return true;
    struct text reason = p->cells[REASON_STARTED];
    if (text_is(reason, "L"))
        return false;
    if (text_is(reason, "T") || text_is(reason, "U"))
        return !text_is(p->cells[PLACEMENT_TYPE], "A3") && !text_is(p->cells[PLACEMENT_TYPE], "A5");
    return text_is(reason, "S") || !p->cells[PLACEMENT_START].size ||
           !text_equal(p->cells[PLACEMENT_START], before->cells[PLACEMENT_START]);
}

/* The first spell after I that begins another placement, or S->count. */
static size_t next_placement(const struct subject *s, size_t i)
{
    do
        i++;
    while (i < s->count && !begins_placement(s, i));
    return i;
}

/* Placements of at least a night that touched a day of (AFTER, ON]. */
static int placements_within(const struct subject *s, int32_t after, int32_t on)
{
    int n = 0;
    for (size_t i = 0, next; i < s->count; i = next) {
        next = next_placement(s, i);
        int32_t start = s->spells[i].start, over = s->spells[next - 1].over;
        n += over > start && start <= on && over > after + 1;
    }
    return n;
}

/* -- since when */

/* A day since which something has held, and whether it may have held longer than that. */
struct since {
    int32_t day;
    bool or_earlier;
};

/* By CELL (care_start, placement_start) of spell I; where it is empty, as far back as the spells before it
 * join up with the cell empty, too. */
static struct since held_since(const struct subject *s, size_t i, int cell)
{
    int32_t day;
    if (date_parse(s->spells[i].cells[cell], &day) == DATE_READ)
        return (struct since){day, false};
    while (i > 0 && s->spells[i - 1].over == s->spells[i].start &&
           !s->spells[i - 1].cells[cell].size)
        i--;
    return (struct since){s->spells[i].start, true};
}

enum answer { NO, YES, UNKNOWN };
static enum answer held_by(struct since since, int32_t day)
{
    return since.day <= day ? YES : since.or_earlier ? UNKNOWN : NO;
}

/* The same placement for two years; or an adoptive one that has lasted so long with the one before. */
static enum answer is_stable(const struct subject *s, size_t i)
{
    int32_t day = date_add_months(s->on, -24);
    struct since since = held_since(s, i, PLACEMENT_START);
    if (is_adoptive(s->spells[i].cells[PLACEMENT_TYPE]) && !since.or_earlier) {
        size_t k = i;
        while (k > 0 && s->spells[k].start > since.day)
            k--;
        if (k > 0 && s->spells[k - 1].over == since.day)
            since = held_since(s, k - 1, PLACEMENT_START);
    }
    return held_by(since, day);
}

/* Under 16 and in care for two and a half years. */
static enum answer is_long_term(const struct subject *s, size_t i)
{
    int32_t birth;
    enum answer long_enough = held_by(held_since(s, i, CARE_START), date_add_months(s->on, -30));
    if (long_enough == NO)
        return NO;
    if (date_parse(s->spells[i].cells[BIRTH_DATE], &birth) != DATE_READ)
        return UNKNOWN;
    return date_age(birth, s->on) < 16 ? long_enough : NO;
}

void placements_count_history(struct reckoning *r, const struct subject *s,
                              const struct family_spell *stock)
{
    size_t i = (size_t)(stock - s->spells);
    if (placements_within(s, s->before, s->on) >= 3)
        family_add(r, s, IN_CARE_3_PLACEMENTS, stock, s->on, whole, 1);
    enum answer long_term = is_long_term(s, i);
    enum answer stable = long_term == YES ? is_stable(s, i) : NO;
    if (long_term == UNKNOWN || stable == UNKNOWN)
        family_add(r, s, LONG_TERM_UNKNOWN, stock, s->on, whole, 1);
    else if (long_term == YES)
        family_add(r, s, LONG_TERM, stock, s->on, whole, 1);
    if (stable == YES)
        family_add(r, s, LONG_TERM_STABLE, stock, s->on, whole, 1);
    int32_t two_years_ago = date_add_months(s->on, -24);
    enum answer two_years = held_by(held_since(s, i, CARE_START), two_years_ago);
    if (two_years == UNKNOWN)
        family_add(r, s, TWO_YEARS_UNKNOWN, stock, s->on, whole, 1);
    if (two_years != YES)
        return;
    family_add(r, s, IN_CARE_TWO_YEARS, stock, s->on, whole, 1);
    if (placements_within(s, two_years_ago, s->on) >= 3)
        family_add(r, s, TWO_YEARS_3_PLACEMENTS, stock, s->on, whole, 1);
}

/* -- new placements and changes */

static struct text location(const struct family_spell *p)
{
    double miles;
    struct text place = p->cells[LOCATION];
    if (!place.size || !text_number(p->cells[DISTANCE], &miles))
        return text_of("unknown");
    if (text_is_nocase(place, "out"))
        return text_of(miles > 20 ? "outside over 20 miles" : "outside up to 20 miles");
    return text_of(miles > 20 ? "inside over 20 miles" : "inside up to 20 miles");
}

static void count_change(struct reckoning *r, const struct subject *s,
                         const struct family_spell *left)
{
    struct text reason = left->cells[REASON_CHANGED];
    family_add(r, s, CHANGES, left, left->end, whole, 1);
    family_add(r, s, CHANGES, left, left->end, reason.size ? reason : text_of("not recorded"), 1);
}

void placements_count_new(struct reckoning *r, const struct subject *s)
{
    for (size_t i = 0, next; i < s->count; i = next) {
        const struct family_spell *p = &s->spells[i];
        next = next_placement(s, i);
        if (!family_in_year(s, p->start))
            continue;
        if (s->spells[next - 1].over > p->start) {
            family_add(r, s, NEW_PLACEMENTS, p, p->start, whole, 1);
            family_add(r, s, NEW_PLACEMENTS, p, p->start, location(p), 1);
        }
        if (i > 0 && p[-1].end == p->start)
            count_change(r, s, p - 1);
    }
}
