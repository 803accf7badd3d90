// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "forecast_oracle.h"
#include "stats/forecast/dotm.h"
#include "stats/forecast/ets.h"
#include "stats/forecast/season.h"
#include "stats/forecast/theta.h"
#include "stats/stats.h"

enum { AHEAD = 8, LONGEST = 200 };
static const struct forecast_extras nothing = {NULL, NULL};

static void seasonality_test_agrees(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table("tests/oracle/data/theta/theta_seasonality_test.csv");
    for (size_t row = 0; row < t.rows; row++) {
        struct sample s = sample_read(oracle_cell(&t, row, "series"));
        double acf, se;
        bool seasonal = season_present(s.y, s.n, s.period, &acf, &se);
        assert_int_equal(seasonal, oracle_value(&t, row, "seasonal") != 0);
        oracle_close(acf, oracle_value(&t, row, "acf_m"), 1e-9);
        oracle_close(se, oracle_value(&t, row, "se"), 1e-9);
        sample_done(&s);
    }
    assert_int_equal(t.rows, 10);
    oracle_table_done(&t);
}

static void decomposition_agrees(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table("tests/oracle/data/theta/decompose.csv");
    size_t compared = 0;
    for (size_t row = 0; row < t.rows;) {
        const char *name = oracle_cell(&t, row, "series");
        struct sample s = sample_read(name);
        double factor[24], difference[24], trend[LONGEST];
        assert_true(season_decompose(s.y, s.n, s.period, true, factor, trend));
        assert_true(season_decompose(s.y, s.n, s.period, false, difference, NULL));
        for (size_t i = 0; i < s.n; i++, row++, compared++) {
            assert_string_equal(oracle_cell(&t, row, "series"), name);
            oracle_close(factor[i % s.period], oracle_value(&t, row, "mult_seasonal"), 1e-9);
            oracle_close(difference[i % s.period], oracle_value(&t, row, "add_seasonal"), 1e-9);
            oracle_close(trend[i], oracle_value(&t, row, "mult_trend"), 1e-9);
        }
        sample_done(&s);
    }
    assert_true(compared > 300);
    oracle_table_done(&t);
}

/* Means, and on series without a season the bounds; with one, the reference leaves the bounds'
 * distance unscaled. */
static void theta_agrees(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table("tests/oracle/data/theta/thetaf_forecast.csv");
    for (size_t row = 0; row < t.rows; row += AHEAD) {
        struct sample s = sample_read(oracle_cell(&t, row, "series"));
        double adjusted[LONGEST], mean[AHEAD], sd[AHEAD];
        assert_int_equal(theta_forecast(s.y, s.n, s.period, AHEAD, adjusted, mean, sd, &nothing),
                         STATUS_OK);
        bool seasonal = season_present(s.y, s.n, s.period, NULL, NULL);
        for (size_t h = 0; h < AHEAD; h++) {
            oracle_close(mean[h], oracle_value(&t, row + h, "mean"), 1e-3);
            if (seasonal)
                continue;
            oracle_close(mean[h] - stats_normal_z(.95) * sd[h], oracle_value(&t, row + h, "lo95"),
                         1e-3);
            oracle_close(mean[h] + stats_normal_z(.80) * sd[h], oracle_value(&t, row + h, "hi80"),
                         1e-3);
        }
        sample_done(&s);
    }
    assert_int_equal(t.rows, 10 * AHEAD);
    oracle_table_done(&t);
}

/* Simple, linear and damped smoothing (no season is taken out by the reference). A search that finds a
 * better likelihood than the reference's has other means: those are left to test_ets. */
static void smoothing_agrees(void **state)
{
    (void)state;
    static const struct {
        const char *reference, *model;
        enum ets_trend trend;
    } kinds[] = {{"ses", "ANN", ETS_TREND_NONE},
                 {"holt", "AAN", ETS_TREND_ADDITIVE},
                 {"holt_damped", "AAdN", ETS_TREND_DAMPED}};
    struct oracle_table t = oracle_table("tests/oracle/data/theta/simple_methods_forecast.csv");
    struct oracle_table fits = oracle_table("tests/oracle/data/ets/ets_all_models.csv");
    size_t compared[3] = {0};
    for (size_t row = 0; row < t.rows; row += AHEAD)
        for (size_t k = 0; k < 3; k++) {
            if (strcmp(oracle_cell(&t, row, "method"), kinds[k].reference) != 0)
                continue;
            const char *series = oracle_cell(&t, row, "series");
            struct sample s = sample_read(series);
            struct ets_model m = {ETS_ERROR_ADDITIVE, kinds[k].trend, ETS_SEASON_NONE, 1};
            struct ets_fit fit;
            double mean[AHEAD], sd[AHEAD], want = NAN;
            for (size_t i = 0; i < fits.rows; i++)
                if (strcmp(oracle_cell(&fits, i, "series"), series) == 0 &&
                    strcmp(oracle_cell(&fits, i, "model"), kinds[k].model) == 0)
                    want = oracle_value(&fits, i, "loglik");
            assert_int_equal(ets_fit_model(&fit, &m, s.y, s.n), STATUS_OK);
            ets_forecast(&fit, AHEAD, mean, sd);
            for (size_t h = 0; h < AHEAD && fabs(fit.loglik - want) < .01; h++, compared[k]++)
                oracle_close(mean[h], oracle_value(&t, row + h, "mean"), 1e-3);
            sample_done(&s);
        }
    print_message("forecasts compared: ses %zu, holt %zu, damped %zu of 80 each\n", compared[0],
                  compared[1], compared[2]);
    assert_int_equal(compared[0], 80);
    assert_true(compared[1] >= 8);
    oracle_table_done(&fits);
    oracle_table_done(&t);
}

static void dotm_agrees(void **state)
{
    (void)state;
    static const char *const series[] = {"nile30", "sim_annual14", "lakehuron", "wwwusage"};
    char *json = oracle_text("tests/oracle/data/dotm/dotm_nonseasonal.json");
    for (size_t i = 0; i < 4; i++) {
        char path[80];
        struct sample s = sample_read(series[i]);
        double mu[LONGEST], mean[AHEAD], sd[AHEAD], want[AHEAD];
        struct dotm_fit fixed = {.alpha = .5, .theta = 2, .start = s.y[0]}, fit;
        const struct forecast_extras wanted = {NULL, mu};
        dotm_forecast(&fixed, s.y, s.n, AHEAD, mean, sd, &wanted);
        snprintf(path, sizeof path, "%s/fixed_l0_y1_alpha.5_theta2/sse", series[i]);
        oracle_close(fixed.sum, oracle_number(json, path), 1e-8);
        snprintf(path, sizeof path, "%s/fixed_l0_y1_alpha.5_theta2/fitted_first5", series[i]);
        oracle_numbers(json, path, want, AHEAD);
        for (size_t t = 0; t < 5; t++)
            oracle_close(mu[t], want[t], 1e-8);
        snprintf(path, sizeof path, "%s/fixed_l0_y1_alpha.5_theta2/forecast", series[i]);
        oracle_numbers(json, path, want, AHEAD);
        for (size_t h = 0; h < AHEAD; h++)
            oracle_close(mean[h], want[h], 1e-8);
        assert_int_equal(dotm_fit(&fit, s.y, s.n), STATUS_OK);
        dotm_forecast(&fit, s.y, s.n, AHEAD, mean, sd, &nothing);
        snprintf(path, sizeof path, "%s/sse", series[i]);
        double reference = oracle_number(json, path);
        print_message("%-14s sum of squares %.8g; reference %.8g\n", series[i], fit.sum, reference);
        assert_true(fit.sum <= reference * 1.001);
        snprintf(path, sizeof path, "%s/forecast", series[i]);
        oracle_numbers(json, path, want, AHEAD);
        for (size_t h = 0; h < AHEAD && fit.sum > reference * .999; h++)
            oracle_close(mean[h], want[h], 1e-2);
        sample_done(&s);
    }
    free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seasonality_test_agrees),
        cmocka_unit_test(decomposition_agrees),
        cmocka_unit_test(theta_agrees),
        cmocka_unit_test(smoothing_agrees),
        cmocka_unit_test(dotm_agrees),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
