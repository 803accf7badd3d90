// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-flow - starts, ends, moves and ageing in each day, month, quarter or year
 *
 * Job: measure
 * Usage: hearth-flow [OPTION...] [FILE]
 *
 * Reads spells and writes series of what happened in each period, named by its last day:
 *
 *   starts, ends         spells that begin or finish and are no move
 *   moves_in, moves_out  one (la, id) ends one spell and starts another on the same day, in another
 *                        group: out of the old, into the new
 *   moves_within         the same, within a group, to another placement (placement_start differs);
 *                        only where there is such a column
 *   ageing_in, ageing_out  a spell whose age, age_band, tenure or year changes, on that day; only
 *                        where --by or --where uses one of these
 *   net                  starts - ends + moves_in - moves_out + ageing_in - ageing_out
 *
 * So in every group and period, to the child: stock now = stock before + net, with the stock that
 * hearth-stock writes from the same spells. What happens on a birthday happens at the new age.
 * Spells that --where leaves out are another group, not a world outside: going there is a move.
 *
 * An open spell that was last seen before its authority's last observed day counts as an end on the
 * day after; how many is said. Periods are written from the first that is seen whole to the last.
 * Where an authority that has spells in a group was not seen on every day of a period, the value is
 * empty and the status x, and it is said on standard error.
 *
 * --by and --where take any column of the spells, and age, age_band (under 1, 1-4, 5-9, 10-15, 16
 * and over), tenure (completed years) and year as they are on the day. With --by, every combination
 * of values that occurs gets every date; zero is a true zero. For totals run hearth-flow once more
 * without --by; then what were moves between groups are no longer moves out and in.
 *
 * --matrix writes one measure, moves, from every group to every other: the dimensions are from_X
 * and to_X for each column X of --by, "not in care" where a start comes from and an end goes to,
 * "not included" for what --where leaves out. From a group to itself are the moves_within. Ageing
 * is no move and not in the matrix.
 *
 * Columns read: la, id, start, end, observed_from, observed_to; placement_start where there is one;
 * those that --by and --where name (age and age_band need birth_date).
 * Columns written: date, measure, those of --by (or from_X and to_X), value, status; ordered by
 * measure (as above; net last), labels (byte order), date.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no usable spell, a column is missing, rows out of order, reading or writing failed
 *
 * Example:
 *   hearth-read ssda903 datasets/ssda903 | hearth-flow --every year --by category
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
    bool matrix;
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
    {"from",
     0,
     OPTION_DATE,
     &options.from,
     "DATE",
     "write only periods that end on DATE or later",
     {0}},
    {"to", 0, OPTION_DATE, &options.to, "DATE", "write only periods that end by DATE", {0}},
    {"matrix",
     0,
     OPTION_FLAG,
     &options.matrix,
     NULL,
     "write moves from each group to each other; needs --by",
     {0}},
    OPTION_END,
};

/* Fills the settings; false when the command line can't be meant. */
static bool check(struct run *run, struct population_settings *settings)
{
    char mistake[256];
    bool good = true;
    *settings = (struct population_settings){
        .what = options.matrix ? POPULATION_MATRIX : POPULATION_FLOW,
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
    if (options.matrix && !options.by) {
        run_usage(run, "--matrix needs --by: from and to which groups?");
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
