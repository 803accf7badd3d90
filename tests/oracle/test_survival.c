// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "oracle/survival_oracle.h"
#include "stats/stats.h"
#include "stats/survival/curve.h"
#include "stats/survival/incidence.h"
#include "stats/survival/logrank.h"

static void check_point(const struct oracle_table *t, size_t row, const struct curve_point *p,
                        enum curve_interval kind)
{
    double low, high, se = p->survival * sqrt(p->greenwood);
    curve_bounds(kind, p->survival, p->greenwood, stats_normal_z(.95), &low, &high);
    oracle_close(p->time, oracle_value(t, row, "time"), 0);
    oracle_close(p->at_risk, oracle_value(t, row, "n_risk"), 0);
    oracle_close(p->events, oracle_value(t, row, "n_event"), 0);
    oracle_close(p->censored, oracle_value(t, row, "n_censor"), 0);
    oracle_close(p->survival, oracle_value(t, row, "surv"), tolerance);
    oracle_close(se, oracle_value(t, row, "std_err"), tolerance);
    oracle_close(low, oracle_value(t, row, "lower"), tolerance);
    oracle_close(high, oracle_value(t, row, "upper"), tolerance);
}

static void check_curve(const char *path, const struct survival_data *d, enum curve_interval kind)
{
    struct oracle_table t = oracle_table(path);
    struct curve_point points[MOST];
    struct curve c = {.points = points};
    sorted(d, NULL, 1);
    assert_int_equal(curve_estimate(d, &w.order, 0, 0, 0, &c), STATUS_OK);
    assert_int_equal(c.count, t.rows);
    for (size_t i = 0; i < c.count; i++)
        check_point(&t, i, &points[i], kind);
    oracle_table_done(&t);
}

static void curves_agree(void **state)
{
    (void)state;
    check_curve(DATA "km/km_lefttrunc_loglog.csv", &w.late, CURVE_LOG_LOG);
    check_curve(DATA "km/km_noentry_loglog.csv", &w.right, CURVE_LOG_LOG);
    check_curve(DATA "km/km_noentry_plain.csv", &w.right, CURVE_PLAIN);
}

static void lung_agrees(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "km/lung.csv");
    double *time = oracle_column(&t, "time"), *status = oracle_column(&t, "status");
    uint32_t cause[MOST];
    for (size_t i = 0; i < t.rows; i++)
        cause[i] = status[i] == 2;
    const struct survival_data d = {t.rows, NULL, time, cause, NULL};
    check_curve(DATA "km/lung_km_loglog.csv", &d, CURVE_LOG_LOG);
    free(time);
    free(status);
    oracle_table_done(&t);
}

static void groups_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "km/km_lefttrunc_by_role.csv");
    struct curve_point points[MOST];
    struct curve c = {.points = points};
    size_t row = 0;
    sorted(&w.late, w.role, GROUPS);
    for (size_t g = 0; g < GROUPS; g++) {
        assert_int_equal(curve_estimate(&w.late, &w.order, g, 0, 0, &c), STATUS_OK);
        for (size_t i = 0; i < c.count; i++) {
            assert_int_equal(role_of(oracle_cell(&t, row, "group")), g);
            check_point(&t, row++, &points[i], CURVE_LOG_LOG);
        }
    }
    assert_int_equal(row, t.rows);
    oracle_table_done(&t);
}

/* The references of both are of the right-censored data. */
static void quantiles_and_means_agree(void **state)
{
    (void)state;
    struct oracle_table q = oracle_table(DATA "km/km_quantiles.csv");
    struct oracle_table m = oracle_table(DATA "rmst/rmst_by_role.csv");
    struct curve_point points[MOST];
    struct curve c = {.points = points};
    sorted(&w.right, w.role, GROUPS);
    for (size_t g = 0; g < GROUPS; g++) {
        assert_int_equal(curve_estimate(&w.right, &w.order, g, 0, 0, &c), STATUS_OK);
        static const char *const shares[] = {"25", "50", "75"};
        for (size_t k = 0; k < 3; k++) {
            char key[3][16];
            struct curve_quantile got =
                curve_quantile(&c, .25 * (double)(k + 1), CURVE_LOG_LOG, stats_normal_z(.95));
            snprintf(key[0], sizeof *key, "X%s", shares[k]);
            snprintf(key[1], sizeof *key, "lower.%s", shares[k]);
            snprintf(key[2], sizeof *key, "upper.%s", shares[k]);
            oracle_close(got.time, oracle_value(&q, g, key[0]), tolerance);
            oracle_close(got.low, oracle_value(&q, g, key[1]), tolerance);
            oracle_close(got.high, oracle_value(&q, g, key[2]), tolerance);
        }
        for (size_t k = 0; k < m.rows; k++)
            if (role_of(oracle_cell(&m, k, "group")) == g) {
                struct curve_mean got = curve_restricted_mean(&c, 0, oracle_value(&m, k, "tau"));
                oracle_close(got.mean, oracle_value(&m, k, "rmst"), 1e-7);
                oracle_close(sqrt(got.variance), oracle_value(&m, k, "se"), 1e-7);
            }
    }
    oracle_table_done(&q);
    oracle_table_done(&m);
}

static void hazards_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "km/nelson_aalen.csv");
    struct curve_point points[MOST];
    struct curve c = {.points = points};
    sorted(&w.late, NULL, 1);
    curve_estimate(&w.late, &w.order, 0, 0, 0, &c);
    assert_int_equal(c.count, t.rows);
    for (size_t i = 0; i < c.count; i++) {
        oracle_close(points[i].hazard, oracle_value(&t, i, "cumhaz"), tolerance);
        oracle_close(sqrt(points[i].hazard_variance), oracle_value(&t, i, "std_chaz"), tolerance);
    }
    oracle_table_done(&t);
}

static void check_logrank(const char *json, const char *block, const struct survival_data *d,
                          const uint32_t *stratum, double rho)
{
    double observed[GROUPS], expected[GROUPS], variance[GROUPS * GROUPS];
    double work[GROUPS * (GROUPS + 4)], want[GROUPS * GROUPS];
    struct logrank got = {observed, expected, variance, 0, 0, 0};
    char path[64];
    sorted(d, stratum, stratum ? 2 : 1);
    assert_int_equal(logrank_test(d, &w.order, w.role, GROUPS, rho, work, &got), STATUS_OK);
    snprintf(path, sizeof path, "%s/obs", block);
    oracle_numbers(json, path, want, GROUPS);
    for (size_t g = 0; g < GROUPS; g++)
        oracle_close(observed[g], want[g], tolerance);
    snprintf(path, sizeof path, "%s/exp", block);
    oracle_numbers(json, path, want, GROUPS);
    for (size_t g = 0; g < GROUPS; g++)
        oracle_close(expected[g], want[g], tolerance);
    snprintf(path, sizeof path, "%s/var", block);
    oracle_numbers(json, path, want, GROUPS * GROUPS);
    for (size_t g = 0; g < GROUPS * GROUPS; g++)
        oracle_close(variance[g], want[g], tolerance);
    snprintf(path, sizeof path, "%s/chisq", block);
    oracle_close(got.chi_square, oracle_number(json, path), tolerance);
    snprintf(path, sizeof path, "%s/p", block);
    oracle_close(got.p, oracle_number(json, path), tolerance);
    assert_int_equal(got.degrees, 2);
}

static void logranks_agree(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "km/logrank.json");
    check_logrank(json, "logrank", &w.right, NULL, 0);
    check_logrank(json, "stratified_by_agency", &w.right, w.agency, 0);
    check_logrank(json, "peto_rho1", &w.right, NULL, 1);
    check_logrank(json, "left_truncated", &w.late, NULL, 0);
    free(json);
}

static void check_incidence(const char *path, const struct survival_data *d)
{
    static const char *const names[] = {"resigned", "retired", "dismissed"};
    struct oracle_table t = oracle_table(path);
    struct incidence got;
    assert_int_equal(incidence_init(&got, w.n, w.n, CAUSES), STATUS_OK);
    sorted(d, NULL, 1);
    assert_int_equal(incidence_estimate(&got, d, &w.order, 0, 0), STATUS_OK);
    assert_int_equal(got.count, t.rows);
    for (size_t i = 0; i < got.count; i++) {
        oracle_close(got.points[i].time, oracle_value(&t, i, "time"), 0);
        oracle_close(got.points[i].at_risk, oracle_value(&t, i, "n_risk"), 0);
        oracle_close(got.points[i].staying, oracle_value(&t, i, "p_stay"), tolerance);
        oracle_close(got.points[i].staying_se, oracle_value(&t, i, "se_stay"), tolerance);
        for (size_t k = 0; k < CAUSES; k++) {
            char share[32], se[32];
            snprintf(share, sizeof share, "cif_%s", names[k]);
            snprintf(se, sizeof se, "se_%s", names[k]);
            oracle_close(got.share[i * CAUSES + k], oracle_value(&t, i, share), tolerance);
            oracle_close(got.se[i * CAUSES + k], oracle_value(&t, i, se), tolerance);
        }
    }
    incidence_done(&got);
    oracle_table_done(&t);
}

static void incidences_agree(void **state)
{
    (void)state;
    check_incidence(DATA "aj/cif_noentry.csv", &w.right);
    check_incidence(DATA "aj/cif_lefttrunc.csv", &w.late);
}

/* R's cmprsk has the same curves; its variance is another estimate of the same. */
static void cmprsk_agrees(void **state)
{
    (void)state;
    enum { TIMES = 5 };
    char *json = oracle_text(DATA "aj/cmprsk_timepoints.json");
    double time[TIMES], share[CAUSES * TIMES], variance[CAUSES * TIMES];
    assert_int_equal(oracle_numbers(json, "times", time, TIMES), TIMES);
    oracle_numbers(json, "est", share, CAUSES * TIMES);
    oracle_numbers(json, "var", variance, CAUSES * TIMES);
    struct incidence got;
    assert_int_equal(incidence_init(&got, w.n, w.n, CAUSES), STATUS_OK);
    sorted(&w.right, NULL, 1);
    assert_int_equal(incidence_estimate(&got, &w.right, &w.order, 0, 0), STATUS_OK);
    for (size_t t = 0, i = 0; t < TIMES; t++) {
        while (i + 1 < got.count && got.points[i + 1].time <= time[t])
            i++;
        for (size_t k = 0; k < CAUSES; k++) {
            oracle_close(got.share[i * CAUSES + k], share[k * TIMES + t], tolerance);
            double se = sqrt(variance[k * TIMES + t]);
            assert_true(fabs(got.se[i * CAUSES + k] / se - 1) < .04);
        }
    }
    incidence_done(&got);
    free(json);
}

static void gray_agrees(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "aj/gray_test.json");
    const char *at = json;
    double score[GROUPS], variance[GROUPS * GROUPS], work[GROUPS * (3 * GROUPS + 12)];
    sorted(&w.right, NULL, 1);
    for (uint32_t cause = 1; cause <= CAUSES; cause++) {
        struct gray got = {.score = score, .variance = variance};
        assert_int_equal(gray_test(&w.right, &w.order, w.role, GROUPS, cause, 0, work, &got),
                         STATUS_OK);
        at = strchr(at + 1, '{'); /* the list's next element */
        at = cause == 1 ? strchr(json, '[') + 1 : at;
        at = strchr(at, '{');
        oracle_close(got.chi_square, oracle_number(at, "stat"), tolerance);
        oracle_close(got.p, oracle_number(at, "pv"), tolerance);
        assert_int_equal(got.degrees, 2);
    }
    free(json);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curves_agree),     cmocka_unit_test(lung_agrees),
        cmocka_unit_test(groups_agree),     cmocka_unit_test(quantiles_and_means_agree),
        cmocka_unit_test(hazards_agree),    cmocka_unit_test(logranks_agree),
        cmocka_unit_test(incidences_agree), cmocka_unit_test(gray_agrees),
        cmocka_unit_test(cmprsk_agrees),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
