// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-sufficiency - are there enough homes: children and places, future by future
 *
 * Job: forecast
 * Usage: hearth-sufficiency --demand FILE --supply FILE [OPTION...]
 *
 * Puts draws of demand (hearth-project) beside draws of supply (hearth-supply) and writes, for each
 * kind of placement and date: how often we run short, by how many, how many places it takes, and
 * what would close the gap. Draw 7 of one stream meets draw 7 of the other; both must have the same
 * dates and as many draws. Everything is counted inside each future: the mean of the shortfalls, not
 * the shortfall of the means, which is nearly always too small.
 *
 * Measures: shortfall (children whose kind has no place for them), surplus (usable places that stay
 * empty), p_shortfall (share of futures with a shortfall), places_needed (the smallest number of
 * usable places that suffices in --service of 100 futures), places_to_add (the same, on top of the
 * supply of each future), occupancy (children placed for each usable place, on a grid of
 * 0.001). Total is the sum of kinds inside each future: its shortfall is not made good by another
 * kind's surplus, its p_shortfall is that of any kind, its places are the sum of theirs.
 *
 * --overflow FILE says what is tried when a kind has no place left, as hearth-read overflow writes
 * it (columns: hearth-read overflow --describe): own children first, then all first choices, all
 * second choices and so on. It adds second_choice (children placed in another kind than theirs),
 * placed (children in a kind, those of others included) and unmet (no rule finds a place); for each
 * kind demand = in own kind + second_choice + unmet, in every future. --placements writes where the
 * children end up as draws, which hearth-cost can price.
 *
 * A kind with children and no supply, or the reverse, is an error, unless the table (PLACES) or an
 * option says how to take it. Of a kind without limit only placed and places_needed are written;
 * the latter counts those that come from other kinds.
 *
 * --close 10 finds, on the same futures, what would bring the chance of a shortfall at a date to 10
 * in 100: close_places (usable places to add), close_households (approvals to add, net; where the
 * supply has the measure households or --per-household says how many places one has),
 * close_reduction (per cent fewer children), close_both_places and close_both_reduction (both, each
 * going the same part of its way). For Total: places for every kind up to one level of service.
 *
 * --pool la adds what authorities lack each on their own (la Total), together (Pooled), and what
 * pooling alone saves. Children per worker: --load 16 turns children into full-time workers needed
 * and takes fte as supply; shortfall is then the gap in full-time equivalents, and
 * children_per_worker (on a grid of 0.01) is written, too. --spells FILE adds out_of_area: of those
 * placed now, the share by kind who live in another authority (columns location or placement_la) or,
 * with --far, so many miles away (distance_miles), applied to where children end up, with its
 * uncertainty.
 *
 * The lo95 and hi95 of p_shortfall, places_needed, places_to_add and close_ are those of the
 * simulation: what another run of as many draws could have said. Memory does not grow with the
 * number of draws, but for --close: 16 bytes a kind and draw.
 *
 * Columns read: date, draw, value, measure, and dimensions; of the table and spells those of
 *   hearth-read overflow and ssda903.
 * Columns written: date, measure, those of --by, value, median, lo95, lo80, hi80, hi95, kind
 *   (forecast, or actual where both were counted); ordered by measure, labels, date. With
 *   --placements: date, measure (stock, care_days where the demand has it), draw, those of --by,
 *   value, kind.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  streams that don't fit together, a kind that one of them lacks, reading or writing failed
 *
 * Example:
 *   hearth-read ssda903 datasets/ssda903 | hearth-project --by placement_kind > demand.csv
 *   hearth-read households datasets/fostering | hearth-supply --available 0.8 > homes.csv
 *   hearth-read providers --to 2025-03-31 datasets/planning | hearth-supply > beds.csv
 *   hearth-read overflow datasets/planning |
 *       hearth-sufficiency --demand demand.csv --supply homes.csv --supply beds.csv --overflow - |
 *       hearth-chart fan --measure shortfall -o shortfall.svg
 */
#include "cli/tool.h"
#include "model/population/grouping.h"
#include "model/sufficiency/request.h"
#include "stats/stats.h"

#include "calendar/date.h"

#include <math.h>

static struct options {
    struct option_texts demand, supply, demand_where, supply_where;
    const char *by, *demand_measure, *supply_measure, *measures, *pool, *overflow, *nowhere;
    const char *no_limit, *no_places, *no_demand, *leave_out, *spells;
    double service, grid, load, close, household, far;
    int32_t at;
    bool placements;
    long seed;
} options = {.service = 95, .grid = 0, .at = DATE_NONE, .seed = 1, .nowhere = "no place"};

/* Short for the table below. */
#define TEXT(name, target, argument, help)                                                         \
    {                                                                                              \
        name, 0, OPTION_TEXT, &options.target, argument, help,                                     \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }
#define TEXTS(name, target, argument, help)                                                        \
    {                                                                                              \
        name, 0, OPTION_TEXTS, &options.target, argument, help,                                    \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }
#define NUMBER(name, target, argument, help, low, high)                                            \
    {                                                                                              \
        name, 0, OPTION_NUMBER, &options.target, argument, help,                                   \
        {                                                                                          \
            .least = low, .most = high                                                             \
        }                                                                                          \
    }

static const struct option table[] = {
    TEXTS("demand", demand, "FILE", "draws of children; several files are added up"),
    TEXTS("supply", supply, "FILE", "draws of places; several files are added up"),
    TEXT("by", by, "COLUMN,...",
         "cells; the last names the kinds (default: what all files have, placement_kind last)"),
    TEXT("measures", measures, "LIST", "what to write (default: all that there is)"),
    NUMBER("service", service, "PERCENT", "futures in which places needed suffice (default: 95)",
           0.01, 99.99),
    TEXT("overflow", overflow, "FILE", "what is tried when a kind has no place left"),
    TEXT("no-limit", no_limit, "KIND,...",
         "kinds (or categories) bought as needed: there is always a place"),
    TEXT("no-places", no_places, "KIND,...", "kinds that have none where the supply has no draws"),
    TEXT("no-demand", no_demand, "KIND,...",
         "kinds that nobody needs first where the demand has no draws"),
    TEXT("leave-out", leave_out, "KIND,...", "kinds that are not planned for"),
    NUMBER("close", close, "PERCENT", "what would bring the chance of a shortfall to this, at --at",
           0.01, 99.99),
    {"at",
     0,
     OPTION_DATE,
     &options.at,
     "DATE",
     "the date that --close and the sentences speak of (default: the last)",
     {0}},
    NUMBER(
        "per-household", household, "PLACES",
        "usable places of one fostering household more (default: as in the supply of each future)",
        0.01, 100),
    TEXT("pool", pool, "COLUMN", "also pool the authorities of this column of --by"),
    NUMBER("load", load, "CHILDREN", "children one full-time worker can hold", 0.01, 1e6),
    NUMBER("grid", grid, "STEP",
           "what is counted in: 1, or with --load 0.1 (a tenth of a post); one over a whole number",
           1e-6, 1),
    TEXT("spells", spells, "FILE", "placements now, for out_of_area"),
    NUMBER("far", far, "MILES",
           "take distance_miles above this as out of area (default: another authority)", 0.01,
           1000),
    {"placements",
     0,
     OPTION_FLAG,
     &options.placements,
     NULL,
     "write where the children end up, as draws",
     {0}},
    TEXT("nowhere", nowhere, "KIND",
         "with --placements: kind of those without a place (default: no place)"),
    TEXT("demand-measure", demand_measure, "NAME", "measure of the demand (default: stock)"),
    TEXT("supply-measure", supply_measure, "NAME",
         "measure of the supply (default: usable_places; with --load: fte)"),
    TEXTS("demand-where", demand_where, "COLUMN=VALUE,...", "only these rows of the demand"),
    TEXTS("supply-where", supply_where, "COLUMN=VALUE,...", "only these rows of the supply"),
    {"seed",
     0,
     OPTION_INTEGER,
     &options.seed,
     "N",
     "names the random numbers of shares of overflow and of --spells (default: 1)",
     {.least = 0, .most = 1e15}},
    OPTION_END,
};

static bool check_where(struct run *run, const char *name, const struct option_texts *where)
{
    char mistake[256];
    if (!grouping_where_mistake(where->items, (size_t)where->count, mistake, sizeof mistake))
        return true;
    run_usage(run, "%s: %s", name, mistake);
    return false;
}

static bool check(struct run *run, struct sufficiency_request *r)
{
    char mistake[256];
    struct text word;
    double steps = 1 / r->market.grid;
    const struct {
        bool wrong;
        const char *said;
    } checks[] = {
        {!options.demand.count || !options.supply.count, "--demand and --supply are both needed"},
        {run->argument_count > 0, "files are named by --demand and --supply"},
        {fabs(steps - round(steps)) > 1e-6 * steps, "--grid must be one over a whole number"},
        {options.placements && options.load > 0, "--placements: not with --load"},
        {options.household > 0 && !(options.close > 0), "--per-household is for --close"},
        {options.by && grouping_by_mistake(options.by, mistake, sizeof mistake),
         "--by: not a list of columns"},
    };
    bool good = true;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i].wrong) {
            run_usage(run, "%s", checks[i].said);
            good = false;
        }
    if (!outcome_read_measures(options.measures, r->write.measures, &word)) {
        run_usage(run, "--measures: '%.*s' is none of them", (int)word.size, word.at);
        good = false;
    }
    good = check_where(run, "--demand-where", &options.demand_where) && good;
    return check_where(run, "--supply-where", &options.supply_where) && good;
}

static struct sufficiency_request request_of_options(void)
{
    bool workers = options.load > 0;
    return (struct sufficiency_request){
        .market = {.demand = options.demand.items,
                   .demand_count = (size_t)options.demand.count,
                   .supply = options.supply.items,
                   .supply_count = (size_t)options.supply.count,
                   .demand_where = options.demand_where.items,
                   .demand_where_count = (size_t)options.demand_where.count,
                   .supply_where = options.supply_where.items,
                   .supply_where_count = (size_t)options.supply_where.count,
                   .by = options.by,
                   .demand_measure = options.demand_measure ? options.demand_measure : "stock",
                   .supply_measure = options.supply_measure ? options.supply_measure
                                     : workers              ? "fte"
                                                            : "usable_places",
                   .grid = options.grid > 0 ? options.grid
                           : workers        ? 0.1
                                            : 1,
                   .load = options.load,
                   .care_days = options.placements,
                   .households = options.close > 0},
        .overflow = options.overflow,
        .pool = options.pool,
        .write = {.service = options.service / 100},
        .placements = options.placements,
        .nowhere = options.nowhere,
        .close = options.close / 100,
        .close_date = options.at,
        .household = options.household,
        .area = options.spells,
        .far_miles = options.far,
        .seed = (uint64_t)options.seed,
    };
}

static enum status work(struct run *run, struct sufficiency_request *r)
{
    static const enum overflow_places places[] = {PLACES_NO_LIMIT, PLACES_NONE, PLACES_NO_DEMAND,
                                                  PLACES_LEFT_OUT};
    const char *const lists[] = {options.no_limit, options.no_places, options.no_demand,
                                 options.leave_out};
    enum status s = STATUS_OK;
    for (size_t i = 0; s == STATUS_OK && i < sizeof lists / sizeof *lists; i++)
        if (lists[i])
            s = overflow_state(&r->table, lists[i], places[i]);
    struct writer *w = writer_open(run->output);
    if (s == STATUS_OK)
        s = w ? sufficiency_run(r, w, &run->sink) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    return s != STATUS_OK ? s : closed;
}

int main(int argc, char **argv)
{
    struct run run;
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    struct sufficiency_request request = request_of_options();
    bool good = check(&run, &request);
    return run_end(&run, good ? work(&run, &request) : STATUS_OK);
}
