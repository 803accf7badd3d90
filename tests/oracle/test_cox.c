// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "oracle/survival_oracle.h"
#include "stats/stats.h"
#include "stats/survival/census.h"
#include "stats/survival/cox.h"
#include "stats/survival/curve.h"

struct expected_cox {
    const char *block;
    const struct survival_data *d;
    const uint32_t *stratum;
    const double *x;
    size_t p;
    const size_t *term;
    size_t terms;
    enum cox_ties ties;
};

static const char *cox_key(const char *block, const char *what)
{
    static char key[96];
    snprintf(key, sizeof key, "%s/%s", block, what);
    return key;
}

/* The numbers of an object such as {"a": 1, "b": 2}, in its order. */
static void object_numbers(const char *json, const char *path, double *out, size_t n)
{
    const char *at = oracle_at(json, path);
    for (size_t i = 0; i < n; i++) {
        at = strchr(at, ':') + 1;
        out[i] = strtod(at, NULL);
    }
}

/* The tests of proportional hazards: a list of objects, the last for all. */
static void check_proportional(const char *json, const struct expected_cox *e, struct cox *c,
                               const double *beta)
{
    struct curve_point points[MOST];
    struct curve pooled = {.points = points};
    double chi_square[8], p[8];
    size_t degrees[8];
    sorted(e->d, NULL, 1);
    curve_estimate(e->d, &w.order, 0, 0, 0, &pooled);
    assert_int_equal(cox_proportional(c, beta, &pooled, e->term, e->terms, chi_square, degrees, p),
                     STATUS_OK);
    const char *at = oracle_at(json, cox_key(e->block, "zph"));
    for (size_t t = 0; t <= e->terms; t++) {
        at = strchr(at, '{');
        oracle_close(chi_square[t], oracle_number(at, "chisq"), 1e-6);
        oracle_close((double)degrees[t], oracle_number(at, "df"), 0);
        oracle_close(p[t], oracle_number(at, "p"), 1e-6);
        at = strchr(at, '}');
    }
}

static struct cox *check_cox(const char *json, const struct expected_cox *e, double *beta,
                             double *covariance)
{
    double want[16];
    struct cox *c;
    struct cox_fit fit;
    const struct cox_data data = {e->d, 0, e->x, e->p, e->ties};
    sorted(e->d, e->stratum, e->stratum ? 3 : 1);
    assert_int_equal(cox_new(&c, &data, &w.order), STATUS_OK);
    assert_int_equal(cox_estimate(c, beta, covariance, &fit), STATUS_OK);
    object_numbers(json, cox_key(e->block, "coef"), want, e->p);
    for (size_t j = 0; j < e->p; j++)
        oracle_close(beta[j], want[j], 1e-6);
    oracle_numbers(json, cox_key(e->block, "var"), want, e->p * e->p);
    for (size_t j = 0; j < e->p * e->p; j++)
        oracle_close(covariance[j], want[j], 1e-6);
    oracle_close(fit.log_likelihood0, oracle_number(json, cox_key(e->block, "loglik0")), 1e-7);
    oracle_close(fit.log_likelihood, oracle_number(json, cox_key(e->block, "loglik")), 1e-7);
    oracle_close(fit.score, oracle_number(json, cox_key(e->block, "score")), 1e-6);
    oracle_close(fit.likelihood_ratio, oracle_number(json, cox_key(e->block, "lr")), 1e-6);
    oracle_close(fit.wald, oracle_number(json, cox_key(e->block, "wald")),
                 5e-3); /* given to 2 decimals */
    oracle_close((double)fit.events, oracle_number(json, cox_key(e->block, "nevent")), 0);
    assert_int_equal(fit.rank, e->p);
    check_proportional(json, e, c, beta);
    return c;
}

static void cox_agrees(void **state)
{
    (void)state;
    static const size_t terms[] = {0, 0, 1, 2}, single[] = {0, 1, 2};
    char *json = oracle_text(DATA "cox/cox.json");
    double beta[4], covariance[16], two[MOST * 2];
    for (size_t i = 0; i < w.n; i++) {
        two[2 * i] = w.agency[i];
        two[2 * i + 1] = w.age[i];
    }
    const struct expected_cox of_workforce[] = {
        {"lefttrunc_efron", &w.late, NULL, w.x, 4, terms, 3, COX_EFRON},
        {"lefttrunc_breslow", &w.late, NULL, w.x, 4, terms, 3, COX_BRESLOW},
        {"right_efron", &w.right, NULL, w.x, 4, terms, 3, COX_EFRON},
        {"strat_efron", &w.late, w.role, two, 2, single, 2, COX_EFRON},
    };
    for (size_t k = 0; k < 4; k++)
        cox_free(check_cox(json, &of_workforce[k], beta, covariance));
    free(json);
}

/* Rows without ph.ecog are left out, as the reference does. */
static void cox_agrees_on_lung(void **state)
{
    (void)state;
    static const size_t single[] = {0, 1, 2};
    struct oracle_table t = oracle_table(DATA "km/lung.csv");
    char *json = oracle_text(DATA "cox/cox.json");
    double time[MOST], x[MOST * 3], beta[3], covariance[9];
    uint32_t cause[MOST];
    size_t n = 0;
    for (size_t i = 0; i < t.rows; i++) {
        double row[3] = {oracle_value(&t, i, "age"), oracle_value(&t, i, "sex"),
                         oracle_value(&t, i, "ph.ecog")};
        if (isnan(row[2]))
            continue;
        memcpy(x + 3 * n, row, sizeof row);
        time[n] = oracle_value(&t, i, "time");
        cause[n++] = oracle_value(&t, i, "status") == 2;
    }
    const struct survival_data d = {n, NULL, time, cause, NULL};
    const struct expected_cox efron = {"lung_efron", &d, NULL, x, 3, single, 3, COX_EFRON};
    const struct expected_cox breslow = {"lung_breslow", &d, NULL, x, 3, single, 3, COX_BRESLOW};
    cox_free(check_cox(json, &efron, beta, covariance));
    cox_free(check_cox(json, &breslow, beta, covariance));
    free(json);
    oracle_table_done(&t);
}

static void cause_specific_cox_agrees(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "cox/cause_specific.json");
    double beta[4], covariance[16], want[4];
    struct cox *c;
    struct cox_fit fit;
    const struct cox_data data = {&w.late, 1, w.x, 4, COX_EFRON};
    sorted(&w.late, NULL, 1);
    assert_int_equal(cox_new(&c, &data, &w.order), STATUS_OK);
    assert_int_equal(cox_estimate(c, beta, covariance, &fit), STATUS_OK);
    object_numbers(json, "cause1", want, 4);
    for (size_t j = 0; j < 4; j++)
        oracle_close(beta[j], want[j], 1e-6);
    oracle_numbers(json, "se", want, 4);
    for (size_t j = 0; j < 4; j++)
        oracle_close(sqrt(covariance[5 * j]), want[j], 1e-6);
    oracle_close(fit.log_likelihood, oracle_number(json, "loglik"), 1e-7);
    cox_free(c);
    free(json);
}

static void robust_errors_agree(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "cox/cox_robust.json");
    double beta[3], covariance[9], robust[9], want[3], x[MOST * 3];
    struct cox *c;
    struct cox_fit fit;
    for (size_t i = 0; i < w.n; i++)
        memcpy(x + 3 * i, w.x + 4 * i, 3 * sizeof *x);
    const struct cox_data data = {&w.late, 0, x, 3, COX_EFRON};
    sorted(&w.late, NULL, 1);
    assert_int_equal(cox_new(&c, &data, &w.order), STATUS_OK);
    assert_int_equal(cox_estimate(c, beta, covariance, &fit), STATUS_OK);
    object_numbers(json, "coef", want, 3);
    for (size_t j = 0; j < 3; j++)
        oracle_close(beta[j], want[j], 1e-6);
    assert_int_equal(cox_robust(c, beta, covariance, w.cluster, 20, robust), STATUS_OK);
    oracle_numbers(json, "robust_se", want, 3);
    for (size_t j = 0; j < 3; j++)
        oracle_close(sqrt(robust[4 * j]), want[j], 1e-6);
    oracle_numbers(json, "naive_se", want, 3);
    for (size_t j = 0; j < 3; j++)
        oracle_close(sqrt(covariance[4 * j]), want[j], 1e-6);
    cox_free(c);
    free(json);
}

/* The reference's two people: an experienced one, and a newly qualified agency worker. */
static void predicted_survival_agrees(void **state)
{
    (void)state;
    static const size_t terms[] = {0, 0, 1, 2};
    static const double people[2][4] = {{0, 0, 0, 40}, {0, 1, 1, 27}};
    struct oracle_table t = oracle_table(DATA "cox/cox_predicted_survival.csv");
    char *json = oracle_text(DATA "cox/cox.json");
    double beta[4], covariance[16];
    const struct expected_cox e = {"lefttrunc_efron", &w.late, NULL, w.x, 4, terms, 3, COX_EFRON};
    struct cox *c = check_cox(json, &e, beta, covariance);
    for (size_t k = 0; k < 2; k++) {
        struct cox_point got[MOST];
        size_t n = cox_survival(c, beta, covariance, 0, people[k], got, MOST), at = 0;
        assert_in_range(n, 10, t.rows);
        for (size_t i = 0; i < t.rows; i++) { /* the reference also has times without events */
            while (at + 1 < n && got[at + 1].time <= oracle_value(&t, i, "time"))
                at++;
            oracle_close(got[at].survival, oracle_value(&t, i, k ? "surv2" : "surv1"), 1e-6);
            oracle_close(got[at].se, oracle_value(&t, i, k ? "se2" : "se1"), 1e-6);
        }
    }
    cox_free(c);
    free(json);
    oracle_table_done(&t);
}

static void censuses_agree(void **state)
{
    (void)state;
    enum { K = 5 };
    struct oracle_table t = oracle_table(DATA "census/person_years.csv");
    char *json = oracle_text(DATA "census/cloglog.json");
    double *left = oracle_column(&t, "left"), *length = oracle_column(&t, "length");
    double *x = calloc(t.rows * K, sizeof *x), beta[K], covariance[K * K], work[4 * K + K * K];
    double want[K * K];
    assert_non_null(x);
    for (size_t i = 0; i < t.rows; i++) {
        double row[K] = {1, oracle_value(&t, i, "newly"), oracle_value(&t, i, "manager"),
                         oracle_value(&t, i, "agency"), oracle_value(&t, i, "tenure") / 10};
        memcpy(x + i * K, row, sizeof row);
    }
    struct census_data d = {x, left, length, NULL, t.rows, K};
    struct census_fit fit;
    assert_int_equal(census_estimate(&d, work, beta, covariance, &fit), STATUS_OK);
    oracle_numbers(json, "coef", want, K);
    for (size_t j = 0; j < K; j++)
        oracle_close(beta[j], want[j], 1e-6);
    oracle_numbers(json, "var", want, K * K);
    for (size_t j = 0; j < K * K; j++)
        oracle_close(covariance[j], want[j], 1e-6);
    oracle_close(fit.log_likelihood, oracle_number(json, "loglik"), 1e-7);
    oracle_close(fit.deviance, oracle_number(json, "deviance"), 1e-7);
    left[0] = -1;
    assert_int_equal(census_estimate(&d, work, beta, covariance, &fit), STATUS_VALUE);
    free(left);
    free(length);
    free(x);
    free(json);
    oracle_table_done(&t);
}

/* Rates by bands of tenure, of which an interval holds parts of two (bands.R made the reference). */
static void bands_agree(void **state)
{
    (void)state;
    enum { BANDS = 3, P = BANDS + 1 };
    struct oracle_table t = oracle_table(DATA "census/bands.csv");
    char *json = oracle_text(DATA "census/bands.json");
    double *left = oracle_column(&t, "left"), *z = oracle_column(&t, "z");
    double *spent = calloc(t.rows * BANDS, sizeof *spent), beta[P], covariance[P * P];
    double work[4 * P + P * P], want[P * P];
    assert_non_null(spent);
    for (size_t i = 0; i < t.rows; i++) {
        double row[BANDS] = {oracle_value(&t, i, "b1"), oracle_value(&t, i, "b2"),
                             oracle_value(&t, i, "b3")};
        memcpy(spent + i * BANDS, row, sizeof row);
    }
    struct census_data d = {z, left, NULL, NULL, t.rows, 1, spent, BANDS};
    struct census_fit fit;
    assert_int_equal(census_estimate(&d, work, beta, covariance, &fit), STATUS_OK);
    oracle_numbers(json, "coef", want, P);
    for (size_t j = 0; j < P; j++)
        oracle_close(beta[j], want[j], 1e-6);
    oracle_numbers(json, "var", want, P * P);
    for (size_t j = 0; j < P * P; j++)
        oracle_close(covariance[j], want[j], 1e-6);
    oracle_close(fit.log_likelihood, oracle_number(json, "loglik"), 1e-7);
    spent[1] = -1;
    assert_int_equal(census_estimate(&d, work, beta, covariance, &fit), STATUS_VALUE);
    free(spent);
    free(left);
    free(z);
    free(json);
    oracle_table_done(&t);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cox_agrees),
        cmocka_unit_test(cox_agrees_on_lung),
        cmocka_unit_test(cause_specific_cox_agrees),
        cmocka_unit_test(robust_errors_agree),
        cmocka_unit_test(predicted_survival_agrees),
        cmocka_unit_test(censuses_agree),
        cmocka_unit_test(bands_agree),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
