// SPDX-License-Identifier: GPL-3.0-or-later
/* The samplers have the mean and variance that they promise (200,000 draws, four standard errors), and
 * give the same numbers from the same stream. */
#include "unit.h"

#include "stats/random/variates.h"

#include <math.h>

enum { DRAWS = 200000 };

static struct random_stream stream(const char *name)
{
    struct random_stream s;
    random_start(&s, 1, "variates", text_of(""), text_of(name), 0);
    return s;
}

/* Which sampler, by its name. */
static double draw(struct random_stream *s, const char *name)
{
    switch (*name) {
    case 'n':
        return random_normal(s);
    case 'e':
        return random_exponential(s, 0.25);
    case 'g':
        return random_gamma(s, 0.5, 3);
    case 'b':
        return random_beta(s, 2, 6);
    case 'p':
        return random_poisson(s, 2.5);
    case 'P':
        return random_poisson(s, 140);
    case 'B':
        return random_binomial(s, 0.3, 90);
    default:
        return random_negative_binomial(s, 12, 4);
    }
}

static void moments(const char *name, double mean, double variance)
{
    struct random_stream s = stream(name);
    double sum = 0, squares = 0, fourth = 0;
    for (int i = 0; i < DRAWS; i++) {
        double x = draw(&s, name) - mean;
        sum += x;
        squares += x * x;
        fourth += x * x * x * x;
    }
    double spread = sqrt((fourth / DRAWS - variance * variance) / DRAWS);
    assert_true(fabs(sum / DRAWS) < 4 * sqrt(variance / DRAWS));
    assert_true(fabs(squares / DRAWS - variance) < 4 * spread);
}

static void have_their_moments(void **state)
{
    (void)state;
    moments("normal", 0, 1);
    moments("exponential", 4, 16);
    moments("gamma", 1.5, 4.5);
    moments("beta", 0.25, 2.0 * 6 / (64 * 9));
    moments("poisson", 2.5, 2.5);
    moments("Poisson of a large mean", 140, 140);
    moments("Binomial", 27, 18.9);
    moments("Negative binomial", 12, 12 + 144.0 / 4);
}

/* Chances of a Poisson count of mean 2.5, one by one: four standard errors. */
static void poisson_has_its_chances(void **state)
{
    (void)state;
    struct random_stream s = stream("chances");
    double count[12] = {0}, chance = exp(-2.5);
    for (int i = 0; i < DRAWS; i++) {
        unsigned x = random_poisson(&s, 2.5);
        count[x < 11 ? x : 11]++;
    }
    for (int x = 0; x < 11; x++) {
        double error = sqrt(chance * (1 - chance) / DRAWS);
        assert_true(fabs(count[x] / DRAWS - chance) < 4 * error);
        chance *= 2.5 / (x + 1);
    }
}

static void shares_add_up(void **state)
{
    (void)state;
    struct random_stream s = stream("shares");
    const double alpha[4] = {1, 2, 0.5, 4};
    double share[4], mean[4] = {0};
    unsigned count[4];
    for (int i = 0; i < 20000; i++) {
        random_dirichlet(&s, 4, alpha, share);
        random_multinomial(&s, 4, 57, share, count);
        assert_int_equal(count[0] + count[1] + count[2] + count[3], 57);
        assert_true(fabs(share[0] + share[1] + share[2] + share[3] - 1) < 1e-12);
        for (int k = 0; k < 4; k++)
            mean[k] += count[k] / (57.0 * 20000);
    }
    for (int k = 0; k < 4; k++)
        assert_true(fabs(mean[k] - alpha[k] / 7.5) < 0.01);
}

static void edges(void **state)
{
    (void)state;
    struct random_stream s = stream("edges");
    assert_int_equal(random_poisson(&s, 0), 0);
    assert_int_equal(random_negative_binomial(&s, 0, 3), 0);
    assert_int_equal(random_binomial(&s, 0, 10), 0);
    assert_int_equal(random_binomial(&s, 1, 10), 10);
    struct random_stream a = stream("same"), b = stream("same");
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(random_negative_binomial(&a, 30, INFINITY), random_poisson(&b, 30));
        assert_true(random_gamma(&a, 0.2, 1) == random_gamma(&b, 0.2, 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(have_their_moments),
        cmocka_unit_test(poisson_has_its_chances),
        cmocka_unit_test(shares_add_up),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
