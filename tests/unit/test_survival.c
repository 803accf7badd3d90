// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/random.h"
#include "stats/stats.h"
#include "stats/survival/census.h"
#include "stats/survival/cox.h"
#include "stats/survival/curve.h"
#include "stats/survival/incidence.h"
#include "stats/survival/logrank.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 2000 };
static double entry[MOST], leave[MOST], x[MOST], weight[MOST];
static uint32_t cause[MOST], group[MOST];
static struct curve_point points[MOST];
static struct risk_order order;

static int setup(void **state)
{
    (void)state;
    return risk_order_init(&order, MOST, MOST) != STATUS_OK;
}

static int teardown(void **state)
{
    (void)state;
    risk_order_done(&order);
    return 0;
}

#define close_to(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

/* A late comer sees few at risk, and the first leaver would end the curve. */
static void tiny_risk_sets_wait(void **state)
{
    (void)state;
    size_t n = 21;
    for (size_t i = 0; i < n; i++) {
        entry[i] = i == 0 ? 0 : 5;
        leave[i] = i == 0 ? 2 : 10 + (double)i;
        cause[i] = 1;
    }
    const struct survival_data d = {n, entry, leave, cause, NULL};
    struct curve c = {.points = points};
    assert_int_equal(risk_order_sort(&order, &d), STATUS_OK);
    assert_int_equal(curve_estimate(&d, &order, 0, 0, 0, &c), STATUS_OK);
    assert_true(points[c.count - 1].survival == 0 && points[0].survival == 0);
    assert_int_equal(curve_estimate(&d, &order, 0, 0, 10, &c), STATUS_OK);
    assert_true(c.start == 11 && c.before == 1 && c.count == 20);
    close_to(points[9].survival, .5, 1e-12);
    struct curve_quantile median = curve_quantile(&c, .5, CURVE_LOG_LOG, 1.96);
    close_to(median.time, 20.5, 1e-12); /* flat at one half from 20 to 21 */
    assert_int_equal(curve_estimate(&d, &order, 0, 0, 25, &c), STATUS_SHORT);
    assert_int_equal(c.count, 0);
    struct incidence in;
    assert_int_equal(incidence_init(&in, n, n, 1), STATUS_OK);
    assert_int_equal(incidence_estimate(&in, &d, &order, 0, 10), STATUS_OK);
    assert_true(in.start == 11 && in.before == 1 && in.count == 20);
    for (size_t i = 0; i < in.count; i++) {
        close_to(in.share[i], 1 - in.points[i].staying, 1e-12);
        close_to(in.se[i], in.points[i].staying_se, 1e-12); /* one reason: the other side */
    }
    cause[3] = 2;
    assert_int_equal(incidence_estimate(&in, &d, &order, 0, 0), STATUS_VALUE);
    incidence_done(&in);
}

static void impossible_rows_are_absent(void **state)
{
    (void)state;
    static const double from[] = {0, 4, 5, 2}, to[] = {3, 4, 1, 6};
    static const uint32_t why[] = {1, 1, 1, 0};
    const struct survival_data d = {4, from, to, why, NULL};
    struct curve c = {.points = points};
    assert_int_equal(risk_order_sort(&order, &d), STATUS_OK);
    assert_int_equal(order.n, 2);
    assert_int_equal(curve_estimate(&d, &order, 0, 0, 0, &c), STATUS_OK);
    assert_true(c.count == 2 && points[0].at_risk == 2 && points[1].at_risk == 1);
    static const double missing[] = {3, 4, NAN, 6};
    const struct survival_data bad = {4, from, missing, why, NULL};
    assert_int_equal(risk_order_sort(&order, &bad), STATUS_VALUE);
    const struct survival_data none = {0, NULL, to, why, NULL};
    assert_int_equal(risk_order_sort(&order, &none), STATUS_OK);
    assert_int_equal(curve_estimate(&none, &order, 0, 0, 0, &c), STATUS_SHORT);
    double score[2], variance[4], work[32], expected[2];
    struct logrank test = {score, expected, variance, 0, 0, 0};
    assert_int_equal(logrank_test(&none, &order, group, 2, 0, work, &test), STATUS_SHORT);
    assert_true(isnan(test.p));
}

static void fill(size_t n, double effect, double spread, double late)
{
    struct random_stream s;
    random_start(&s, 1, "test-survival", text_of(""), text_of("rows"), 0);
    for (size_t i = 0; i < n;) {
        double normal = -6;
        for (int k = 0; k < 12; k++)
            normal += random_uniform(&s);
        x[i] = spread * normal;
        double t = -log(random_uniform(&s)) * exp(-effect * x[i]) * 100;
        double end = 50 + 400 * random_uniform(&s);
        entry[i] = floor(late * 100 * random_uniform(&s));
        cause[i] = t < end ? 1 + random_below(&s, 2) : 0;
        leave[i] = ceil(fmin(t, end));
        group[i] = random_below(&s, 3);
        weight[i] = 1 + random_below(&s, 2);
        i += leave[i] > entry[i]; /* those gone before are never seen */
    }
}

/* A row that counts twice is two rows. */
static void weights_are_copies(void **state)
{
    (void)state;
    enum { N = 300 };
    static struct curve_point doubled[MOST];
    static double entry2[MOST], leave2[MOST];
    static uint32_t cause2[MOST];
    fill(N, .3, 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < N; i++)
        for (int k = 0; k < (int)weight[i]; k++, n++) {
            entry2[n] = entry[i];
            leave2[n] = leave[i];
            cause2[n] = cause[i];
        }
    const struct survival_data once = {N, entry, leave, cause, weight};
    const struct survival_data twice = {n, entry2, leave2, cause2, NULL};
    struct curve a = {.points = points}, b = {.points = doubled};
    risk_order_sort(&order, &once);
    assert_int_equal(curve_estimate(&once, &order, 0, 0, 0, &a), STATUS_OK);
    risk_order_sort(&order, &twice);
    assert_int_equal(curve_estimate(&twice, &order, 0, 0, 0, &b), STATUS_OK);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++)
        close_to(points[i].survival, doubled[i].survival, 1e-12);
}

/* Drawing persons anew says of a plain curve what Greenwood says, and the same each time. */
static void bootstrap_agrees_with_greenwood(void **state)
{
    (void)state;
    enum { N = 400, DRAWS = 400 };
    static uint32_t person[N];
    static const double time[] = {50, 100, 200};
    double low[3], high[3], low2[3], high2[3];
    fill(N, .3, 1, .3);
    for (uint32_t i = 0; i < N; i++)
        person[i] = i;
    const struct survival_data d = {N, entry, leave, cause, NULL};
    struct curve c = {.points = points};
    struct curve_bootstrap b;
    risk_order_sort(&order, &d);
    assert_int_equal(curve_estimate(&d, &order, 0, 0, 10, &c), STATUS_OK);
    assert_int_equal(curve_bootstrap_init(&b, N, N, DRAWS, 3), STATUS_OK);
    assert_int_equal(curve_bootstrap_draw(&b, &d, &order, 0, 0, &c, person, 7, time), STATUS_OK);
    curve_bootstrap_bounds(&b, .95, low, high);
    assert_int_equal(curve_bootstrap_draw(&b, &d, &order, 0, 0, &c, person, 7, time), STATUS_OK);
    curve_bootstrap_bounds(&b, .95, low2, high2);
    for (size_t t = 0; t < 3; t++) {
        const struct curve_point *p = curve_at(&c, time[t]);
        double width = 2 * 1.96 * p->survival * sqrt(p->greenwood);
        assert_true(low[t] == low2[t] && high[t] == high2[t]);
        assert_true(low[t] < p->survival && p->survival < high[t]);
        assert_true(fabs((high[t] - low[t]) / width - 1) < .2);
    }
    curve_bootstrap_done(&b);
}

/* The partial likelihood by its definition (Breslow's for ties), every risk set summed alone. */
static double plain_likelihood(size_t n, double beta)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!cause[i])
            continue;
        double risk = 0;
        for (size_t j = 0; j < n; j++)
            if (entry[j] < leave[i] && leave[i] <= leave[j])
                risk += exp(beta * (x[j] - x[i]));
        sum -= log(risk);
    }
    return sum;
}

/* Risks from e^-20 to e^20 come and go: what is left must not be the rounding of what was. */
static void cox_survives_cancellation(void **state)
{
    (void)state;
    enum { N = 600 };
    fill(N, 2.5, 3, 2);
    const struct survival_data d = {N, entry, leave, cause, NULL};
    const struct cox_data data = {&d, 0, x, 1, COX_BRESLOW};
    struct cox *c;
    struct cox_fit fit;
    double beta, variance;
    risk_order_sort(&order, &d);
    assert_int_equal(cox_new(&c, &data, &order), STATUS_OK);
    assert_int_equal(cox_estimate(c, &beta, &variance, &fit), STATUS_OK);
    assert_true(beta > 1);
    close_to(fit.log_likelihood, plain_likelihood(N, beta), 1e-6);
    assert_true(fit.log_likelihood >= plain_likelihood(N, beta + .001) &&
                fit.log_likelihood >= plain_likelihood(N, beta - .001));
    cox_free(c);
}

static void cox_names_what_it_cannot(void **state)
{
    (void)state;
    enum { N = 100 };
    static double two[2 * N];
    fill(N, .5, 1, 1);
    for (size_t i = 0; i < N; i++)
        two[2 * i] = two[2 * i + 1] = x[i]; /* the same column twice */
    struct survival_data d = {N, entry, leave, cause, NULL};
    struct cox_data data = {&d, 0, two, 2, COX_EFRON};
    struct cox *c;
    struct cox_fit fit;
    double beta[2], variance[4];
    risk_order_sort(&order, &d);
    assert_int_equal(cox_new(&c, &data, &order), STATUS_OK);
    assert_int_equal(cox_estimate(c, beta, variance, &fit), STATUS_OK);
    assert_true(fit.rank == 1 && beta[1] == 0 && variance[3] == 0 && beta[0] != 0);
    cox_free(c);
    data.cause = 9;
    assert_int_equal(cox_new(&c, &data, &order), STATUS_SHORT);
    assert_null(c);
    data.cause = 0;
    two[5] = INFINITY;
    assert_int_equal(cox_new(&c, &data, &order), STATUS_VALUE);
}

/* With a constant rate the hazard a year is that of the days, whatever the lengths. */
static void censuses_recover_a_rate(void **state)
{
    (void)state;
    enum { N = 2000 };
    static double one[N], left[N], length[N];
    struct random_stream s;
    random_start(&s, 2, "test-survival", text_of(""), text_of("census"), 0);
    for (size_t i = 0; i < N; i++) {
        one[i] = 1;
        length[i] = i % 2 ? 1 : .5;
        left[i] = -log(random_uniform(&s)) / .2 < length[i];
    }
    const struct census_data d = {one, left, length, NULL, N, 1};
    double work[5], beta, variance;
    struct census_fit fit;
    assert_int_equal(census_estimate(&d, work, &beta, &variance, &fit), STATUS_OK);
    assert_true(fabs(beta - log(.2)) < 3 * sqrt(variance));
    close_to(census_leaving(one, &beta, 1, 1), 1 - exp(-exp(beta)), 1e-12);
    for (size_t i = 0; i < N; i++)
        left[i] = 0; /* nobody leaves: the rate goes to 0 without end */
    assert_int_equal(census_estimate(&d, work, &beta, &variance, &fit), STATUS_NUMERIC);
    const struct census_data few = {one, left, NULL, NULL, 0, 1};
    assert_int_equal(census_estimate(&few, work, &beta, &variance, &fit), STATUS_SHORT);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiny_risk_sets_wait),
        cmocka_unit_test(impossible_rows_are_absent),
        cmocka_unit_test(weights_are_copies),
        cmocka_unit_test(bootstrap_agrees_with_greenwood),
        cmocka_unit_test(cox_survives_cancellation),
        cmocka_unit_test(cox_names_what_it_cannot),
        cmocka_unit_test(censuses_recover_a_rate),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
