// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/period.h"
#include "returns/check/check_private.h"
#include "returns/check/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct rule_entry *const lists[] = {
    rules_dates,  rules_rows,   rules_places,   rules_sequence,  rules_placement_change,
    rules_years,  rules_tables, rules_missing,  rules_durations, rules_workers,
    rules_orders, rules_keys,   rules_register, rules_derived,   rules_posts,
    rules_agency};
enum { LISTS = sizeof lists / sizeof *lists };

void check_skip(struct check *c, uint32_t rule, int year, const char *reason)
{
    struct outcome *o = &c->outcomes[rule];
    if (!o->skipped++) {
        o->reason = arena_text(&c->arena, text_of(reason)).at;
        o->skipped_year = year;
        if (!o->reason)
            o->reason = "";
    }
}

enum status check_link_rules(struct check *c)
{
    size_t count = 0;
    for (int list = 0; list < LISTS; list++)
        for (const struct rule_entry *e = lists[list]; e->code; e++)
            count++;
    c->linked = malloc(count * sizeof *c->linked);
    if (!c->linked)
        return STATUS_MEMORY;
    for (int list = 0; list < LISTS; list++)
        for (const struct rule_entry *e = lists[list]; e->code; e++) {
            int rule = rules_find(&c->rules, text_of(e->code));
            if (rule >= 0)
                c->linked[c->linked_count++] = (struct linked_rule){e, (uint32_t)rule};
        }
    return STATUS_OK;
}

/* What ENTRY must know from elsewhere and nobody gave; NULL when there is nothing. */
static const char *not_given(const struct check *c, const struct rule_entry *entry, int authority)
{
    if ((entry->wants & WANTS_AUTHORITY) && authority < 0)
        return "the authority is not known (column LA or --la: its code or name)";
    if ((entry->wants & WANTS_PROVIDERS) && !c->options->providers)
        return "no register of providers was given (--providers)";
    if ((entry->wants & WANTS_PLACES) && !c->providers.has_places)
        return "the register of providers has no column of placement codes";
    if ((entry->wants & WANTS_CODES) && !c->providers.has_codes)
        return "the register of providers has no column of provider codes";
    if ((entry->wants & WANTS_LA) && !c->providers.has_la)
        return "the register of providers has no column of authorities";
    if ((entry->wants & WANTS_POSTCODES) && !c->options->postcodes)
        return "no directory of postcodes was given (--postcodes)";
    if ((entry->wants & WANTS_CAPS) && !c->library->tables[c->table[TABLE_PRICE_CAPS]].count)
        return "no price cap was given (a table with the columns ROLE and HOURLY_CAP)";
    return NULL;
}

static int authority_of(const struct check *c, const struct book *b)
{
    return authorities_find(&c->authorities, intern_text(&c->library->las, b->la));
}

/* Why ENTRY can't run in book B; false when it can. */
static bool wants(const struct check *c, const struct rule_entry *entry, const struct book *b,
                  char *reason, size_t size)
{
    const char *lack = not_given(c, entry, authority_of(c, b));
    if (lack) {
        snprintf(reason, size, "%s", lack);
        return true;
    }
    for (int t = 0; t < TABLES; t++)
        if ((entry->tables >> t & 1) && !(b->present >> c->table[t] & 1)) {
            snprintf(reason, size, "no table %s", table_names[t]);
            return true;
        }
    if (entry->last_tables && b->last_year < 0) {
        snprintf(reason, size, "last year's return was not given");
        return true;
    }
    for (int t = 0; t < TABLES; t++)
        if ((entry->last_tables >> t & 1) &&
            !(c->library->books[b->last_year].present >> c->table[t] & 1)) {
            snprintf(reason, size, "no table %s in last year's return", table_names[t]);
            return true;
        }
    for (const enum column_name *column = entry->columns; column && *column != COLUMNS; column++) {
        bool sent = false;
        for (int t = 0; t < TABLES; t++)
            sent |= (entry->tables >> t & 1) && c->position[t][*column] >= 0 &&
                    (c->sent[c->table[t]] >> c->position[t][*column] & 1);
        if (!sent) {
            snprintf(reason, size, "no column %s", column_names[*column]);
            return true;
        }
    }
    return false;
}

/* The rules that can run in book B, to OUT (c->linked_count); the others are noted as skipped. */
static size_t find_runnable(struct check *c, const struct book *b, struct linked_rule *out)
{
    size_t n = 0;
    for (size_t i = 0; i < c->linked_count; i++) {
        const struct linked_rule *l = &c->linked[i];
        char reason[160];
        if (!c->outcomes[l->rule].wanted || !rule_in_force(&c->rules.list[l->rule], b->year))
            continue;
        if (!b->year && c->library->kind->year_table) {
            check_skip(c, l->rule, 0, "the return's year is not known");
        } else if (wants(c, l->entry, b, reason, sizeof reason)) {
            check_skip(c, l->rule, b->year, reason);
        } else {
            c->outcomes[l->rule].ran++;
            if (!l->entry->wrong_row || b->count[c->table[l->entry->of]])
                out[n++] = *l; /* not where the table was sent without rows: nothing to find */
        }
    }
    return n;
}

/* One rule on one child, in its form. */
static void apply(struct visit *v, const struct rule_entry *rule)
{
    if (rule->visit) {
        rule->visit(v);
    } else if (rule->wrong) {
        for (size_t i = 0; i < v->episode_count; i++)
            if (rule->wrong(v, &v->episodes[i]))
                finding(v, v->episodes[i].row, rule->column, "%s", rule->message);
    } else if (rule->wrong_row) {
        const struct subject_rows *rows = &v->now[rule->of];
        for (size_t i = 0; i < rows->count; i++)
            if (rule->wrong_row(v, &rows->rows[i]))
                finding(v, &rows->rows[i], rule->column, "%s", rule->message);
    }
}

static void visit_subjects(struct check *c, struct visit *v, const struct linked_rule *run,
                           size_t n)
{
    struct reading r;
    reading_init(&r, v);
    while (reading_next(&r, v))
        for (size_t i = 0; i < n; i++) {
            c->rule = run[i].rule;
            apply(v, run[i].entry);
        }
    reading_done(&r);
}

/* The last day that the book knows of. A return with many events, none of them in the last month of its
 * year, was taken before the year end: on the day of its latest event. */
static int32_t find_seen_to(const struct check *c, const struct book *b, int32_t year_start,
                            int32_t year_end)
{
    enum { EVENTS_LEAST = 20, LAST_DAYS = 31 };
    int table = c->table[TABLE_EPISODES];
    int32_t latest = DATE_NONE;
    size_t events = 0;
    for (size_t i = 0; table >= 0 && i < b->count[table]; i++) {
        const struct book_row *row = &c->library->tables[table].rows[b->first[table] + i];
        static const enum column_name columns[] = {COLUMN_DECOM, COLUMN_DEC};
        for (int k = 0; k < 2; k++) {
            int position = c->position[TABLE_EPISODES][columns[k]];
            int32_t date = position < 0 ? DATE_NONE : check_read_date(book_cell(row, position));
            if (!date_known(date) || date < year_start || date > year_end)
                continue;
            events++;
            if (date > latest)
                latest = date;
        }
    }
    return events >= EVENTS_LEAST && latest <= year_end - LAST_DAYS ? latest : year_end;
}

/* Of a register without years: the latest start in it; it was kept on that day at least. */
static int32_t find_latest_start(const struct check *c, const struct book *b)
{
    int table = c->table[TABLE_ASSIGNMENTS];
    int position = c->position[TABLE_ASSIGNMENTS][COLUMN_START_DATE];
    int32_t latest = DATE_NONE;
    for (size_t i = 0; table >= 0 && position >= 0 && i < b->count[table]; i++) {
        const struct book_row *row = &c->library->tables[table].rows[b->first[table] + i];
        int32_t date = check_read_date(book_cell(row, position));
        latest = date > latest ? date : latest;
    }
    return latest;
}

static void say_extract(const struct check *c, const struct visit *v)
{
    char day[DATE_TEXT];
    if (v->seen_to < v->year_end)
        problem_report(c->sink, PROBLEM_NOTE, "extract", NULL, 0, NULL,
                       "the return of %d knows nothing after %s: open episodes are judged on that "
                       "day",
                       v->year, date_write(v->seen_to, day).at);
}

static int32_t year_end(const struct return_kind *kind, int year)
{
    const struct period_calendar years = {EVERY_YEAR, kind->end_month, kind->end_day};
    return period_end_from(&years, date_of(year, kind->end_month, 1));
}

static void run_rules(struct check *c, const struct book *b, const struct linked_rule *run,
                      size_t n)
{
    const struct book *last = b->last_year < 0 ? NULL : &c->library->books[b->last_year];
    const struct return_kind *kind = c->library->kind;
    struct visit v = {
        .book = b,
        .last_book = last,
        .year = b->year,
        .year_start = b->year ? year_end(kind, b->year - 1) + 1 : DATE_NONE,
        .year_end = b->year ? year_end(kind, b->year) : DATE_NONE,
        .codes = &c->codes,
        .authorities = &c->authorities,
        .authority = authority_of(c, b),
        .providers = &c->providers,
        .postcodes = &c->postcodes,
        .check = c,
    };
    v.seen_to = b->year ? find_seen_to(c, b, v.year_start, v.year_end) : find_latest_start(c, b);
    say_extract(c, &v);
    visit_subjects(c, &v, run, n);
    struct book_visit whole = {c->library, b, last, b->year, c};
    for (size_t i = 0; i < n; i++) {
        c->rule = run[i].rule;
        if (run[i].entry->book)
            run[i].entry->book(&whole);
    }
}

void check_rules(struct check *c, uint16_t book)
{
    const struct book *b = &c->library->books[book];
    struct linked_rule *run = malloc((c->linked_count + 1) * sizeof *run);
    if (!run) {
        c->out_of_memory = true;
        return;
    }
    size_t n = find_runnable(c, b, run);
    if (n)
        run_rules(c, b, run, n);
    free(run);
}
