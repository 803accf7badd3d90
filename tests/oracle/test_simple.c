// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "forecast_oracle.h"
#include "stats/forecast/simple.h"
#include "stats/stats.h"

static const double tolerance = 1e-9;

enum { AHEAD = 8 };

/* One row of the reference against one forecast: its mean and its four bounds. */
static void compare_row(const struct oracle_table *want, size_t row, double mean, double sd)
{
    double z80 = stats_normal_z(.80), z95 = stats_normal_z(.95);
    oracle_close(mean, oracle_value(want, row, "mean"), tolerance);
    oracle_close(mean - z80 * sd, oracle_value(want, row, "lo80"), tolerance);
    oracle_close(mean + z80 * sd, oracle_value(want, row, "hi80"), tolerance);
    oracle_close(mean - z95 * sd, oracle_value(want, row, "lo95"), tolerance);
    oracle_close(mean + z95 * sd, oracle_value(want, row, "hi95"), tolerance);
}

static size_t compare_method(const char *method)
{
    struct oracle_table want = oracle_table("tests/oracle/data/theta/simple_methods_forecast.csv");
    double mean[AHEAD], sd[AHEAD];
    size_t compared = 0;
    for (size_t row = 0; row < want.rows; row++) {
        if (strcmp(oracle_cell(&want, row, "method"), method) != 0)
            continue;
        size_t h = (size_t)oracle_value(&want, row, "h");
        struct sample s = sample_read(oracle_cell(&want, row, "series"));
        if (strcmp(method, "naive") == 0)
            assert_int_equal(simple_naive(s.y, s.n, AHEAD, mean, sd), STATUS_OK);
        else if (strcmp(method, "snaive") == 0)
            assert_int_equal(simple_seasonal_naive(s.y, s.n, s.period, AHEAD, mean, sd), STATUS_OK);
        else
            assert_int_equal(simple_drift(s.y, s.n, AHEAD, mean, sd), STATUS_OK);
        compare_row(&want, row, mean[h - 1], sd[h - 1]);
        sample_done(&s);
        compared++;
    }
    oracle_table_done(&want);
    return compared;
}

static void naive_agrees(void **state)
{
    (void)state;
    assert_int_equal(compare_method("naive"), 80);
}

static void seasonal_naive_agrees(void **state)
{
    (void)state;
    assert_int_equal(compare_method("snaive"), 80);
}

static void drift_agrees(void **state)
{
    (void)state;
    assert_int_equal(compare_method("rwf_drift"), 80);
}

static void missing_values_lengthen_the_step(void **state)
{
    (void)state;
    const double y[] = {1, NAN, 3, 4, NAN};
    double mean[2], sd[2];
    assert_int_equal(simple_naive(y, 5, 2, mean, sd), STATUS_OK);
    oracle_close(mean[0], 4, 1e-15); /* differences: 2 over two periods, 1 over one */
    oracle_close(sd[0], sqrt(2 * (4 / 2. + 1) / 2), 1e-15);
    assert_int_equal(simple_drift(y, 5, 2, mean, sd), STATUS_OK);
    oracle_close(mean[1], 7, 1e-15);
    oracle_close(sd[1], 0, 1e-15);
}

static void too_short_is_said(void **state)
{
    (void)state;
    const double none[] = {NAN, NAN}, one[] = {NAN, 5};
    double mean[1], sd[1];
    assert_int_equal(simple_naive(none, 2, 1, mean, sd), STATUS_SHORT);
    assert_int_equal(simple_naive(none, 0, 1, mean, sd), STATUS_SHORT);
    assert_int_equal(simple_drift(one, 2, 1, mean, sd), STATUS_SHORT);
    assert_int_equal(simple_seasonal_naive(one, 2, 4, 1, mean, sd), STATUS_OK);
    oracle_close(mean[0], 5, 0);
    assert_true(isnan(sd[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(naive_agrees),      cmocka_unit_test(seasonal_naive_agrees),
        cmocka_unit_test(drift_agrees),      cmocka_unit_test(missing_values_lengthen_the_step),
        cmocka_unit_test(too_short_is_said),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
