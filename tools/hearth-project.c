// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-project - the placement population forward, with uncertainty that has been tested
 *
 * Job: forecast
 * Usage: hearth-project [OPTION...] [FILE]
 *
 * Reads spells and writes draws: how many children were in care at each period end, then how many
 * there are in each of many simulated futures.
 *
 * Children are followed by year of age, group (--by) and time in the present placement (first
 * month, 1-6 months, 6-24 months, longer). Leaving and moving are events over the time in which
 * they could happen, drawn towards what is common where children are few. Entries have a level
 * that wanders, a trend that dies away, good and bad years, a season; their ages and groups are
 * those of the reference period. Leaving at the 18th birthday is certain. Each future draws rates
 * and entries anew, then every child's life. Those in care today start from their true age, group
 * and time in placement. A spell open when last seen, before --from, is not assumed to go on.
 *
 * --draws 0 writes the exact mean, and an interval of the process alone (too narrow to plan by).
 * --method demand-model is the arithmetic of the regional demand model (Social Finance): five age
 * bands, means of daily ratios, the reference period's entries each day, mean +- 2 standard
 * deviations. To compare with: it does not hold what it says, and its 17-year-olds stay on.
 *
 * --scenario FILE adds what levers would change: rows of scenario base and of each scenario of
 * FILE, with the same luck in each draw, so that hearth-quantiles --difference is sharp. FILE is
 * a table of levers read by hearth-read levers (its columns: hearth-read levers --describe). A
 * lever acts on entering, leaving or moving, of some ages, from and to some groups, in a phase of
 * the placement; from a day, growing over some months, until a day. Its effect is a per cent of
 * the rate, or so many more children a month, quarter or year, and is drawn: mid in the middle, one
 * time in ten beyond low, one beyond high. Levers on one flow multiply, which is said. What trials
 * found to change nothing (social workers in schools, supervision of safeguarding leads): write 0.
 *
 * Where --by names la, each authority is projected on its own: its entries, and rates drawn to
 * those of all as far as authorities are alike; without, several are one population.
 * --unaccompanied-apart does so for unaccompanied asylum-seeking children (--by uasc shows them).
 *
 * The measure care_days is the children's days of care inside each period, to the day: the stocks
 * of each day, added up (a child has the day of coming and not the day of leaving). It is what
 * money is reckoned from (hearth-cost). The period under way at the start has its days before the
 * start, too; past periods not seen whole have no such row. With --draws 0 it has no interval.
 *
 * --backtest asks whether this would have been right. From one period end after another, with three
 * years or more behind it, what was known then (but for what later returns put right) is projected
 * and compared with what came, beside no change (naive), the demand model (all years to that day)
 * and hearth-forecast's comb on the stock alone. Scores are those of hearth-forecast --backtest, of
 * each group and (empty labels) of the total; multi-state is scored by its median, p is its test
 * against no change. Periods overlap, so that neighbouring errors are alike, and coverage is less
 * sure than its interval says.
 *
 * The same seed gives the same bytes on any number of threads; draw 7 of two runs with one seed
 * has the same luck, so that runs can be compared draw by draw.
 *
 * Columns read: la, id, start, end, observed_from, observed_to, birth_date; placement_start,
 *   reason_started and uasc where they exist; those of --by and --where.
 * Columns written: date, measure, draw, scenario (with --scenario), those of --by, value, kind
 *   (actual, with draw empty, or forecast); ordered by draw, date, measure, labels.
 *   With --draws 0 and with the demand model:
 *   date, measure, those of --by, value, lo95, lo80, hi80, hi95, kind; ordered by labels, date.
 *   With --backtest measure, those of --by, method, horizon, series, errors and the scores.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no usable spell, a column is missing, rows out of order, reading or writing failed
 *
 * Example:
 *   hearth-read ssda903 datasets/ssda903 | hearth-project --ahead 12 --seed 1 > demand.csv
 */
#include "base/parallel.h"
#include "cli/tool.h"
#include "model/population/grouping.h"
#include "model/project/request.h"
#include "stats/stats.h"

#include <string.h>

static const char *const every_choices[] = {"day", "month", "quarter", "year", NULL};
static const char *const methods[] = {"multi-state", "demand-model", NULL};
enum { MULTI_STATE, DEMAND_MODEL };

static struct options {
    int method, every;
    const char *year_end, *by, *reference, *measures, *scenario;
    struct option_texts where;
    int32_t from;
    long ahead, draws, origins, seed, threads;
    bool total, fixed, apart, backtest;
} options = {.every = EVERY_QUARTER,
             .year_end = "03-31",
             .by = "demand_group",
             .measures = "stock",
             .from = DATE_NONE,
             .ahead = 12,
             .draws = -1,
             .origins = 20,
             .seed = 1};

static const struct option table[] = {
    {"method",
     'm',
     OPTION_CHOICE,
     &options.method,
     "METHOD",
     "multi-state (the default) or demand-model",
     {.choices = methods}},
    {"from",
     0,
     OPTION_DATE,
     &options.from,
     "DATE",
     "the day to start from (default: the last day observed)",
     {0}},
    {"every",
     0,
     OPTION_CHOICE,
     &options.every,
     "PERIOD",
     "day, month, quarter or year; quarter unless given",
     {.choices = every_choices}},
    {"ahead",
     'n',
     OPTION_INTEGER,
     &options.ahead,
     "N",
     "project N periods (default: 12)",
     {.least = 1, .most = 20000}},
    {"year-end",
     0,
     OPTION_TEXT,
     &options.year_end,
     "MM-DD",
     "last day of the year, which quarters and months follow; 03-31 unless given",
     {0}},
    {"reference",
     0,
     OPTION_TEXT,
     &options.reference,
     "FROM..TO",
     "days whose events make the rates (default: chosen by back-test; with the demand model all)",
     {0}},
    {"by",
     0,
     OPTION_TEXT,
     &options.by,
     "COLUMN,...",
     "groups that children move between (default: demand_group); age, age_band divide the output",
     {0}},
    {"where",
     0,
     OPTION_TEXTS,
     &options.where,
     "COLUMN=VALUE,...",
     "only spells with one of the values; given several times, all must hold",
     {0}},
    {"measures",
     0,
     OPTION_TEXT,
     &options.measures,
     "LIST",
     "of stock, starts, ends, moves_in, moves_out, care_days (default: stock)",
     {0}},
    {"draws",
     0,
     OPTION_INTEGER,
     &options.draws,
     "N",
     "futures (default: 1000; 400 from each day of a back-test); 0: the exact mean",
     {.least = 0, .most = 1e6}},
    {"seed",
     0,
     OPTION_INTEGER,
     &options.seed,
     "N",
     "names the random numbers (default: 1)",
     {.least = 0, .most = 1e15}},
    {"fixed", 0, OPTION_FLAG, &options.fixed, NULL, "take rates and entries as known", {0}},
    {"unaccompanied-apart", 0, OPTION_FLAG, &options.apart, NULL, "project them apart", {0}},
    {"scenario",
     0,
     OPTION_TEXT,
     &options.scenario,
     "FILE",
     "also what the levers of FILE, as hearth-read levers writes them, would change",
     {0}},
    {"backtest", 0, OPTION_FLAG, &options.backtest, NULL, "score projections of the past", {0}},
    {"origins",
     0,
     OPTION_INTEGER,
     &options.origins,
     "N",
     "back-test from the latest N period ends (default: 20)",
     {.least = 1, .most = 1000}},
    {"threads",
     0,
     OPTION_INTEGER,
     &options.threads,
     "N",
     "use at most N threads (default: one a processor); the output does not depend on it",
     {.least = 1, .most = 64}},
    {"total", 0, OPTION_FLAG, &options.total, NULL, "write the sum of all groups", {0}},
    OPTION_END,
};

static struct project_request as_asked(void)
{
    long draws = options.backtest ? 400 : 1000;
    return (struct project_request){
        .by = options.by,
        .where = options.where.items,
        .where_count = (size_t)options.where.count,
        .unaccompanied_apart = options.apart,
        .total = options.total,
        .calendar = PERIOD_TO_31_MARCH((enum period_every)options.every),
        .ahead = (size_t)options.ahead,
        .from = options.from,
        .reference_from = DATE_NONE,
        .demand_model = options.method == DEMAND_MODEL,
        .draws = (size_t)(options.draws < 0 ? draws : options.draws),
        .origins = (size_t)options.origins,
        .fixed = options.fixed,
        .seed = (uint64_t)options.seed,
        .scenario = options.scenario,
        .threads = parallel_workers(options.threads ? (size_t)options.threads : 64),
    };
}

/* Fills the request; false when the command line can't be meant. */
static bool check(struct run *run, struct project_request *r)
{
    char mistake[256];
    struct text word;
    bool good = true, counted = options.method == DEMAND_MODEL || options.draws == 0;
    bool chosen = options.from != DATE_NONE || options.reference || options.scenario ||
                  options.method != MULTI_STATE || strcmp(options.measures, "stock") != 0;
    *r = as_asked();
    const struct {
        bool wrong;
        const char *option, *value, *meant;
    } checks[] = {
        {!period_parse_year_end(text_of(options.year_end), &r->calendar), "--year-end",
         options.year_end, "a day of the year (MM-DD)"},
        {options.reference &&
             !project_read_reference(options.reference, &r->reference_from, &r->reference_to),
         "--reference", options.reference, "FROM..TO, two dates in order"},
        {!project_read_measures(options.measures, r->measures, &word), "--measures",
         options.measures, "a list of stock, starts, ends, moves_in, moves_out, care_days"},
        {counted && !project_closed_measures(r), "--measures", options.measures,
         r->demand_model ? "stock, with the demand model"
                         : "of stock and care_days, without draws"},
        {options.method == DEMAND_MODEL && options.draws > 0, "--draws", "",
         "left out with the demand model, which knows none"},
        {options.scenario && counted, "--scenario", options.scenario, "left out without draws"},
        {options.apart && r->demand_model, "--unaccompanied-apart", "",
         "left out with the demand model"},
        {options.backtest && r->draws < 100, "--draws", "with --backtest", "100 or more"},
        {options.backtest && options.every == EVERY_DAY, "--every", "day",
         "month, quarter or year with --backtest"},
        {options.backtest && chosen, "--backtest", "",
         "given without --from, --reference, --scenario, --method and --measures"},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i].wrong) {
            run_usage(run, "%s %s: should be %s", checks[i].option, checks[i].value,
                      checks[i].meant);
            good = false;
        }
    if (grouping_by_mistake(options.by, mistake, sizeof mistake)) {
        run_usage(run, "--by: %s", mistake);
        good = false;
    }
    if (grouping_where_mistake(r->where, r->where_count, mistake, sizeof mistake)) {
        run_usage(run, "--where: %s", mistake);
        good = false;
    }
    return good;
}

static enum status work(struct run *run, const struct project_request *r, const char *path)
{
    struct writer *w = writer_open(run->output);
    enum status s =
        w ? (options.backtest ? project_test : project_run)(r, path, w, &run->sink) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    return s != STATUS_OK ? s : closed;
}

int main(int argc, char **argv)
{
    struct run run;
    struct project_request request;
    const char *path;
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    bool good = run_one_input(&run, &path);
    if (!check(&run, &request) || !good)
        return run_end(&run, STATUS_OK);
    return run_end(&run, work(&run, &request, path));
}
