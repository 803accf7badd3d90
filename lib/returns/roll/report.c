// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdio.h>
#include <string.h>

/* What the person is told at the end: values that are no codes, and the sums, so that every row that was
 * read can be followed into a spell or to the reason why it is in none. */

static void say(const struct roll *r, const char *kind, enum problem_level level, size_t n,
                const char *one, const char *many)
{
    if (n)
        problem_report(r->sink, level, kind, NULL, 0, NULL, "%zu %s", n, n == 1 ? one : many);
}

static void say_odd_codes(const struct roll *r)
{
    for (uint32_t i = 0; i < r->odd.count; i++) {
        uint32_t key[2];
        char shown[64];
        memcpy(key, intern_text(&r->odd, i).at, sizeof key);
        const struct schema_column *c = &r->schema.columns[key[0]];
        const struct odd_code *o = &r->odd_codes[i];
        problem_report(r->sink, PROBLEM_WARNING, "unknown-code", roll_path(r, o->file), o->line,
                       c->name, "'%s' is not a code of %s: %zu %s, kept as it is",
                       text_show(intern_text(&r->values, key[1]), shown, sizeof shown),
                       c->code_list, o->count, o->count == 1 ? "row" : "rows");
    }
}

static void say_tables(const struct roll *r)
{
    char list[300] = "";
    size_t files = 0;
    for (size_t i = 0; i < r->schema.table_count; i++) {
        if (r->wanted[i] || !r->tables[i].files)
            continue;
        size_t used = strlen(list);
        files += r->tables[i].files;
        snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "",
                 r->schema.tables[i].name);
    }
    if (files)
        problem_report(r->sink, PROBLEM_NOTE, "tables", NULL, 0, NULL, "%zu %s not needed here: %s",
                       files, files == 1 ? "table" : "tables", list);
}

static void say_options(const struct roll *r)
{
    bool no_la = false;
    for (size_t i = 0; i < r->tables[r->main].count; i++)
        no_la |= !intern_text(&r->las, r->tables[r->main].rows[i].la).size;
    if (no_la)
        problem_report(r->sink, PROBLEM_NOTE, "no-la", NULL, 0, NULL,
                       "no authority (no LA, no --la) in some rows: the column la is left empty");
    if (r->options->la && !r->used_la)
        problem_report(r->sink, PROBLEM_NOTE, "unused-la", NULL, 0, NULL,
                       "--la %s was not used: every row has its LA", r->options->la);
    if (r->options->year && !r->used_year)
        problem_report(r->sink, PROBLEM_NOTE, "unused-year", NULL, 0, NULL,
                       "--year %d was not used: every row has its YEAR", r->options->year);
}

static void say_partner(const struct roll *r)
{
    if (r->no_partner)
        problem_report(r->sink, PROBLEM_NOTE, "no-partner", NULL, 0, NULL,
                       "%zu %s of %s: what it says is left empty", r->no_partner,
                       r->no_partner == 1 ? "row has no row" : "rows have no row",
                       r->schema.tables[r->partner].name);
    if (r->enquiry_link.rows && r->unasked)
        problem_report(r->sink, PROBLEM_NOTE, "unasked", NULL, 0, NULL,
                       "%zu of %zu households have no enquiry that led to them: source is left "
                       "empty",
                       r->unasked, r->written);
}

static void say_stages(const struct roll *r)
{
    say(r, "stages", PROBLEM_WARNING, r->no_result,
        "row has a decision but no outcome: that of its last stage is left empty",
        "rows have a decision but no outcome: that of their last stage is left empty");
    say(r, "stages", PROBLEM_WARNING, r->no_closing,
        "row has an outcome but no date on which it closed: closed on its latest date",
        "rows have an outcome but no date on which they closed: closed on their latest date");
    say(r, "stages", PROBLEM_WARNING, r->differing,
        "stage stands again with other dates or another outcome: the first row counts",
        "stages stand again with other dates or another outcome: the first row counts");
}

static void say_posts(const struct roll *r)
{
    say(r, "posts", PROBLEM_NOTE, r->last_day,
        r->options->last_day_stays
            ? "last day of work is that of a census: in post on that day, and no leaver of the year"
            : "last day of work is that of a census: a leaver of the year, and not in post",
        r->options->last_day_stays
            ? "last days of work are those of a census: in post on that day, and no leavers of the "
              "year"
            : "last days of work are those of a census: leavers of the year, and not in post");
    say(r, "posts", PROBLEM_WARNING, r->late_ends,
        "end is after its census: read as open, unless a later census says it",
        "ends are after their census: read as open, unless a later census says them");
    say(r, "posts", PROBLEM_NOTE, r->unknown_start,
        "post has no start: it begins with the first census that sent it",
        "posts have no start: they begin with the first census that sent them");
    say(r, "posts", PROBLEM_NOTE, r->unfinished,
        "post is in one census and not in the next, without an end: seen to the end of the first",
        "posts are in one census and not in the next, without an end: seen to the end of the "
        "first");
    say(r, "posts", PROBLEM_NOTE, r->agency_gone,
        "agency worker is in one census and not in the next: seen to the end of the first",
        "agency workers are in one census and not in the next: seen to the end of the first");
    say(r, "posts", PROBLEM_NOTE, r->no_hours,
        "row is in post without hours: in headcounts, not in full-time equivalents",
        "rows are in post without hours: in headcounts, not in full-time equivalents");
    say(r, "posts", PROBLEM_NOTE, r->heavy, "row has more than 1.5 full-time equivalents",
        "rows have more than 1.5 full-time equivalents");
    say(r, "posts", PROBLEM_NOTE, r->shared_ids,
        "register number is shared by people of different birth dates: the date is added to the id",
        "register numbers are shared by people of different birth dates: the date is added to the "
        "id");
}

static const char *const reasons[ROLL_REASONS] = {"more or fewer cells than the header",
                                                  "no id",
                                                  "no start",
                                                  "a date that is none",
                                                  "an end before the start",
                                                  "begins after the year of its return",
                                                  "its year is not known (no YEAR, no --year)",
                                                  "none of its stages has a date that can be used"};

static void say_sums(const struct roll *r)
{
    for (int i = 0; i < ROLL_REASONS; i++)
        if (r->left_out[i])
            problem_report(r->sink, PROBLEM_NOTE, "sum-left-out", NULL, 0, NULL,
                           "%zu %s left out: %s", r->left_out[i],
                           r->left_out[i] == 1 ? "row" : "rows", reasons[i]);
    say(r, "sum-values", PROBLEM_NOTE, r->values_lost,
        "value could not be understood and is left empty",
        "values could not be understood and are left empty");
    say(r, "sum-stages", PROBLEM_NOTE, r->stages_left, "stage left out: its dates are out of order",
        "stages left out: their dates are out of order");
    say(r, "sum-to", PROBLEM_NOTE, r->cut_at_to, "spell ends after --to: open",
        "spells end after --to: open");
    if (r->kind->form == RETURN_SPELLS || r->kind->form == RETURN_POSTS)
        say(r, "overlaps", PROBLEM_NOTE, r->overlaps,
            "spell overlaps the one before it of the same id",
            "spells overlap the one before of the same id");
}

void roll_report(struct roll *r)
{
    size_t left = 0, fates[ROLL_WRITTEN + 1] = {0};
    const struct roll_table *t = &r->tables[r->main];
    say_odd_codes(r);
    say_options(r);
    say_tables(r);
    say_partner(r);
    say_stages(r);
    say_posts(r);
    say_sums(r);
    for (int i = 0; i < ROLL_REASONS; i++)
        left += r->left_out[i];
    for (size_t i = 0; i < t->count; i++)
        fates[r->fates[i]]++;
    problem_report(r->sink, PROBLEM_NOTE, "sum", NULL, 0, NULL,
                   "%zu rows of %s read = %zu written + %zu sent again or joined + %zu outside the "
                   "window + %zu left out; %zu %s of %zu ids",
                   t->rows_read, r->kind->table, fates[ROLL_WRITTEN], fates[ROLL_JOINED],
                   fates[ROLL_OUTSIDE], left, r->written,
                   r->kind->form == RETURN_TABLE || r->kind->form == RETURN_SERIES ? "rows"
                                                                                   : "spells",
                   r->subjects);
}
