// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>

#include "stats/random/variates.h"
#include "stats/recruit/cure.h"
#include "stats/stats.h"

enum { COUNT = 2000 };
static struct cure_time times[COUNT];

/* COUNT enquiries, of which SHARE are approved after a Weibull time, seen for up to LONGEST days. */
static void make(uint64_t seed, double share, double longest)
{
    struct random_stream s;
    random_start(&s, seed, "test", text_of(""), text_of(""), 0);
    for (size_t i = 0; i < COUNT; i++) {
        double seen = 1 + longest * random_uniform(&s), u = random_uniform(&s);
        double days = 250 * pow(random_exponential(&s, 1), 1 / 2.);
        bool happened = u < share && days <= seen;
        times[i] = (struct cure_time){happened ? days : seen, happened, !happened};
    }
}

static void truth_is_recovered(void **state)
{
    (void)state;
    int held = 0, of_recent = 0;
    for (uint64_t seed = 0; seed < 25; seed++) {
        struct cure c;
        make(seed, .12, 1500);
        assert_int_equal(cure_estimate(times, COUNT, &c), STATUS_OK);
        assert_true(fabs(c.shape - 2) < .5);
        assert_true(fabs(c.scale - 250) < 45);
        struct interval in = cure_interval(&c, .95);
        held += in.low <= .12 && .12 <= in.high;
        make(seed + 100, .12, 300); /* others, of whom little was seen */
        in = cure_share_interval(&c, times, COUNT, .95);
        double share = cure_share(&c, times, COUNT);
        assert_true(in.low < share && share < in.high);
        of_recent += in.low <= .12 && .12 <= in.high;
    }
    assert_true(held >= 21);      /* 24 of 25 are meant */
    assert_true(of_recent >= 19); /* the times are known only so well */
}

/* Where all was seen to the end, the share is that of those approved. */
static void long_sight_needs_no_model(void **state)
{
    (void)state;
    struct cure c;
    double happened = 0;
    make(3, .3, 1);
    for (size_t i = 0; i < COUNT; i++) {
        times[i] =
            (struct cure_time){i % 10 < 3 ? 100 + (double)(i % 97) : 5000, i % 10 < 3, i % 10 >= 3};
        happened += times[i].happened;
    }
    assert_int_equal(cure_estimate(times, COUNT, &c), STATUS_OK);
    assert_true(fabs(c.share - happened / COUNT) < 1e-9);
    assert_true(fabs(c.error - 1 / sqrt(COUNT * .3 * .7)) < 1e-6);
    assert_true(fabs(cure_share(&c, times, COUNT) - happened / COUNT) < 1e-9);
}

static void little_is_said_to_be_little(void **state)
{
    (void)state;
    struct cure c = {.share = .2, .shape = 2, .scale = 250};
    const struct cure_time none[] = {{40, 0, 20}, {900, 0, 5}}, today[] = {{.5, 0, 8}};
    const struct cure_time all[] = {{10, 20, 0}, {20, 30, 0}, {30, 10, 0}};
    const struct cure_time once[] = {{10, 40, 0}, {900, 0, 100}};
    assert_int_equal(cure_estimate(none, 2, &c), STATUS_SHORT);
    assert_int_equal(cure_estimate(all, 3, &c), STATUS_SHORT);
    assert_int_equal(cure_estimate(once, 2, &c), STATUS_SHORT); /* on one day: no finite shape */
    c = (struct cure){.share = .2, .shape = 2, .scale = 250};
    assert_true(isnan(cure_share(&c, today, 1)));
    assert_true(isnan(cure_share_interval(&c, today, 1, .95).high));
    struct interval in = cure_share_interval(&c, none, 2, .95);
    assert_true(cure_share(&c, none, 2) == 0 && in.low == 0 && in.high > .1 && in.high < .5);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truth_is_recovered),
        cmocka_unit_test(long_sight_needs_no_model),
        cmocka_unit_test(little_is_said_to_be_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
