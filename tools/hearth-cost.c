// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-cost - days of care to money: costs, bridges, and what a lever pays back
 *
 * Job: model
 * Usage: hearth-cost --prices FILE [OPTION...] [FILE]
 *
 * Reads draws of days of care (hearth-project --by placement_kind --measures care_days) and writes
 * draws of money by financial year, to 31 March: days of each kind times the weekly price over 7,
 * never headcount times 52. Sums are whole pence. hearth-quantiles turns them into intervals. Where
 * children find no place of their kind, price where they end up: hearth-sufficiency --placements.
 *
 * --prices is what hearth-read prices writes. The price of a provider (column urn, where the draws
 * have it) goes before that of the kind, "Fostering: IFA" before "Fostering" before "All". A price
 * that changes inside a period counts for the days on which it holds; a period that lies in two
 * financial years is shared out by days. A kind without a price stops the run; --without-price
 * leaves it out, and its days are said. A price with an end holds unchanged until then; one without
 * is raised on each 1 April after its first day by --inflation (hearth-read inflation).
 *
 * Each future has prices and inflation of its own: drawn so that mid is in the middle, one time in
 * ten beyond low and one beyond high. low and high are of the mean price of a kind, not of single
 * placements. The luck is a kind's own, the same in every period, authority and scenario.
 *
 * No price is built in. Published unit costs are gross spending over days of care: they hold
 * overheads and mix ages, needs and providers. As a price they may serve for comparing years of
 * one's own; as the saving of a child fewer, never. So --measures average,marginal puts two prices
 * side by side: what a week costs now, and what it costs where the next child goes (--next). Rows of
 * --prices with the basis marginal cost are for that, and for --levers; never for all care.
 *
 * --bridge goes from one year's cost to another's: volume (days of care, at the old mix and
 * prices), mix (days at other kinds, at the old prices), price (the new days, at the new prices).
 * Each kind, and all, add up to the penny in every future, and with --mean in their mean: volume
 * and mix are rounded, price has the rest.
 *
 * --levers puts what levers cost (annual_cost of hearth-read levers, in full from the first day)
 * beside what they avoid: cost of the base less that of the scenario, in the same future, at
 * marginal costs where they are given. paid_back is 1 from the date at which avoided cost has
 * covered the levers' and does so until the end.
 *
 * Columns read: date, measure (care_days), draw, value, placement_kind; la, urn, scenario where
 *   they exist. Of --prices: la, start, end, placement_kind, weekly_cost; low, high, urn, basis. Of
 *   --inflation: start, end, placement_kind, low_percent, mid_percent, high_percent. Of --levers:
 *   id, start, end, scenario, ramp_months, annual_cost.
 * Columns written: date (31 March), measure (cost, care_days, average, marginal; volume, price,
 *   mix, change; lever_cost, avoided, net, cumulative, paid_back), draw, the dimensions read, value
 *   (pounds), kind. Past years that are whole and priced come first, as actual, at middle prices.
 *   --bridge with --mean, or between past years, writes a series (no draw), whose rows without a
 *   kind are the sums; with --steps the measure is cost and a column step names what it is made
 *   of, from the first cost to the last. --levers writes the dimension scenario alone.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  a price is missing, no whole year, a column is missing, reading or writing failed
 *
 * Example:
 *   hearth-read prices datasets/planning > prices.csv
 *   hearth-read inflation datasets/planning > inflation.csv
 *   hearth-read ssda903 datasets/ssda903 |
 *       hearth-project --by placement_kind --measures care_days |
 *       hearth-cost --prices prices.csv --inflation inflation.csv --total |
 *       hearth-quantiles
 */
#include "cli/tool.h"
#include "model/cost/costing.h"
#include "model/population/grouping.h"
#include "stats/stats.h"

static struct options {
    const char *prices, *inflation, *kind, *measures, *next, *bridge, *levers;
    struct option_texts without, where;
    bool fixed, total, part_years, mean, steps, ramped;
    long seed;
} options = {.kind = "placement_kind", .measures = "cost", .seed = 1};

static const struct option table[] = {
    {"prices",
     'p',
     OPTION_TEXT,
     &options.prices,
     "FILE",
     "weekly prices, as hearth-read prices",
     {0}},
    {"inflation",
     'i',
     OPTION_TEXT,
     &options.inflation,
     "FILE",
     "rises of prices, as hearth-read inflation (default: none)",
     {0}},
    {"without-price",
     0,
     OPTION_TEXTS,
     &options.without,
     "KIND",
     "leave this kind out if it has no price; may be given several times",
     {0}},
    {"fixed-prices",
     0,
     OPTION_FLAG,
     &options.fixed,
     NULL,
     "the middle price and inflation in every future",
     {0}},
    {"measures",
     0,
     OPTION_TEXT,
     &options.measures,
     "LIST",
     "of cost, care_days, average, marginal (pounds a week); cost unless given",
     {0}},
    {"total", 0, OPTION_FLAG, &options.total, NULL, "all kinds together", {0}},
    {"next",
     0,
     OPTION_TEXT,
     &options.next,
     "KIND",
     "where the next child goes: its price is the marginal one of all kinds together",
     {0}},
    {"part-years",
     0,
     OPTION_FLAG,
     &options.part_years,
     NULL,
     "also years that the draws do not cover whole: the part that they have",
     {0}},
    {"bridge",
     0,
     OPTION_TEXT,
     &options.bridge,
     "YEAR..YEAR",
     "volume, price and mix between two financial years (2024-25..2027-28); one year alone: from "
     "scenario base to each other",
     {0}},
    {"mean",
     0,
     OPTION_FLAG,
     &options.mean,
     NULL,
     "the mean of all futures' bridges, as a series",
     {0}},
    {"steps",
     0,
     OPTION_FLAG,
     &options.steps,
     NULL,
     "the mean bridge as measure cost with a column step, for hearth-chart waterfall",
     {0}},
    {"levers",
     0,
     OPTION_TEXT,
     &options.levers,
     "FILE",
     "costs of levers beside what they avoid, as hearth-read levers",
     {0}},
    {"ramp-costs",
     0,
     OPTION_FLAG,
     &options.ramped,
     NULL,
     "levers' costs grow over ramp_months, as their effects do",
     {0}},
    {"kind",
     0,
     OPTION_TEXT,
     &options.kind,
     "COLUMN",
     "what is priced; placement_kind unless given",
     {0}},
    {"where",
     0,
     OPTION_TEXTS,
     &options.where,
     "COLUMN=VALUE,...",
     "only rows with one of the values; given several times, all must hold",
     {0}},
    {"seed",
     0,
     OPTION_INTEGER,
     &options.seed,
     "N",
     "names the random numbers (default: 1)",
     {.least = 0, .most = 1e15}},
    OPTION_END,
};

/* Fills the request; false when the command line can't be meant. */
static bool check(struct run *run, struct costing_request *r)
{
    char mistake[256];
    struct text word;
    bool good = true;
    *r = (struct costing_request){
        .prices = options.prices,
        .inflation = options.inflation,
        .kind = options.kind,
        .where = options.where.items,
        .where_count = (size_t)options.where.count,
        .without = options.without.items,
        .without_count = (size_t)options.without.count,
        .next = options.next,
        .total = options.total,
        .part_years = options.part_years,
        .fixed = options.fixed,
        .seed = (uint64_t)options.seed,
        .mean = options.mean,
        .steps = options.steps,
        .levers = options.levers,
        .ramped = options.ramped,
    };
    bool measures = costing_read_measures(options.measures, r->measures, &word);
    const struct {
        bool wrong;
        const char *option, *meant;
    } checks[] = {
        {!options.prices, "--prices", "given: no price is built in"},
        {!measures, "--measures", "a list of cost, care_days, average, marginal"},
        {options.bridge && !costing_read_years(options.bridge, &r->bridge_from, &r->bridge_to),
         "--bridge", "a financial year, or two in order: 2024-25..2027-28"},
        {(options.mean || options.steps) && !options.bridge, "--mean and --steps",
         "given with --bridge"},
        {options.bridge && options.levers, "--bridge", "left out with --levers"},
        {options.ramped && !options.levers, "--ramp-costs", "given with --levers"},
        {options.total && r->measures[COST_MARGINAL] && !options.next, "--next",
         "given: the marginal price of all kinds is that of one"},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i].wrong) {
            run_usage(run, "%s should be %s", checks[i].option, checks[i].meant);
            good = false;
        }
    if (grouping_where_mistake(r->where, r->where_count, mistake, sizeof mistake)) {
        run_usage(run, "--where: %s", mistake);
        good = false;
    }
    return good;
}

static enum status work(struct run *run, const struct costing_request *r, const char *path)
{
    struct writer *w = writer_open(run->output);
    enum status s = w ? costing_run(r, path, w, &run->sink) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    return s != STATUS_OK ? s : closed;
}

int main(int argc, char **argv)
{
    struct run run;
    struct costing_request request;
    const char *path;
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    bool good = run_one_input(&run, &path);
    if (!check(&run, &request) || !good)
        return run_end(&run, STATUS_OK);
    return run_end(&run, work(&run, &request, path));
}
