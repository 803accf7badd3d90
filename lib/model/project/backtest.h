// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_BACKTEST_H
#define HEARTH_MODEL_PROJECT_BACKTEST_H

#include "model/forecast/crew.h"
#include "model/forecast/scores.h"
#include "model/project/request.h"

/* Would this projection have been right? The history is cut at one period end after another (an origin);
 * from what was known then (known.h) the stock of each group and of all children together is projected,
 * and compared with what came, beside three others from the same origin:
 *   no change         hearth-forecast's naive: the last value, with its calibrated interval
 *   the demand model  demand_model.h, all years to the origin as its reference period; its +- 2 sqrt v
 *                     taken as 95 %, and as normal
 *   comb              hearth-forecast's default on the series of the stock alone, calibrated interval
 *
 * An origin has at least three years behind it. The latest ones with an outcome at every horizon are
 * taken; a history too short for all that are asked for gives its later horizons fewer. Dates on which
 * an authority could not be seen are neither origin nor outcome.
 */
enum { BACKTEST_LEAST_YEARS = 3, BACKTEST_LEAST_ERRORS = 5 };

enum project_method { TEST_OURS, TEST_NO_CHANGE, TEST_DEMAND_MODEL, TEST_COMB, TEST_METHODS };

struct project_backtest {
    const struct project_request *request;
    const struct lives *lives;
    const struct frame *frame;
    struct timeline past;
    size_t ahead, season;
    size_t series;   /* the cells of the frame, then (unless it has but one) all together */
    double *y;       /* [series * past.count + place]: the stock; NaN: not seen */
    size_t *origins; /* places of past */
    size_t origin_count;
    size_t fallen_back;    /* comb's fits, of all children, that were too short or flat for it */
    bool *fitted;          /* by origin: there was something to project */
    struct scored *trials; /* [((origin * TEST_METHODS + method) * series + s) * ahead + h]; actual
                              NaN: no outcome */
    struct scores *scores; /* [(s * TEST_METHODS + method) * ahead + h] */
    double *p;             /* [s * ahead + h]: Diebold-Mariano, ours against no change; NaN */
};

/* STATUS_SHORT: the history is too short for any origin (reported to SINK). On success free with
 * project_backtest_done; it refers to its arguments. */
enum status project_backtest_run(struct project_backtest *out, const struct project_request *r,
                                 const struct lives *l, const struct frame *f,
                                 const struct problem_sink *sink);
void project_backtest_done(struct project_backtest *b);

const struct scores *project_backtest_scores(const struct project_backtest *b, size_t series,
                                             enum project_method m, size_t h);

/* Fills the trials of origin NUMBER: worker WORKER of CREW does it. Part of project_backtest_run. */
enum status project_trial(struct project_backtest *b, size_t number, const struct crew *crew,
                          size_t worker, bool *fallen_back);
/* Where the trial of a method, series and horizon is. */
struct scored *project_trial_at(const struct project_backtest *b, size_t origin,
                                enum project_method m, size_t series, size_t h);

/* One row a series, method and horizon; the series of all children together first, with empty labels. */
void project_backtest_write(const struct project_backtest *b, struct writer *w);

/* The verdict in plain sentences. */
void project_backtest_explain(const struct project_backtest *b, const struct problem_sink *sink);

#endif
