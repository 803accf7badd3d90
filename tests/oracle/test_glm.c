// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "oracle/oracle.h"
#include "stats/counts/regression.h"
#include "stats/counts/shrink.h"
#include "stats/stats.h"

#define DATA "tests/oracle/data/glm/"
static const double tolerance = 1e-6, theta_tolerance = 1e-4;
enum { MOST_N = 400, MOST_K = 8 };

static double reference(const char *json, const char *block, const char *what, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s%s%s%s%s", block, *block ? "/" : "", what, *name ? "/" : "",
             name);
    return oracle_number(json, path);
}

/* Checks a fit against BLOCK ("poisson", "negbin") of the reference; NAMES are its coefficients. */
static void check_fit(const char *json, const char *block, const char *const *names, size_t k,
                      const double *coefficients, const double *covariance,
                      const struct count_fit *fit)
{
    for (size_t j = 0; j < k; j++) {
        oracle_close(coefficients[j], reference(json, block, "coef", names[j]), tolerance);
        oracle_close(sqrt(covariance[j * k + j]), reference(json, block, "se", names[j]),
                     tolerance);
    }
    oracle_close(fit->deviance, reference(json, block, "deviance", ""), tolerance);
    oracle_close(fit->log_likelihood, reference(json, block, "loglik", ""), tolerance);
    oracle_close(fit->aic, reference(json, block, "aic", ""), tolerance);
    if (strcmp(block, "negbin") == 0) {
        oracle_close(fit->theta, reference(json, block, "theta", ""), theta_tolerance);
        oracle_close(fit->theta_se, reference(json, block, "se_theta", ""), theta_tolerance);
    }
}

static void absence_from_school_agrees(void **state)
{
    (void)state;
    static const char *const names[] = {"(Intercept)", "EthN",  "SexM", "AgeF1",
                                        "AgeF2",       "AgeF3", "LrnSL"};
    enum { K = 7 };
    struct oracle_table t = oracle_table(DATA "quine.csv");
    char *json = oracle_text(DATA "quine_glm.json");
    double *y = oracle_column(&t, "Days"), x[MOST_N * K], beta[K], cov[K * K], mean[MOST_N];
    assert_in_range(t.rows, 100, MOST_N);
    for (size_t i = 0; i < t.rows; i++) {
        const char *age = oracle_cell(&t, i, "Age");
        double row[K] = {1,
                         *oracle_cell(&t, i, "Eth") == 'N',
                         *oracle_cell(&t, i, "Sex") == 'M',
                         age[1] == '1',
                         age[1] == '2',
                         age[1] == '3',
                         *oracle_cell(&t, i, "Lrn") == 'S'};
        memcpy(x + i * K, row, sizeof row);
    }
    const struct count_data data = {x, y, NULL, t.rows, K};
    struct count_work *w = count_work_new(t.rows, K);
    struct count_fit poisson, nb;
    assert_int_equal(poisson_fit(&data, w, beta, cov, mean, &poisson), STATUS_OK);
    check_fit(json, "poisson", names, K, beta, cov, &poisson);
    oracle_close(poisson.dispersion, oracle_number(json, "pearson_dispersion"), tolerance);
    for (size_t j = 0; j < K; j++)
        oracle_close(sqrt(poisson.dispersion * cov[j * K + j]),
                     reference(json, "", "quasi_se", names[j]), tolerance);
    struct count_spread spread = count_spread_test(y, mean, t.rows);
    oracle_close(spread.alpha, oracle_number(json, "cameron_trivedi_nb2/alpha"), tolerance);
    oracle_close(spread.t, oracle_number(json, "cameron_trivedi_nb2/t"), tolerance);
    assert_int_equal(negative_binomial_fit(&data, w, beta, cov, mean, &nb), STATUS_OK);
    check_fit(json, "negbin", names, K, beta, cov, &nb);
    oracle_close(2 * (nb.log_likelihood - poisson.log_likelihood),
                 oracle_number(json, "lr_nb_vs_poisson"), tolerance);
    assert_true(count_spread_p(poisson.log_likelihood, nb.log_likelihood) < 1e-200);
    count_work_free(w);
    free(y);
    free(json);
    oracle_table_done(&t);
}

static void starts_per_child_agree(void **state)
{
    (void)state;
    static const char *const names[] = {"(Intercept)", "I(year - 2014)"};
    struct oracle_table t = oracle_table(DATA "la_starts.csv");
    char *json = oracle_text(DATA "la_starts_glm.json");
    double *y = oracle_column(&t, "starts"), *offset = oracle_column(&t, "pop");
    double x[MOST_N * 2], beta[2], cov[4];
    assert_in_range(t.rows, 100, MOST_N);
    for (size_t i = 0; i < t.rows; i++) {
        x[2 * i] = 1;
        x[2 * i + 1] = oracle_value(&t, i, "year") - 2014;
        offset[i] = log(offset[i]);
    }
    const struct count_data data = {x, y, offset, t.rows, 2};
    struct count_work *w = count_work_new(MOST_N, MOST_K); /* larger than needed, on purpose */
    struct count_fit fit;
    assert_int_equal(poisson_fit(&data, w, beta, cov, NULL, &fit), STATUS_OK);
    check_fit(json, "poisson", names, 2, beta, cov, &fit);
    assert_int_equal(negative_binomial_fit(&data, w, beta, cov, NULL, &fit), STATUS_OK);
    check_fit(json, "negbin", names, 2, beta, cov, &fit);
    count_work_free(w);
    free(y);
    free(offset);
    free(json);
    oracle_table_done(&t);
}

static void shrunken_ratios_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "gamma_poisson_eb.csv");
    char *json = oracle_text(DATA "gamma_poisson_eb.json");
    double *seen = oracle_column(&t, "obs"), *expected = oracle_column(&t, "expected");
    double offset[MOST_N], ones[MOST_N], ratio[MOST_N];
    struct interval bounds[MOST_N];
    struct shrink_fit fit;
    struct count_work *w = count_work_new(t.rows, 1);
    assert_int_equal(
        shrink_ratios(seen, expected, t.rows, .95, w, offset, ones, ratio, bounds, &fit),
        STATUS_OK);
    oracle_close(fit.shape, oracle_number(json, "shape"), theta_tolerance);
    oracle_close(fit.mean, oracle_number(json, "mean"), tolerance);
    oracle_close(-fit.log_likelihood, oracle_number(json, "negll"), tolerance);
    for (size_t i = 0; i < t.rows; i++) {
        oracle_close(ratio[i], oracle_value(&t, i, "eb_mean"), tolerance);
        oracle_close(bounds[i].low, oracle_value(&t, i, "lo95"), tolerance);
        oracle_close(bounds[i].high, oracle_value(&t, i, "hi95"), tolerance);
    }
    count_work_free(w);
    free(seen);
    free(expected);
    free(json);
    oracle_table_done(&t);
}

static void failures_are_said(void **state)
{
    (void)state;
    struct count_work *w = count_work_new(6, 2);
    const double y[] = {3, 4, 5, 4, 3, 5}, twice[] = {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2};
    const double negative[] = {3, 4, -5, 4, 3, 5}, ones[] = {1, 1, 1, 1, 1, 1}, none[6] = {0};
    double beta[2], cov[4];
    struct count_fit fit;
    struct count_data d = {twice, y, NULL, 6, 2};
    assert_int_equal(poisson_fit(&d, w, beta, cov, NULL, &fit), STATUS_NUMERIC);
    d.n = 2;
    assert_int_equal(poisson_fit(&d, w, beta, cov, NULL, &fit), STATUS_SHORT);
    d = (struct count_data){ones, negative, NULL, 6, 1};
    assert_int_equal(poisson_fit(&d, w, beta, cov, NULL, &fit), STATUS_VALUE);
    d.y = none;
    assert_int_equal(poisson_fit(&d, w, beta, cov, NULL, &fit), STATUS_VALUE);
    d.y = y; /* less spread than Poisson: theta runs away and Poisson is the answer */
    assert_int_equal(negative_binomial_fit(&d, w, beta, cov, NULL, &fit), STATUS_OK);
    assert_true(isinf(fit.theta));
    oracle_close(beta[0], log(4), 1e-12);
    oracle_close(cov[0], 1 / 24., 1e-12);
    count_work_free(w);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absence_from_school_agrees),
        cmocka_unit_test(starts_per_child_agree),
        cmocka_unit_test(shrunken_ratios_agree),
        cmocka_unit_test(failures_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
