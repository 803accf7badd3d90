// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_RANDOM_VARIATES_H
#define HEARTH_STATS_RANDOM_VARIATES_H

#include "base/random.h"

#include <stddef.h>

/* Random numbers of named distributions from a named stream (base/random.h).
 *
 * The samplers are GSL's, exact for all parameters (Poisson and binomial of large means split by gamma
 * and beta variates: Ahrens & Dieter 1974; gamma: Marsaglia & Tsang 2000), fed by our counter-based
 * stream instead of a generator of GSL's: the same stream gives the same numbers on any thread. They
 * take as many numbers from the stream as they need, so a stream serves one purpose. No allocation. */

/* Mean 0, standard deviation 1. */
double random_normal(struct random_stream *s);

/* Waiting time with RATE events a unit: mean 1 / rate, rate > 0. */
double random_exponential(struct random_stream *s, double rate);

/* Mean shape * scale; both > 0. */
double random_gamma(struct random_stream *s, double shape, double scale);

/* Mean a / (a + b); both > 0. */
double random_beta(struct random_stream *s, double a, double b);

/* A count with the given MEAN, 0 <= mean < 1e9. */
unsigned random_poisson(struct random_stream *s, double mean);

/* Successes in N trials of CHANCE, 0 <= chance <= 1. */
unsigned random_binomial(struct random_stream *s, double chance, unsigned n);

/* A count with the given MEAN and variance mean + mean^2 / size: a Poisson count whose mean varies as
 * a gamma variate does. Mean >= 0, size > 0; an infinite size gives a Poisson count. */
unsigned random_negative_binomial(struct random_stream *s, double mean, double size);

/* N trials shared out among K outcomes with CHANCE[i] / sum(chance): fills COUNT. */
void random_multinomial(struct random_stream *s, size_t k, unsigned n, const double *chance,
                        unsigned *count);

/* K shares that add up to 1, with weights ALPHA > 0: fills SHARE. */
void random_dirichlet(struct random_stream *s, size_t k, const double *alpha, double *share);

#endif
