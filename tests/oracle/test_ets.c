// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "forecast_oracle.h"
#include "stats/forecast/ets.h"
#include "stats/stats.h"

enum { AHEAD = 8 };

/* "MAdM" or, as some references write it, "MAM_damped". */
static struct ets_model model_of(const char *name, size_t period)
{
    bool damped = strchr(name, 'd') != NULL;
    char season = name[1] == 'A' && name[2] == 'd' ? name[3] : name[2];
    struct ets_model m = {.error = name[0] == 'M' ? ETS_ERROR_MULTIPLICATIVE : ETS_ERROR_ADDITIVE};
    if (name[1] == 'A')
        m.trend = damped ? ETS_TREND_DAMPED : ETS_TREND_ADDITIVE;
    m.season = season == 'A'   ? ETS_SEASON_ADDITIVE
               : season == 'M' ? ETS_SEASON_MULTIPLICATIVE
                               : ETS_SEASON_NONE;
    m.period = m.season == ETS_SEASON_NONE ? 1 : period;
    return m;
}

/* States in the reference's order: level, slope, season newest first. */
static void put_states(struct ets_state *s, const struct ets_model *m, const double *x)
{
    s->level = *x++;
    s->slope = m->trend == ETS_TREND_NONE ? 0 : *x++;
    for (size_t j = 0; m->period > 1 && j < m->period; j++)
        s->season[j] = x[m->period - 1 - j];
}

/* Parameters, first and last state of one record of ets_states.json. */
static struct ets_fit fit_of(const char *at, struct ets_model model)
{
    double x[ETS_STATES_MOST], end[ETS_STATES_MOST];
    struct ets_fit fit = {.model = model, .phi = 1, .alpha = oracle_number(at, "par/alpha")};
    if (model.trend != ETS_TREND_NONE)
        fit.beta = oracle_number(at, "par/beta");
    if (model.trend == ETS_TREND_DAMPED)
        fit.phi = oracle_number(at, "par/phi");
    if (model.season != ETS_SEASON_NONE)
        fit.gamma = oracle_number(at, "par/gamma");
    if (oracle_at(at, "init_state")[0] == '[') {
        oracle_numbers(at, "init_state", x, ETS_STATES_MOST);
        oracle_numbers(at, "last_state", end, ETS_STATES_MOST);
    } else {
        x[0] = oracle_number(at, "init_state");
        end[0] = oracle_number(at, "last_state");
    }
    put_states(&fit.start, &model, x);
    put_states(&fit.end, &model, end);
    fit.sigma2 = oracle_number(at, "sigma2");
    fit.loglik = oracle_number(at, "loglik");
    return fit;
}

static const char *first_record(const char *json)
{
    return json + strspn(json, "[ \n");
}

static const char *next_record(const char *at)
{
    at = oracle_skip(at);
    return at + strspn(at, ", \n");
}

/* The recursion and the likelihood from given parameters and states: no search. */
static void likelihood_agrees(void **state)
{
    (void)state;
    char *json = oracle_text("tests/oracle/data/ets/ets_states.json"), name[40];
    size_t compared = 0;
    for (const char *at = first_record(json); *at == '{'; at = next_record(at), compared++) {
        struct sample s = sample_read(oracle_word(at, "series", name, sizeof name));
        struct ets_model m = model_of(oracle_word(at, "model", name, sizeof name), s.period);
        struct ets_fit want = fit_of(at, m), fit = want;
        assert_true(ets_filter(&fit, s.y, s.n, NULL));
        oracle_close(fit.loglik, want.loglik, 1e-8);
        oracle_close(fit.end.level, want.end.level, 1e-8);
        oracle_close(fit.end.slope, want.end.slope, 1e-8);
        for (size_t j = 0; m.period > 1 && j < m.period; j++)
            oracle_close(fit.end.season[j], want.end.season[j], 1e-8);
        sample_done(&s);
    }
    free(json);
    assert_int_equal(compared, 114);
}

static void recursion_agrees(void **state)
{
    (void)state;
    char *json = oracle_text("tests/oracle/data/ets/ets_fixed_recursion_AAA.json");
    struct sample s = sample_read("sim_quarter40");
    double mu[64], errors[64], season[4];
    struct ets_fit fit = {.model = {0, ETS_TREND_ADDITIVE, ETS_SEASON_ADDITIVE, 4},
                          .phi = 1,
                          .alpha = .3,
                          .beta = .05,
                          .gamma = .1,
                          .start = {.level = 500, .slope = 4}};
    oracle_numbers(json, "seasonal_for_t1_to_t4", fit.start.season, 4);
    assert_int_equal(oracle_numbers(json, "errors", errors, 64), s.n);
    assert_true(ets_filter(&fit, s.y, s.n, mu));
    for (size_t t = 0; t < s.n; t++)
        oracle_close(s.y[t] - mu[t], errors[t], 1e-8);
    oracle_close(fit.sum, oracle_number(json, "sse"), 1e-8);
    oracle_close(-2 * fit.loglik, oracle_number(json, "minus2loglik_R"), 1e-8);
    oracle_close(fit.end.level, oracle_number(json, "last_level"), 1e-8);
    oracle_close(fit.end.slope, oracle_number(json, "last_trend"), 1e-8);
    oracle_numbers(json, "next_seasonals", season, 4);
    for (size_t j = 0; j < 4; j++)
        oracle_close(fit.end.season[j], season[j], 1e-8);
    sample_done(&s);
    free(json);
}

/* Every model's likelihood at least the reference's, less .05; parameters admissible. */
static void search_is_as_good(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table("tests/oracle/data/ets/ets_all_models.csv");
    size_t better = 0;
    for (size_t row = 0; row < t.rows; row++) {
        struct sample s = sample_read(oracle_cell(&t, row, "series"));
        struct ets_model m = model_of(oracle_cell(&t, row, "model"), s.period);
        double want = oracle_value(&t, row, "loglik");
        struct ets_fit fit;
        assert_int_equal(ets_fit_model(&fit, &m, s.y, s.n), STATUS_OK);
        assert_true(ets_admissible(&fit));
        if (!(fit.loglik >= want - .05))
            print_error("%s %s: %.4f, the reference has %.4f\n", oracle_cell(&t, row, "series"),
                        oracle_cell(&t, row, "model"), fit.loglik, want);
        assert_true(fit.loglik >= want - .05);
        better += fit.loglik > want + .05;
        oracle_close((double)fit.parameters, oracle_value(&t, row, "np"), 0);
        if (fabs(fit.loglik - want) < .01) {
            oracle_close(fit.aicc, oracle_value(&t, row, "aicc"), 1e-3);
            oracle_close(fit.sigma2, oracle_value(&t, row, "sigma2"), 1e-3);
        }
        sample_done(&s);
    }
    print_message("likelihood better than the reference's by more than .05 in %zu of %zu fits\n",
                  better, t.rows);
    assert_int_equal(t.rows, 114);
    oracle_table_done(&t);
}

/* The means and upper bounds of eight rows of the reference, from its own last state. Two of its slips
 * are not followed: it does not damp the first step of a damped trend with a multiplicative season,
 * and without a trend it puts gamma one season's place too far (forecast's class1, G[3, 1]). */
static void compare_forecast(const struct oracle_table *t, size_t row, const struct ets_fit *fit)
{
    double mean[AHEAD], sd[AHEAD];
    const struct ets_model *m = &fit->model;
    bool damped_product = m->trend == ETS_TREND_DAMPED && m->season == ETS_SEASON_MULTIPLICATIVE;
    bool misplaced = m->trend == ETS_TREND_NONE && m->season == ETS_SEASON_ADDITIVE;
    ets_forecast(fit, AHEAD, mean, sd);
    for (size_t h = 0; h < AHEAD; h++) {
        oracle_close(mean[h], oracle_value(t, row + h, "mean"), damped_product ? 5e-3 : 1e-8);
        if (misplaced && h + 1 >= m->period)
            continue;
        oracle_close(mean[h] + stats_normal_z(.95) * sd[h], oracle_value(t, row + h, "hi95"),
                     damped_product ? 5e-3 : 1e-6);
    }
}

static void forecasts_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table("tests/oracle/data/ets/ets_fixed_model_forecast.csv");
    char *json = oracle_text("tests/oracle/data/ets/ets_states.json"), name[40], model[40];
    size_t compared = 0;
    for (size_t row = 0; row < t.rows; row += AHEAD)
        for (const char *at = first_record(json); *at == '{'; at = next_record(at)) {
            oracle_word(at, "series", name, sizeof name);
            struct sample s = sample_read(name);
            struct ets_model m = model_of(oracle_word(at, "model", model, sizeof model), s.period);
            struct ets_model other = model_of(oracle_cell(&t, row, "model"), s.period);
            sample_done(&s);
            if (strcmp(name, oracle_cell(&t, row, "series")) != 0 || m.error != other.error ||
                m.trend != other.trend || m.season != other.season)
                continue;
            struct ets_fit fit = fit_of(at, m);
            compare_forecast(&t, row, &fit);
            compared += AHEAD;
        }
    assert_int_equal(compared, 120);
    free(json);
    oracle_table_done(&t);
}

/* The choice of the model: never a greater AICc than the reference's (but .01); the same model, or an
 * AICc that explains why not; and where both are one, the same means. */
static void choices_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table("tests/oracle/data/ets/ets_auto_forecast.csv");
    size_t same_models = 0, compared = 0;
    for (size_t row = 0; row < t.rows; row += AHEAD) {
        struct sample s = sample_read(oracle_cell(&t, row, "series"));
        double mean[AHEAD], sd[AHEAD], want = oracle_value(&t, row, "aicc");
        struct ets_fit fit;
        char name[ETS_NAME];
        assert_int_equal(ets_fit_best(&fit, s.y, s.n, s.period), STATUS_OK);
        ets_name(&fit.model, name);
        ets_forecast(&fit, AHEAD, mean, sd);
        bool same = strcmp(name, oracle_cell(&t, row, "model")) == 0;
        print_message("%-14s %-11s AICc %9.3f; reference %-11s %9.3f\n",
                      oracle_cell(&t, row, "series"), name, fit.aicc, oracle_cell(&t, row, "model"),
                      want);
        assert_true(fit.aicc < want + .01);
        assert_true(same || want - fit.aicc > .3);
        same_models += same;
        for (size_t h = 0; h < AHEAD && same && want - fit.aicc < .02; h++, compared++)
            oracle_close(mean[h], oracle_value(&t, row + h, "mean"), 5e-3);
        sample_done(&s);
    }
    assert_true(same_models >= 7 && compared >= 3 * AHEAD);
    oracle_table_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(likelihood_agrees), cmocka_unit_test(recursion_agrees),
        cmocka_unit_test(search_is_as_good), cmocka_unit_test(forecasts_agree),
        cmocka_unit_test(choices_agree),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
