// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-supply - the homes and carers there will be, as possible futures
 *
 * Job: forecast
 * Usage: hearth-supply [OPTION...] [FILE]
 *
 * Reads spells of foster households (hearth-read households), of homes (providers) or of social
 * workers (workforce, best with --posts yearly) and writes draws: how many places there were, then
 * how many a child of ours can have in each of many simulated futures.
 *
 * Who is there today leaves by tenure and group: events over the time in which they could happen
 * (who was approved before anybody looked counts from then on), drawn towards what is common where
 * events are few, and never nil. A transfer is a loss like any other. Who comes is foretold from the
 * months seen, with a level that wanders; or stands in --rate; or in --approvals, draw by draw, as
 * hearth-recruit --to-come writes them: by la where the spells have several, by route or
 * placement_kind (other columns are added up); after their last day as before. Newcomers bring
 * places as those before them did, and leave by the same tenure.
 *
 * Of foster households' places, --places (hearth-read places) says how many are approved but not
 * available: a carer's break, matching, brothers and sisters, a young adult who stays put. The share
 * is drawn, then each date's number; whole households pause, so that it varies more than coins.
 * Without it, --available states a share, or every place counts. --others is the share of available
 * places filled by other authorities. Of homes, places_for_us counts. Family and friends bring
 * their own child: they are in households, never in places.
 *
 * Each authority is on its own; without la in --by they are added up. A seed gives the same bytes
 * on any number of threads; draw 7 of two runs has the same luck. Nothing after --from is looked at.
 *
 * Measures: households (homes, workers): how many; places: approved (registered); usable_places:
 * what a child of ours can have, filled already or not. fte: in post, full posts in tenths. With
 * --vacancies, vacancies_fte: posts (in post and vacant at the last count, wandering on as much as
 * they did) less in post; agency_fte: agency workers, who follow vacancies as far as they did
 * before, up to --agency-limit. Both are of whole authorities: their labels but la are empty.
 *
 * Columns read: la, id, start, end, observed_from, observed_to; places, or fte; places_for_us,
 *   kinship, placement_kind, agency and post_start where they exist; those of --by and --where.
 *   Of --places: approved, filled, vacant, not_available. Of --approvals: those of draws.
 * Columns written: date, measure, draw, those of --by, value, kind (actual, with draw empty, or
 *   forecast); ordered by draw, date, measure, labels. --draws 0 writes lo95, lo80, hi80 and hi95
 *   after value: of the process alone, rates and shares taken as known; too narrow for planning.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no usable spell, a column is missing, inputs don't fit together, reading or writing failed
 *
 * Example:
 *   hearth-read places datasets/fostering > places.csv
 *   hearth-read households datasets/fostering | hearth-supply --places places.csv > supply.csv
 */
#include "base/parallel.h"
#include "cli/tool.h"
#include "model/population/grouping.h"
#include "model/supply/request.h"
#include "stats/stats.h"

static const char *const every_choices[] = {"day", "month", "quarter", "year", NULL};

static struct options {
    int every;
    const char *year_end, *by, *measures, *places, *approvals, *available, *others, *vacancies,
        *posts;
    double agency_limit;
    struct option_texts where, rates;
    int32_t from;
    long ahead, recent, draws, seed, threads;
    bool fixed;
} options = {.every = EVERY_QUARTER,
             .from = DATE_NONE,
             .ahead = 12,
             .draws = -1,
             .seed = 1,
             .agency_limit = 1};

static const struct option table[] = {
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
     "last day of the year, which quarters and months follow (default: 03-31, workers 09-30)",
     {0}},
    {"by",
     0,
     OPTION_TEXT,
     &options.by,
     "COLUMN,...",
     "groups, each with its own rates (default: placement_kind, workers seniority)",
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
     "of households, places, usable_places (the default); homes, places, usable_places; workers, "
     "fte (the default), vacancies_fte, agency_fte",
     {0}},
    {"places",
     0,
     OPTION_TEXT,
     &options.places,
     "FILE",
     "spells of places, as hearth-read places writes them",
     {0}},
    {"available",
     0,
     OPTION_TEXT,
     &options.available,
     "LOW,MID,HIGH",
     "share of places available, 0 to 1; one time in ten below low, one above high; or one number",
     {0}},
    {"others",
     0,
     OPTION_TEXT,
     &options.others,
     "LOW,MID,HIGH",
     "share of available places filled by other authorities (default: 0)",
     {0}},
    {"approvals",
     0,
     OPTION_TEXT,
     &options.approvals,
     "FILE",
     "who comes, as hearth-recruit --to-come writes it, draw with draw",
     {0}},
    {"rate",
     0,
     OPTION_TEXTS,
     &options.rates,
     "[KIND=]N",
     "who comes, a year and authority: N or LOW,MID,HIGH; of the group with the label KIND, or of "
     "all "
     "but family and friends; may stand several times",
     {0}},
    {"vacancies",
     0,
     OPTION_TEXT,
     &options.vacancies,
     "FILE",
     "of workers: a series, as hearth-read vacancies writes it",
     {0}},
    {"posts",
     0,
     OPTION_TEXT,
     &options.posts,
     "LOW,MID,HIGH",
     "full posts that each authority will pay for; or one number (default: as now, wandering)",
     {0}},
    {"agency-limit",
     0,
     OPTION_NUMBER,
     &options.agency_limit,
     "SHARE",
     "at most this share of all who work there are agency workers (default: 1)",
     {.least = 0, .most = 1}},
    {"recent",
     0,
     OPTION_INTEGER,
     &options.recent,
     "YEARS",
     "only who left in the last YEARS says how they leave (default: all)",
     {.least = 1, .most = 100}},
    {"draws",
     0,
     OPTION_INTEGER,
     &options.draws,
     "N",
     "futures (default: 1000, or as many as --approvals has); 0: the exact mean",
     {.least = 0, .most = 1e6}},
    {"fixed",
     0,
     OPTION_FLAG,
     &options.fixed,
     NULL,
     "take rates and shares as known: the process alone, to see what their uncertainty adds",
     {0}},
    {"seed",
     0,
     OPTION_INTEGER,
     &options.seed,
     "N",
     "of all random numbers (default: 1)",
     {0, 1e15, NULL}},
    {"threads",
     0,
     OPTION_INTEGER,
     &options.threads,
     "N",
     "use at most N threads (default: one a processor); the output does not depend on it",
     {.least = 1, .most = 64}},
    OPTION_END,
};

static bool read_range(struct run *run, const char *name, const char *given, double least,
                       double most, struct stated_range *out)
{
    if (!given || supply_read_range(text_of(given), least, most, out))
        return true;
    run_usage(run, "--%s %s: should be %s, or LOW,MID,HIGH in order", name, given,
              most > 1 ? "a number above 0" : "a share of 0 to 1");
    return false;
}

/* Fills the request; false when the command line can't be meant. */
static bool check(struct run *run, struct supply_request *r)
{
    char mistake[256];
    *r = (struct supply_request){
        .by = options.by,
        .where = options.where.items,
        .where_count = (size_t)options.where.count,
        .measures = options.measures,
        .calendar = PERIOD_TO_31_MARCH((enum period_every)options.every),
        .year_end_given = options.year_end != NULL,
        .ahead = (size_t)options.ahead,
        .from = options.from,
        .recent = (int32_t)options.recent,
        .places = options.places,
        .approvals = options.approvals,
        .vacancies = options.vacancies,
        .agency_limit = options.agency_limit,
        .rates = options.rates.items,
        .rate_count = (size_t)options.rates.count,
        .stated = options.available != NULL,
        .draws = options.draws,
        .fixed = options.fixed,
        .seed = (uint64_t)options.seed,
        .threads = parallel_workers(options.threads ? (size_t)options.threads : 64),
    };
    bool good = read_range(run, "available", options.available, 0, 1, &r->available);
    good = read_range(run, "others", options.others, 0, 1, &r->others) && good;
    good = read_range(run, "posts", options.posts, 0.1, 1e6, &r->posts) && good;
    if (options.year_end && !period_parse_year_end(text_of(options.year_end), &r->calendar)) {
        run_usage(run, "--year-end %s: should be a day of the year (MM-DD)", options.year_end);
        good = false;
    }
    bool twice = options.available && options.places, exact = options.draws == 0;
    if (twice || (exact && options.approvals)) {
        run_usage(run, twice ? "--available: left out with --places, which says it"
                             : "--draws 0: left out with --approvals, which come as draws");
        good = false;
    }
    if (grouping_where_mistake(r->where, r->where_count, mistake, sizeof mistake)) {
        run_usage(run, "--where: %s", mistake);
        good = false;
    }
    return good;
}

static enum status work(struct run *run, const struct supply_request *r, const char *path)
{
    struct writer *w = writer_open(run->output);
    enum status s = w ? supply_run(r, path, w, &run->sink) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    return s != STATUS_OK ? s : closed;
}

int main(int argc, char **argv)
{
    struct run run;
    struct supply_request request;
    const char *path;
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    bool good = run_one_input(&run, &path);
    if (!check(&run, &request) || !good)
        return run_end(&run, STATUS_OK);
    return run_end(&run, work(&run, &request, path));
}
