// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_BACKTEST_H
#define HEARTH_MODEL_RECRUIT_BACKTEST_H

#include "model/recruit/to_come.h"

/* Would the approvals to come have been right? The register is cut at one month end after another, the
 * approvals of the months after it are drawn from what was known then, and compared with what came. All
 * groups together; by months ahead, and all these months in one (ahead "all").
 *
 * The draws are counts, so an interval from quantile to quantile holds at least its level of them;
 * "meant to hold" is what it held of the draws themselves: what to compare "held" with. */
struct recruit_backtest_plan {
    struct to_come_plan draws; /* months: how far ahead; origin: the last day with outcomes */
    size_t origins;
};

/* Writes rows of origins, actual, forecast (means over origins), mean absolute error, held and meant to
 * hold (shares) of 80 and 95 % intervals. STATUS_SHORT: no origin has enough before and after it. */
enum status recruit_backtest_write(const struct journeys *j,
                                   const struct recruit_backtest_plan *plan, struct writer *w,
                                   size_t *origins);

#endif
