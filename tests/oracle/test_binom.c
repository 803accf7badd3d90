// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "oracle/oracle.h"
#include "stats/counts/adjust.h"
#include "stats/counts/interval.h"
#include "stats/counts/standardise.h"
#include "stats/stats.h"

#define DATA "tests/oracle/data/binom/"
static const double tolerance = 1e-9;

static void check_interval(struct interval got, const struct oracle_table *t, size_t row,
                           const char *low, const char *high)
{
    oracle_close(got.low, oracle_value(t, row, low), tolerance);
    oracle_close(got.high, oracle_value(t, row, high), tolerance);
}

static void proportions_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "binomial_ci.csv");
    assert_true(t.rows > 10);
    for (size_t i = 0; i < t.rows; i++) {
        double x = oracle_value(&t, i, "x"), n = oracle_value(&t, i, "n");
        check_interval(proportion_wilson(x, n, .95), &t, i, "wilson_lo", "wilson_hi");
        check_interval(proportion_wilson_corrected(x, n, .95), &t, i, "wilson_cc_lo",
                       "wilson_cc_hi");
        check_interval(proportion_exact(x, n, .95), &t, i, "cp_lo", "cp_hi");
        check_interval(proportion_jeffreys(x, n, .95), &t, i, "jeffreys_lo", "jeffreys_hi");
    }
    oracle_table_done(&t);
}

static void counts_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "poisson_ci.csv");
    assert_true(t.rows > 5);
    for (size_t i = 0; i < t.rows; i++) {
        double x = oracle_value(&t, i, "count");
        check_interval(count_exact(x, .95), &t, i, "exact_lo", "exact_hi");
        check_interval(count_byar(x, .95), &t, i, "byar_lo", "byar_hi");
    }
    oracle_table_done(&t);
}

static void differences_agree(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "two_proportions.json");
    double x[2], n[2], want[2];
    assert_int_equal(oracle_numbers(json, "x", x, 2), 2);
    assert_int_equal(oracle_numbers(json, "n", n, 2), 2);
    assert_int_equal(oracle_numbers(json, "newcombe_diff_ci", want, 2), 2);
    struct interval got = proportion_difference(x[0], n[0], x[1], n[1], .95);
    oracle_close(got.low, want[0], tolerance);
    oracle_close(got.high, want[1], tolerance);
    free(json);
}

static void standardised_rates_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "dsr_input.csv");
    double *events = oracle_column(&t, "obs"), *people = oracle_column(&t, "pop");
    double *standard = oracle_column(&t, "std");
    char *json = oracle_text(DATA "dsr.json");
    struct standardised_rate got;
    assert_int_equal(rate_standardise(events, people, standard, t.rows, .95, &got), STATUS_OK);
    oracle_close(1e4 * got.rate, oracle_number(json, "dsr_per10k"), tolerance);
    oracle_close(1e4 * got.dobson_byar.low, oracle_number(json, "dobson_byar_lo"), tolerance);
    oracle_close(1e4 * got.dobson_byar.high, oracle_number(json, "dobson_byar_hi"), tolerance);
    oracle_close(1e4 * got.fay_feuer.low, oracle_number(json, "fay_feuer_lo"), tolerance);
    oracle_close(1e4 * got.fay_feuer.high, oracle_number(json, "fay_feuer_hi"), tolerance);
    people[0] = 0;
    assert_int_equal(rate_standardise(events, people, standard, t.rows, .95, &got), STATUS_VALUE);
    free(json);
    free(events);
    free(people);
    free(standard);
    oracle_table_done(&t);
}

static void adjusted_p_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "padjust.csv");
    double *p = oracle_column(&t, "p"), got[16];
    size_t order[16], n = t.rows;
    assert_in_range(n, 8, 16);
    adjust_false_discovery(p, n, order, got);
    for (size_t i = 0; i < n; i++)
        oracle_close(got[i], oracle_value(&t, i, "bh"), tolerance);
    adjust_holm(p, n, order, got);
    for (size_t i = 0; i < n; i++)
        oracle_close(got[i], oracle_value(&t, i, "holm"), tolerance);
    adjust_bonferroni(p, n, got);
    for (size_t i = 0; i < n; i++)
        oracle_close(got[i], oracle_value(&t, i, "bonf"), tolerance);
    p[0] = NAN; /* a missing test is no test */
    adjust_false_discovery(p, n, order, got);
    assert_true(isnan(got[0]));
    oracle_close(got[n - 1], .99, tolerance);
    oracle_close(got[1], .0042 * 9, tolerance);
    free(p);
    oracle_table_done(&t);
}

static void nonsense_is_undefined(void **state)
{
    (void)state;
    assert_true(isnan(count_exact(-1, .95).low) && isnan(count_byar(5, 1).high));
    assert_true(isnan(proportion_wilson(5, 4, .95).low) && isnan(proportion_exact(0, 0, .95).high));
    assert_true(isnan(proportion_jeffreys(NAN, 4, .95).low));
    /* far tails, where library quantiles are least sure: P(X >= 999) under the lower bound is .025 */
    struct interval wide = proportion_exact(999, 1000, .999999);
    assert_true(wide.low > .97 && wide.low < .999 && wide.high > .999 && wide.high < 1);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proportions_agree), cmocka_unit_test(counts_agree),
        cmocka_unit_test(differences_agree), cmocka_unit_test(standardised_rates_agree),
        cmocka_unit_test(adjusted_p_agree),  cmocka_unit_test(nonsense_is_undefined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
