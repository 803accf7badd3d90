// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_BACKTEST_H
#define HEARTH_MODEL_RECRUIT_BACKTEST_H

#include "model/recruit/to_come.h"

/* Would the approvals to come have been right? The register is cut at one period's end after another, the
 * approvals of the periods after it are drawn from what was known then (and, where days of entry are
 * known, entered by then), and compared with what came, as far as all authorities were seen. All groups
 * together; by periods ahead, and all these in one (ahead "all").
 *
 * The draws are counts, so an interval from quantile to quantile holds at least its level of them;
 * "meant to hold" is what it held of the draws themselves: what to compare "held" with. */
struct recruit_backtest_plan {
    struct to_come_plan draws; /* its origin: the last day with outcomes */
    size_t origins;
};

/* Writes rows of origins, actual, forecast (means over origins), mean absolute error, held and meant to
 * hold (shares) of 80 and 95 % intervals. STATUS_SHORT: no origin has enough before and after it. */
enum status recruit_backtest_write(const struct journeys *j,
                                   const struct recruit_backtest_plan *plan, struct writer *w);

#endif
