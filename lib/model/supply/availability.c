// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/availability.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>

static const double QUARTER = 91.3125;
static const double MOST_RHO = 0.5;

void availability_done(struct availability *a)
{
    free(a->cells);
    free(a->now);
    free(a->past);
    a->cells = NULL;
    a->now = NULL;
    a->past = NULL;
}

void availability_groups(struct availability_cell *cell, const double places[PLACES_GROUPS])
{
    for (int g = 0; g < PLACES_GROUPS; g++) {
        double n = fmax(places[g], 2);
        cell->rho[g] = fmin(fmax(cell->clusters - 1, 0) / (n - 1), MOST_RHO);
    }
}

/* Between two quarters on a straight line; after the last as on it. */
static double hold_after(const struct availability_cell *cell, double days)
{
    double quarters = days / QUARTER;
    if (quarters >= AVAILABILITY_LAGS)
        return cell->hold[AVAILABILITY_LAGS];
    size_t lag = (size_t)quarters;
    double part = quarters - (double)lag;
    return cell->hold[lag] + part * (cell->hold[lag + 1] - cell->hold[lag]);
}

double availability_chance(const struct availability_cell *cell, int group, double share,
                           double days)
{
    double held = group == PLACES_LATER ? 0 : hold_after(cell, days);
    return group == PLACES_HELD ? share + (1 - share) * held : share * (1 - held);
}

static double draw_share(const struct stated_range *r, struct random_stream *s)
{
    return fmin(fmax(stated_draw(r, s), 0), 1);
}

double availability_draw(const struct availability *a, size_t cell, struct random_stream *s,
                         bool fixed)
{
    if (a->stated)
        return 1 - (fixed ? a->available.mid : draw_share(&a->available, s));
    if (!a->from_spells)
        return 0;
    const struct availability_cell *c = &a->cells[cell];
    double most = c->share * (1 - c->share);
    if (fixed || c->variance <= 0 || most <= 0)
        return c->share;
    double strength = fmax(most / c->variance - 1, 0.5);
    return random_beta(s, c->share * strength, (1 - c->share) * strength);
}

double availability_draw_others(const struct availability *a, struct random_stream *s, bool fixed)
{
    if (a->others.high <= 0)
        return 0;
    return fixed ? a->others.mid : draw_share(&a->others, s);
}

int32_t availability_usable(struct random_stream *s, int32_t places, double chance, double rho,
                            double others)
{
    if (places <= 0)
        return 0;
    double share = chance;
    if (rho > 0 && chance > 0 && chance < 1) {
        double strength = 1 / rho - 1;
        share = random_beta(s, chance * strength, (1 - chance) * strength);
    }
    double usable = fmin(fmax((1 - share) * (1 - others), 0), 1);
    return usable >= 1 ? places : (int32_t)random_binomial(s, usable, (unsigned)places);
}
