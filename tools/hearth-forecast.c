// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-forecast - extend every series with forecasts and intervals
 *
 * Job: forecast
 * Usage: hearth-forecast --ahead N [OPTION...] [FILE]
 *
 * Reads a series stream and writes every row it read and, after the rows of each series, N forecasts
 * with their 80 and 95 per cent intervals. The period of a series is the commonest spacing of its
 * dates (--every says another); month ends stay month ends. A period without a value is missing,
 * not dropped. Only rows of kind "actual" are fitted; others (targets, earlier forecasts) pass
 * through. Forecasts of a series without negative values are cut off at zero.
 *
 * The default method, comb, is the mean of exponential smoothing (the model with the least AICc),
 * the theta method and the dynamic optimised theta model. A series with fewer than 7 values is
 * forecast by naive, or by seasonal naive where it has two whole seasons; one that never changed
 * goes on without an interval. Both are said.
 *
 * A model's own interval is too narrow: where it promises 95 per cent it holds some 86. These rest on
 * back-tests, and the column status says on which: "own", the series' own, from 19 origins at every
 * horizon; "pooled", those of all series with the same measure and season, from 8 series and 100
 * errors; else "calibrated": multiples by method, season and horizon from the outcomes of the M1 and
 * M3 forecasting competitions.
 *
 * --backtest asks whether these forecasts would have been right: from each of the latest origins
 * only what came before is fitted. Its scores are the mean absolute error (mae), scaled by that of
 * no change in the values fitted (mase), its symmetric percentage (smape), the continuous ranked
 * probability score (crps), the weighted interval score (wis), the share of values that the
 * intervals held, with its 95 per cent interval, and p, the Diebold-Mariano test against the better
 * of naive and seasonal naive. Rows with empty labels are of all series of a measure together.
 *
 * --reconcile makes authorities add up to regions and England: minimum trace with the covariance of
 * the one-step errors, shrunk to its diagonal, or with the number of parts where the history is
 * short. Sums more than 2 per cent off their parts in the latest actual value are left alone.
 *
 * Columns read: date, value, and measure, kind and dimensions where they exist.
 * Columns written: as read, with lo95, lo80, hi80, hi95, kind ("forecast" on the new rows) and
 *   status; with --draws date, measure, the dimensions, value, kind and draw; with --backtest
 *   measure, the dimensions, method, horizon, series, errors and the scores.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  cannot read or write, or no series can be forecast
 *
 * Example:
 *     hearth-read ssda903 datasets/ssda903 | hearth-stock --every quarter --by category |
 *         hearth-forecast --ahead 12 | hearth-chart fan -o demand.svg
 */
#include "base/parallel.h"
#include "cli/tool.h"
#include "model/forecast/backtest.h"
#include "model/forecast/paths.h"
#include "stats/stats.h"
#include "stream/selection.h"

static const char *const methods[] = {"comb",   "ets",   "theta",          "dotm",  "ses", "holt",
                                      "damped", "naive", "seasonal-naive", "drift", NULL};
static const char *const combinations[] = {"mean", "median", NULL};
static const char *const bases[] = {"best", "calibrated", "model", NULL};
static const char *const periods[] = {"day", "month", "quarter", "year", NULL};

static struct options {
    long ahead, threads, origins, draws, seed;
    const char *reconcile;
    bool backtest, integers;
    int method, combine, intervals,
        every; /* index into the lists above; every: -1 = as the dates lie */
    struct option_texts where;
} options = {.method = FORECAST_COMB, .every = -1, .origins = 20, .seed = 1};

static const struct option table[] = {
    {"ahead",
     'n',
     OPTION_INTEGER,
     &options.ahead,
     "N",
     "forecast N periods (needed)",
     {.least = 1, .most = 1000}},
    {"method",
     'm',
     OPTION_CHOICE,
     &options.method,
     "METHOD",
     "comb (the default), ets, theta, dotm, ses, holt, damped, naive, seasonal-naive or drift",
     {.choices = methods}},
    {"combine",
     0,
     OPTION_CHOICE,
     &options.combine,
     "mean|median",
     "how comb combines its three forecasts (default: mean)",
     {.choices = combinations}},
    {"intervals",
     0,
     OPTION_CHOICE,
     &options.intervals,
     "BASIS",
     "what intervals may rest on: best (the default: own, pooled or calibrated, as far as the data "
     "carry), calibrated, or model",
     {.choices = bases}},
    {"integers",
     0,
     OPTION_FLAG,
     &options.integers,
     NULL,
     "give median and bounds of counts as whole numbers",
     {0}},
    {"reconcile",
     0,
     OPTION_TEXT,
     &options.reconcile,
     "LEVEL,...",
     "make sums equal to their parts: dimensions from the general to the particular, such as "
     "region,la, where an empty label (or total, all) is a sum",
     {0}},
    {"draws",
     0,
     OPTION_INTEGER,
     &options.draws,
     "N",
     "write N possible futures (a draws stream) instead of means and intervals",
     {.least = 1, .most = 1000000}},
    {"seed",
     0,
     OPTION_INTEGER,
     &options.seed,
     "N",
     "of the random numbers of --draws (default: 1)",
     {.least = 0, .most = 1e15}},
    {"backtest",
     0,
     OPTION_FLAG,
     &options.backtest,
     NULL,
     "write no forecasts but how well they would have done: scores by horizon against naive and "
     "seasonal naive, and a verdict on standard error",
     {0}},
    {"origins",
     0,
     OPTION_INTEGER,
     &options.origins,
     "N",
     "back-test from the latest N origins of each series (default: 20)",
     {.least = 1, .most = 1000}},
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
    {"threads",
     0,
     OPTION_INTEGER,
     &options.threads,
     "N",
     "use at most N threads (default: one a processor); the output does not depend on it",
     {.least = 1, .most = 64}},
    OPTION_END,
};

static struct forecast_plan forecast_plan(void)
{
    return (struct forecast_plan){(enum forecast_method)options.method,
                                  (enum forecast_combine)options.combine};
}

static enum status backtest(struct run *run, struct histories *h, const struct series_table *t,
                            const char *name, struct writer *w)
{
    struct backtest_plan plan = {forecast_plan(), (size_t)options.ahead, (size_t)options.origins,
                                 parallel_workers((size_t)options.threads)};
    struct backtest b;
    enum status s = backtest_run(&b, h, t, &plan);
    if (s != STATUS_OK)
        return s;
    backtest_explain(&b, name, &run->sink);
    s = backtest_write(&b, w);
    backtest_done(&b);
    return s;
}

static enum status write_predictions(struct run *run, const struct predictions *p,
                                     const struct histories *h, const struct series_table *t,
                                     const struct hierarchy *hierarchy, struct writer *w)
{
    struct paths_plan plan = {(size_t)options.draws, parallel_workers((size_t)options.threads),
                              (uint64_t)options.seed};
    if (options.draws == 0)
        return predictions_write(p, h, t, options.integers, w);
    run_say(run, "%ld draws from seed %ld", options.draws, options.seed);
    return paths_write(p, h, t, hierarchy, &plan, w);
}

static enum status predict(struct run *run, struct histories *h, const struct series_table *t,
                           const char *name, struct writer *w)
{
    static const enum interval_basis best[] = {BASIS_OWN, BASIS_CALIBRATED, BASIS_MODEL};
    struct predict_plan plan = {
        .forecast = forecast_plan(),
        .ahead = (size_t)options.ahead,
        .threads = parallel_workers((size_t)options.threads),
        .best = best[options.intervals],
    };
    struct predictions p;
    struct hierarchy hierarchy = {0};
    enum status s = predictions_make(&p, h, t, &plan);
    if (s != STATUS_OK)
        return s;
    predictions_explain(&p, t, name, &run->sink);
    if (options.reconcile)
        s = hierarchy_make(&hierarchy, &p, h, t, &plan, options.reconcile, name, &run->sink);
    if (s == STATUS_OK) {
        run_say(run, "not back-tested: --backtest compares these forecasts with no change");
        s = write_predictions(run, &p, h, t, &hierarchy, w);
    }
    hierarchy_done(&hierarchy);
    predictions_done(&p);
    return s;
}

static enum status work_on(struct run *run, const struct series_table *t, const char *name)
{
    enum period_every every = options.every < 0 ? EVERY_DAY : (enum period_every)options.every;
    struct histories h;
    enum status s = histories_make(&h, t, options.every < 0 ? NULL : &every, name, &run->sink);
    if (s != STATUS_OK)
        return s;
    if (h.usable == 0) {
        histories_done(&h);
        problem_report(&run->sink, PROBLEM_FATAL, "nothing", name, 0, NULL,
                       "no series can be forecast");
        return STATUS_SHORT;
    }
    struct writer *w = writer_open(run->output);
    if (w)
        s = (options.backtest ? backtest : predict)(run, &h, t, name, w);
    enum status closed = writer_close(w);
    histories_done(&h);
    return s == STATUS_OK ? closed : s;
}

/* Finds every mistake of the command line that the option table can't; false after telling. */
static bool check_options(struct run *run, struct selection *selection, const char **path)
{
    bool good = run_one_input(run, path);
    if (options.ahead == 0) {
        run_usage(run, "--ahead N is needed: how many periods to forecast");
        good = false;
    }
    for (int i = 0; i < options.where.count; i++)
        if (!selection_add(selection, options.where.items[i])) {
            run_usage(run, "--where %s: COLUMN=VALUE[,VALUE...] is meant", options.where.items[i]);
            good = false;
        }
    return good;
}

static enum status work(struct run *run)
{
    struct selection selection = {0};
    const char *path;
    if (!check_options(run, &selection, &path))
        return STATUS_OK;
    struct series_table t;
    enum status s = selection_read(&t, path, &selection, &run->sink);
    if (s != STATUS_OK)
        return s;
    s = work_on(run, &t, text_is(text_of(path), "-") ? NULL : path);
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
