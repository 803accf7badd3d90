// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-stock - how many spells are open at the end of each day, month, quarter or year
 *
 * Job: measure
 * Usage: hearth-stock [OPTION...] [FILE]
 *
 * Reads spells and writes a series: the number open at each period end. A spell is open on a day
 * when it has started by then and ends later; one without an end is open until its observed_to.
 *
 * The first date is the opening stock: the day before the earliest observed_from or, when that is
 * not a period end, the next period end. The last is the last period end not after the latest
 * observed_to. With --by, every combination of values that occurs gets every date; zero is a true
 * zero. Where an authority that has spells in a group could not be seen on a date (a missing
 * year's return, or before its first or after its last return), the value is empty and the status
 * x, and it is said on standard error.
 *
 * --by and --where take any column of the spells, and age, age_band (under 1, 1-4, 5-9, 10-15, 16
 * and over), tenure (completed years) and year as they are on the date.
 *
 * Groups and their total are two questions: levels are never mixed in one stream, where a later
 * step would count them twice. For the total run hearth-stock once more without --by.
 *
 * Columns read: la, id, start, end, observed_from, observed_to; those that --by and --where name
 * (age and age_band need birth_date, tenure uses placement_start where there is one).
 * Columns written: date, measure (stock), those of --by, value, status; ordered by labels (byte
 * order), then date.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no usable spell, a column is missing, rows out of order, reading or writing failed
 *
 * Example:
 *   hearth-read ssda903 datasets/ssda903 | hearth-stock --every year --by category
 */
#include "calendar/date.h"
#include "cli/tool.h"
#include "model/population/grouping.h"
#include "model/population/population.h"

static const char *const every_choices[] = {"day", "month", "quarter", "year", NULL};

static struct options {
    int every; /* enum period_every */
    const char *year_end, *by;
    struct option_texts where;
    int32_t from, to;
} options = {.every = EVERY_QUARTER, .year_end = "03-31", .from = DATE_NONE, .to = DATE_NONE};

static const struct option table[] = {
    {"every",
     0,
     OPTION_CHOICE,
     &options.every,
     "PERIOD",
     "day, month, quarter or year; quarter unless given",
     {0, 0, every_choices}},
    {"year-end",
     0,
     OPTION_TEXT,
     &options.year_end,
     "MM-DD",
     "last day of the year, which quarters and months follow; 03-31 unless given",
     {0}},
    {"by",
     0,
     OPTION_TEXT,
     &options.by,
     "COLUMN,...",
     "one series for each combination of values that occurs",
     {0}},
    {"where",
     0,
     OPTION_TEXTS,
     &options.where,
     "COLUMN=VALUE,...",
     "count only spells with one of the values; given several times, all must hold",
     {0}},
    {"from", 0, OPTION_DATE, &options.from, "DATE", "write only dates from DATE on", {0}},
    {"to", 0, OPTION_DATE, &options.to, "DATE", "write only dates up to DATE", {0}},
    OPTION_END,
};

/* Fills the settings; false when the command line can't be meant. */
static bool check(struct run *run, struct population_settings *settings)
{
    char mistake[256];
    bool good = true;
    *settings = (struct population_settings){
        .what = POPULATION_STOCK,
        .calendar = PERIOD_TO_31_MARCH((enum period_every)options.every),
        .by = options.by,
        .where = options.where.items,
        .where_count = (size_t)options.where.count,
        .from = options.from,
        .to = options.to,
    };
    if (!period_parse_year_end(text_of(options.year_end), &settings->calendar)) {
        run_usage(run, "--year-end: '%s' is not a day of the year (MM-DD)", options.year_end);
        good = false;
    }
    if (grouping_by_mistake(options.by, mistake, sizeof mistake)) {
        run_usage(run, "--by: %s", mistake);
        good = false;
    }
    if (grouping_where_mistake(settings->where, settings->where_count, mistake, sizeof mistake)) {
        run_usage(run, "--where: %s", mistake);
        good = false;
    }
    if (options.from != DATE_NONE && options.to != DATE_NONE && options.to < options.from) {
        run_usage(run, "--to is before --from");
        good = false;
    }
    return good;
}

static enum status work(struct run *run, const struct population_settings *settings,
                        const char *path)
{
    struct population *population;
    enum status s = population_read(&population, path, settings, &run->sink);
    if (s != STATUS_OK)
        return s;
    struct writer *w = writer_open(run->output);
    s = w ? population_write(population, w) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    population_free(population);
    return s != STATUS_OK ? s : closed;
}

int main(int argc, char **argv)
{
    struct run run;
    struct population_settings settings;
    const char *path;
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    bool good = run_one_input(&run, &path);
    if (!check(&run, &settings) || !good)
        return run_end(&run, STATUS_OK);
    return run_end(&run, work(&run, &settings, path));
}
