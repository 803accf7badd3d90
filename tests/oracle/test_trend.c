// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/random.h"
#include "oracle/oracle.h"
#include "stats/stats.h"
#include "stats/trend/bend.h"
#include "stats/trend/change.h"
#include "stats/trend/kendall.h"
#include "stats/trend/sen.h"
#include "stats/trend/verdict.h"

#define DATA "tests/oracle/data/"
static const double tolerance = 1e-8;
enum { MOST = 128 };

static const char *const series[] = {"nile30.csv", "sim_annual14.csv", "sim_quarter40.csv",
                                     "sim_quarter24.csv", "lakehuron.csv"};
enum { SERIES = sizeof series / sizeof *series };

/* Values of a reference series; t counts from 1. */
static size_t load(const char *name, double *t, double *y)
{
    char path[128];
    snprintf(path, sizeof path, DATA "series/%s", name);
    struct oracle_table table = oracle_table(path);
    size_t n = table.rows;
    assert_in_range(n, 3, MOST);
    for (size_t i = 0; i < n; i++) {
        t[i] = (double)i + 1;
        y[i] = oracle_value(&table, i, "value");
    }
    oracle_table_done(&table);
    return n;
}

static double reference(const char *json, const char *name, const char *what)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", name, what);
    return oracle_number(json, path);
}

static void check_interval(const char *json, const char *name, double level, const char *block,
                           const double *t, const double *y, size_t n, double variance)
{
    static double work[MOST * MOST];
    char key[64];
    struct sen_slope got;
    sen_slope(t, y, n, 1, variance, level, SEN_RANKS_OUTWARD, work, &got);
    oracle_close(got.slope, reference(json, name, "sen_slope"), tolerance);
    oracle_close(got.intercept, reference(json, name, "sen_intercept_median"), tolerance);
    snprintf(key, sizeof key, "%s/lo_floor", block);
    oracle_close(got.low, reference(json, name, key), tolerance);
    snprintf(key, sizeof key, "%s/hi_ceil", block);
    oracle_close(got.high, reference(json, name, key), tolerance);
    sen_slope(t, y, n, 1, variance, level, SEN_RANKS_BETWEEN, work, &got);
    snprintf(key, sizeof key, "%s/lo_interp", block);
    oracle_close(got.low, reference(json, name, key), tolerance);
    snprintf(key, sizeof key, "%s/hi_interp", block);
    oracle_close(got.high, reference(json, name, key), tolerance);
}

static void slopes_and_tests_agree(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "trend/mann_kendall.json");
    double t[MOST], y[MOST], work[MOST];
    for (size_t i = 0; i < SERIES; i++) {
        size_t n = load(series[i], t, y);
        struct kendall got;
        assert_int_equal(kendall_test(y, n, work, &got), STATUS_OK);
        assert_false(got.exact);
        oracle_close((double)got.n, reference(json, series[i], "n"), tolerance);
        oracle_close(got.s, reference(json, series[i], "S"), tolerance);
        oracle_close(got.variance, reference(json, series[i], "varS"), tolerance);
        oracle_close(got.z, reference(json, series[i], "z"), tolerance);
        oracle_close(got.p, reference(json, series[i], "p"), tolerance);
        oracle_close(got.tau_b, reference(json, series[i], "tau_b"), tolerance);
        check_interval(json, series[i], .95, "ci95", t, y, n, got.variance);
        check_interval(json, series[i], .9, "ci90", t, y, n, got.variance);
    }
    free(json);
}

static void check_correction(const char *json, const char *name, const char *block, double factor,
                             const struct kendall *plain)
{
    char key[64];
    snprintf(key, sizeof key, "%s/factor", block);
    oracle_close(factor, reference(json, name, key), tolerance);
    if (!(factor > 0))
        return;
    double z, p = kendall_normal_p(plain->s, plain->variance * factor, &z);
    snprintf(key, sizeof key, "%s/z", block);
    oracle_close(z, reference(json, name, key), tolerance);
    snprintf(key, sizeof key, "%s/p", block);
    oracle_close(p, reference(json, name, key), tolerance);
}

static void corrections_agree(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "trend/mann_kendall.json");
    double t[MOST], y[MOST], work[MOST];
    for (size_t i = 0; i < SERIES; i++) {
        size_t n = load(series[i], t, y);
        struct kendall plain;
        kendall_test(y, n, work, &plain);
        double slope = reference(json, series[i], "sen_slope");
        for (size_t j = 0; j < n; j++)
            y[j] -= slope * t[j];
        check_correction(json, series[i], "hamed_rao_sig", kendall_correction(y, n, n, true, work),
                         &plain);
        check_correction(json, series[i], "hamed_rao_lag1",
                         kendall_correction(y, n, 1, false, work), &plain);
        check_correction(json, series[i], "hamed_rao_lag3",
                         kendall_correction(y, n, 3, false, work), &plain);
    }
    free(json);
}

static void seasonal_tests_agree(void **state)
{
    (void)state;
    static double work[MOST * MOST];
    static const char *const names[] = {"sim_quarter40", "sim_quarter24"};
    char *json = oracle_text(DATA "trend/seasonal_mann_kendall.json"), file[64];
    double t[MOST], y[MOST];
    for (size_t i = 0; i < 2; i++) {
        snprintf(file, sizeof file, "%s.csv", names[i]);
        size_t n = load(file, t, y);
        struct kendall got;
        struct sen_slope slope;
        assert_int_equal(kendall_seasonal(y, n, 4, work, &got), STATUS_OK);
        oracle_close(got.s, reference(json, names[i], "S"), tolerance);
        oracle_close(got.variance, reference(json, names[i], "var"), tolerance);
        oracle_close(got.z, reference(json, names[i], "z"), tolerance);
        oracle_close(got.p, reference(json, names[i], "p"), tolerance);
        for (size_t j = 0; j < n; j++)
            t[j] /= 4;
        sen_slope(t, y, n, 4, got.variance, .95, SEN_RANKS_OUTWARD, work, &slope);
        oracle_close(slope.slope, reference(json, names[i], "sen_slope_per_year"), tolerance);
    }
    free(json);
}

/* S of every order of 0 ... n-1, by walking all n! of them. */
static void walk_orders(double *order, size_t n, size_t done, double s, double *at_least,
                        double *all, double bar)
{
    if (done == n) {
        *all += 1;
        *at_least += fabs(s) >= bar;
        return;
    }
    for (size_t i = done; i < n; i++) {
        double kept = order[i], more = 0;
        order[i] = order[done];
        order[done] = kept;
        for (size_t j = 0; j < done; j++)
            more += order[j] < kept ? 1 : -1;
        walk_orders(order, n, done + 1, s + more, at_least, all, bar);
        order[done] = order[i];
        order[i] = kept;
    }
}

static void exact_p_counts_every_order(void **state)
{
    (void)state;
    for (size_t n = 3; n <= 7; n++)
        for (double s = (double)(n * (n - 1) / 2 % 2); s <= (double)(n * (n - 1) / 2); s += 2) {
            double order[7] = {0, 1, 2, 3, 4, 5, 6}, at_least = 0, all = 0;
            walk_orders(order, n, 0, 0, &at_least, &all, s);
            oracle_close(kendall_exact_p(n, s), at_least / all, 1e-12);
            oracle_close(kendall_exact_p(n, -s), at_least / all, 1e-12);
        }
    oracle_close(kendall_exact_p(10, 45), 2 / 3628800., 1e-12);
    const double rising[] = {1, 3, NAN, 2, 5, 9};
    double work[6];
    struct kendall got;
    assert_int_equal(kendall_test(rising, 6, work, &got), STATUS_OK);
    assert_true(got.exact && got.n == 5 && got.s == 8);
    oracle_close(got.p, 10 / 120., 1e-12);
    const double flat[] = {4, 4, 4, 4};
    assert_int_equal(kendall_test(flat, 4, work, &got), STATUS_OK);
    assert_true(got.p == 1 && isnan(got.tau_b) && !got.exact);
    assert_int_equal(kendall_test(flat, 2, work, &got), STATUS_SHORT);
}

static void change_points_agree(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "trend/changepoint_nile.json");
    struct oracle_table table = oracle_table(DATA "trend/nile.csv");
    double *y = oracle_column(&table, "value"), sums[MOST], squares[MOST], best[MOST];
    size_t from[MOST], at[MOST], n = table.rows;
    assert_in_range(n, 100, MOST - 1);
    struct change_work work = {sums, squares, best, from};
    struct change_result got;
    for (size_t least = 2; least <= 5; least += 3) {
        const struct change_options plain = {.least_length = least, .penalty = 2};
        char key[64];
        assert_int_equal(change_find(y, n, &plain, &work, at, &got), STATUS_OK);
        oracle_close(got.noise, oracle_number(json, "sigma2_mad_diff"), tolerance);
        oracle_close(got.penalty, oracle_number(json, "pen_2s2logn"), tolerance);
        snprintf(key, sizeof key, "optpart_min%zu/cost", least);
        oracle_close(got.cost, oracle_number(json, key), tolerance);
        snprintf(key, sizeof key, "optpart_min%zu/changepoints_last_index_of_segment", least);
        assert_int_equal(got.count, 1);
        oracle_close((double)at[0], oracle_number(json, key), tolerance);
    }
    /* with every guard up, the dam of 1898 is still seen */
    const struct change_options guarded = {5, 3, true, true};
    assert_int_equal(change_find(y, n, &guarded, &work, at, &got), STATUS_OK);
    assert_true(got.count == 1 && at[0] == 28 && !got.line);
    free(y);
    oracle_table_done(&table);
    free(json);
}

static void bends_agree(void **state)
{
    (void)state;
    static const double bend_tolerance = 1e-3;
    struct oracle_table table = oracle_table(DATA "trend/nile.csv");
    double *y = oracle_column(&table, "value"), t[MOST], work[2 * MOST], slopes[10], best, p;
    for (size_t i = 0; i < table.rows; i++)
        t[i] = (double)i + 1;
    char *json = oracle_text(DATA "trend/segmented_nile.json");
    struct bend got;
    assert_int_equal(bend_find(t, y, table.rows, work, &got), STATUS_OK);
    oracle_close(got.at, oracle_number(json, "psi"), bend_tolerance);
    oracle_close(got.at_se, oracle_number(json, "se_psi"), bend_tolerance);
    oracle_close(got.squares, oracle_number(json, "rss"), bend_tolerance);
    assert_true(got.squares <= oracle_number(json, "rss")); /* the best of all places */
    assert_int_equal(oracle_numbers(json, "slopes", slopes, 10), 10);
    for (size_t i = 0; i < 2; i++) {
        oracle_close(got.slope[i], slopes[5 * i], bend_tolerance);
        oracle_close(got.slope_se[i], slopes[5 * i + 1], bend_tolerance);
    }
    free(json);
    json = oracle_text(DATA "trend/davies_nile.json");
    assert_int_equal(bend_test(t, y, table.rows, 10, work, &best, &p), STATUS_OK);
    oracle_close(best, oracle_number(json, "stat"), tolerance);
    oracle_close(p, oracle_number(json, "p"), tolerance);
    assert_int_equal(bend_find(t, y, 5, work, &got), STATUS_SHORT);
    t[3] = t[2];
    assert_int_equal(bend_find(t, y, table.rows, work, &got), STATUS_NUMERIC);
    free(y);
    free(json);
    oracle_table_done(&table);
}

/* Noise with correlation RHO to its last value, standard deviation 1. */
static void autoregression(struct random_stream *stream, double rho, size_t n, double *y)
{
    double last = 0;
    for (size_t i = 0; i < n; i++) {
        double normal = -6; /* a sum of twelve uniforms is near enough to normal here */
        for (int k = 0; k < 12; k++)
            normal += random_uniform(stream);
        last = i ? rho * last + sqrt(1 - rho * rho) * normal : normal;
        y[i] = last;
    }
}

/* The shares of false alarms that the headers name. */
static void false_alarms_are_few(void **state)
{
    (void)state;
    enum { N = 24, RUNS = 2000 };
    static double pairs[N * N];
    double t[N], y[N], sums[N + 1], squares[N + 1], best[N + 1], alarms[5] = {0};
    size_t from[N + 1], at[N + 1];
    struct change_work work = {sums, squares, best, from};
    struct random_stream stream;
    random_start(&stream, 1, "test-trend", text_of(""), text_of("noise"), 0);
    for (int run = 0; run < RUNS; run++) {
        autoregression(&stream, .5, N, y);
        for (size_t i = 0; i < N; i++)
            t[i] = (double)i;
        struct kendall plain;
        struct sen_slope slope;
        struct change_result change;
        const struct change_options lax = {3, 2, false, false}, guarded = {3, 3, true, true};
        change_find(y, N, &lax, &work, at, &change);
        alarms[3] += change.count > 0;
        change_find(y, N, &guarded, &work, at, &change);
        alarms[4] += change.count > 0;
        kendall_test(y, N, pairs, &plain);
        sen_slope(t, y, N, 1, plain.variance, .95, SEN_RANKS_OUTWARD, pairs, &slope);
        for (size_t i = 0; i < N; i++)
            y[i] -= slope.slope * t[i];
        double three = fmax(1, kendall_correction(y, N, 3, false, pairs));
        double brief = kendall_correction_short(y, N, pairs);
        alarms[0] += plain.p < .05;
        alarms[1] += kendall_normal_p(plain.s, plain.variance * three, NULL) < .05;
        alarms[2] += kendall_normal_p(plain.s, plain.variance * brief, NULL) < .05;
    }
    print_message("false alarms at r = .5, n = 24: Mann-Kendall %.3f, three lags %.3f, short %.3f; "
                  "changes %.3f, guarded %.3f\n",
                  alarms[0] / RUNS, alarms[1] / RUNS, alarms[2] / RUNS, alarms[3] / RUNS,
                  alarms[4] / RUNS);
    assert_true(alarms[2] < .11 * RUNS && alarms[2] < alarms[1] && alarms[1] < alarms[0]);
    assert_true(alarms[4] < .14 * RUNS && alarms[3] > .5 * RUNS);
}

static void verdicts_are_plain(void **state)
{
    (void)state;
    double t[MOST], y[MOST];
    struct trend_work *work = trend_work_new(100);
    struct trend_options options = {1, .95, 0};
    struct trend_summary got;
    size_t n = load("sim_annual14.csv", t, y);
    assert_int_equal(trend_describe(t, y, n, &options, work, &got), STATUS_OK);
    assert_int_equal(got.verdict, TREND_RISING);
    assert_true(got.factor >= 1 && got.change.count == 0 && got.change.line);
    assert_true(got.slope.low <= 863.875 && got.slope.high >= 1112.6); /* not narrower than plain */
    n = load("sim_quarter40.csv", t, y);
    options.period = 4;
    assert_int_equal(trend_describe(t, y, n, &options, work, &got), STATUS_OK);
    assert_int_equal(got.verdict, TREND_RISING);
    assert_true(got.factor >= 1 && got.p > 5e-14);
    oracle_close(got.kendall.s, 169, tolerance);
    n = load("nile30.csv", t, y);
    options.period = 1;
    assert_int_equal(trend_describe(t, y, n, &options, work, &got), STATUS_OK);
    assert_int_equal(got.verdict, TREND_NONE);
    assert_int_equal(trend_describe(t, y, 4, &options, work, &got), STATUS_OK);
    assert_int_equal(got.verdict, TREND_TOO_SHORT);
    assert_int_equal(trend_describe(t, y, 1, &options, work, &got), STATUS_SHORT);
    assert_int_equal(trend_describe(t, y, 101, &options, work, &got), STATUS_VALUE);
    for (size_t i = 0; i < 30;
         i++) /* a step and a gap: the index is that of the series with the gap */
        y[i] = i == 3 ? NAN : (double)(i % 3) + (i >= 14 ? 20 : 0);
    assert_int_equal(trend_describe(t, y, 30, &options, work, &got), STATUS_OK);
    assert_true(got.change.count == 1 && got.at[0] == 14 && got.n == 29);
    oracle_close(got.steps[0], 20, .05);
    trend_work_free(work);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slopes_and_tests_agree), cmocka_unit_test(corrections_agree),
        cmocka_unit_test(seasonal_tests_agree),   cmocka_unit_test(exact_p_counts_every_order),
        cmocka_unit_test(change_points_agree),    cmocka_unit_test(bends_agree),
        cmocka_unit_test(false_alarms_are_few),   cmocka_unit_test(verdicts_are_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
