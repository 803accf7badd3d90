// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/tables.h"
#include "returns/check/visit.h"

#include <math.h>

/* This year's return against last year's: what cannot change, and the episode that was open at the end
 * of last year and goes on as the first of this one. */

static const struct book_row *header_now(const struct visit *v)
{
    return v->now[TABLE_HEADER].count ? v->now[TABLE_HEADER].rows : NULL;
}

static const struct book_row *header_last(const struct visit *v)
{
    return v->last[TABLE_HEADER].count ? v->last[TABLE_HEADER].rows : NULL;
}

/* SEX was 1 and 2 up to 2023-24, M and F from 2024-25: the same child may have both. */
static char sex_of(struct text code)
{
    return text_in(code, "1,M") ? 'M' : text_in(code, "2,F") ? 'F' : code.size ? *code.at : ' ';
}

static void rule_202(struct visit *v)
{
    const struct book_row *now = header_now(v), *last = header_last(v);
    if (now && last && sex_of(cell(v, now, COLUMN_SEX)) != sex_of(cell(v, last, COLUMN_SEX)))
        finding(v, now, COLUMN_SEX, "differs from the sex in last year's return");
}

static void rule_203(struct visit *v)
{
    const struct book_row *now = header_now(v), *last = header_last(v);
    int32_t before = last ? cell_date(v, last, COLUMN_DOB) : DATE_NONE;
    char text[DATE_TEXT];
    if (now && date_known(before) && cell_date(v, now, COLUMN_DOB) != before)
        finding(v, now, COLUMN_DOB, "differs from the birth date in last year's return (%s)",
                date_write(before, text).at);
}

static bool is_unknown_upn(struct text upn)
{
    return text_in(upn, "UN1,UN2,UN3,UN4,UN5");
}

/* A pupil number may be found where none was known, and a reason for having none may follow "not yet of
 * school age" or a blank; nothing else may change. */
static void rule_208(struct visit *v)
{
    const struct book_row *now = header_now(v), *last = header_last(v);
    if (!now || !last)
        return;
    struct text upn = cell(v, now, COLUMN_UPN), before = cell(v, last, COLUMN_UPN);
    bool found = (!before.size || is_unknown_upn(before)) && upn.size && !is_unknown_upn(upn);
    bool reason_now = !before.size && is_unknown_upn(upn);
    bool of_school_age = text_is(before, "UN1") && is_unknown_upn(upn);
    if (!text_equal(upn, before) && !found && !reason_now && !of_school_age)
        finding(v, now, COLUMN_UPN, "differs from the UPN in last year's return");
}

/* Where to point for a child's UASC status, and the column there. */
static void uasc_finding(struct visit *v, const char *message)
{
    if (v->now[TABLE_UASC].count)
        finding(v, v->now[TABLE_UASC].rows, COLUMN_DUC, "%s", message);
    else if (header_now(v))
        finding(v, header_now(v), COLUMN_CHILD, "%s", message);
}

static int32_t uasc_ended(const struct visit *v, const struct subject_rows *tables)
{
    return tables[TABLE_UASC].count ? cell_date(v, tables[TABLE_UASC].rows, COLUMN_DUC) : DATE_NONE;
}

static void rule_205A(struct visit *v)
{
    int32_t end = uasc_ended(v, v->last);
    bool ended_last_year =
        date_known(end) && end >= date_of(v->year - 2, 4, 1) && end < v->year_start;
    if (v->uasc_last && !v->uasc && (date_known(uasc_ended(v, v->now)) || !ended_last_year))
        uasc_finding(v, "UASC last year and not this year, but no end date in last year's return "
                        "explains it");
}

/* Last year's date must have been the 18th birthday (or blank), this year's lie in this year or be the
 * same. */
static void rule_205B(struct visit *v)
{
    if (!v->uasc || !v->uasc_last || !v->last[TABLE_UASC].count)
        return;
    int32_t before = uasc_ended(v, v->last), end = uasc_ended(v, v->now);
    int32_t birth = cell_date(v, v->last[TABLE_UASC].rows, COLUMN_DOB);
    int32_t adult = date_known(birth) ? date_birthday(birth, 18) : DATE_NONE;
    bool ended_before = date_known(before) && before != adult;
    bool ends_elsewhere = date_known(end) && end != before && end != adult &&
                          (end < v->year_start || end > v->year_end);
    if (ended_before || ends_elsewhere)
        uasc_finding(v, "UASC in both years, but the dates on which the status ceased disagree");
}

static void rule_205C(struct visit *v)
{
    if (!v->uasc && !v->uasc_last &&
        (date_known(uasc_ended(v, v->now)) || date_known(uasc_ended(v, v->last))))
        uasc_finding(v, "UASC neither this year nor last, but a date is given on which it ceased");
}

static void rule_205D(struct visit *v)
{
    if (v->uasc && !v->uasc_last && header_now(v) && header_last(v))
        uasc_finding(v, "UASC this year, but not in last year's return");
}

/* This year's first episode when last year's last was open; it should be the same. */
static const struct episode_view *carried(const struct visit *v,
                                          const struct episode_view **last_year)
{
    *last_year = last_years_last(v);
    return *last_year && (*last_year)->end == DATE_NONE ? first_episode(v) : NULL;
}

static void rule_502(struct visit *v)
{
    const struct episode_view *last, *now = carried(v, &last);
    char start[DATE_TEXT];
    if (now && now->start != last->start)
        finding(v, now->row, COLUMN_DECOM,
                "an episode was open at the end of last year: it is this year's first, from %s",
                date_write(last->start, start).at);
    else if (last && last->end == DATE_NONE && !v->episode_count && !v->now[TABLE_OC3].count)
        finding(v, last->row, COLUMN_DECOM,
                "open at the end of last year, but the child has no episode this year");
}

static bool may_become(const struct visit *v, struct text before, struct text now)
{
    if (v->year == 2025 && text_is(before, "H5"))
        return text_is(now, "K3");
    return v->year == 2026 && text_is(before, "Z1") && text_in(now, "Z11,Z12,Z13,Z14");
}

static void compare(struct visit *v, enum column_name column, const char *what)
{
    const struct episode_view *last, *now = carried(v, &last);
    if (!now)
        return;
    struct text before = cell(v, last->row, column), after = cell(v, now->row, column);
    char shown[40];
    if (!text_equal(before, after) && !(column == COLUMN_PLACE && may_become(v, before, after)))
        finding(v, now->row, column, "%s of the episode carried over from last year was '%s'", what,
                text_show(before, shown, sizeof shown));
}

static void rule_503A(struct visit *v)
{
    compare(v, COLUMN_RNE, "the reason");
}

static void rule_503B(struct visit *v)
{
    compare(v, COLUMN_LS, "the legal status");
}

static void rule_503C(struct visit *v)
{
    compare(v, COLUMN_CIN, "the category of need");
}

static void rule_503D(struct visit *v)
{
    compare(v, COLUMN_PLACE, "the placement type");
}

static void rule_503E(struct visit *v)
{
    compare(v, COLUMN_PLACE_PROVIDER, "the provider");
}

static void rule_503F(struct visit *v)
{
    compare(v, COLUMN_URN, "the URN");
}

static void rule_452(struct visit *v)
{
    const struct episode_view *last, *now = carried(v, &last);
    if (now && text_equal(now->rne, last->rne) &&
        !text_equal(cell(v, now->row, COLUMN_PL_LA), cell(v, last->row, COLUMN_PL_LA)))
        finding(v, now->row, COLUMN_PL_LA,
                "differs from the authority of placement in last year's last episode");
}

static void rule_453(struct visit *v)
{
    const struct episode_view *last, *now = carried(v, &last);
    double miles, before;
    if (now && text_equal(now->rne, last->rne) &&
        cell_number(v, now->row, COLUMN_PL_DISTANCE, &miles) &&
        cell_number(v, last->row, COLUMN_PL_DISTANCE, &before) && fabs(miles - before) >= 0.15)
        finding(v, now->row, COLUMN_PL_DISTANCE,
                "differs from the distance in last year's last episode (%.1f miles)", before);
}

static void rule_562(struct visit *v)
{
    const struct episode_view *now = first_episode(v), *last = last_years_last(v);
    if (now && now->start < v->year_start && (!last || last->start != now->start))
        finding(v, now->row, COLUMN_DECOM,
                "starts before the year, but is not the last episode of last year's return");
}

static void rule_NoE(struct visit *v)
{
    for (size_t i = 0; i < v->episode_count && !v->last_episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (date_known(e->start) && e->start < v->year_start)
            finding(v, e->row, COLUMN_DECOM,
                    "starts before the year, but the child has no episode in last year's return");
    }
}

static void rule_1010(struct visit *v)
{
    const struct episode_view *last = last_years_last(v);
    if (v->now[TABLE_OC3].count && !v->episode_count && last && last->end == DATE_NONE)
        finding(v, v->now[TABLE_OC3].rows, COLUMN_IN_TOUCH,
                "a care leaver without an episode this year, though one was open at the end of "
                "last year: when did care end?");
}

static bool was_open(int32_t end)
{
    return end == DATE_NONE;
}

/* Every spell of TABLE that was open at the end of last year must stand in this year's, too. */
static void open_spells_carried(struct visit *v, enum table_name table, enum column_name start,
                                enum column_name end, const char *message)
{
    for (size_t i = 0; i < v->last[table].count; i++) {
        const struct book_row *before = &v->last[table].rows[i];
        int32_t from = cell_date(v, before, start);
        bool found = !was_open(cell_date(v, before, end)) || !date_known(from);
        for (size_t k = 0; k < v->now[table].count && !found; k++)
            found = cell_date(v, &v->now[table].rows[k], start) == from;
        if (!found)
            finding(v, before, start, "%s", message);
    }
}

static void rule_576(struct visit *v)
{
    open_spells_carried(v, TABLE_MISSING, COLUMN_MIS_START, COLUMN_MIS_END,
                        "missing at the end of last year, but this year's return has no spell "
                        "with this start");
}

static void rule_706(struct visit *v)
{
    open_spells_carried(v, TABLE_DOLO, COLUMN_DOLO_START, COLUMN_DOLO_END,
                        "an order was open at the end of last year, but this year's return has "
                        "none with this start");
}

static const enum column_name urn_sent[] = {COLUMN_URN, COLUMNS};
static const enum column_name authority_sent[] = {COLUMN_PL_LA, COLUMNS};
static const enum column_name distance_sent[] = {COLUMN_PL_DISTANCE, COLUMNS};

#define HEADERS_RULE(number, function)                                                             \
    {                                                                                              \
        .code = number, .tables = NEEDS_HEADER, .last_tables = NEEDS_HEADER, .visit = function     \
    }
#define UASC_RULE(number, function)                                                                \
    {                                                                                              \
        .code = number, .tables = NEEDS_UASC | NEEDS_HEADER,                                       \
        .last_tables = NEEDS_UASC | NEEDS_HEADER, .visit = function                                \
    }
#define EPISODES_RULE(number, sent, function)                                                      \
    {                                                                                              \
        .code = number, .tables = NEEDS_EPISODES, .last_tables = NEEDS_EPISODES, .columns = sent,  \
        .visit = function                                                                          \
    }

const struct rule_entry rules_years[] = {
    HEADERS_RULE("202", rule_202),
    HEADERS_RULE("203", rule_203),
    UASC_RULE("205A", rule_205A),
    UASC_RULE("205B", rule_205B),
    UASC_RULE("205C", rule_205C),
    UASC_RULE("205D", rule_205D),
    HEADERS_RULE("208", rule_208),
    EPISODES_RULE("452", authority_sent, rule_452),
    EPISODES_RULE("453", distance_sent, rule_453),
    EPISODES_RULE("502", NULL, rule_502),
    EPISODES_RULE("503A", NULL, rule_503A),
    EPISODES_RULE("503B", NULL, rule_503B),
    EPISODES_RULE("503C", NULL, rule_503C),
    EPISODES_RULE("503D", NULL, rule_503D),
    EPISODES_RULE("503E", NULL, rule_503E),
    EPISODES_RULE("503F", urn_sent, rule_503F),
    EPISODES_RULE("562", NULL, rule_562),
    EPISODES_RULE("NoE", NULL, rule_NoE),
    {.code = "576", .tables = NEEDS_MISSING, .last_tables = NEEDS_MISSING, .visit = rule_576},
    {.code = "706", .tables = NEEDS_ORDERS, .last_tables = NEEDS_ORDERS, .visit = rule_706},
    {.code = "1010",
     .tables = NEEDS_EPISODES | NEEDS_OC3,
     .last_tables = NEEDS_EPISODES,
     .visit = rule_1010},
    {NULL},
};
