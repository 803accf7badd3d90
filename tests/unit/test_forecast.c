// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/parallel.h"
#include "stats/forecast/ets.h"
#include "stats/forecast/forecast.h"
#include "stats/forecast/path.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { N = 40, AHEAD = 8, PATHS = 20000 };

/* A made-up quarterly series: trend, season, and noise from a named stream. */
static void make_series(double *y, size_t n, double size)
{
    static const double season[] = {1.05, .98, .93, 1.04};
    struct random_stream s;
    random_start(&s, 7, "test", text_of(""), text_of("series"), 0);
    for (size_t t = 0; t < n; t++)
        y[t] = size * (1 + .01 * (double)t) * season[t % 4] * (1 + .04 * (random_uniform(&s) - .5));
}

static struct forecast_workspace *space;
static double mean[AHEAD], sd[AHEAD];

static struct forecast_result ask(enum forecast_method method, const double *y, size_t n)
{
    const struct forecast_plan plan = {method, FORECAST_MEAN};
    struct forecast_result r = {.mean = mean, .sd = sd};
    assert_int_equal(forecast_run(space, &plan, y, n, 4, AHEAD, &r), STATUS_OK);
    return r;
}

static void comb_is_the_mean_or_median_of_its_parts(void **state)
{
    (void)state;
    static const enum forecast_method parts[] = {FORECAST_ETS, FORECAST_THETA, FORECAST_DOTM};
    double y[N], part[3][AHEAD];
    make_series(y, N, 300);
    for (size_t i = 0; i < 3; i++) {
        ask(parts[i], y, N);
        for (size_t h = 0; h < AHEAD; h++)
            part[i][h] = mean[h];
    }
    ask(FORECAST_COMB, y, N);
    for (size_t h = 0; h < AHEAD; h++)
        assert_true(fabs(mean[h] - (part[0][h] + part[1][h] + part[2][h]) / 3) < 1e-9);
    const struct forecast_plan plan = {FORECAST_COMB, FORECAST_MEDIAN};
    struct forecast_result r = {.mean = mean, .sd = sd};
    assert_int_equal(forecast_run(space, &plan, y, N, 4, AHEAD, &r), STATUS_OK);
    for (size_t h = 0; h < AHEAD; h++) {
        size_t below = 0;
        for (size_t i = 0; i < 3; i++)
            below += part[i][h] < mean[h];
        assert_int_equal(below, 1);
    }
}

static void every_method_follows_the_size_of_the_series(void **state)
{
    (void)state;
    double y[N], large[N], small_mean[AHEAD];
    make_series(y, N, 300);
    make_series(large, N, 3e7);
    for (int m = 0; m < FORECAST_METHODS; m++) {
        ask((enum forecast_method)m, y, N);
        for (size_t h = 0; h < AHEAD; h++)
            small_mean[h] = mean[h];
        ask((enum forecast_method)m, large, N);
        for (size_t h = 0; h < AHEAD; h++)
            assert_true(fabs(mean[h] / 1e5 / small_mean[h] - 1) < 1e-2);
    }
}

static void short_and_constant_series_fall_back(void **state)
{
    (void)state;
    const double few[] = {5, 6, 7, 8, 9, 10}, flat[] = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
    const double none[] = {NAN, NAN};
    struct forecast_result r = ask(FORECAST_COMB, few, 6);
    assert_int_equal(r.used, FORECAST_NAIVE);
    assert_int_equal(r.reason, FORECAST_TOO_SHORT);
    assert_true(mean[0] == 10);
    r = ask(FORECAST_COMB, flat, 10);
    assert_int_equal(r.reason, FORECAST_CONSTANT);
    assert_true(mean[3] == 4 && isnan(sd[3]));
    const struct forecast_plan plan = {FORECAST_COMB, FORECAST_MEAN};
    assert_int_equal(forecast_run(space, &plan, none, 2, 1, AHEAD, &r), STATUS_SHORT);
}

static void gaps_hardly_change_a_forecast(void **state)
{
    (void)state;
    double y[N], whole[AHEAD];
    make_series(y, N, 300);
    for (int m = 0; m < FORECAST_METHODS; m++) {
        double cut[N];
        for (size_t t = 0; t < N; t++)
            cut[t] = t == 11 || t == 26 || t == 27 ? NAN : y[t];
        ask((enum forecast_method)m, y, N);
        for (size_t h = 0; h < AHEAD; h++)
            whole[h] = mean[h];
        ask((enum forecast_method)m, cut, N);
        for (size_t h = 0; h < AHEAD; h++)
            assert_true(fabs(mean[h] / whole[h] - 1) < .05);
    }
}

static void extras_belong_to_the_model(void **state)
{
    (void)state;
    double y[N], weight[AHEAD], fitted[N];
    make_series(y, N, 300);
    for (int m = 0; m < FORECAST_METHODS; m++) {
        const struct forecast_plan plan = {(enum forecast_method)m, FORECAST_MEAN};
        struct forecast_result r = {.mean = mean, .sd = sd, .extras = {weight, fitted}};
        assert_int_equal(forecast_run(space, &plan, y, N, 4, AHEAD, &r), STATUS_OK);
        assert_true(fabs(weight[0] - 1) < 1e-12);
        assert_true(fabs(fitted[N - 1] / y[N - 1] - 1) < .25);
    }
}

/* Simple exponential smoothing over a gap. */
static void smoothing_by_hand(void **state)
{
    (void)state;
    const double y[] = {10, 12, 11, 15, NAN, 14};
    struct ets_fit fit = {.model = {ETS_ERROR_ADDITIVE, ETS_TREND_NONE, ETS_SEASON_NONE, 1},
                          .alpha = .5,
                          .phi = 1,
                          .start = {.level = 10}};
    assert_true(ets_filter(&fit, y, 6, NULL));
    assert_true(fabs(fit.end.level - 13.5) < 1e-12); /* 10 11 11 13 13 13.5 */
    assert_int_equal(fit.observed, 5);
    assert_true(fabs(fit.sum - (0 + 4 + 0 + 16 + 1)) < 1e-12);
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void paths_have_the_printed_quantiles(void **state)
{
    (void)state;
    static double last[PATHS];
    const double weight[] = {1, .6, .6}, centre[] = {100, 110, 120};
    const double half80[] = {10, 14, 20}, half95[] = {20, 30, 45};
    const double *const half[] = {half80, half95};
    for (size_t i = 0; i < PATHS; i++) {
        struct random_stream s;
        double z[3];
        random_start(&s, 1, "test", text_of(""), text_of("paths"), i);
        path_normals(&s, 3, z);
        path_make(z, 3, weight, centre, half, z);
        last[i] = z[2];
    }
    qsort(last, PATHS, sizeof *last, compare_numbers);
    assert_true(fabs(stats_quantile(last, PATHS, .025) - 75) < 2);
    assert_true(fabs(stats_quantile(last, PATHS, .10) - 100) < 1);
    assert_true(fabs(stats_quantile(last, PATHS, .50) - 120) < .5);
    assert_true(fabs(stats_quantile(last, PATHS, .90) - 140) < 1);
    assert_true(fabs(stats_quantile(last, PATHS, .975) - 165) < 2);
}

struct counter {
    int done[100];
    size_t fail_at;
};

static enum status count_up(void *context, size_t worker, size_t item)
{
    struct counter *c = context;
    (void)worker;
    c->done[item]++;
    return item == c->fail_at ? STATUS_VALUE : STATUS_OK;
}

static void every_item_is_done_once(void **state)
{
    (void)state;
    for (size_t workers = 1; workers < 9; workers++) {
        struct counter c = {.fail_at = 100};
        assert_int_equal(parallel_run(100, workers, count_up, &c), STATUS_OK);
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(c.done[i], 1);
        c.fail_at = 50;
        assert_int_equal(parallel_run(100, workers, count_up, &c), STATUS_VALUE);
    }
    assert_true(parallel_workers(3) >= 1 && parallel_workers(3) <= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comb_is_the_mean_or_median_of_its_parts),
        cmocka_unit_test(every_method_follows_the_size_of_the_series),
        cmocka_unit_test(short_and_constant_series_fall_back),
        cmocka_unit_test(gaps_hardly_change_a_forecast),
        cmocka_unit_test(extras_belong_to_the_model),
        cmocka_unit_test(smoothing_by_hand),
        cmocka_unit_test(paths_have_the_printed_quantiles),
        cmocka_unit_test(every_item_is_done_once),
    };
    stats_begin();
    space = forecast_workspace_new(N, AHEAD);
    int failed = space ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    forecast_workspace_free(space);
    return failed;
}
