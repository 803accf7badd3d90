// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/interval.h"

#include "stats/forecast/score.h"

#include <math.h>

/* Without a season a trend, once going, is what is most uncertain. */
static const double move_share = .5, short_series = 2, change_share = .2;

void interval_unit(const double *y, size_t n, size_t period, size_t ahead, const double *mean,
                   const double *sd, double *unit)
{
    double change = score_scale(y, n, period);
    size_t last = n;
    while (last > 0 && isnan(y[last - 1]))
        last--;
    for (size_t h = 0; h < ahead; h++) {
        unit[h] = sd[h];
        if (period == 1 && last > 0) {
            unit[h] = hypot(sd[h], move_share * (mean[h] - y[last - 1]));
            unit[h] *= 1 + short_series * (double)(h + 1) / (double)n;
        }
        if (change > 0)
            unit[h] = pow(unit[h], 1 - change_share) * pow(change, change_share);
    }
}

enum { YEARLY, QUARTERLY, MONTHLY, SEASONS };

static int season_class(size_t period)
{
    return period == 1 ? YEARLY : period <= 6 ? QUARTERLY : MONTHLY;
}

size_t interval_furthest(size_t period)
{
    static const size_t furthest[SEASONS] = {6, 8, 18};
    return furthest[season_class(period)];
}

/* At the first period ahead, and more for each further one: a straight line through the quantiles by
 * horizon. Made by scripts/coverage --table. */
static const double table[FORECAST_METHODS][SEASONS][INTERVAL_LEVELS][2] = {
#include "stats/forecast/interval_table.inc"
};

void interval_multiple(enum forecast_method method, size_t period, size_t h,
                       double multiple[INTERVAL_LEVELS])
{
    size_t furthest = interval_furthest(period);
    double steps = (double)((h < furthest ? h : furthest) - 1);
    for (int level = 0; level < INTERVAL_LEVELS; level++) {
        const double *line = table[method][season_class(period)][level];
        multiple[level] = line[0] + line[1] * steps;
    }
}
