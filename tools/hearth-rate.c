// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-rate - divide series by a population, with intervals
 *
 * Job: measure
 * Usage: hearth-rate --population FILE [OPTION...] [FILE]
 *
 * Joins a population to a series stream and writes rates, per 10000 unless --per says another, with
 * 80 and 95 per cent intervals. The population is a series stream, or any table with a column of
 * numbers (value or population, or --population-column); the dimensions that both have must match, its
 * other columns are not looked at. Its column date, or year or time_period, says when: a row is
 * divided by the latest number on or before its date, at most --oldest months before. A year is dated
 * on --population-day, 30 June unless given, as mid-year estimates are; so 31 March 2024 is divided by
 * mid-2023, as in published rates. Without such a column one number serves all dates.
 *
 * The interval is that of a Poisson count, exact or by Byar's approximation, or Wilson's of a share.
 * Counts that are not whole (full-time equivalents) get none. Rows of other kinds, such as forecasts,
 * are divided as they are, with the intervals they have.
 *
 * With --standardise DIMENSION and --standard FILE the rate is the one that the standard population
 * would have (direct standardisation; Dobson's interval on Byar's limits), and the dimension is gone
 * from the output. A stratum without a row counts as 0; one without a number leaves the rate empty.
 *
 * Columns read: date, value, and measure, kind, status and dimensions where they exist; of the
 *   population: the dimensions, the number, and date, year or time_period.
 * Columns written: as read, with lo95, lo80, hi80, hi95, and status where a population is missing (x).
 *   The measure M becomes "M per 10000" ("standardised M per 10000").
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  an input can't be read, no row has a population, or the output can't be written
 *
 * Example:
 *     hearth-read ssda903 datasets/ssda903 | hearth-stock --every year |
 *         hearth-rate --population datasets/population.csv
 */
#include "calendar/period.h"
#include "cli/tool.h"
#include "model/rate/rates.h"
#include "stats/stats.h"
#include "stream/selection.h"

#include <string.h>

static const char *const methods[] = {"exact", "byar", "wilson", NULL};

static struct options {
    const char *population, *column, *day, *standardise, *standard;
    double per;
    long oldest;
    int method;
    struct option_texts where, population_where;
} options = {.per = 10000, .oldest = 18, .day = "06-30"};

static const struct option table[] = {
    {"population", 'p', OPTION_TEXT, &options.population, "FILE", "the population (needed)"},
    {"population-column", 0, OPTION_TEXT, &options.column, "COLUMN",
     "its column of numbers (default: value, else population)"},
    {"population-where", 0, OPTION_TEXTS, &options.population_where, "COLUMN=VALUE,...",
     "use only its rows whose COLUMN holds one of the values (may stand several times)"},
    {"population-day", 0, OPTION_TEXT, &options.day, "MM-DD",
     "the day that a year of the population is dated on (default: 06-30)"},
    {"oldest",
     0,
     OPTION_INTEGER,
     &options.oldest,
     "MONTHS",
     "use no population older than this (default: 18)",
     {.least = 0, .most = 1200}},
    {"per",
     0,
     OPTION_NUMBER,
     &options.per,
     "N",
     "rates per N people (default: 10000)",
     {.least = 1e-6, .most = 1e12}},
    {"method",
     'm',
     OPTION_CHOICE,
     &options.method,
     "METHOD",
     "exact, byar or wilson (default: exact)",
     {.choices = methods}},
    {"standardise", 0, OPTION_TEXT, &options.standardise, "DIMENSION",
     "standardise directly over this dimension, such as age_band"},
    {"standard", 0, OPTION_TEXT, &options.standard, "FILE",
     "the standard population by that dimension (value or population)"},
    {"where", 0, OPTION_TEXTS, &options.where, "COLUMN=VALUE,...",
     "read only rows whose COLUMN holds one of the values (may stand several times)"},
    OPTION_END,
};

/* Finds what the option table can't; false after telling. */
static bool check_options(struct run *run, struct selection *selection,
                          struct denominator_settings *people, const char **path)
{
    bool good = run_one_input(run, path);
    struct period_calendar day = PERIOD_TO_31_MARCH(EVERY_YEAR);
    struct where tried = {0};
    if (!options.population) {
        run_usage(run, "--population FILE is needed: what to divide by");
        good = false;
    }
    if (!options.standardise != !options.standard) {
        run_usage(run, "--standardise DIMENSION and --standard FILE need each other");
        good = false;
    }
    if (!period_parse_year_end(text_of(options.day), &day)) {
        run_usage(run, "--population-day: '%s' is not a day of the year (MM-DD)", options.day);
        good = false;
    }
    for (int i = 0; i < options.population_where.count; i++)
        if (!where_add(&tried, options.population_where.items[i])) {
            run_usage(run, "--population-where %s: COLUMN=VALUE[,VALUE...] is meant",
                      options.population_where.items[i]);
            good = false;
        }
    for (int i = 0; i < options.where.count; i++)
        if (!selection_add(selection, options.where.items[i])) {
            run_usage(run, "--where %s: COLUMN=VALUE[,VALUE...] is meant", options.where.items[i]);
            good = false;
        }
    *people = (struct denominator_settings){
        .column = options.column,
        .where = options.population_where.items,
        .where_count = (size_t)options.population_where.count,
        .month = day.end_month,
        .day = day.end_day,
        .oldest_months = (int)options.oldest,
    };
    return good;
}

static void say(struct run *run, const struct rate_tally *tally, const struct denominators *people,
                const struct series_table *t)
{
    if (people->shared < t->dimension_count)
        run_say(run,
                "the population has %zu of the %zu dimensions: rows that differ in the others "
                "share one population",
                people->shared, t->dimension_count);
    if (tally->no_population)
        run_say(run, "%zu of %zu rates are empty: no %spopulation", tally->no_population,
                tally->no_population + tally->rates, options.standardise ? "count or no " : "");
    if (tally->not_whole)
        run_say(run, "%zu %s not whole: rates without interval", tally->not_whole,
                tally->not_whole == 1 ? "value is" : "values are");
    if (tally->impossible)
        run_say(run, "%zu %s negative or above the population: rates without interval",
                tally->impossible, tally->impossible == 1 ? "value is" : "values are");
}

static enum status write_rates(struct run *run, const struct series_table *t,
                               const struct denominators *people, const char *name,
                               struct writer *w, struct rate_tally *tally)
{
    const struct rate_plan plan = {(enum rate_method)options.method, options.per};
    if (!options.standardise)
        return rates_write(t, people, &plan, name, w, &run->sink, tally);
    int over = series_dimension(t, options.standardise);
    if (over < 0) {
        problem_report(&run->sink, PROBLEM_FATAL, "dimension", name, 1, NULL,
                       "--standardise: there is no column '%s'", options.standardise);
        return STATUS_FORMAT;
    }
    const struct denominator_settings settings = {.month = 6, .day = 30, .oldest_months = 1200};
    struct denominators standard;
    enum status s = denominators_read(&standard, options.standard, &t->dimensions[over], 1,
                                      &settings, &run->sink);
    if (s != STATUS_OK)
        return s;
    if (standard.shared)
        s = rates_standardise(t, people, &standard, (size_t)over, &plan, name, w, &run->sink,
                              tally);
    else {
        s = STATUS_FORMAT;
        problem_report(&run->sink, PROBLEM_FATAL, "dimension", options.standard, 1, NULL,
                       "there is no column '%s'", options.standardise);
    }
    denominators_done(&standard);
    return s;
}

static enum status rate(struct run *run, const struct series_table *t,
                        const struct denominator_settings *settings, const char *name)
{
    struct denominators people;
    struct rate_tally tally;
    enum status s = denominators_read(&people, options.population, t->dimensions,
                                      t->dimension_count, settings, &run->sink);
    if (s != STATUS_OK)
        return s;
    struct writer *w = writer_open(run->output);
    s = w ? write_rates(run, t, &people, name, w, &tally) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    if (s == STATUS_OK)
        s = closed;
    if (s == STATUS_OK) {
        say(run, &tally, &people, t);
        if (!tally.rates) {
            s = STATUS_SHORT;
            problem_report(&run->sink, PROBLEM_FATAL, "nothing", name, 0, NULL,
                           "no row has both a count and a population");
        }
    }
    denominators_done(&people);
    return s;
}

static enum status work(struct run *run)
{
    struct selection selection = {0};
    struct denominator_settings people;
    struct series_table t;
    const char *path;
    if (!check_options(run, &selection, &people, &path))
        return STATUS_OK;
    enum status s = selection_read(&t, path, &selection, &run->sink);
    if (s != STATUS_OK)
        return s;
    s = rate(run, &t, &people, text_is(text_of(path), "-") ? NULL : path);
    series_done(&t);
    return s;
}

int main(int argc, char **argv)
{
    struct run run;
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    return run_end(&run, work(&run));
}
