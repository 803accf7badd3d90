// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_QUEUE_LOSS_H
#define HEARTH_STATS_QUEUE_LOSS_H

/* How many places are enough? The classical answers for a stationary demand, as a check on simulated ones.
 *
 * LOAD is the number of places that children would fill if there were no end of them: arrivals a
 * year times the mean stay in years (Erlang's offered load). Arrivals are Poisson. Erlang's loss
 * formula holds for any law of the stay; his waiting formula for exponential stays. Impossible arguments
 * (a negative load, places below 0) give NaN. */

/* Erlang B: the chance that all PLACES are full when a child comes and is placed elsewhere for good. */
double queue_loss(double load, double places);

/* Erlang C: the chance that a child must wait for one of PLACES. NaN where load >= places: the queue
 * grows without end. */
double queue_wait(double load, double places);

/* The chance to wait longer than TIME, in mean stays. */
double queue_wait_beyond(double load, double places, double time);

/* The fewest places with loss (or wait) at most CHANCE, 0 < chance < 1. */
double queue_places_for_loss(double load, double chance);
double queue_places_for_wait(double load, double chance);

#endif
