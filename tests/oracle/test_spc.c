// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "oracle/oracle.h"
#include "stats/counts/quantile.h"
#include "stats/spc/funnel.h"
#include "stats/spc/limits.h"
#include "stats/spc/rules.h"
#include "stats/stats.h"

#define DATA "tests/oracle/data/spc/"
static const double tolerance = 1e-8;
enum { MOST = 64 };

/* The values of SET in a table with columns set and value. */
static size_t load_set(const struct oracle_table *t, const char *set, double *y, size_t *first)
{
    size_t n = 0;
    for (size_t i = 0; i < t->rows; i++) {
        if (strcmp(oracle_cell(t, i, "set"), set) != 0)
            continue;
        if (n == 0 && first)
            *first = i;
        assert_true(n < MOST);
        y[n++] = oracle_value(t, i, "value");
    }
    assert_true(n > 0);
    return n;
}

static void check_xmr(const char *json, const char *block, const double *y, size_t n, bool screen)
{
    static const char *const names[] = {"mean",   "amr",     "lpl",    "upl",
                                        "url_mr", "near_lo", "near_hi"};
    struct spc_limits l[MOST];
    struct spc_process process;
    assert_int_equal(spc_xmr(y, n, screen, l, &process), STATUS_OK);
    const struct spc_limits *last = &l[n - 1];
    const double got[] = {last->mean,          process.range,    last->lower,     last->upper,
                          process.range_limit, last->near_lower, last->near_upper};
    for (size_t i = 0; i < sizeof got / sizeof *got; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", block, names[i]);
        oracle_close(got[i], oracle_number(json, path), tolerance);
    }
}

static void xmr_limits_agree(void **state)
{
    (void)state;
    char *json = oracle_text(DATA "xmr_limits.json");
    struct oracle_table t = oracle_table(DATA "xmr_input.csv");
    double y[MOST];
    size_t n = load_set(&t, "d1", y, NULL);
    check_xmr(json, "d1_screened", y, n, true);
    check_xmr(json, "d1_all", y, n, false);
    n = load_set(&t, "d2", y, NULL);
    check_xmr(json, "d2_screened", y, n, true);
    check_xmr(json, "d2_all", y, n, false);
    oracle_table_done(&t);
    free(json);
}

static void rules_agree(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "xmr_rules.csv");
    static const char *const sets[] = {"d1", "d2"};
    for (int set = 0; set < 2; set++) {
        double y[MOST];
        struct spc_limits l[MOST];
        struct spc_process process;
        struct spc_point got[MOST];
        size_t first = 0, n = load_set(&t, sets[set], y, &first);
        spc_xmr(y, n, set == 0, l, &process);
        spc_judge(y, l, n, got);
        for (size_t i = 0; i < n; i++) {
            unsigned want = 0;
            want |= oracle_value(&t, first + i, "astronomical") > 0 ? SPC_OUTSIDE : 0;
            want |= oracle_value(&t, first + i, "trend7") > 0 ? SPC_TREND : 0;
            want |= oracle_value(&t, first + i, "two_of_three") > 0 ? SPC_TWO_OF_THREE : 0;
            want |= oracle_value(&t, first + i, "shift7") > 0 ? SPC_SHIFT : 0;
            assert_int_equal(got[i].rules, want);
        }
    }
    oracle_table_done(&t);
}

static void precedence_is_stated(void **state)
{
    (void)state;
    struct spc_limits l[MOST];
    struct spc_point got[MOST];
    for (size_t i = 0; i < MOST; i++)
        l[i] = (struct spc_limits){0, -3, 3, -2, 2};
    /* rises from below to above; the trend is named before the shift, and it rises */
    const double rise[] = {-.7, -.6, -.5, -.4, -.3, -.2, -.1, .1};
    spc_judge(rise, l, 8, got);
    assert_int_equal(got[0].rules, SPC_TREND | SPC_SHIFT);
    assert_int_equal(got[0].label, SPC_TREND);
    assert_true(got[0].direction == 1 && got[7].label == SPC_TREND && got[7].rules == SPC_TREND);
    /* outside wins; two of three needs one side, and not a point outside */
    const double high[] = {1, 2.5, 2.5, 4, 2.5, -.1, 2.5, 2.5};
    spc_judge(high, l, 8, got);
    assert_int_equal(got[0].rules, 0);
    assert_int_equal(got[1].label, SPC_TWO_OF_THREE);
    assert_int_equal(got[3].label, SPC_OUTSIDE);
    assert_int_equal(got[4].label, SPC_TWO_OF_THREE); /* with the third: 2.5, outside, 2.5 */
    assert_int_equal(got[6].rules, 0);
    /* a point on the mean ends a run; so does an equal neighbour a trend */
    const double broken[] = {1, 1.1, 1, 1.1, 1, 1.1, 0, 1, 1.1};
    spc_judge(broken, l, 9, got);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(got[i].rules, 0);
    const double stalled[] = {-1, -.9, -.8, -.8, -.7, .1, .2, .3};
    spc_judge(stalled, l, 8, got);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(got[i].rules, 0);
}

static void verdicts_follow(void **state)
{
    (void)state;
    struct spc_limits l[13], flat = {100, 100, 100, 100, 100};
    struct spc_point p[13] = {{0}};
    for (size_t i = 0; i < 13; i++)
        l[i] = (struct spc_limits){50, 40, 60, 43, 57};
    assert_int_equal(spc_variation(p, 12, SPC_BETTER_HIGHER), SPC_TOO_FEW);
    assert_int_equal(spc_variation(p, 13, SPC_BETTER_HIGHER), SPC_COMMON);
    p[12] = (struct spc_point){SPC_TREND, SPC_TREND, -1};
    assert_int_equal(spc_variation(p, 13, SPC_BETTER_HIGHER), SPC_CONCERN);
    assert_int_equal(spc_variation(p, 13, SPC_BETTER_LOWER), SPC_IMPROVEMENT);
    assert_int_equal(spc_variation(p, 13, SPC_BETTER_NEITHER), SPC_LOW);
    assert_int_equal(spc_assurance(l, 13, 61, SPC_BETTER_HIGHER), SPC_FAIL);
    assert_int_equal(spc_assurance(l, 13, 39, SPC_BETTER_HIGHER), SPC_PASS);
    assert_int_equal(spc_assurance(l, 13, 61, SPC_BETTER_LOWER), SPC_PASS);
    assert_int_equal(spc_assurance(l, 13, 39, SPC_BETTER_LOWER), SPC_FAIL);
    assert_int_equal(spc_assurance(l, 13, 60, SPC_BETTER_LOWER), SPC_INCONSISTENT);
    assert_int_equal(spc_assurance(l, 13, 61, SPC_BETTER_NEITHER), SPC_NO_ASSURANCE);
    assert_int_equal(spc_assurance(l, 13, NAN, SPC_BETTER_LOWER), SPC_NO_ASSURANCE);
    assert_int_equal(spc_assurance(l, 12, 61, SPC_BETTER_LOWER), SPC_NO_ASSURANCE);
    /* a flat line is on its mean to the last bit, and nothing special */
    const double tenths[] = {.1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1};
    struct spc_limits same[13];
    struct spc_process process;
    spc_xmr(tenths, 13, true, same, &process);
    spc_judge(tenths, same, 13, p);
    for (size_t i = 0; i < 13; i++)
        assert_true(p[i].rules == 0 && same[i].upper == .1);
    l[12] = flat; /* always 100 %, wanted 100 % */
    assert_int_equal(spc_assurance(l, 13, 100, SPC_BETTER_HIGHER), SPC_PASS);
}

static void check_ratio(const struct oracle_table *want, enum spc_ratio kind, const double *x,
                        const double *n, const char *lower, const char *upper, double sigma_z)
{
    struct spc_limits got[MOST];
    struct spc_process process;
    assert_int_equal(spc_ratio_limits(kind, x, n, want->rows, got, &process), STATUS_OK);
    oracle_close(process.sigma_z, sigma_z, tolerance);
    for (size_t i = 0; i < want->rows; i++) {
        oracle_close(got[i].lower, oracle_value(want, i, lower), tolerance);
        oracle_close(got[i].upper, oracle_value(want, i, upper), tolerance);
    }
}

static void ratio_charts_agree(void **state)
{
    (void)state;
    struct oracle_table input = oracle_table(DATA "p_input.csv");
    struct oracle_table p = oracle_table(DATA "p_laney.csv"), u = oracle_table(DATA "u_laney.csv");
    char *json = oracle_text(DATA "p_funnel_params.json");
    double *x = oracle_column(&input, "numerator"), *n = oracle_column(&input, "denominator");
    assert_in_range(input.rows, 30, MOST);
    check_ratio(&p, SPC_P, x, n, "p_lcl", "p_ucl", 1);
    check_ratio(&p, SPC_P_LANEY, x, n, "laney_lcl", "laney_ucl",
                oracle_number(json, "sigma_z_laney_p"));
    check_ratio(&u, SPC_U, x, n, "u_lcl", "u_ucl", 1);
    check_ratio(&u, SPC_U_LANEY, x, n, "laney_lcl", "laney_ucl",
                oracle_number(json, "sigma_z_laney_u"));
    struct spc_limits l[MOST];
    struct spc_process process;
    n[3] = 0;
    assert_int_equal(spc_ratio_limits(SPC_P, x, n, input.rows, l, &process), STATUS_VALUE);
    free(x);
    free(n);
    free(json);
    oracle_table_done(&input);
    oracle_table_done(&p);
    oracle_table_done(&u);
}

static void check_limits(struct funnel_limits got, const struct oracle_table *want, size_t row,
                         const char *low, const char *high)
{
    oracle_close(got.low, oracle_value(want, row, low), tolerance);
    oracle_close(got.high, oracle_value(want, row, high), tolerance);
}

static void funnels_agree(void **state)
{
    (void)state;
    struct oracle_table input = oracle_table(DATA "p_input.csv");
    struct oracle_table want = oracle_table(DATA "funnel.csv");
    char *json = oracle_text(DATA "p_funnel_params.json");
    double *x = oracle_column(&input, "numerator"), *n = oracle_column(&input, "denominator");
    double work[MOST], z[MOST];
    struct funnel_spread spread;
    assert_int_equal(funnel_measure(x, n, input.rows, false, work, z, &spread), STATUS_OK);
    oracle_close(spread.centre, oracle_number(json, "pbar"), tolerance);
    oracle_close(spread.phi, oracle_number(json, "phi_arcsine_winsor10"), tolerance);
    oracle_close(spread.plain_phi, oracle_number(json, "phi_untransformed_winsor10"), tolerance);
    oracle_close(spread.tau2, oracle_number(json, "tau2_arcsine"), tolerance);
    for (size_t i = 0; i < want.rows; i++) {
        check_limits(funnel_exact(spread.centre, n[i], .95, false), &want, i, "lo95", "hi95");
        check_limits(funnel_exact(spread.centre, n[i], .998, false), &want, i, "lo998", "hi998");
        check_limits(funnel_spread_limits(&spread, n[i], .95, false), &want, i, "od_lo95",
                     "od_hi95");
        oracle_close(z[i], oracle_value(&want, i, "z_od"), tolerance);
    }
    free(x);
    free(n);
    free(json);
    oracle_table_done(&input);
    oracle_table_done(&want);
}

static void quantiles_are_the_smallest(void **state)
{
    (void)state;
    static const double tails[] = {.0001, .001, .025, .3, .5, .9, .975, .999, .999999};
    static const double means[] = {.01, .5, 3, 17.2, 400, 83000};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        for (size_t j = 0; j < sizeof means / sizeof *means; j++) {
            double p = tails[i], mean = means[j];
            double k = poisson_quantile(p, mean);
            assert_true(poisson_below(k, mean) >= p && poisson_below(k - 1, mean) < p);
            k = negative_binomial_quantile(p, mean, .8);
            assert_true(negative_binomial_below(k, mean, .8) >= p &&
                        negative_binomial_below(k - 1, mean, .8) < p);
            k = binomial_quantile(p, 100000, mean / 100000);
            assert_true(binomial_below(k, 100000, mean / 100000) >= p &&
                        binomial_below(k - 1, 100000, mean / 100000) < p);
        }
    oracle_close(poisson_below(2, 1.5), exp(-1.5) * (1 + 1.5 + 1.125), 1e-12);
    oracle_close(binomial_below(1, 3, .2), .512 + 3 * .2 * .64, 1e-12);
    oracle_close(negative_binomial_below(1, 2, 1), 1 / 3. + 2 / 9., 1e-12);
    assert_true(poisson_quantile(.5, 0) == 0 && binomial_quantile(.5, 7, 1) == 7);
    assert_true(isnan(poisson_quantile(1, 3)) && isnan(binomial_quantile(.5, 3, 1.1)));
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xmr_limits_agree),           cmocka_unit_test(rules_agree),
        cmocka_unit_test(precedence_is_stated),       cmocka_unit_test(verdicts_follow),
        cmocka_unit_test(ratio_charts_agree),         cmocka_unit_test(funnels_agree),
        cmocka_unit_test(quantiles_are_the_smallest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
