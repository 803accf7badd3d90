// SPDX-License-Identifier: GPL-3.0-or-later
/* Stretches of time put together from kept matrices, against the same law worked out directly. */
#include "unit/unit.h"

#include "model/project/propagate.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { GROUPS = 3, STATES = GROUPS * PROJECT_PHASES };

static double below(struct random_stream *s, double most)
{
    return most * random_uniform(s);
}

/* Rates of all sizes, a few of them 0. */
static void make_hazards(struct hazards *h)
{
    struct random_stream s;
    random_start(&s, 1, "propagate", text_of(""), text_of(""), 0);
    assert_true(hazards_init(h, GROUPS));
    for (size_t i = 0; i < h->states; i++) {
        h->leave[i] = i % 7 ? below(&s, .01) : 0;
        h->move[i] = i % 5 ? below(&s, .1) : 0;
    }
    for (size_t c = 0; c < STATES; c++)
        h->stay[c] = c % PROJECT_PHASES < PROJECT_PHASES - 1 ? below(&s, .03) : 0;
    for (size_t c = 0; c < PROJECT_BANDS * GROUPS; c++) {
        double sum = 0, share[GROUPS];
        for (size_t g = 0; g < GROUPS; g++)
            sum += share[g] = below(&s, 1);
        for (size_t g = 0; g < GROUPS; g++)
            h->to[c * GROUPS + g] = share[g] / sum + (g ? h->to[c * GROUPS + g - 1] : 0);
        h->to[c * GROUPS + GROUPS - 1] = 1;
    }
}

static void pieces_make_the_whole(void **state)
{
    (void)state;
    static const double kept[] = {90, 30.5};
    static const double days[] = {90, 30.5, .25, 17.75, 92, 365.25, 4000, 1.1, 90};
    struct hazards h;
    struct propagator p;
    make_hazards(&h);
    assert_true(propagator_init(&p, &h, kept, 2));
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        for (int age = 0; age < PROJECT_AGES; age += 8)
            for (int flows = 0; flows < 2; flows++) {
                double quick[STATES], direct[STATES], inflow[STATES] = {0};
                for (size_t s = 0; s < STATES; s++)
                    quick[s] = direct[s] = (double)(s % 4);
                for (size_t g = 0; g < GROUPS; g++)
                    inflow[g * PROJECT_PHASES] = .1 * (double)(g + 1);
                assert_true(propagator_advance(&p, age, days[i], quick, flows ? inflow : NULL));
                markov_advance(&p.markov, age, days[i], direct, flows ? inflow : NULL);
                for (size_t s = 0; s < STATES; s++)
                    assert_true(fabs(quick[s] - direct[s]) < 1e-10 * (1 + direct[s]));
            }
    propagator_done(&p);
    hazards_done(&h);
}

/* Nobody is lost but those who leave. */
static void without_leaving_all_stay(void **state)
{
    (void)state;
    struct hazards h;
    struct propagator p;
    make_hazards(&h);
    for (size_t i = 0; i < h.states; i++)
        h.leave[i] = 0;
    assert_true(propagator_init(&p, &h, NULL, 0));
    double at[STATES] = {0}, inflow[STATES] = {0}, sum = 0;
    at[5] = 10;
    inflow[4] = .5;
    assert_true(propagator_advance(&p, 3, 100, at, inflow));
    for (size_t s = 0; s < STATES; s++)
        sum += at[s];
    assert_true(fabs(sum - 60) < 1e-9);
    propagator_done(&p);
    hazards_done(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_make_the_whole),
        cmocka_unit_test(without_leaving_all_stay),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
