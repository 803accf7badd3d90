// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "forecast_oracle.h"
#include "stats/forecast/score.h"
#include "stats/stats.h"

static const double tolerance = 1e-8;

enum { MEASURES = 9, MOST = 300 };
static const char *const columns[MEASURES] = {"ae",   "mase", "smape", "c80",  "c95",
                                              "crps", "wis",  "is95",  "pin10"};

/* The nine measures of one row of forecasts. */
static void score_row(const struct oracle_table *t, size_t row, double *out)
{
    double y = oracle_value(t, row, "actual"), mean = oracle_value(t, row, "mean");
    double low[2] = {oracle_value(t, row, "lo80"), oracle_value(t, row, "lo95")};
    double high[2] = {oracle_value(t, row, "hi80"), oracle_value(t, row, "hi95")};
    double sd = (high[1] - low[1]) / (2 * stats_normal_z(.95));
    out[0] = fabs(y - mean);
    out[1] = out[0] / oracle_value(t, row, "mase_scale");
    out[2] = score_smape(y, mean);
    out[3] = y >= low[0] && y <= high[0];
    out[4] = y >= low[1] && y <= high[1];
    out[5] = score_crps_normal(y, mean, sd);
    out[6] = score_weighted_interval(y, mean, low, high);
    out[7] = score_interval(y, low[1], high[1], .95);
    out[8] = score_pinball(y, low[0], .10);
}

/* Means over the rows of METHOD at horizon H (0: all) against row WANTED_ROW. */
static void compare_means(const struct oracle_table *rows, const char *method, double h,
                          const struct oracle_table *want, size_t want_row)
{
    double sum[MEASURES] = {0}, one[MEASURES];
    size_t count = 0;
    for (size_t row = 0; row < rows->rows; row++) {
        if (strcmp(oracle_cell(rows, row, "method"), method) != 0 ||
            (h > 0 && oracle_value(rows, row, "h") != h))
            continue;
        score_row(rows, row, one);
        for (int i = 0; i < MEASURES; i++)
            sum[i] += one[i];
        count++;
    }
    assert_true(count >= 17);
    for (int i = 0; i < MEASURES; i++)
        oracle_close(sum[i] / (double)count, oracle_value(want, want_row, columns[i]), tolerance);
}

static void rolling_origin_scores_agree(void **state)
{
    (void)state;
    struct oracle_table rows = oracle_table("tests/oracle/data/scores/rolling_origin_rows.csv");
    struct oracle_table by_h = oracle_table("tests/oracle/data/scores/rolling_origin_by_h.csv");
    struct oracle_table all = oracle_table("tests/oracle/data/scores/rolling_origin_overall.csv");
    for (size_t i = 0; i < by_h.rows; i++)
        compare_means(&rows, oracle_cell(&by_h, i, "method"), oracle_value(&by_h, i, "h"), &by_h,
                      i);
    for (size_t i = 0; i < all.rows; i++)
        compare_means(&rows, oracle_cell(&all, i, "method"), 0, &all, i);
    assert_int_equal(by_h.rows, 16);
    assert_int_equal(all.rows, 4);
    oracle_table_done(&all);
    oracle_table_done(&by_h);
    oracle_table_done(&rows);
}

/* The scale belongs to the training values of each origin. */
static void scales_agree(void **state)
{
    (void)state;
    struct oracle_table rows = oracle_table("tests/oracle/data/scores/rolling_origin_rows.csv");
    struct sample s = sample_read("sim_quarter40");
    for (size_t row = 0; row < rows.rows; row++) {
        size_t origin = (size_t)oracle_value(&rows, row, "origin");
        oracle_close(score_scale(s.y, origin, 4), oracle_value(&rows, row, "mase_scale"),
                     tolerance);
    }
    sample_done(&s);
    oracle_table_done(&rows);
}

/* Errors of METHOD at horizon H, in the order of the origins. */
static size_t errors_of(const struct oracle_table *rows, const char *method, double h, double *out)
{
    size_t n = 0;
    for (size_t row = 0; row < rows->rows; row++)
        if (strcmp(oracle_cell(rows, row, "method"), method) == 0 &&
            oracle_value(rows, row, "h") == h)
            out[n++] = fabs(oracle_value(rows, row, "actual") - oracle_value(rows, row, "mean"));
    return n;
}

static void comparison_agrees(void **state)
{
    (void)state;
    struct oracle_table rows = oracle_table("tests/oracle/data/scores/rolling_origin_rows.csv");
    char *json = oracle_text("tests/oracle/data/scores/dm_test.json");
    double a[MOST], b[MOST];
    size_t n = errors_of(&rows, "snaive", 1, a);
    assert_int_equal(errors_of(&rows, "theta", 1, b), n);
    for (size_t i = 0; i < n; i++)
        a[i] -= b[i];
    struct score_comparison c = score_compare(a, n, 1);
    oracle_close(c.statistic, oracle_number(json, "stat"), tolerance);
    oracle_close(c.p, oracle_number(json, "p"), tolerance);
    free(json);
    oracle_table_done(&rows);
}

static void conformal_agrees(void **state)
{
    (void)state;
    struct oracle_table rows = oracle_table("tests/oracle/data/scores/rolling_origin_rows.csv");
    struct oracle_table want = oracle_table("tests/oracle/data/scores/conformal_halfwidths.csv");
    for (size_t i = 0; i < want.rows; i++) {
        double e[MOST];
        size_t n =
            errors_of(&rows, oracle_cell(&want, i, "method"), oracle_value(&want, i, "h"), e);
        stats_sort(e, n);
        oracle_close((double)n, oracle_value(&want, i, "n"), 0);
        oracle_close(score_conformal(e, n, .80), oracle_value(&want, i, "q80"), tolerance);
        oracle_close(score_conformal(e, n, .90), oracle_value(&want, i, "q90"), tolerance);
        assert_true(isnan(score_conformal(e, n, .95)) && isnan(oracle_value(&want, i, "q95")));
    }
    assert_int_equal(want.rows, 4);
    oracle_table_done(&want);
    oracle_table_done(&rows);
}

static void draws_agree(void **state)
{
    (void)state;
    char *json = oracle_text("tests/oracle/data/scores/crps_sample.json");
    struct oracle_table t = oracle_table("tests/oracle/data/scores/crps_sample_draws.csv");
    double *x = oracle_column(&t, "draw"), y[8], plain[8], fair[8];
    size_t n = oracle_numbers(json, "y", y, 8);
    oracle_numbers(json, "crps_edf", plain, 8);
    oracle_numbers(json, "crps_fair", fair, 8);
    stats_sort(x, t.rows);
    for (size_t i = 0; i < n; i++) {
        oracle_close(score_crps_draws(y[i], x, t.rows), plain[i], tolerance);
        oracle_close(score_crps_draws_fair(y[i], x, t.rows), fair[i], tolerance);
    }
    assert_int_equal(n, 3);
    free(x);
    free(json);
    oracle_table_done(&t);
}

static void edges_are_defined(void **state)
{
    (void)state;
    const double flat[] = {3, 3, 3, 3}, gap[] = {1, NAN, 2, NAN};
    oracle_close(score_scale(flat, 4, 1), 0, 0);
    assert_true(isnan(score_scale(gap, 4, 1)));
    oracle_close(score_scale(gap, 4, 2), 1, 1e-15);
    oracle_close(score_smape(0, 0), 0, 0);
    oracle_close(score_crps_normal(3, 1, 0), 2, 1e-15);
    assert_true(isnan(score_compare(flat, 4, 1).p) && isnan(score_compare(flat, 2, 1).p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rolling_origin_scores_agree),
        cmocka_unit_test(scales_agree),
        cmocka_unit_test(comparison_agrees),
        cmocka_unit_test(conformal_agrees),
        cmocka_unit_test(draws_agree),
        cmocka_unit_test(edges_are_defined),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
