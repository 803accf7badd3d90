// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "oracle/oracle.h"
#include "stats/counts/interval.h"
#include "stats/counts/regression.h"
#include "stats/recruit/cure.h"
#include "stats/recruit/delay.h"
#include "stats/recruit/visits.h"
#include "stats/stats.h"

/* Against R 4.2.2 (stats::glm, survival 3.5.3, cmprsk 2.2.11); data made up there. */
#define DATA "tests/oracle/data/recruit/"
static const double tolerance = 1e-6;

enum { PERIODS = 12, DELAYS = 6 };

static void read_triangle(double counts[PERIODS * DELAYS])
{
    struct oracle_table t = oracle_table(DATA "triangle.csv");
    assert_int_equal(t.rows, PERIODS * DELAYS);
    for (size_t i = 0; i < t.rows; i++) {
        size_t month = (size_t)oracle_value(&t, i, "month") - 1;
        counts[month * DELAYS + (size_t)oracle_value(&t, i, "delay")] =
            oracle_value(&t, i, "count");
    }
    oracle_table_done(&t);
}

static double recorded(const double *counts, size_t month, size_t *latest)
{
    double sum = 0;
    for (size_t j = 0; j < DELAYS && !isnan(counts[month * DELAYS + j]); j++) {
        sum += counts[month * DELAYS + j];
        *latest = j;
    }
    return sum;
}

static void delays_agree(void **state)
{
    (void)state;
    double counts[PERIODS * DELAYS], factors[DELAYS - 1], complete[DELAYS];
    double want_factors[DELAYS - 1], want[DELAYS];
    read_triangle(counts);
    const struct triangle t = {PERIODS, DELAYS, counts};
    assert_int_equal(delay_estimate(&t, 0, factors, complete), STATUS_OK);
    char *json = oracle_text(DATA "delay.json");
    assert_int_equal(oracle_numbers(json, "dev_factors", want_factors, DELAYS - 1), DELAYS - 1);
    assert_int_equal(oracle_numbers(json, "cdf", want, DELAYS), DELAYS);
    for (size_t j = 0; j < DELAYS; j++) {
        if (j + 1 < DELAYS)
            oracle_close(factors[j], want_factors[j], tolerance);
        oracle_close(complete[j], want[j], tolerance);
    }
    free(json);
}

static void nowcasts_agree(void **state)
{
    (void)state;
    double counts[PERIODS * DELAYS], factors[DELAYS - 1], complete[DELAYS];
    read_triangle(counts);
    const struct triangle t = {PERIODS, DELAYS, counts};
    assert_int_equal(delay_estimate(&t, 0, factors, complete), STATUS_OK);
    struct oracle_table want = oracle_table(DATA "nowcast.csv");
    double dispersion = delay_dispersion(&t, complete);
    assert_true(dispersion >= 1 && dispersion < 2);
    for (size_t i = 0; i < PERIODS; i++) {
        size_t latest = 0;
        double x = recorded(counts, i, &latest);
        oracle_close(x, oracle_value(&want, i, "observed"), tolerance);
        oracle_close(complete[latest], oracle_value(&want, i, "dev_complete"), tolerance);
        struct nowcast n = nowcast_of(x, complete[latest], dispersion);
        oracle_close(n.total, oracle_value(&want, i, "nowcast"), tolerance);
        struct interval in = nowcast_interval(x, complete[latest], dispersion, .95);
        double truth = oracle_value(&want, i, "truth");
        assert_true(in.low <= truth && truth <= in.high);
        assert_true(latest + 1 < DELAYS ? in.high > in.low : in.high == x && in.low == x);
    }
    oracle_table_done(&want);
}

/* The chain ladder's nowcast is that of a Poisson regression on month and delay. */
static void regression_agrees(void **state)
{
    (void)state;
    enum { COLUMNS = PERIODS + DELAYS - 1, MOST = PERIODS * DELAYS };
    double counts[MOST], x[MOST * COLUMNS] = {0}, y[MOST], beta[COLUMNS], want[PERIODS];
    size_t n = 0;
    read_triangle(counts);
    for (size_t cell = 0; cell < MOST; cell++) {
        if (isnan(counts[cell]))
            continue;
        x[n * COLUMNS + cell / DELAYS] = 1;
        if (cell % DELAYS)
            x[n * COLUMNS + PERIODS - 1 + cell % DELAYS] = 1;
        y[n++] = counts[cell];
    }
    struct count_work *work = count_work_new(n, COLUMNS);
    struct count_fit fit;
    const struct count_data d = {x, y, NULL, n, COLUMNS};
    assert_int_equal(poisson_fit(&d, work, beta, NULL, NULL, &fit), STATUS_OK);
    char *json = oracle_text(DATA "nowcast_glm.json");
    assert_int_equal(oracle_numbers(json, "poisson_glm_nowcast", want, PERIODS), PERIODS);
    for (size_t i = 0; i < PERIODS; i++) {
        double total = 0;
        for (size_t j = 0; j < DELAYS; j++) {
            double c = counts[i * DELAYS + j];
            total += isnan(c) ? exp(beta[i] + (j ? beta[PERIODS - 1 + j] : 0)) : c;
        }
        oracle_close(total, want[i], tolerance);
    }
    free(json);
    count_work_free(work);
}

static void add(int32_t *exit, uint32_t *cause, size_t *n, double count, uint32_t c)
{
    for (double i = 0; i < count; i++) {
        exit[*n] = (int32_t)(*n % 90);
        cause[(*n)++] = c;
    }
}

/* Where every visit has ended, the incidence of progress is the plain share, with its interval. */
static void funnel_agrees(void **state)
{
    (void)state;
    static int32_t entry[1000], exit[1000];
    static uint32_t cause[1000];
    struct oracle_table t = oracle_table(DATA "funnel.csv");
    assert_int_equal(t.rows, 4);
    for (size_t i = 0; i < t.rows; i++) {
        double x = oracle_value(&t, i, "x"), all = oracle_value(&t, i, "n");
        struct visits v;
        size_t n = 0;
        add(exit, cause, &n, x, 1);
        add(exit, cause, &n, all - x, 2);
        for (size_t k = 0; k < n; k++)
            entry[k] = -1;
        assert_int_equal(visits_init(&v, n, entry, exit, cause, VISITS_LEAST), STATUS_OK);
        struct visit_share p = visits_share(&v, 1, INT32_MAX);
        struct interval in = visit_share_interval(&p, .95);
        oracle_close(p.value, oracle_value(&t, i, "rate"), tolerance);
        oracle_close(p.variance, p.value * (1 - p.value) / all, tolerance);
        oracle_close(in.low, oracle_value(&t, i, "lo"), tolerance);
        oracle_close(in.high, oracle_value(&t, i, "hi"), tolerance);
        struct interval wilson = proportion_wilson(x, all, .95);
        oracle_close(wilson.low, oracle_value(&t, i, "wilson_lo"), tolerance);
        oracle_close(wilson.high, oracle_value(&t, i, "wilson_hi"), tolerance);
        visits_done(&v);
    }
    oracle_table_done(&t);
}

/* The file gives the approvals only; as polynomials they have one factorisation into a list of whole
 * numbers of enquiries and delays of six months, which is used here. */
static void convolution_agrees(void **state)
{
    (void)state;
    static const double enquiries[] = {20, 25, 30, 28, 26, 31, 29, 24};
    static const double delay[] = {.1, .3, .25, .2, .1, .05};
    double got[13];
    delay_spread(enquiries, 8, .096, delay, 6, got);
    struct oracle_table t = oracle_table(DATA "convolution.csv");
    assert_int_equal(t.rows, 13);
    for (size_t i = 0; i < t.rows; i++)
        oracle_close(got[i], oracle_value(&t, i, "expected_approvals"), tolerance);
    oracle_table_done(&t);
}

/* Months of service, some from a delayed entry on, against R's survival: survfit on a factor. */
struct posts {
    int32_t entry[300], exit[300];
    uint32_t cause[300];
    size_t n;
};

static void read_posts(struct posts *p, bool delayed)
{
    struct oracle_table t = oracle_table("tests/oracle/data/km/workforce.csv");
    assert_in_range(t.rows, 200, 300);
    p->n = t.rows;
    for (size_t i = 0; i < t.rows; i++) {
        int32_t entry = (int32_t)lround(12 * oracle_value(&t, i, "entry"));
        p->entry[i] = delayed && entry > 0 ? entry : -1;
        p->exit[i] = (int32_t)lround(12 * oracle_value(&t, i, "exit"));
        p->cause[i] = (uint32_t)oracle_value(&t, i, "cause");
    }
    oracle_table_done(&t);
}

static void incidence_agrees(void **state)
{
    static const char *const files[] = {"noentry", "lefttrunc"};
    static const char *const causes[] = {"", "cif_resigned", "cif_retired", "cif_dismissed"};
    (void)state;
    for (int delayed = 0; delayed < 2; delayed++) {
        struct posts p;
        struct visits v;
        char path[100];
        snprintf(path, sizeof path, "tests/oracle/data/aj/cif_%s.csv", files[delayed]);
        read_posts(&p, delayed);
        assert_int_equal(visits_init(&v, p.n, p.entry, p.exit, p.cause, 0), STATUS_OK);
        struct oracle_table t = oracle_table(path);
        assert_true(t.rows > 50);
        for (size_t i = 0; i < t.rows; i++) {
            int32_t month = (int32_t)lround(12 * oracle_value(&t, i, "time"));
            for (uint32_t c = 1; c <= 3; c++) {
                struct visit_share at = visits_share(&v, c, month);
                oracle_close(at.value, oracle_value(&t, i, causes[c]), 1e-8);
                oracle_close(at.survival, oracle_value(&t, i, "p_stay"), 1e-8);
            }
        }
        oracle_table_done(&t);
        visits_done(&v);
    }
}

/* cmprsk's variance is a delta method's, too, with other weights for ties: within 3 %. */
static void variance_is_near(void **state)
{
    (void)state;
    struct posts p;
    struct visits v;
    double times[5], want[15];
    char *json = oracle_text("tests/oracle/data/aj/cmprsk_timepoints.json");
    assert_int_equal(oracle_numbers(json, "times", times, 5), 5);
    assert_int_equal(oracle_numbers(json, "var", want, 15), 15);
    read_posts(&p, false);
    assert_int_equal(visits_init(&v, p.n, p.entry, p.exit, p.cause, 0), STATUS_OK);
    for (uint32_t c = 1; c <= 3; c++)
        for (size_t i = 0; i < 5; i++) {
            double got = visits_share(&v, c, (int32_t)(12 * times[i])).variance;
            oracle_close(got / want[(c - 1) * 5 + i], 1, .03);
        }
    visits_done(&v);
    free(json);
}

static size_t read_times(const char *path, struct cure_time *out)
{
    struct oracle_table t = oracle_table(path);
    size_t n = t.rows;
    assert_in_range(n, 100, 900);
    for (size_t i = 0; i < n; i++)
        out[i] = (struct cure_time){oracle_value(&t, i, "days"), oracle_value(&t, i, "happened"),
                                    oracle_value(&t, i, "not_yet")};
    oracle_table_done(&t);
    return n;
}

static double number(const char *json, const char *name)
{
    double x;
    assert_int_equal(oracle_numbers(json, name, &x, 1), 1);
    return x;
}

/* Against R's optim() on the same likelihood, which stops a little before the top. */
static void cure_agrees(void **state)
{
    (void)state;
    static struct cure_time times[900];
    struct cure c;
    char *json = oracle_text(DATA "cure.json");
    size_t n = read_times(DATA "cure.csv", times);
    assert_int_equal(cure_estimate(times, n, &c), STATUS_OK);
    oracle_close(c.share, number(json, "share"), 1e-5);
    oracle_close(c.shape, number(json, "shape"), 1e-5);
    oracle_close(c.scale, number(json, "scale"), 1e-5 * c.scale);
    oracle_close(c.error, number(json, "error"), 1e-4);
    oracle_close(c.log_likelihood, number(json, "log_likelihood"), 1e-6);
    n = read_times(DATA "cure_recent.csv", times);
    struct interval in = cure_share_interval(&c, times, n, .95);
    oracle_close(cure_share(&c, times, n), number(json, "recent_share"), 1e-5);
    oracle_close(in.low, number(json, "recent_low"), 1e-5);
    oracle_close(in.high, number(json, "recent_high"), 1e-5);
    free(json);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delays_agree),       cmocka_unit_test(nowcasts_agree),
        cmocka_unit_test(regression_agrees),  cmocka_unit_test(funnel_agrees),
        cmocka_unit_test(convolution_agrees), cmocka_unit_test(incidence_agrees),
        cmocka_unit_test(variance_is_near),   cmocka_unit_test(cure_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
