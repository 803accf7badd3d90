// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-retention - who stays how long, who leaves and why
 *
 * Job: measure
 * Usage: hearth-retention [OPTION...] [FILE]
 *
 * Reads spells (posts, approvals, placements, periods of care) and writes, for each group, the
 * share still there over time since the start (Kaplan-Meier) with its interval and the numbers at
 * risk, and the median time. Whoever was there before the source began to look (start before
 * observed_from) counts from then on only: those who had already left were never seen, and to
 * count the others from their start would flatter. A spell that was open when last seen
 * (observed_to), or whose end lies beyond, is censored there.
 *
 * A curve begins where --least stays are at risk, because one leaver of two would halve it for
 * good; it is then about those there at that time, which is said on standard error.
 *
 * --competing takes a column of reasons for leaving, and adds for each reason the share that has
 * left for it (Aalen-Johansen; standard errors by the infinitesimal jackknife). --not-exits names
 * reasons that are none, such as a transfer: the stay is censored there. --chain makes one stay
 * of spells that follow each other, as episodes make a period of care: its attributes are those
 * of its first spell, its reason that of its last. --since counts from a date in another column,
 * --landmark DATE from that day and only those there on it. --re-entry counts the time from a
 * stay's end to the next stay of the same subject, so that "survival" is the share not back yet
 * (use it with --chain).
 *
 * --test compares the groups of --by: logrank, peto (which weighs early differences more) or gray
 * (the shares that left for each reason). --cox fits hazard ratios: a column of numbers counts
 * per one more; any other by level, compared with the most frequent. With --competing there is
 * one model a reason. Errors are robust by --cluster, or by subject where one has several stays.
 * A small proportional_hazards_p says that a ratio is an average of what changes with time.
 *
 * --census is for yearly censuses that do not say when somebody left: only who stands in one (the
 * last day of each year, --year-end) counts, and whether in the next. The rates by years since the
 * start, and with --cox the ratios, are those of a complementary log-log regression on the times
 * from one census to the next; days of leaving are not used. A spell without an end that was sent no
 * more has ended between two censuses; who came and went between two was never seen.
 *
 * Derived dimensions (age, age_band, tenure, year) are those on the day the count starts.
 *
 * Columns read: la, id, start, end, observed_from, observed_to; those that options name.
 * Columns written: date (the last day seen), measure, those of --by, the column of --competing,
 *   term (with --cox), time and unit, value, lo95, lo80, hi80, hi95, status (u: fewer than --least
 *   at risk, x: nobody was seen so long, z: not reached, or nothing to compare). Measures in order:
 *   survival, at_risk (without --at on each day that somebody left or was last seen),
 *   cumulative_incidence, median_time, restricted_mean (up to --mean-to), stays, exits, the test's
 *   (..._chi_square, ..._p), hazard_ratio, hazard_ratio_p, proportional_hazards_p; by label, time.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no usable stay, a column is missing, rows out of order, reading or writing failed
 *
 * Example:
 *   hearth-read ssda903 datasets/ssda903 |
 *       hearth-retention --chain --since care_start --by age_band --at 6m,1y,2y,5y
 */
#include "cli/tool.h"
#include "model/retention/retention.h"
#include "stats/stats.h"

#include <stdio.h>

static const char *const unit_choices[] = {"days", "months", "years", NULL};
static const char *const test_choices[] = {"none", "logrank", "peto", "gray", NULL};
static const char *const interval_choices[] = {"log-log", "plain", NULL};

static struct options {
    const char *by, *competing, *not_exits, *since, *at, *mean_to, *cox, *strata, *cluster, *weight;
    const char *year_end;
    struct option_texts where;
    int32_t landmark;
    bool chain, re_entry, census;
    int unit, test, interval;
    long gap, seed, draws;
    double least;
} options = {
    .landmark = DATE_NONE, .unit = 2, .seed = 1, .draws = 500, .least = 10, .year_end = "03-31"};

static const struct option table[] = {
    {"by", 0, OPTION_TEXT, &options.by, "COLUMN,...", "one curve for each combination of values"},
    {"where", 0, OPTION_TEXTS, &options.where, "COLUMN=VALUE,...",
     "only stays with one of the values; given several times, all must hold"},
    {"competing", 0, OPTION_TEXT, &options.competing, "COLUMN",
     "the column that says why a spell ended: shares that left for each reason"},
    {"not-exits", 0, OPTION_TEXT, &options.not_exits, "COLUMN=VALUE,...",
     "ends with one of the values are no exits (a transfer) but censored"},
    {"chain", 0, OPTION_FLAG, &options.chain, NULL,
     "spells of one subject that follow each other are one stay"},
    {"gap",
     0,
     OPTION_INTEGER,
     &options.gap,
     "DAYS",
     "with --chain: also across gaps of at most DAYS (default: 0)",
     {0, 36500}},
    {"since", 0, OPTION_TEXT, &options.since, "COLUMN",
     "count from the date in COLUMN instead of start; stays without one are left out"},
    {"landmark", 0, OPTION_DATE, &options.landmark, "DATE", "count from DATE, of those there then"},
    {"re-entry", 0, OPTION_FLAG, &options.re_entry, NULL,
     "count from the end of a stay to the subject's next one"},
    {"census", 0, OPTION_FLAG, &options.census, NULL,
     "use yearly censuses only, not the days of leaving"},
    {"at", 0, OPTION_TEXT, &options.at, "TIME,...",
     "write these times only, such as 6m,1y,2y (d, m, y; a bare number is in --unit)"},
    {"mean-to", 0, OPTION_TEXT, &options.mean_to, "TIME", "add the mean time up to TIME"},
    {"unit",
     0,
     OPTION_CHOICE,
     &options.unit,
     "UNIT",
     "days, months or years (default: years)",
     {0, 0, unit_choices}},
    {"least",
     0,
     OPTION_NUMBER,
     &options.least,
     "N",
     "begin a curve where N are at risk (default: 10)",
     {0, 1e9}},
    {"interval",
     0,
     OPTION_CHOICE,
     &options.interval,
     "KIND",
     "log-log or plain (default: log-log)",
     {0, 0, interval_choices}},
    {"test",
     0,
     OPTION_CHOICE,
     &options.test,
     "TEST",
     "none, logrank, peto or gray (default: none)",
     {0, 0, test_choices}},
    {"cox", 0, OPTION_TEXT, &options.cox, "COLUMN,...", "hazard ratios of these columns"},
    {"strata", 0, OPTION_TEXT, &options.strata, "COLUMN",
     "compare only within values of COLUMN (logrank, peto and --cox)"},
    {"cluster", 0, OPTION_TEXT, &options.cluster, "COLUMN",
     "errors of --cox that allow for likeness within values of COLUMN (default: subjects)"},
    {"weight", 0, OPTION_TEXT, &options.weight, "COLUMN",
     "weigh curves by COLUMN (full-time equivalents); intervals by drawing persons anew"},
    {"draws",
     0,
     OPTION_INTEGER,
     &options.draws,
     "N",
     "with --weight: how often persons are drawn (default: 500)",
     {20, 100000}},
    {"seed",
     0,
     OPTION_INTEGER,
     &options.seed,
     "N",
     "with --weight: of the draws (default: 1)",
     {0, 2147483647}},
    {"year-end", 0, OPTION_TEXT, &options.year_end, "MM-DD",
     "last day of the year, for --census and the dimension year (default: 03-31)"},
    OPTION_END,
};

static bool read_times(struct run *run, struct retention_settings *set)
{
    char wrong[64];
    if (!retention_times(options.at, set, wrong, sizeof wrong)) {
        run_usage(run, "--at: '%s' is not a time such as 2y, 18m or 90d", wrong);
        return false;
    }
    if (options.mean_to && !retention_time(text_of(options.mean_to), set, &set->mean_to)) {
        run_usage(run, "--mean-to: '%s' is not a time such as 2y, 18m or 90d", options.mean_to);
        return false;
    }
    return true;
}

/* Options that contradict each other; false after telling. */
static bool check_pairs(struct run *run)
{
    const struct {
        bool wrong;
        const char *text;
    } rules[] = {
        {options.landmark != DATE_NONE && (options.re_entry || options.since),
         "--landmark goes with neither --since nor --re-entry"},
        {options.re_entry && (options.since || options.competing),
         "--re-entry goes with neither --since nor --competing"},
        {options.test == RETENTION_GRAY && !options.competing,
         "--test gray needs --competing COLUMN"},
        {options.test == RETENTION_GRAY && options.strata, "--test gray knows no --strata"},
        {options.test != RETENTION_NO_TEST && !options.by, "--test compares the groups of --by"},
        {options.strata && !options.cox && options.test == RETENTION_NO_TEST,
         "--strata belongs to --test and --cox"},
        {options.cluster && !options.cox, "--cluster belongs to --cox"},
        {options.gap && !options.chain, "--gap belongs to --chain"},
        {options.census && (options.competing || options.test || options.weight ||
                            options.re_entry || options.strata || options.cluster ||
                            options.mean_to || options.landmark != DATE_NONE),
         "--census goes with neither --competing, --test, --weight, --re-entry, --strata, "
         "--cluster, --mean-to nor --landmark"},
        {options.weight && (options.competing || options.test || options.cox),
         "--weight goes with neither --competing, --test nor --cox, which count stays"},
    };
    bool good = true;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].wrong) {
            run_usage(run, "%s", rules[i].text);
            good = false;
        }
    return good;
}

/* The columns whose text is kept: those of --cox, then strata and cluster. LIST: room for all. */
static bool list_labels(struct run *run, struct retention_settings *set, char *list, size_t size)
{
    struct text rest = text_of(options.cox);
    for (; rest.at; set->cox_count++)
        text_cut(&rest, ',');
    set->strata = options.strata;
    set->cluster = options.cluster;
    int n = snprintf(list, size, "%s%s%s%s%s", options.cox ? options.cox : "",
                     options.cox && options.strata ? "," : "", options.strata ? options.strata : "",
                     options.cluster ? "," : "", options.cluster ? options.cluster : "");
    set->stays.labels = list[0] ? list : NULL;
    if (n >= 0 && (size_t)n < size && set->cox_count + 2 <= STAYS_LABELS_MOST)
        return true;
    run_usage(run, "--cox: more than %d columns", STAYS_LABELS_MOST - 2);
    return false;
}

/* Fills the settings; false when the command line can't be meant. */
static bool check(struct run *run, struct retention_settings *set, char *labels, size_t size)
{
    char mistake[256];
    *set = (struct retention_settings){
        .stays = {.by = options.by, .where = options.where.items, .since = options.since},
        .unit = unit_choices[options.unit],
        .unit_days = retention_unit_days((enum retention_unit)options.unit),
        .least = options.least,
        .plain = options.interval == 1,
        .test = (enum retention_test)options.test,
        .seed = (uint64_t)options.seed,
        .draws = (size_t)options.draws,
    };
    set->stays.where_count = (size_t)options.where.count;
    set->stays.calendar = PERIOD_TO_31_MARCH(EVERY_YEAR);
    set->stays.landmark = options.landmark;
    set->stays.chain = options.chain;
    set->stays.re_entry = options.re_entry;
    set->stays.census = options.census;
    set->stays.gap = options.gap;
    set->stays.competing = options.competing;
    set->stays.not_exits = options.not_exits;
    set->stays.weight = options.weight;
    bool pairs = check_pairs(run), times = read_times(run, set);
    bool good = list_labels(run, set, labels, size) && pairs && times;
    if (!period_parse_year_end(text_of(options.year_end), &set->stays.calendar)) {
        run_usage(run, "--year-end: '%s' is not a day of the year (MM-DD)", options.year_end);
        good = false;
    }
    if (grouping_by_mistake(options.by, mistake, sizeof mistake)) {
        run_usage(run, "--by: %s", mistake);
        good = false;
    }
    if (grouping_where_mistake(options.where.items, set->stays.where_count, mistake,
                               sizeof mistake) ||
        (options.not_exits &&
         grouping_where_mistake(&options.not_exits, 1, mistake, sizeof mistake))) {
        run_usage(run, "--where, --not-exits: %s", mistake);
        good = false;
    }
    return good;
}

static enum status work(struct run *run, const struct retention_settings *set, const char *path)
{
    struct retention r;
    enum status s = retention_read(&r, path, set, &run->sink);
    if (s != STATUS_OK)
        return s;
    struct writer *w = writer_open(run->output);
    s = w ? retention_write(&r, w) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    retention_done(&r);
    return s != STATUS_OK ? s : closed;
}

int main(int argc, char **argv)
{
    struct run run;
    struct retention_settings settings;
    char labels[2048];
    const char *path;
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    bool good = run_one_input(&run, &path);
    if (!check(&run, &settings, labels, sizeof labels) || !good)
        return run_end(&run, STATUS_OK);
    return run_end(&run, work(&run, &settings, path));
}
