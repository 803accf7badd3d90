// SPDX-License-Identifier: GPL-3.0-or-later
/* Erlang's formulas, predictive counts and the infinite-server load against reference results. The loads
 * of mt_g_inf.csv are those of 10 + 3 sin(2 pi t) arrivals a year and Weibull stays (shape 1.4, scale 1.2). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "oracle/oracle.h"
#include "stats/counts/quantile.h"
#include "stats/queue/load.h"
#include "stats/queue/loss.h"
#include "stats/queue/predictive.h"
#include "stats/stats.h"

#define DATA "tests/oracle/data/queue/"

/* Within TOLERANCE of the value itself, however small it is. */
static void relatively_close(double got, double want, double tolerance)
{
    assert_true(isnan(got) == isnan(want));
    if (!isnan(want))
        assert_true(fabs(got - want) <= tolerance * fabs(want));
}

static void test_erlang(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "erlang.csv");
    for (size_t i = 0; i < t.rows; i++) {
        double load = oracle_value(&t, i, "a"), places = oracle_value(&t, i, "c");
        relatively_close(queue_loss(load, places), oracle_value(&t, i, "erlang_b"), 1e-9);
        relatively_close(queue_wait(load, places), oracle_value(&t, i, "erlang_c"), 1e-9);
    }
    assert_int_equal(t.rows, 15);
    oracle_table_done(&t);
}

static void test_required(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "required_places.csv");
    for (size_t i = 0; i < t.rows; i++) {
        double load = oracle_value(&t, i, "load");
        oracle_close(poisson_quantile(.95, load), oracle_value(&t, i, "p95_places_poisson"), 0);
        oracle_close(queue_places_for_loss(load, .05), oracle_value(&t, i, "min_c_erlangb_5pct"),
                     0);
        relatively_close(poisson_above(25, load), oracle_value(&t, i, "p_over_25"), 1e-9);
    }
    assert_int_equal(t.rows, 4);
    oracle_table_done(&t);
}

static void test_places_for_wait(void **state)
{
    (void)state;
    double c = queue_places_for_wait(20, .2);
    assert_true(queue_wait(20, c) <= .2 && queue_wait(20, c - 1) > .2);
    relatively_close(queue_wait_beyond(20, 25, 0), queue_wait(20, 25), 1e-12);
    relatively_close(queue_wait_beyond(20, 25, .1), queue_wait(20, 25) * exp(-.5), 1e-12);
    assert_true(isnan(queue_loss(-1, 5)) && isnan(queue_loss(5, -1)) && isnan(queue_wait(5, 5)));
    assert_true(isnan(queue_places_for_loss(5, 0)) && isnan(queue_wait_beyond(20, 25, -1)));
    assert_true(queue_loss(0, 0) == 1 && queue_loss(0, 1) == 0 && queue_loss(3, 0) == 1);
    assert_true(queue_places_for_loss(0, .05) == 1 && queue_places_for_wait(0, .05) == 1);
}

static void test_predictive(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "gamma_poisson_predictive.csv");
    for (size_t i = 0; i < t.rows; i++) {
        struct predictive p =
            predictive_of(oracle_value(&t, i, "y"), oracle_value(&t, i, "years"),
                          oracle_value(&t, i, "prior_a"), oracle_value(&t, i, "prior_b"));
        double q = oracle_value(&t, i, "q");
        double count = predictive_quantile(&p, 1, q);
        oracle_close(count, oracle_value(&t, i, "predictive"), 0);
        oracle_close(predictive_rate_quantile(&p, q), oracle_value(&t, i, "rate"), 1e-9);
        assert_true(predictive_above(&p, 1, count) <= 1 - q);
        assert_true(predictive_above(&p, 1, count - 1) > 1 - q);
    }
    assert_int_equal(t.rows, 5);
    oracle_table_done(&t);
    struct predictive none = predictive_of(0, 0, .5, 0);
    assert_true(isnan(none.shape) && isnan(predictive_above(&none, 1, 3)));
}

static double seasonal_rate(double time, void *context)
{
    (void)context;
    return 10 + 3 * sin(2 * M_PI * time);
}

static double weibull_survival(double age, void *context)
{
    (void)context;
    return exp(-pow(age / 1.2, 1.4));
}

static void test_load(void **state)
{
    (void)state;
    struct load_work *w = load_work_new();
    struct load_flow flow = {seasonal_rate, weibull_survival, NULL};
    struct oracle_table t = oracle_table(DATA "mt_g_inf.csv");
    double load, since;
    for (size_t i = 0; i < t.rows; i++) {
        double time = oracle_value(&t, i, "t"), want = oracle_value(&t, i, "load");
        assert_int_equal(load_at(w, &flow, -INFINITY, time, &load), STATUS_OK);
        oracle_close(load, want, 1e-7);
        assert_int_equal(load_at(w, &flow, time - 40, time, &since), STATUS_OK);
        oracle_close(since, want, 1e-7); /* nobody stays for 40 years */
    }
    assert_int_equal(t.rows, 4);
    oracle_table_done(&t);
    assert_int_equal(load_at(w, &flow, 1, 1, &load), STATUS_OK);
    assert_true(load == 0);
    assert_int_equal(load_at(w, &flow, 2, 1, &load), STATUS_VALUE);
    load_work_free(w);
}

static double always(double age, void *context)
{
    (void)age, (void)context;
    return 1;
}

static void test_endless_load(void **state)
{
    (void)state;
    struct load_work *w = load_work_new();
    struct load_flow flow = {seasonal_rate, always, NULL};
    double load;
    assert_int_equal(load_at(w, &flow, -INFINITY, 0, &load), STATUS_NUMERIC);
    load_work_free(w);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erlang),
        cmocka_unit_test(test_required),
        cmocka_unit_test(test_places_for_wait),
        cmocka_unit_test(test_predictive),
        cmocka_unit_test(test_load),
        cmocka_unit_test(test_endless_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
