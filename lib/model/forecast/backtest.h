// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_BACKTEST_H
#define HEARTH_MODEL_FORECAST_BACKTEST_H

#include "model/forecast/scores.h"
#include "model/forecast/widths.h"

/* Would these forecasts have been right? Rolling origins on the user's own series: the history is cut at
 * one date after another, the periods after it are forecast and compared with what came, beside the
 * forecasts of no change (naive) and of no change since the same season last year.
 *
 * Intervals are the calibrated ones (interval_multiple): nothing that came later has a part in them.
 */
struct backtest_plan {
    struct forecast_plan forecast;
    size_t ahead, origins, threads; /* origins: the most a series, the latest ones */
};

enum { BACKTEST_METHODS = 3 }; /* the one asked for, naive, seasonal naive */

struct backtest {
    const struct histories *histories;
    const struct series_table *table;
    struct backtest_plan plan;
    size_t count;          /* series */
    size_t *origins;       /* of each series; 0: too short */
    struct scores *scores; /* [(series * BACKTEST_METHODS + method) * ahead + h] */
    double *p;             /* [series * ahead + h]: Diebold-Mariano against the better naive; NaN */
};

/* On success free with backtest_done; it refers to H and T. */
enum status backtest_run(struct backtest *out, const struct histories *h,
                         const struct series_table *t, const struct backtest_plan *plan);
void backtest_done(struct backtest *b);

/* The scores of SERIES, method M (0: the one asked for), horizon h = 0, 1, ... */
const struct scores *backtest_scores(const struct backtest *b, size_t series, size_t m, size_t h);

/* True where method M stands beside: seasonal naive only with a season. */
bool backtest_has(const struct backtest *b, size_t series, size_t m);

/* The better of the naive methods by mean scaled (or absolute) error over all horizons: 1 or 2. */
size_t backtest_yardstick(const struct backtest *b, size_t series);

/* One row a series (and, with several, one for all of each measure), method and horizon. */
enum status backtest_write(const struct backtest *b, struct writer *w);

/* The verdicts in plain sentences: one PROBLEM_NOTE for each measure's series together, where there are
 * several, and one a series. */
void backtest_explain(const struct backtest *b, const char *name, const struct problem_sink *sink);

#endif
