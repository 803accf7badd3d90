// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_INVEST_H
#define HEARTH_MODEL_COST_INVEST_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/status.h"
#include "model/cost/demand.h"

/* What levers cost, day by day: the spells of `hearth-read levers` with their annual_cost.
 *
 * A lever costs its annual cost in each whole financial year in which it runs, and the days' share of it in
 * others; in full from its first day, or (RAMPED) growing with its effect over ramp_months. A lever without
 * a scenario runs in every one but the base, as in hearth-project. */
struct invest_lever {
    struct text name, scenario; /* scenario empty: every one */
    int32_t start, end;         /* half-open; end INT32_MAX: it stays */
    double ramp_days, annual;   /* pounds */
};

struct invest {
    struct invest_lever *levers;
    size_t count;
    struct arena arena;
};

/* Failures are reported with file, line and column. Free with invest_done. */
enum status invest_read(struct invest *v, const char *path, const struct problem_sink *sink);
void invest_done(struct invest *v);

/* True when some lever is of SCENARIO alone. */
bool invest_names(const struct invest *v, struct text scenario);

/* What the levers of SCENARIO ("base": none) cost from day FROM to day TO, both included, which lie in
 * one financial year; pounds. */
double invest_cost(const struct invest *v, struct text scenario, int32_t from, int32_t to,
                   bool ramped);

/* When the money is back: the first of N points in time from which the sum of NET stays at or above 0 until the
 * last, with something spent by then. N: not within them; SIZE_MAX: nothing was spent. To half a penny. */
size_t invest_payback(const double *net, const double *spent, size_t n);

#endif
