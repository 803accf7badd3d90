// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-recruit - what becomes of enquiries, and the approvals to come
 *
 * Job: measure
 * Usage: hearth-recruit [OPTION...] [FILE]
 *        hearth-recruit --to-come [--backtest] [OPTION...] [FILE]
 *        hearth-recruit --needed N --until DATE [OPTION...] [FILE]
 *
 * Reads recruitment stages (hearth-read enquiries, or adopters) and follows every enquiry to its
 * approval or loss. A journey stands at the furthest stage that it has begun; it is approved on the
 * day on which the stage --goal ends in progress. Enquiries still under way count for as long as they
 * were seen (Aalen-Johansen, Kaplan-Meier), those that began before anybody looked from then on.
 *
 * By cohort, dated on the end of the period of the enquiry: "enquiries", "approved so far", "under
 * way", "conversion so far", and "conversion expected" with the chances of those under way, by stage
 * and days in it. Where a Weibull mixture cure model, which knows of no stages, disagrees, its
 * "conversion by cure model" stands beside it. The "period ratio", approvals of a period by its
 * enquiries, is what the press quotes: with months between the two it answers no question about any
 * enquirer. --cost adds "cost per enquiry" and "cost per approval expected". Where the day of entry is
 * recorded, "enquiries nowcast" adds those that are to be entered yet, going by how late others were
 * (chain ladder).
 *
 * Of all, dated on the last day observed: "entered stage"; "share of stage" by outcome; "share of
 * enquiries" approved, or lost in which stage; "share approved by cure model"; "days in stage"
 * (median, 90th percentile, open ones too); "days to approval" of those approved; "ended" by stage,
 * outcome and reason. Shares are of 1.
 * Intervals are Jeffreys' for the number of cases that the variance stands for.
 *
 * --to-come writes "approvals" by month (or --every) as draws: those under way continued from where
 * they stand, enquiries to be entered yet, and those still to come. Each authority goes on from the
 * last day on which it was seen; where these differ, what others had by then is in every future.
 * --backtest does so from --origins past months and says what the intervals held.
 *
 * --needed says how many enquiries, spread evenly until the day --until, it takes to have N more
 * households: value is enough in half of the futures, hi80 in 9 of 10; of each group of --by
 * (channels) at its present share, or if it alone brought any. --households (approval spells) makes
 * good those who will leave, so that N is net.
 *
 * Columns read: la, id, start, end, observed_from, observed_to, stage, outcome; decided_on, result,
 *   reason_withdrawn and recorded where they exist; those of --by and --where.
 * Columns written: date, measure, those of --by, value and: stage, outcome, reason (where there is
 *   one), lo95, lo80, hi80, hi95; --to-come: kind, draw (rows by draw, date, labels; actual ones
 *   first); --backtest: ahead (periods; all groups in one); --needed: lo95, lo80, hi80, hi95, kind.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no usable stage, a column is missing, rows out of order, too little seen, input or output fails
 *
 * Example:
 *     hearth-read enquiries datasets/fostering | hearth-recruit --every year --where route=mainstream
 */
#include "base/parallel.h"
#include "cli/tool.h"
#include "model/population/grouping.h"
#include "model/recruit/backtest.h"
#include "model/recruit/lines.h"
#include "model/recruit/needed.h"
#include "model/recruit/outcomes.h"
#include "stats/stats.h"

static const char *const every_choices[] = {"day", "month", "quarter", "year", NULL};

static struct options {
    int every;
    const char *year_end, *by, *goal, *reason, *recorded, *cost, *households;
    struct option_texts where;
    long recent, seed, ahead, draws, origins, threads;
    double needed;
    int32_t until;
    bool to_come, backtest;
} options = {.every = -1, /* by default as the mode has it */
             .year_end = "03-31",
             .recent = 24,
             .seed = 1,
             .ahead = 12,
             .draws = 1000,
             .origins = 12,
             .threads = 64,
             .until = DATE_NONE};

#define BETWEEN(a, b)                                                                              \
    {                                                                                              \
        .least = (a), .most = (b)                                                                  \
    }

static const struct option table[] = {
    {"every",
     0,
     OPTION_CHOICE,
     &options.every,
     "PERIOD",
     "cohorts, or approvals to come, by day, month, quarter or year (default: quarter; month)",
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
    {"recorded", 0, OPTION_TEXT, &options.recorded, "COLUMN",
     "the day on which the enquiry was entered (default: recorded, where there is one)"},
    {"cost", 0, OPTION_TEXT, &options.cost, "FILE",
     "what recruitment cost: a series of date, value and any columns of --by"},
    {"recent", 0, OPTION_INTEGER, &options.recent, "MONTHS",
     "chances of those under way are of the last MONTHS; 0: of all (default: 24)",
     BETWEEN(0, 1200)},
    {"to-come", 0, OPTION_FLAG, &options.to_come, NULL, "write the approvals to come as draws"},
    {"ahead", 'n', OPTION_INTEGER, &options.ahead, "N", "for N periods (default: 12)",
     BETWEEN(1, 120)},
    {"draws", 0, OPTION_INTEGER, &options.draws, "N", "N possible futures (default: 1000)",
     BETWEEN(20, 100000)},
    {"backtest", 0, OPTION_FLAG, &options.backtest, NULL,
     "with --to-come: compare with what came after past months"},
    {"origins", 0, OPTION_INTEGER, &options.origins, "N",
     "with --backtest: from the ends of the last N periods (default: 12)", BETWEEN(1, 1000)},
    {"needed", 0, OPTION_NUMBER, &options.needed, "N",
     "how many enquiries would lead to N approved households", BETWEEN(1, 100000)},
    {"until", 0, OPTION_DATE, &options.until, "DATE", "with --needed: by then"},
    {"households", 0, OPTION_TEXT, &options.households, "FILE",
     "with --needed: approval spells, whose leavers are to be made good"},
    {"seed", 0, OPTION_INTEGER, &options.seed, "N", "of all random numbers (default: 1)",
     BETWEEN(0, 9e15)},
    {"threads", 0, OPTION_INTEGER, &options.threads, "N",
     "use at most N threads (default: one a processor); the output does not depend on it",
     BETWEEN(1, 64)},
    OPTION_END,
};

/* Options that need, or exclude, each other. */
static bool check_modes(struct run *run)
{
    bool good = true, needed = options.needed > 0;
    const struct {
        bool wrong;
        const char *text;
    } rules[] = {
        {options.to_come && needed, "--to-come and --needed are two questions: ask one at a time"},
        {options.backtest && !options.to_come, "--backtest goes with --to-come"},
        {needed != (options.until != DATE_NONE), "--needed N and --until DATE need each other"},
        {options.households && !needed, "--households goes with --needed"},
        {options.cost && (options.to_come || needed), "--cost goes with cohorts alone"},
        {options.to_come && options.every == EVERY_DAY, "--to-come knows no days: too few a day"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].wrong) {
            run_usage(run, "%s", rules[i].text);
            good = false;
        }
    return good;
}

static bool check(struct run *run, struct period_calendar *calendar)
{
    char mistake[256];
    bool good = check_modes(run);
    if (lines_by_mistake(options.by, mistake, sizeof mistake)) {
        run_usage(run, "--by: %s", mistake);
        good = false;
    }
    if (options.every < 0)
        options.every = options.to_come ? EVERY_MONTH : EVERY_QUARTER;
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

static struct to_come_plan draws_plan(const struct journeys *j,
                                      const struct period_calendar *calendar)
{
    return (struct to_come_plan){
        /* what came after is known up to the day until which all were seen */
        .origin = options.backtest ? journeys_complete_to(j) : j->last,
        .recent = (int32_t)((double)options.recent * 365.25 / 12),
        .calendar = *calendar,
        .ahead = (size_t)options.ahead,
        .draws = (size_t)options.draws,
        .threads = parallel_workers((size_t)options.threads),
        .seed = (uint64_t)options.seed,
    };
}

static enum status write_outcomes(struct run *run, const struct journeys *j,
                                  const struct period_calendar *calendar, struct writer *w)
{
    const struct outcomes_plan plan = {
        .calendar = *calendar,
        .seed = (uint64_t)options.seed,
        .recent = draws_plan(j, calendar).recent,
        .costs = options.cost,
    };
    return outcomes_write(j, &plan, w, &run->sink);
}

static enum status write_to_come(struct run *run, const struct journeys *j,
                                 const struct period_calendar *calendar, struct writer *w)
{
    const struct recruit_backtest_plan plan = {draws_plan(j, calendar), (size_t)options.origins};
    struct to_come t;
    run_say(run, "%ld draws from seed %ld", options.draws, options.seed);
    if (options.backtest && j->has_recorded)
        run_say(run, "what was entered after an origin is not known on it");
    if (options.backtest)
        return recruit_backtest_write(j, &plan, w);
    enum status s = to_come_open(&t, j, &plan.draws);
    if (s != STATUS_OK)
        return s;
    to_come_say(&t, &run->sink);
    s = to_come_write(&t, j, calendar, w);
    to_come_close(&t);
    return s;
}

static enum status write_needed(struct run *run, const struct journeys *j,
                                const struct period_calendar *calendar, struct writer *w)
{
    const struct needed_plan plan = {
        .draws = draws_plan(j, calendar),
        .until = options.until,
        .households = options.needed,
        .approvals = options.households,
    };
    if (plan.until <= plan.draws.origin) {
        run_usage(run, "--until is not after the last day observed");
        return STATUS_OK;
    }
    run_say(run, "%ld draws from seed %ld", options.draws, options.seed);
    return needed_write(j, &plan, w, &run->sink);
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
        .recorded = options.recorded,
    };
    enum status s = journeys_read(&journeys, path, &settings, &run->sink);
    if (s != STATUS_OK)
        return s;
    bool look_ahead = options.to_come || options.needed > 0;
    struct writer *w = writer_open(run->output);
    s = !w                   ? STATUS_MEMORY
        : options.to_come    ? write_to_come(run, &journeys, calendar, w)
        : options.needed > 0 ? write_needed(run, &journeys, calendar, w)
                             : write_outcomes(run, &journeys, calendar, w);
    enum status closed = writer_close(w);
    s = s == STATUS_OK ? closed : s;
    if (s == STATUS_OK)
        journeys_say(&journeys, look_ahead ? draws_plan(&journeys, calendar).recent : -1,
                     &run->sink);
    else if (s == STATUS_SHORT)
        run_fail(run, s, "looking ahead");
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
    good = check(&run, &calendar) && good;
    return run_end(&run, good ? work(&run, path, &calendar) : STATUS_OK);
}
