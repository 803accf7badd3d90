// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_EXTRAS_H
#define HEARTH_STATS_FORECAST_EXTRAS_H

/* What a method can tell besides its means and standard errors. Any array may be NULL: not asked for. */
struct forecast_extras {
    double
        *weight; /* ahead places: what one error of size 1 adds to the value j = 0, 1, ... periods
                       later; weight[0] is 1 */
    double *fitted; /* n places: the one-step forecasts of the values; NaN where there is none */
};

#endif
