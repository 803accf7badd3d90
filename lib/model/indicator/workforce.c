// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/family.h"

/* Social workers: posts as spells, agency workers among them, on 30 September and in the year to it.
 *
 * Spells of one census each (a post that goes on has several, with one post_start) and spells of a whole
 * post do both; but cases and days lost are known only for the census that a spell is of. Hours (fte) are
 * summed over all posts, heads over main posts only. A post without fte is left out of the hours
 * and counted; it stays in the headcount. Agency workers are nobody's starters or leavers. */
enum { AGENCY, FTE, ROLE, CASES, DAYS_LOST, DESTINATION, ETHNICITY, MAIN_POST, POST_START, CENSUS };
static const char *const marks[] = {"agency", "role", NULL};
static const char *const columns[] = {[AGENCY] = "agency",
                                      [FTE] = "fte",
                                      [ROLE] = "role",
                                      [CASES] = "cases",
                                      [DAYS_LOST] = "days_lost",
                                      [DESTINATION] = "destination",
                                      [ETHNICITY] = "ethnicity",
                                      [MAIN_POST] = "main_post",
                                      [POST_START] = "post_start",
                                      [CENSUS] = "census_year",
                                      NULL};

enum {
    IN_POST_FTE,
    IN_POST_HEADCOUNT,
    STARTERS_FTE,
    STARTERS_HEADCOUNT,
    LEAVERS_FTE,
    LEAVERS_HEADCOUNT,
    AGENCY_FTE,
    AGENCY_HEADCOUNT,
    FTE_UNKNOWN,
    CASE_COUNT,
    CASE_HOLDERS_FTE,
    CASELOAD_UNKNOWN,
    DAYS_LOST_COUNT,
    DAYS_LOST_UNKNOWN,
    MINORITY,
    KNOWN_ETHNICITY,
    UNKNOWN_ETHNICITY,
    POST_DAYS,
    POST_DAYS_UNKNOWN
};
/* All of a year that was seen: hours, roles and agency workers of an earlier day stand in no census. */
static const struct family_count counts[] = {
    [IN_POST_FTE] = {"in_post_fte", 1},
    [IN_POST_HEADCOUNT] = {"in_post_headcount", 1},
    [STARTERS_FTE] = {"starters_fte", 1},
    [STARTERS_HEADCOUNT] = {"starters_headcount", 1},
    [LEAVERS_FTE] = {"leavers_fte", 1},
    [LEAVERS_HEADCOUNT] = {"leavers_headcount", 1},
    [AGENCY_FTE] = {"agency_fte", 1},
    [AGENCY_HEADCOUNT] = {"agency_headcount", 1},
    [FTE_UNKNOWN] = {"fte_unknown", 1},
    [CASE_COUNT] = {"cases", 1},
    [CASE_HOLDERS_FTE] = {"case_holders_fte", 1},
    [CASELOAD_UNKNOWN] = {"caseload_unknown", 1},
    [DAYS_LOST_COUNT] = {"days_lost", 1},
    [DAYS_LOST_UNKNOWN] = {"days_lost_unknown", 1},
    [MINORITY] = {"minority_headcount", 1},
    [KNOWN_ETHNICITY] = {"known_ethnicity_headcount", 1},
    [UNKNOWN_ETHNICITY] = {"unknown_ethnicity_headcount", 1},
    [POST_DAYS] = {"post_days", 1},
    [POST_DAYS_UNKNOWN] = {"post_days_unknown", 1},
};

static const struct text whole = {"", 0};

static bool is_yes(struct text t)
{
    return text_is(t, "1") || text_is_nocase(t, "yes") || text_is_nocase(t, "agency");
}

/* -- one post in one year */

struct post {
    const struct family_spell *spell;
    bool agency, main, has_fte, of_census;
    double fte;
};

static struct post post_of(const struct reckoning *r, const struct subject *s,
                           const struct family_spell *p)
{
    struct post post = {.spell = p, .agency = is_yes(p->cells[AGENCY])};
    long year;
    int y, m, d;
    date_split(s->on, &y, &m, &d);
    post.main = !family_has(r, MAIN_POST) || is_yes(p->cells[MAIN_POST]);
    post.has_fte = text_number(p->cells[FTE], &post.fte);
    post.of_census = !family_has(r, CENSUS) || (text_integer(p->cells[CENSUS], &year) && year == y);
    return post;
}

/* Whether another spell of the same post takes over on the day on which P ends. */
static bool goes_on(const struct subject *s, const struct family_spell *p)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct family_spell *q = &s->spells[i];
        if (q != p && q->start == p->end &&
            text_equal(q->cells[POST_START], p->cells[POST_START]) && p->cells[POST_START].size)
            return true;
    }
    return false;
}

static void add_fte(struct reckoning *r, const struct subject *s, int count, const struct post *p,
                    int32_t at, struct text part)
{
    if (p->has_fte)
        family_add(r, s, count, p->spell, at, part, p->fte);
}

static void count_case_holder(struct reckoning *r, const struct subject *s, const struct post *p)
{
    double cases;
    bool known = text_number(p->spell->cells[CASES], &cases);
    if (!p->of_census || (known && cases >= 1 && !p->has_fte)) {
        family_add(r, s, CASELOAD_UNKNOWN, p->spell, s->on, whole, 1);
        return;
    }
    if (known && cases >= 1 && p->fte > 0) {
        family_add(r, s, CASE_COUNT, p->spell, s->on, whole, cases);
        add_fte(r, s, CASE_HOLDERS_FTE, p, s->on, whole);
    }
}

static void count_ethnicity(struct reckoning *r, const struct subject *s, const struct post *p)
{
    struct text e = p->spell->cells[ETHNICITY];
    bool white = text_is(e, "WBRI") || text_is(e, "WIRI") || text_is(e, "WOTH");
    if (!e.size || text_is(e, "REFU") || text_is(e, "NOBT")) {
        family_add(r, s, UNKNOWN_ETHNICITY, p->spell, s->on, whole, 1);
        return;
    }
    family_add(r, s, KNOWN_ETHNICITY, p->spell, s->on, whole, 1);
    if (!white)
        family_add(r, s, MINORITY, p->spell, s->on, whole, 1);
}

static void count_stock(struct reckoning *r, const struct subject *s, const struct post *p)
{
    if (!p->has_fte)
        family_add(r, s, FTE_UNKNOWN, p->spell, s->on, whole, 1);
    count_case_holder(r, s, p);
    if (p->agency) {
        add_fte(r, s, AGENCY_FTE, p, s->on, whole);
        family_add(r, s, AGENCY_HEADCOUNT, p->spell, s->on, whole, 1);
        return;
    }
    add_fte(r, s, IN_POST_FTE, p, s->on, whole);
    if (p->spell->cells[ROLE].size)
        add_fte(r, s, IN_POST_FTE, p, s->on, p->spell->cells[ROLE]);
    if (p->main) {
        family_add(r, s, IN_POST_HEADCOUNT, p->spell, s->on, whole, 1);
        count_ethnicity(r, s, p);
    }
}

static void count_days_lost(struct reckoning *r, const struct subject *s, const struct post *p)
{
    double days;
    if (p->of_census && text_number(p->spell->cells[DAYS_LOST], &days))
        family_add(r, s, DAYS_LOST_COUNT, p->spell, s->on, whole, days);
    else
        family_add(r, s, DAYS_LOST_UNKNOWN, p->spell, s->on, whole, 1);
}

static struct text destination(const struct family_spell *p)
{
    struct text d = p->cells[DESTINATION];
    if (text_is(d, "another authority") || text_is(d, "agency"))
        return d;
    if (!d.size || text_is(d, "not known") || text_is(d, "not yet collected"))
        return text_of("not known");
    return text_of("out");
}

static void count_leaver(struct reckoning *r, const struct subject *s, const struct post *p,
                         int32_t at)
{
    if (!p->has_fte)
        family_add(r, s, FTE_UNKNOWN, p->spell, at, whole, 1);
    add_fte(r, s, LEAVERS_FTE, p, at, whole);
    add_fte(r, s, LEAVERS_FTE, p, at, destination(p->spell));
    if (p->main)
        family_add(r, s, LEAVERS_HEADCOUNT, p->spell, at, whole, 1);
}

/* The part of a post's time that lies in this year: pieces of all years together are the whole, and
 * what was before the first census is not in them. Of a post in pieces, the one of this year counts. */
static void count_time(struct reckoning *r, const struct subject *s, const struct family_spell *p,
                       bool ends)
{
    int32_t from = p->observed_from - 1, to = ends ? p->end : p->over - 1;
    int32_t start = p->start;
    from = from > s->before ? from : s->before;
    to = to < s->on ? to : s->on;
    to = to < p->observed_to ? to : p->observed_to;
    if (to <= from || p->start > s->on)
        return;
    if (family_has(r, POST_START) && date_parse(p->cells[POST_START], &start) != DATE_READ) {
        family_add(r, s, POST_DAYS_UNKNOWN, p, to, whole, 1);
        return;
    }
    bool first = start > s->before || p->observed_from - 1 >= s->before;
    const struct family_time time = {
        .entry = from - start, .exit = to - start, .cause = ends && p->end == to, .again = !first};
    family_add_time(r, s, POST_DAYS, p, to, whole, &time);
}

static void count_year(struct reckoning *r, const struct subject *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct post p = post_of(r, s, &s->spells[i]);
        struct family_spell spell = s->spells[i];
        bool ends = spell.end != DATE_NONE && !goes_on(s, &s->spells[i]);
        if (ends && !p.agency && spell.end == s->on)
            family_saw_last_day(r);
        if (ends && family_last_day_stays(r)) /* whose last day it is, is still in post on it */
            spell.end++;
        if (!p.agency)
            count_time(r, s, &spell, ends);
        bool stock = family_open(&spell, s->on);
        bool leaver = ends && !p.agency && family_in_year(s, spell.end);
        bool starter = !p.agency && family_in_year(s, spell.start);
        int32_t post_start;
        if (starter && date_parse(spell.cells[POST_START], &post_start) == DATE_READ)
            starter = post_start == spell.start;
        else if (family_has(r, POST_START))
            starter = false; /* when it began is not known */
        if (stock)
            count_stock(r, s, &p);
        if (starter) {
            add_fte(r, s, STARTERS_FTE, &p, spell.start, whole);
            if (p.main)
                family_add(r, s, STARTERS_HEADCOUNT, p.spell, spell.start, whole, 1);
        }
        if (leaver)
            count_leaver(r, s, &p, s->spells[i].end);
        if (!p.agency && (stock || leaver))
            count_days_lost(r, s, &p);
    }
}

const struct family family_workforce = {
    .name = "workforce",
    .marks = marks,
    .columns = columns,
    .counts = counts,
    .count_count = sizeof counts / sizeof *counts,
    .end_month = 9,
    .end_day = 31,
    .count = count_year,
};
