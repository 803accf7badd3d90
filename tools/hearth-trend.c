// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-trend - say whether series rise or fall, by how much a year, and when they stepped
 *
 * Job: measure
 * Usage: hearth-trend [OPTION...] [FILE]
 *
 * For every series of the stream: the Theil-Sen slope with its interval, the Mann-Kendall test (within
 * seasons where there are seasons; exact for up to 10 different values) and the dates at which the
 * level changed. Both are made for short series: neither outliers nor the shape of the rise move them
 * much. Values in care are not independent of the year before, so the test is widened for
 * autocorrelation, never narrowed, and a change of level must be larger the more the series wanders
 * by itself. A steady rise is called a trend, not a staircase.
 *
 * A verdict of "rising" or "falling" means p < 0.05; "no clear trend" does not mean that nothing
 * changed, only that this series can't tell; with fewer than 5 values the verdict is "too few values".
 * The period of a series is the commonest spacing of its dates (--every says another); periods without
 * a value are missing. Only rows of kind "actual" are used.
 *
 * Columns read: date, value, and measure, kind and dimensions where they exist.
 * Columns written: date, measure, dimensions, verdict, value, lo95, lo80, hi80, hi95. For a measure M,
 *   at the series' last date: "M: slope per year" with its intervals (ranks rounded outward; empty
 *   where there are too few pairs for one), "M: tau" (-1 to 1), "M: p" (two-sided), "M:
 *   autocorrelation factor" (by which the test's variance was multiplied); then "M: change of level"
 *   at the first date of each new level, with the size of the step. With too few values there is only
 *   the slope. verdict is "rising", "falling", "no clear trend" or "too few values".
 * Standard error: one sentence a series, at most 20, and how many of each verdict.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  the input can't be read, has no series with two values, or the output can't be written
 *
 * Example:
 *     hearth-read ssda903 datasets/ssda903 | hearth-stock --every quarter --by category | hearth-trend
 */
#include "cli/tool.h"
#include "model/trend/trends.h"
#include "stats/stats.h"
#include "stream/selection.h"

#include <string.h>

static const char *const periods[] = {"day", "month", "quarter", "year", NULL};

static struct options {
    int every; /* index into periods; -1: as the dates lie */
    struct option_texts where;
} options = {.every = -1};

static const struct option table[] = {
    {"every",
     0,
     OPTION_CHOICE,
     &options.every,
     "PERIOD",
     "day, month, quarter or year (default: the commonest spacing of each series' dates)",
     {.choices = periods}},
    {"where",
     0,
     OPTION_TEXTS,
     &options.where,
     "COLUMN=VALUE,...",
     "read only rows whose COLUMN holds one of the values (may stand several times)",
     {0}},
    OPTION_END,
};

/* Series too short to lay on dates are told of here, in this tool's words. */
static void relay(void *context, const struct problem *p)
{
    const struct problem_sink *sink = context;
    if (strcmp(p->kind, "not-forecast") != 0)
        sink->report(sink->context, p);
}

static void say_unusable(const struct run *run, const struct series_trends *r,
                         const struct series_table *t, const char *name)
{
    for (size_t i = 0; i < r->count; i++) {
        char text[200];
        if (!r->items[i].usable)
            problem_report(&run->sink, PROBLEM_WARNING, "no-trend", name, 0, NULL,
                           "%s: left out: fewer than two values",
                           series_name(t, (uint32_t)i, text, sizeof text));
    }
}

/* How the series lie together, and what to make of that. */
static void say_all(struct run *run, const struct series_trends *r)
{
    if (r->usable > 1)
        run_say(run,
                "of %zu series %zu rising, %zu falling, %zu without clear trend, %zu too short",
                r->usable, r->verdicts[TREND_RISING], r->verdicts[TREND_FALLING],
                r->verdicts[TREND_NONE], r->verdicts[TREND_TOO_SHORT]);
    if (r->tested >= 20)
        run_say(run,
                "about 1 in 20 series seems to rise or fall by luck alone: %zu stay clear when the "
                "number of series is allowed for",
                r->still_clear);
    if (r->brief)
        run_say(run,
                "%zu series with fewer than %d values: their allowance for autocorrelation is "
                "rough",
                r->brief, TREND_BRIEF);
}

static enum status write_trends(struct run *run, const struct series_trends *r,
                                const struct histories *h, const struct series_table *t)
{
    struct writer *w = writer_open(run->output);
    enum status s = w ? series_trends_write(r, h, t, w) : STATUS_MEMORY;
    enum status closed = writer_close(w);
    return s == STATUS_OK ? closed : s;
}

static enum status describe(struct run *run, const struct series_table *t, const char *name)
{
    enum period_every every = options.every < 0 ? EVERY_DAY : (enum period_every)options.every;
    const struct problem_sink relayed = {relay, &run->sink};
    struct histories h;
    struct series_trends r;
    enum status s = histories_make(&h, t, options.every < 0 ? NULL : &every, name, &relayed);
    if (s != STATUS_OK)
        return s;
    s = series_trends_make(&r, &h, t, name, &run->sink);
    if (s == STATUS_OK) {
        say_unusable(run, &r, t, name);
        if (r.usable) {
            s = write_trends(run, &r, &h, t);
            series_trends_say(&r, t, &run->sink);
            say_all(run, &r);
        } else {
            s = STATUS_SHORT;
            problem_report(&run->sink, PROBLEM_FATAL, "nothing", name, 0, NULL,
                           "no series has two values");
        }
        series_trends_done(&r);
    }
    histories_done(&h);
    return s;
}

static enum status work(struct run *run)
{
    struct selection selection = {0};
    struct series_table t;
    const char *path;
    bool good = run_one_input(run, &path);
    for (int i = 0; i < options.where.count; i++)
        if (!selection_add(&selection, options.where.items[i])) {
            run_usage(run, "--where %s: COLUMN=VALUE[,VALUE...] is meant", options.where.items[i]);
            good = false;
        }
    if (!good)
        return STATUS_OK;
    enum status s = selection_read(&t, path, &selection, &run->sink);
    if (s != STATUS_OK)
        return s;
    if (series_dimension(&t, "verdict") >= 0) {
        s = STATUS_FORMAT;
        problem_report(&run->sink, PROBLEM_FATAL, "verdict", path, 1, NULL,
                       "the stream has a column 'verdict' already: is it a result of this tool?");
    } else {
        s = describe(run, &t, text_is(text_of(path), "-") ? NULL : path);
    }
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
