// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-indicator - the published indicators of workforce, fostering and placements
 *
 * Job: measure
 * Usage: hearth-indicator ID... [OPTION...] [FILE]
 *        hearth-indicator --list
 *
 * Works out indicators by their ids (W1, P4; a letter stands for all: W workforce, P placements, F
 * fostering) from spells or from a series of counts, such as a published table. Counts are summed,
 * then divided; rates are never averaged. --list shows the definitions and their status: published,
 * checked (recomputed from published counts with the same result) or proposed (no published
 * definition was found; it is ours).
 *
 * From spells (hearth-read ssda903, sw_episodes, workforce --posts yearly, households, places,
 * enquiries) the counts are made here, on each 31 March, or 30 September for the workforce, and
 * over the year to it. A year that the returns don't reach has no row; one that a return is missing
 * for has an empty value with status x. Starters and leavers don't close on the numbers in post: W9
 * residual shows by how much, and no other figure takes it in.
 *
 * In a series, a count is a measure called as --list has it in numerator and denominator
 * (in_post_fte, leavers_fte, population); hearth-read table --measures gives columns these names.
 * Without --by the dimensions are kept; with it the others are summed over. An unknown count leaves
 * the value empty and hands on its status. --counts adds counts that spells can't tell, such as
 * vacancies. Region is worked out from la where there is no column region.
 *
 * Columns read: of spells: la, id, start, end, observed_from, observed_to and what --list has under
 *   needs; of a series: date, measure, value, part, status and dimensions.
 * Columns written: date, measure, dimensions, part (of a whole: category, role, reason), value,
 *   status. After the value "W1 turnover rate" come its "... numerator", "... denominator" and
 *   "... left out" (how many were, for want of a date or a number), unless --values.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use, such as an id that does not exist
 *   3  an input can't be read or lacks what an indicator needs, or the output can't be written
 *
 * Example:
 *     hearth-read ssda903 datasets/ssda903 |
 *         hearth-indicator P1 P4 P8 --population datasets/population.csv
 */
#include "cli/tool.h"
#include "model/indicator/indicators.h"
#include "model/population/grouping.h"
#include "returns/embedded.h"
#include "stream/selection.h"

#include <stdlib.h>

static const char *const last_days[] = {"leaver", "in-post", NULL};

static struct options {
    const char *by, *population, *counts;
    struct option_texts where, population_where;
    int32_t from, to;
    int last_day; /* index into last_days */
    bool exact, values, list;
} options = {.from = DATE_NONE, .to = DATE_NONE};

static const struct option table[] = {
    {"by", 0, OPTION_TEXT, &options.by, "COLUMN,...",
     "one series for each combination of values: la, region, any column, age_band"},
    {"where", 0, OPTION_TEXTS, &options.where, "COLUMN=VALUE,...",
     "count only rows with one of the values; given several times, all must hold"},
    {"population", 'p', OPTION_TEXT, &options.population, "FILE",
     "the population of rates, by year at 30 June (see hearth-rate)"},
    {"population-where", 0, OPTION_TEXTS, &options.population_where, "COLUMN=VALUE,...",
     "use only its rows with one of the values"},
    {"counts", 0, OPTION_TEXT, &options.counts, "FILE", "a series with further counts"},
    {"last-day", 0, OPTION_CHOICE, &options.last_day, "WHAT",
     "who leaves on 30 September is a leaver of the year (default) or in-post on it",
     .limits.choices = last_days},
    {"from", 0, OPTION_DATE, &options.from, "DATE", "write only dates from DATE on"},
    {"to", 0, OPTION_DATE, &options.to, "DATE", "write only dates up to DATE"},
    {"exact", 0, OPTION_FLAG, &options.exact, NULL, "don't round as published"},
    {"values", 0, OPTION_FLAG, &options.values, NULL,
     "write the values alone, not what they are made of"},
    {"list", 0, OPTION_FLAG, &options.list, NULL, "write the definitions as a table, and end"},
    OPTION_END,
};

/* What a run holds on to. */
struct work {
    struct definitions definitions;
    struct regions regions;
    struct counts counts;
    struct reckoning *reckoning;
    struct group_population population;
    struct series_table series;
    struct indicators in;
    struct selection selection;
    const char *path;
    bool has_series;
};

static enum status read_facts(struct run *run, struct work *w)
{
    struct rows *rows;
    enum status s = embedded_open(&rows, "indicators", NULL, &run->sink);
    if (s != STATUS_OK)
        return s;
    s = definitions_read(&w->definitions, rows);
    rows_close(rows);
    if (s == STATUS_OK)
        s = embedded_open(&rows, "la", NULL, &run->sink);
    if (s != STATUS_OK)
        return s;
    s = regions_read(&w->regions, rows);
    rows_close(rows);
    return s;
}

static enum status list(struct run *run)
{
    const struct embedded_file *f = embedded_find("indicators");
    struct writer *w = writer_open(run->output);
    if (w && f) /* a row of its own brings the last line end */
        writer_raw(w, (struct text){(const char *)f->bytes, f->size - 1});
    return writer_close(w);
}

/* The ids among the arguments, and the file; false after telling. */
static bool check_arguments(struct run *run, struct work *w)
{
    int files = 0;
    w->path = "-";
    w->in.chosen = calloc(w->definitions.count + 1, sizeof *w->in.chosen);
    if (!w->in.chosen)
        return false;
    for (int a = 0; a < run->argument_count; a++)
        if (!definitions_know(&w->definitions, text_of(run->arguments[a]))) {
            w->path = run->arguments[a];
            files++;
        }
    w->in.chosen_count =
        definitions_choose(&w->definitions, run->arguments, run->argument_count, w->in.chosen);
    bool good = files <= 1 && w->in.chosen_count;
    if (!good)
        run_usage(
            run, "ids (W1; W, P or F for all) and at most one FILE are meant, not '%s'; see --list",
            w->path);
    return good;
}

static bool check_options(struct run *run, struct work *w)
{
    char mistake[256];
    bool good = true;
    if (grouping_by_mistake(options.by, mistake, sizeof mistake)) {
        run_usage(run, "--by: %s", mistake);
        good = false;
    }
    if (grouping_where_mistake(options.where.items, (size_t)options.where.count, mistake,
                               sizeof mistake)) {
        run_usage(run, "--where: %s", mistake);
        good = false;
    }
    for (int i = 0; i < options.where.count; i++)
        selection_add(&w->selection, options.where.items[i]);
    if (options.from != DATE_NONE && options.to != DATE_NONE && options.to < options.from) {
        run_usage(run, "--to is before --from");
        good = false;
    }
    return check_arguments(run, w) && good;
}

/* The dimensions: those of --by; without it, of a series all but part. */
static size_t find_dimensions(struct work *w, struct text *names)
{
    size_t n = 0;
    struct text rest = text_of(options.by);
    while (rest.at && n < COUNTS_DIMENSIONS)
        names[n++] = text_cut(&rest, ',');
    for (size_t i = 0; !options.by && w->has_series && i < w->series.dimension_count; i++)
        if (n < COUNTS_DIMENSIONS && !text_is(w->series.dimensions[i], "part"))
            names[n++] = w->series.dimensions[i];
    return n;
}

/* The input, spells or series, to counts. */
static enum status read_input(struct run *run, struct work *w)
{
    struct text names[COUNTS_DIMENSIONS];
    struct rows *rows;
    enum status s = rows_open(&rows, w->path, &run->sink);
    if (s != STATUS_OK)
        return s;
    if (rows_column(rows, "id") < 0 || rows_column(rows, "start") < 0) {
        s = selection_read_rows(&w->series, rows, &w->selection);
        w->has_series = s == STATUS_OK;
        if (s == STATUS_OK &&
            !counts_init(&w->counts, names, find_dimensions(w, names), &w->regions))
            s = STATUS_MEMORY;
        return s != STATUS_OK
                   ? s
                   : counts_add_series(&w->counts, &w->series, w->in.name, false, &run->sink);
    }
    if (!counts_init(&w->counts, names, find_dimensions(w, names), &w->regions)) {
        rows_close(rows);
        return STATUS_MEMORY;
    }
    const struct reckoning_settings settings = {
        .where = options.where.items,
        .where_count = (size_t)options.where.count,
        .last_day_stays = options.last_day == 1,
        .times = definitions_want_times(w->in.chosen, w->in.chosen_count)};
    return reckoning_read(&w->reckoning, rows, &settings, &w->counts);
}

/* What else was given: further counts, and the population. */
static enum status read_more(struct run *run, struct work *w)
{
    enum status s = STATUS_OK;
    struct series_table more;
    if (options.counts) {
        s = series_read(&more, options.counts, NULL, &run->sink);
        if (s != STATUS_OK)
            return s;
        s = counts_add_series(&w->counts, &more, options.counts, true, &run->sink);
        series_done(&more);
    }
    if (s == STATUS_OK && options.population)
        s = group_population_read(&w->population, options.population,
                                  options.population_where.items,
                                  (size_t)options.population_where.count, &w->counts, &run->sink);
    return s;
}

static void say(struct run *run, const struct work *w)
{
    const struct indicators *in = &w->in;
    size_t last = w->reckoning ? reckoning_last_days(w->reckoning) : 0;
    if (last)
        run_say(run, "%zu %s on 30 September: counted as %s", last,
                last == 1 ? "post ended" : "posts ended",
                !options.last_day ? "leavers of that year, not in post"
                                  : "in post on that day, leavers of the next year");
    if (in->incomplete)
        run_say(run, "%zu values have no row: a count they need is not there", in->incomplete);
    run_say(run, "%zu values, %zu of them empty", in->values, in->empty);
}

static enum status write_indicators(struct run *run, struct work *w)
{
    struct indicators *in = &w->in;
    in->counts = &w->counts;
    in->reckoning = w->reckoning;
    in->population = options.population ? &w->population : NULL;
    in->exact = options.exact;
    in->values_only = options.values;
    in->from = options.from;
    in->to = options.to;
    enum status s = indicators_choose(in, &run->sink);
    if (s != STATUS_OK)
        return s;
    struct writer *out = writer_open(run->output);
    s = out ? indicators_write(in, out) : STATUS_MEMORY;
    enum status closed = writer_close(out);
    if (s == STATUS_OK && closed == STATUS_OK)
        say(run, w);
    return s != STATUS_OK ? s : closed;
}

static enum status work(struct run *run, struct work *w)
{
    if (options.list)
        return list(run);
    enum status s = read_facts(run, w);
    if (s != STATUS_OK || !check_options(run, w))
        return s;
    w->in.name = text_is(text_of(w->path), "-") ? NULL : w->path;
    s = read_input(run, w);
    if (s == STATUS_OK)
        s = read_more(run, w);
    return s == STATUS_OK ? write_indicators(run, w) : s;
}

static void finish(struct work *w)
{
    indicators_done(&w->in);
    free(w->in.chosen);
    group_population_done(&w->population);
    reckoning_free(w->reckoning);
    counts_done(&w->counts);
    series_done(&w->series);
    regions_done(&w->regions);
    definitions_done(&w->definitions);
}

int main(int argc, char **argv)
{
    struct run run;
    struct work w = {0};
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    enum status s = work(&run, &w);
    finish(&w);
    return run_end(&run, s);
}
