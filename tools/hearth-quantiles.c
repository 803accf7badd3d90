// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-quantiles - simulated futures to means and intervals
 *
 * Job: forecast
 * Usage: hearth-quantiles [OPTION...] [FILE...]
 *
 * Reads draws and writes a series: for each measure, combination of dimensions and date the mean
 * over all futures, the median, and the intervals that hold 80 and 95 of 100 futures. Their ends
 * are values that did occur in a future, so that children stay whole. Actual rows come out as they
 * are, before.
 *
 * Sums are taken inside each future first (--sum), because the intervals of parts don't add up to
 * that of the whole. So are differences: with --difference base each other scenario's rows become
 * scenario minus base, draw by draw; where both share their random numbers, as those of
 * hearth-project do, the interval of the difference is much narrower than that of either.
 *
 * So are ratios: --per divides every other measure by one, as children by social workers where both
 * are forecast, each future by its own (draw i of two streams belongs together). Where the divisor
 * has no row the value is left out and counted; one that is 0 in some future is refused.
 *
 * Several files are read as one (all must have the same dimensions); values of one draw that fall
 * on one place are added up, and a combination without a row in a draw counts as 0 there; one with an
 * empty value (an average of nothing) is left out and counted. All files must have as many draws. When
 * the number of draws leaves the ends of the intervals uncertain by more than a tenth of their width,
 * it is said. 8 bytes are kept for each simulated value.
 *
 * Columns read: date, value, draw; measure and dimensions where they exist.
 * Columns written: date, measure, dimensions, value, median, lo95, lo80, hi80, hi95, kind (actual,
 *   forecast or difference); ordered by measure, labels (byte order), date. --exceed adds measures
 *   p_MEASURE_over_X, whose value is the share of futures above X.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no draw, a column or dimension is missing, reading or writing failed
 *
 * Example:
 *   hearth-read ssda903 datasets/ssda903 | hearth-project --ahead 12 |
 *       hearth-quantiles --sum demand_group --exceed 600,650
 */
#include "cli/tool.h"
#include "model/population/grouping.h"
#include "model/quantiles/summary.h"
#include "stats/stats.h"

static struct options {
    const char *sum, *difference, *exceed, *per, *name;
    struct option_texts where;
} options;

static const struct option table[] = {
    {"sum", 0, OPTION_TEXT, &options.sum, "DIMENSION,...", "add up over these dimensions", {0}},
    {"difference",
     0,
     OPTION_TEXT,
     &options.difference,
     "SCENARIO",
     "the other scenarios minus this one, future by future",
     {0}},
    {"per",
     0,
     OPTION_TEXT,
     &options.per,
     "MEASURE",
     "the other measures divided by this one, future by future",
     {0}},
    {"name", 0, OPTION_TEXT, &options.name, "NAME", "what to call the measure that comes out", {0}},
    {"exceed",
     0,
     OPTION_TEXT,
     &options.exceed,
     "X,...",
     "also the share of futures above each of these numbers",
     {0}},
    {"where",
     0,
     OPTION_TEXTS,
     &options.where,
     "COLUMN=VALUE,...",
     "only rows with one of the values of a dimension, or measure; given several times, all must "
     "hold",
     {0}},
    OPTION_END,
};

static enum status work(struct run *run)
{
    struct collection_settings settings = {
        .sum = options.sum,
        .difference = options.difference,
        .per = options.per,
        .one_measure = options.name != NULL,
        .where = options.where.items,
        .where_count = (size_t)options.where.count,
    };
    struct collection c;
    enum status s =
        collection_read(&c, run->arguments, (size_t)run->argument_count, &settings, &run->sink);
    if (s != STATUS_OK)
        return s;
    struct summary_error error;
    const struct summary_settings writing = {.exceed = options.exceed,
                                             .difference = options.difference != NULL,
                                             .per = options.per,
                                             .name = options.name};
    struct writer *w = writer_open(run->output);
    s = w ? summary_write(&c, &writing, w, &error) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    if (s == STATUS_OK && closed == STATUS_OK && error.share > 0.1)
        run_say(run,
                "of %zu draws: the end of a 95 %% interval is uncertain by up to %.0f %% of its "
                "width, %.3g at most; more draws say more",
                error.draws, 100 * error.share, error.worst);
    collection_done(&c);
    return s != STATUS_OK ? s : closed;
}

int main(int argc, char **argv)
{
    struct run run;
    char mistake[256];
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    bool good = true;
    if (grouping_where_mistake(options.where.items, (size_t)options.where.count, mistake,
                               sizeof mistake)) {
        run_usage(&run, "--where: %s", mistake);
        good = false;
    }
    if (options.exceed && !summary_read_exceed(options.exceed)) {
        run_usage(&run, "--exceed %s: should be numbers", options.exceed);
        good = false;
    }
    return run_end(&run, good ? work(&run) : STATUS_OK);
}
