// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "oracle.h"
#include "stats/forecast/reconcile.h"
#include "stats/stats.h"

enum { ALL = 8, AGGREGATES = 3, PARTS = ALL - AGGREGATES };
static const double tolerance = 1e-8;

struct setting {
    char *json;
    struct oracle_table table;
    double base[ALL], *errors;
    struct reconcile *reconcile;
};

static int set_up(void **state)
{
    static struct setting s;
    double sums[ALL * PARTS];
    unsigned char belongs[AGGREGATES * PARTS];
    s.json = oracle_text("tests/oracle/data/mint/mint.json");
    s.table = oracle_table("tests/oracle/data/mint/base_residuals.csv");
    assert_int_equal(s.table.columns, ALL);
    assert_int_equal(oracle_numbers(s.json, "S", sums, ALL * PARTS), ALL * PARTS);
    assert_int_equal(oracle_numbers(s.json, "base", s.base, ALL), ALL);
    for (size_t i = 0; i < AGGREGATES * PARTS; i++)
        belongs[i] = sums[i] != 0;
    s.errors = malloc(s.table.rows * ALL * sizeof *s.errors);
    assert_non_null(s.errors);
    for (size_t row = 0; row < s.table.rows; row++)
        for (size_t i = 0; i < ALL; i++)
            s.errors[row * ALL + i] = oracle_value(&s.table, row, s.table.cells[i]);
    s.reconcile = reconcile_new(ALL, AGGREGATES, belongs);
    assert_non_null(s.reconcile);
    *state = &s;
    return 0;
}

static int tear_down(void **state)
{
    struct setting *s = *state;
    reconcile_free(s->reconcile);
    free(s->errors);
    free(s->json);
    oracle_table_done(&s->table);
    return 0;
}

static void weights_agree(void **state)
{
    static const struct {
        enum reconcile_weights kind;
        const char *name;
    } kinds[] = {{RECONCILE_EQUAL, "ols"},
                 {RECONCILE_STRUCTURE, "wls_struct"},
                 {RECONCILE_VARIANCE, "wls_var"},
                 {RECONCILE_SAMPLE, "mint_sample"},
                 {RECONCILE_SHRINK, "mint_shrink"}};
    struct setting *s = *state;
    for (size_t i = 0; i < 5; i++) {
        double y[ALL], want[ALL], scratch[AGGREGATES], lambda;
        memcpy(y, s->base, sizeof y);
        assert_int_equal(
            reconcile_weigh(s->reconcile, kinds[i].kind, s->errors, s->table.rows, &lambda),
            STATUS_OK);
        reconcile_apply(s->reconcile, y, scratch);
        oracle_numbers(s->json, kinds[i].name, want, ALL);
        for (size_t k = 0; k < ALL; k++)
            oracle_close(y[k], want[k], tolerance);
        oracle_close(y[0], y[1] + y[2], 1e-12);
        oracle_close(y[1], y[3] + y[4], 1e-12);
        if (kinds[i].kind == RECONCILE_SHRINK)
            oracle_close(lambda, oracle_number(s->json, "shrink_lambda"), tolerance);
    }
}

static void variances_agree(void **state)
{
    struct setting *s = *state;
    double variance[ALL], before[ALL], want[ALL], g[PARTS * ALL], want_g[PARTS * ALL];
    assert_int_equal(
        reconcile_weigh(s->reconcile, RECONCILE_SHRINK, s->errors, s->table.rows, NULL), STATUS_OK);
    reconcile_variance(s->reconcile, variance, before);
    oracle_numbers(s->json, "var_mint_shrink", want, ALL);
    for (size_t k = 0; k < ALL; k++) {
        oracle_close(variance[k], want[k], tolerance);
        assert_true(variance[k] <= before[k]);
    }
    reconcile_parts(s->reconcile, g);
    assert_int_equal(oracle_numbers(s->json, "shrink_G", want_g, PARTS * ALL), PARTS * ALL);
    for (size_t i = 0; i < PARTS * ALL; i++)
        oracle_close(g[i], want_g[i], tolerance);
}

/* L L' is the correlation that the shrunken covariance has. */
static void correlation_is_kept(void **state)
{
    struct setting *s = *state;
    double column[ALL][ALL] = {{0}}, lambda, sums[3] = {0};
    assert_int_equal(
        reconcile_weigh(s->reconcile, RECONCILE_SHRINK, s->errors, s->table.rows, &lambda),
        STATUS_OK);
    assert_int_equal(reconcile_factor(s->reconcile), STATUS_OK);
    for (size_t i = 0; i < ALL; i++) {
        column[i][i] = 1;
        reconcile_correlate(s->reconcile, column[i]);
    }
    double product = 0;
    for (size_t k = 0; k < ALL; k++)
        product += column[k][0] * column[k][5];
    for (size_t row = 0; row < s->table.rows; row++) {
        double a = s->errors[row * ALL], b = s->errors[row * ALL + 5];
        sums[0] += a * a;
        sums[1] += b * b;
        sums[2] += a * b;
    }
    oracle_close(product, (1 - lambda) * sums[2] / sqrt(sums[0] * sums[1]), tolerance);
}

static void too_few_errors_are_refused(void **state)
{
    struct setting *s = *state;
    assert_int_equal(reconcile_weigh(s->reconcile, RECONCILE_SAMPLE, s->errors, ALL, NULL),
                     STATUS_SHORT);
    assert_int_equal(reconcile_weigh(s->reconcile, RECONCILE_SHRINK, s->errors, 1, NULL),
                     STATUS_SHORT);
    assert_null(reconcile_new(3, 0, NULL));
    assert_null(reconcile_new(3, 3, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_agree),
        cmocka_unit_test(variances_agree),
        cmocka_unit_test(correlation_is_kept),
        cmocka_unit_test(too_few_errors_are_refused),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
