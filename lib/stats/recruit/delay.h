// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_RECRUIT_DELAY_H
#define HEARTH_STATS_RECRUIT_DELAY_H

#include "base/status.h"
#include "stats/counts/interval.h"

#include <stddef.h>

/* What happened lately but is not recorded yet, and what will follow from what has happened.
 *
 * A triangle counts events by the period in which they happened (rows, oldest first) and by how many
 * periods later they were recorded (columns 0 ... delays-1); cells that lie in the future are NaN. Its
 * chain ladder gives the share recorded by each delay; dividing the latest sums by it gives the
 * nowcast, the same means as a Poisson regression on row and column (Renshaw & Verrall 1998). */
struct triangle {
    size_t periods, delays;
    const double *counts; /* periods * delays */
};

/* FACTORS (delays - 1): how the sum recorded by delay j grows to that by j + 1, from the latest RECENT
 * periods that know both (0: all; recording habits change). COMPLETE (delays): the share recorded by
 * each delay. STATUS_SHORT: no period knows a step, or nothing had been recorded before it;
 * STATUS_VALUE: a count is negative, or a period's known cells are not its first ones. */
enum status delay_estimate(const struct triangle *t, size_t recent, double *factors,
                           double *complete);

/* How much more the triangle's cells vary than Poisson counts with the chain ladder's means: Pearson's
 * chi-square over its degrees of freedom, at least 1. */
double delay_dispersion(const struct triangle *t, const double *complete);

/* One period: RECORDED events, of which share COMPLETE (> 0) has been recorded by now. Those still to be
 * recorded are negative binomial (Verrall 2000): mean recorded (1 - complete) / complete, and of the
 * variance that the Gamma posterior of the period's own rate gives, times DISPERSION. */
struct nowcast {
    double total; /* recorded + expected to be */
    double size;  /* of the negative binomial; infinite: Poisson; NaN when nothing is outstanding */
};
struct nowcast nowcast_of(double recorded, double complete, double dispersion);
/* The interval of the total at LEVEL. */
struct interval nowcast_interval(double recorded, double complete, double dispersion, double level);

/* EXPECTED[0 ... n + delays - 2]: N periods' ENQUIRIES, of which SHARE succeed, after 0, 1, ... periods
 * with chances DELAY (which add up to 1). */
void delay_spread(const double *enquiries, size_t n, double share, const double *delay,
                  size_t delays, double *expected);

#endif
