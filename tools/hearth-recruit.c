// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-recruit - what becomes of enquiries: conversion, days, reasons
 *
 * Job: measure
 * Usage: hearth-recruit [OPTION...] [FILE]
 *
 * Reads recruitment stages (hearth-read enquiries, or adopters) and follows every enquiry to its
 * approval or loss. A journey stands at the furthest stage that it has begun; it is approved on the
 * day on which the stage --goal ends in progress. Enquiries still under way count for as long as they
 * were seen (Aalen-Johansen, Kaplan-Meier), those that began before anybody looked from then on.
 *
 * By cohort, dated on the end of the period in which they enquired: "enquiries", "approved so far",
 * "under way", "conversion so far" and "conversion expected" (with the chances of those under way, by
 * stage and days in it). Beside them the "period ratio", approvals of a period by its enquiries, as the
 * press quotes it: with months between the two it answers no question about any enquirer. With
 * --cost also "cost per enquiry" and "cost per approval expected".
 *
 * Of all, dated on the last day observed: "entered stage"; "share of stage" by outcome; "share of
 * enquiries" approved, or lost in which stage; "days in stage" (median and 90th percentile, open
 * ones included); "days to approval" of those approved; "ended" by stage, outcome and reason.
 * Shares are of 1. Intervals are Jeffreys' for the number of cases that the variance stands for.
 *
 * Columns read: la, id, start, end, observed_from, observed_to, stage, outcome; decided_on, result and
 *   reason_withdrawn where they exist; those of --by and --where.
 * Columns written: date, measure, those of --by, stage, outcome, reason (where there is one), value,
 *   lo95, lo80, hi80, hi95.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no usable stage, a column is missing, rows out of order, reading or writing failed
 *
 * Example:
 *     hearth-read enquiries tests/golden/in/recruit-enquiries.csv | hearth-recruit --every year
 */
#include "cli/tool.h"
#include "model/population/grouping.h"
#include "model/recruit/outcomes.h"
#include "stats/stats.h"

#include <string.h>

static const char *const every_choices[] = {"day", "month", "quarter", "year", NULL};

static struct options {
    int every;
    const char *year_end, *by, *goal, *reason, *cost;
    struct option_texts where;
    long recent, seed;
} options = {.every = EVERY_QUARTER, .year_end = "03-31", .recent = 24, .seed = 1};

static const struct option table[] = {
    {"every",
     0,
     OPTION_CHOICE,
     &options.every,
     "PERIOD",
     "cohorts by day, month, quarter or year of the enquiry (default: quarter)",
     {.choices = every_choices}},
    {"year-end", 0, OPTION_TEXT, &options.year_end, "MM-DD",
     "last day of the year, which quarters follow (default: 03-31)"},
    {"by", 0, OPTION_TEXT, &options.by, "COLUMN,...",
     "one result for each combination, such as source (the channel) or route"},
    {"where", 0, OPTION_TEXTS, &options.where, "COLUMN=VALUE,...",
     "only stages with one of the values; given several times, all must hold"},
    {"goal", 0, OPTION_TEXT, &options.goal, "STAGE",
     "the stage whose progress is the approval (default: decision)"},
    {"reason", 0, OPTION_TEXT, &options.reason, "COLUMN",
     "the reason for ending (default: reason_withdrawn, where there is one)"},
    {"cost", 0, OPTION_TEXT, &options.cost, "FILE",
     "what recruitment cost: a series of date, value and any columns of --by"},
    {"recent",
     0,
     OPTION_INTEGER,
     &options.recent,
     "MONTHS",
     "chances of those under way are of the last MONTHS; 0: of all (default: 24)",
     {.least = 0, .most = 1200}},
    {"seed",
     0,
     OPTION_INTEGER,
     &options.seed,
     "N",
     "of the random numbers in expected conversions (default: 1)",
     {.least = 0, .most = 9e15}},
    OPTION_END,
};

/* Names that the results need for columns of their own. */
static bool check_by(struct run *run)
{
    static const char *const taken[] = {"stage", "outcome", "reason"};
    char mistake[256];
    bool good = true;
    if (grouping_by_mistake(options.by, mistake, sizeof mistake)) {
        run_usage(run, "--by: %s", mistake);
        return false;
    }
    struct text rest = text_of(options.by);
    while (rest.at) {
        struct text name = text_cut(&rest, ',');
        for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
            if (text_is(name, taken[i])) {
                run_usage(run, "--by: every result is by %s already", taken[i]);
                good = false;
            }
    }
    return good;
}

static bool check(struct run *run, struct period_calendar *calendar)
{
    char mistake[256];
    bool good = check_by(run);
    *calendar = PERIOD_TO_31_MARCH((enum period_every)options.every);
    if (!period_parse_year_end(text_of(options.year_end), calendar)) {
        run_usage(run, "--year-end: '%s' is not a day of the year (MM-DD)", options.year_end);
        good = false;
    }
    if (grouping_where_mistake(options.where.items, (size_t)options.where.count, mistake,
                               sizeof mistake)) {
        run_usage(run, "--where: %s", mistake);
        good = false;
    }
    return good;
}

static void say_journeys(struct run *run, const struct journeys *j)
{
    size_t approved = 0, pending = 0, before = 0;
    for (size_t i = 0; i < j->count; i++) {
        approved += j->items[i].outcome == OUTCOME_PROGRESS;
        pending += j->items[i].outcome == OUTCOME_PENDING;
        before += j->items[i].begun < j->items[i].seen_from;
    }
    run_say(run, "%zu journeys: %zu approved, %zu lost, %zu under way", j->count, approved,
            j->count - approved - pending, pending);
    if (before)
        run_say(run,
                "%zu of them began before anybody looked: not in cohorts, and elsewhere counted "
                "from then on",
                before);
}

static enum status measure(struct run *run, const struct journeys *j,
                           const struct period_calendar *calendar)
{
    struct costs costs;
    const struct outcomes_plan plan = {
        .calendar = *calendar,
        .seed = (uint64_t)options.seed,
        .recent = (int32_t)((double)options.recent * 365.25 / 12),
        .costs = options.cost ? &costs : NULL,
    };
    enum status s = STATUS_OK;
    if (options.cost)
        s = costs_read(&costs, options.cost, j, &run->sink);
    if (s != STATUS_OK)
        return s;
    struct writer *w = writer_open(run->output);
    s = w ? outcomes_write(j, &plan, w) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    if (options.cost)
        costs_done(&costs);
    return s != STATUS_OK ? s : closed;
}

static enum status work(struct run *run, const char *path, const struct period_calendar *calendar)
{
    struct journeys journeys;
    const struct journeys_settings settings = {
        .by = options.by,
        .where = options.where.items,
        .where_count = (size_t)options.where.count,
        .goal = options.goal,
        .reason = options.reason,
    };
    enum status s = journeys_read(&journeys, path, &settings, &run->sink);
    if (s != STATUS_OK)
        return s;
    s = measure(run, &journeys, calendar);
    if (s == STATUS_OK)
        say_journeys(run, &journeys);
    journeys_done(&journeys);
    return s;
}

int main(int argc, char **argv)
{
    struct run run;
    struct period_calendar calendar;
    const char *path;
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    bool good = run_one_input(&run, &path);
    if (!check(&run, &calendar) || !good)
        return run_end(&run, STATUS_OK);
    return run_end(&run, work(&run, path, &calendar));
}
