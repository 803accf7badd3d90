// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_DEMAND_MODEL_H
#define HEARTH_MODEL_PROJECT_DEMAND_MODEL_H

#include "model/project/lives.h"

/* The arithmetic of the regional demand model (Social Finance, cs-demand-model-regional), rebuilt from its
 * description, so that its numbers can be reproduced and compared with.
 *
 * State: one of five age bands, [-1,1) [1,5) [5,10) [10,16) [16,30) in years of 365.24 days, times the
 * group. A spell whose reason for starting says that the placement went on (L, T, U) is merged into
 * the one before, whose group stays. A spell is cut at the 1st, 5th, 10th and 16th birthday. Daily:
 *
 *     n(t+1) = M n(t) + entry
 *     v(t+1) = v(t) + (M * (1 - M)) n(t) + entry      (element by element; v(0) = 0)
 *
 * M's rates are means over days of moves(d) / stock(d - 1), days without stock and the first day of the
 * reference period left out; entry is the entrants a day, the first day counted. Nobody leaves for being 18. The interval is mean +- 2 sqrt(v); that of a sum takes the sum
 * of v. It is kept as it is: it misses the covariances, and neither holds what it says nor is narrow. */
enum { DEMAND_BANDS = 5 };

struct demand_model {
    size_t groups, states; /* states = DEMAND_BANDS * groups; state = band * groups + group */
    double *rate;          /* daily, states * states: rate[from * states + to], 0 on the diagonal */
    double *leave;         /* daily, by state */
    double *entry;         /* entrants a day, by state */
    double *stock;         /* on the day the projection starts from */
    double *mean, *variance, *next; /* of the day that was stepped to */
};

/* Rates from the events of FROM ... TO (inclusive), stock on ORIGIN. STATUS_SHORT: nobody was there
 * between FROM and TO, or TO is before FROM. Free with demand_model_done on success. */
enum status demand_model_fit(struct demand_model *out, const struct lives *l, int32_t from,
                             int32_t to, int32_t origin);
void demand_model_done(struct demand_model *m);

/* Goes back to the origin: mean = stock, variance = 0. */
void demand_model_restart(struct demand_model *m);

/* One day on. */
void demand_model_step(struct demand_model *m);

/* Sum over bands of the present mean and variance of GROUP. */
void demand_model_group(const struct demand_model *m, size_t group, double *mean, double *variance);

#endif
