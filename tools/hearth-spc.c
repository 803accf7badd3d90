// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-spc - draw control limits around series and say what is special
 *
 * Job: measure
 * Usage: hearth-spc [OPTION...] [FILE]
 *
 * A control chart of every series of the stream, by the rules of the NHS's "Making data count": what
 * is everyday variation, what is not, and will the target be met? XmR charts (the default) suit any
 * measure; p and u charts suit shares and rates, with limits that follow the --denominator; Laney's
 * allow for large denominators, whose limits are otherwise too narrow.
 *
 * XmR limits are the mean -+ 2.66 mean moving ranges. Outlying ranges (3.267 times their mean or more)
 * are left out once and the mean is taken again; --screen no keeps all, as the NHS spreadsheet does.
 * A point is special when it is (named by the first that holds)
 *   outside limits   strictly
 *   trend            among seven points that all rise, or all fall
 *   two of three     in the outer third, as is another of three successive points on that side
 *   shift            among seven points on one side of the mean (a point on the mean ends a run)
 * and an improvement or a concern by its direction: a trend's own, else the side of the mean. Rules do
 * not reach over a --rebase. With fewer than 13 points since the last rebase limits are trial limits
 * and there is no verdict.
 *
 * Columns read: date, value, and measure, kind, status and dimensions where they exist; rows of kind
 *   actual are charted (those without a value are left out), rows of kind target give the target.
 * Columns written: as read, with kind and status. After the rows read of a series come, each in order
 *   of date, rows of the same measure and dimensions with kind
 *     target                           where --target is given
 *     mean, lower_limit, upper_limit, lower_near, upper_near    the lines; near is two thirds out
 *     improvement, concern             the special points; high, low where neither is better
 *     outside limits, trend, two of three, shift               every rule a point meets
 *     variation                        one row, value empty, the verdict in status: common cause,
 *                                      improvement, concern, high, low, too few points
 *     assurance                        one row where there is a target and a verdict: pass, fail or
 *                                      inconsistent
 *   p and u charts write the ratio as measure "M per 100 D" in place of the rows read. Rows read with
 *   one of these kinds are replaced.
 * Standard error: the verdicts in words, at most 20.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  the input can't be read, no series has two points, or the output can't be written
 *
 * Example:
 *     hearth-read ssda903 datasets/ssda903 | hearth-flow --every month |
 *         hearth-spc --where measure=starts --better lower
 */
#include "cli/tool.h"
#include "model/spc/charts.h"
#include "stats/stats.h"
#include "stream/selection.h"

#include <math.h>
#include <stdlib.h>

static const char *const charts[] = {"xmr", "p", "p-laney", "u", "u-laney", NULL};
static const char *const betters[] = {"neither", "higher", "lower", NULL};
static const char *const answers[] = {"no", "yes", NULL};

enum { REBASES_MOST = 64 };

static struct options {
    int chart, better, screen; /* indexes into the lists above */
    long baseline;
    double target, per;
    const char *denominator;
    struct option_texts rebase, where;
} options = {.screen = 1, .target = NAN};

static const struct option table[] = {
    {"chart",
     'c',
     OPTION_CHOICE,
     &options.chart,
     "CHART",
     "xmr, p, p-laney, u or u-laney (default: xmr)",
     {.choices = charts}},
    {"denominator",
     'd',
     OPTION_TEXT,
     &options.denominator,
     "MEASURE",
     "the measure by which the others are divided (p and u charts)",
     {0}},
    {"per",
     0,
     OPTION_NUMBER,
     &options.per,
     "N",
     "write ratios per N (default: 100 for p charts, 1 for u charts)",
     {.least = 1e-6, .most = 1e12}},
    {"better",
     'b',
     OPTION_CHOICE,
     &options.better,
     "DIRECTION",
     "higher, lower or neither (default: neither, which gives no assurance)",
     {.choices = betters}},
    {"target", 't', OPTION_NUMBER, &options.target, "NUMBER", "judge against this target", {0}},
    {"rebase",
     'r',
     OPTION_TEXTS,
     &options.rebase,
     "DATE,...",
     "begin new limits with the first point on or after each DATE (may stand several times)",
     {0}},
    {"baseline",
     0,
     OPTION_INTEGER,
     &options.baseline,
     "N",
     "take limits from the first N points since each rebase (default: from all; XmR only)",
     {.least = 2, .most = 1e6}},
    {"screen",
     0,
     OPTION_CHOICE,
     &options.screen,
     "yes|no",
     "leave outlying moving ranges out of XmR limits (default: yes)",
     {.choices = answers}},
    {"where",
     0,
     OPTION_TEXTS,
     &options.where,
     "COLUMN=VALUE,...",
     "read only rows whose COLUMN holds one of the values (may stand several times)",
     {0}},
    OPTION_END,
};

static int compare_dates(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Reads --rebase into DATES, in order; false after telling. */
static bool read_rebases(struct run *run, int32_t *dates, size_t *count)
{
    bool good = true;
    *count = 0;
    for (int i = 0; i < options.rebase.count; i++) {
        struct text rest = text_of(options.rebase.items[i]);
        while (rest.at) {
            char shown[40];
            int32_t date;
            struct text item = text_cut(&rest, ',');
            if (date_parse(item, &date) != DATE_READ) {
                run_usage(run, "--rebase: '%s' is not a date",
                          text_show(item, shown, sizeof shown));
                good = false;
            } else if (*count == REBASES_MOST) {
                run_usage(run, "--rebase: more than %d dates", REBASES_MOST);
                return false;
            } else {
                dates[(*count)++] = date;
            }
        }
    }
    qsort(dates, *count, sizeof *dates, compare_dates);
    return good;
}

/* Finds what the option table can't; false after telling. */
static bool check_options(struct run *run, struct selection *selection, const char **path)
{
    bool good = run_one_input(run, path), ratio = options.chart != SPC_CHART_XMR;
    if (ratio && !options.denominator) {
        run_usage(run, "--chart %s needs --denominator MEASURE", charts[options.chart]);
        good = false;
    }
    if (!ratio && (options.denominator || options.per > 0)) {
        run_usage(run, "--denominator and --per belong to p and u charts");
        good = false;
    }
    if (ratio && options.baseline) {
        run_usage(run, "--baseline belongs to XmR charts");
        good = false;
    }
    for (int i = 0; i < options.where.count; i++)
        if (!selection_add(selection, options.where.items[i])) {
            run_usage(run, "--where %s: COLUMN=VALUE[,VALUE...] is meant", options.where.items[i]);
            good = false;
        }
    return good;
}

static enum status chart(struct run *run, const struct series_table *t, const struct spc_plan *plan,
                         const char *name)
{
    struct spc_charts c;
    enum status s = spc_charts_make(&c, t, plan, name, &run->sink);
    if (s != STATUS_OK)
        return s;
    if (c.usable) {
        struct writer *w = writer_open(run->output);
        s = w ? spc_charts_write(&c, t, plan, w) : STATUS_MEMORY;
        enum status closed = writer_close(w);
        if (s == STATUS_OK)
            s = closed;
        spc_charts_say(&c, t, plan, &run->sink);
    } else {
        s = STATUS_SHORT;
        problem_report(&run->sink, PROBLEM_FATAL, "nothing", name, 0, NULL,
                       "no series has two points to chart");
    }
    spc_charts_done(&c);
    return s;
}

static enum status work(struct run *run)
{
    struct selection selection = {0};
    int32_t rebases[REBASES_MOST];
    struct series_table t;
    const char *path;
    struct spc_plan plan = {.kind = (enum spc_chart_kind)options.chart,
                            .screen = options.screen == 1,
                            .baseline = (size_t)options.baseline,
                            .denominator = options.denominator,
                            .better = (enum spc_better)options.better,
                            .target = options.target,
                            .rebase = rebases};
    bool share = plan.kind == SPC_CHART_P || plan.kind == SPC_CHART_P_LANEY;
    plan.per = options.per > 0 ? options.per : share ? 100 : 1;
    bool good = check_options(run, &selection, &path);
    if (!read_rebases(run, rebases, &plan.rebase_count) || !good)
        return STATUS_OK;
    enum status s = selection_read(&t, path, &selection, &run->sink);
    if (s != STATUS_OK)
        return s;
    s = chart(run, &t, &plan, text_is(text_of(path), "-") ? NULL : path);
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
