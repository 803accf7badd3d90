// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_ETS_SLOPE_H
#define HEARTH_STATS_FORECAST_ETS_SLOPE_H

#include "stats/forecast/ets.h"

/* The fit's search space: a point is the vector of everything that is searched for, in this order.
 *   alpha
 *   beta's place between its bounds 1e-4 and alpha, 0 ... 1      (with a trend)
 *   phi                                                          (damped)
 *   gamma's place between its bounds 1e-4 and 1 - alpha, 0 ... 1 (with a season)
 *   level, slope (with a trend), season[0 ... period-2] (with a season; the last one is what makes
 *   their sum 0, or their product form's sum the period)
 * In these coordinates the usual region is a box.
 */
struct ets_space {
    struct ets_model model;
    size_t smoothing, total; /* coordinates: the smoothing ones first */
    double least[ETS_SMOOTHING_MOST], most[ETS_SMOOTHING_MOST];
};

void ets_space_set(struct ets_space *s, const struct ets_model *model);

/* Parameters and start state of FIT at X. */
void ets_space_put(const struct ets_space *s, const double *x, struct ets_fit *fit);

/* The least-squares problem around X whose solution is a step towards the maximum likelihood. With a
 * multiplicative error the concentrated likelihood is that of least squares, too, with every error
 * multiplied by the geometric mean of the forecasts; GRADIENT and CURVATURE are of that sum. */
struct ets_slope {
    double objective; /* n log(sum of squares) + 2 sum of log mu: -2 loglik */
    double sum;       /* of squares */
    double gradient[ETS_FREE_MOST];
    double curvature[ETS_FREE_MOST][ETS_FREE_MOST]; /* lower triangle */
};

/* One pass over Y with exact derivatives (the recursion's own recursion). False where the model has
 * no likelihood. */
bool ets_slope_at(struct ets_slope *out, const struct ets_space *s, const double *x,
                  const double *y, size_t n);

#endif
