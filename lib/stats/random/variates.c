// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/random/variates.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

/* A generator of GSL's whose state is our stream: nothing to seed, nothing to allocate. */
static void set_seed(void *state, unsigned long seed)
{
    (void)state;
    (void)seed;
}

static unsigned long get(void *state)
{
    return random_u32(state);
}

static double get_double(void *state)
{
    return random_uniform(state);
}

static const gsl_rng_type philox = {
    "philox4x32-10", UINT32_MAX, 0, sizeof(struct random_stream), set_seed, get, get_double};

static gsl_rng generator(struct random_stream *s)
{
    return (gsl_rng){&philox, s};
}

double random_normal(struct random_stream *s)
{
    gsl_rng r = generator(s);
    return gsl_ran_gaussian_ziggurat(&r, 1);
}

double random_exponential(struct random_stream *s, double rate)
{
    return -log(random_uniform(s)) / rate;
}

double random_gamma(struct random_stream *s, double shape, double scale)
{
    gsl_rng r = generator(s);
    return gsl_ran_gamma(&r, shape, scale);
}

double random_beta(struct random_stream *s, double a, double b)
{
    gsl_rng r = generator(s);
    return gsl_ran_beta(&r, a, b);
}

unsigned random_poisson(struct random_stream *s, double mean)
{
    gsl_rng r = generator(s);
    return mean > 0 ? gsl_ran_poisson(&r, mean) : 0;
}

unsigned random_binomial(struct random_stream *s, double chance, unsigned n)
{
    gsl_rng r = generator(s);
    return gsl_ran_binomial(&r, chance, n);
}

unsigned random_negative_binomial(struct random_stream *s, double mean, double size)
{
    if (mean <= 0)
        return 0;
    return random_poisson(s, isinf(size) ? mean : random_gamma(s, size, mean / size));
}

void random_multinomial(struct random_stream *s, size_t k, unsigned n, const double *chance,
                        unsigned *count)
{
    gsl_rng r = generator(s);
    gsl_ran_multinomial(&r, k, n, chance, count);
}

void random_dirichlet(struct random_stream *s, size_t k, const double *alpha, double *share)
{
    gsl_rng r = generator(s);
    gsl_ran_dirichlet(&r, k, alpha, share);
}
