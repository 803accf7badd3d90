// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>

#include "base/random.h"
#include "stats/random/variates.h"
#include "stats/recruit/delay.h"
#include "stats/recruit/endings.h"
#include "stats/recruit/visits.h"
#include "stats/stats.h"

static void hand_worked(void **state)
{
    (void)state;
    /* At risk 4, 3, 2 (one censored on day 5), 1 (one came in after day 6). */
    const int32_t entry[] = {-1, -1, -1, -1, 6}, exit[] = {0, 3, 5, 8, 9};
    const uint32_t cause[] = {2, 1, 0, 1, 2};
    struct visits v;
    assert_int_equal(visits_init(&v, 5, entry, exit, cause, 0), STATUS_OK);
    struct visit_share i = visits_share(&v, 1, 8);
    assert_float_equal(i.value, .5, 1e-12);
    assert_float_equal(i.survival, .25, 1e-12);
    assert_float_equal(i.known, 3, 0);
    struct visits_quantile q = visits_quantile(&v, .5, 1.96);
    assert_float_equal(q.days, 3, 0);
    assert_float_equal(visits_quantile_of(&v, 1, .5), 3, 0);
    assert_float_equal(visits_quantile_of(&v, 1, .51), 8, 0);
    assert_true(isnan(visits_quantile_of(&v, 7, .5)));
    visits_done(&v);
}

/* The same as jumps: four cells, the visit that was censored on day 5 has none. */
static void jumps_are_cells(void **state)
{
    (void)state;
    const int32_t entry[] = {-1, -1, -1, -1, 6}, exit[] = {0, 3, 5, 8, 9};
    const uint32_t cause[] = {2, 1, 0, 1, 2};
    double risk[6], ends[4], jumps[4];
    struct endings e;
    struct endings_sums s = {risk, ends};
    assert_int_equal(endings_init(&e, 5, entry, exit, cause, 0), STATUS_OK);
    assert_int_equal(e.days, 5);
    assert_int_equal(e.cells, 4);
    endings_clear(&e, &s);
    for (size_t i = 0; i < 5; i++)
        endings_add(&e, &s, i, 1);
    endings_sum(&e, &s);
    endings_jumps(&e, &s, &s, .5, jumps); /* half as much again of the same changes nothing */
    assert_float_equal(jumps[0], .25, 1e-12);
    assert_float_equal(jumps[1], .5, 1e-12);
    assert_float_equal(jumps[2], .75, 1e-12);
    assert_float_equal(jumps[3], 1, 1e-12);
    /* who has stayed 3 days: half of what is left ends on day 8, half on day 9 */
    assert_int_equal(endings_after(&e, 3), 2);
    assert_int_equal(endings_reach(&e, jumps, 2, .5 + .49 * .5), 2);
    assert_int_equal(endings_reach(&e, jumps, 2, .5 + .51 * .5), 3);
    assert_int_equal(endings_after(&e, -1), 0);
    assert_int_equal(endings_after(&e, 9), 4);
    endings_done(&e);
    assert_int_equal(endings_init(&e, 0, entry, exit, cause, 0), STATUS_OK);
    assert_int_equal(endings_after(&e, -1), 0);
    endings_done(&e);
}

static void weights_are_copies(void **state)
{
    (void)state;
    const int32_t entry[] = {-1, -1, 2, -1, -1, 2, 2}, exit[] = {4, 6, 9, 4, 4, 9, 9};
    const uint32_t cause[] = {1, 0, 2, 1, 1, 2, 2};
    const double weight[] = {3, 1, 3};
    double risk[4], ends[2], none_risk[4] = {0}, none_ends[2] = {0}, once[2], copied[2];
    struct endings v, w;
    struct endings_sums s = {risk, ends}, none = {none_risk, none_ends};
    assert_int_equal(endings_init(&v, 3, entry, exit, cause, 0), STATUS_OK);
    assert_int_equal(endings_init(&w, 7, entry, exit, cause, 0), STATUS_OK);
    endings_clear(&v, &s);
    for (size_t i = 0; i < 3; i++)
        endings_add(&v, &s, i, weight[i]);
    endings_sum(&v, &s);
    endings_jumps(&v, &s, &none, 0, once);
    endings_clear(&w, &s);
    for (size_t i = 0; i < 7; i++)
        endings_add(&w, &s, i, 1);
    endings_sum(&w, &s);
    endings_jumps(&w, &s, &none, 0, copied);
    for (size_t k = 0; k < 2; k++)
        assert_float_equal(once[k], copied[k], 1e-12);
    endings_done(&v);
    endings_done(&w);
}

/* One end among two at risk early on must not take half of everything. */
static void tiny_risk_sets_wait(void **state)
{
    (void)state;
    enum { N = 22 };
    int32_t entry[N], exit[N];
    uint32_t cause[N];
    struct visits v;
    for (int i = 0; i < N; i++) {
        entry[i] = i < 2 ? -1 : 10;
        exit[i] = i < 1 ? 5 : 20 + i;
        cause[i] = 1;
    }
    assert_int_equal(visits_init(&v, N, entry, exit, cause, 0), STATUS_OK);
    assert_float_equal(visits_share(&v, 1, 15).value, .5, 1e-12);
    visits_done(&v);
    assert_int_equal(visits_init(&v, N, entry, exit, cause, VISITS_LEAST), STATUS_OK);
    assert_float_equal(visits_share(&v, 1, 15).value, 0, 0);
    assert_int_equal(v.start, 21);
    visits_done(&v);
    entry[0] = exit[0];
    assert_int_equal(visits_init(&v, N, entry, exit, cause, 0), STATUS_VALUE);
    visits_done(&v);
}

static void nothing_is_known(void **state)
{
    (void)state;
    const int32_t entry[] = {-1, -1}, exit[] = {4, 6};
    const uint32_t cause[] = {0, 0};
    struct visits v;
    assert_int_equal(visits_init(&v, 2, entry, exit, cause, 0), STATUS_OK);
    struct visit_share i = visits_share(&v, 1, 10);
    assert_float_equal(i.value, 0, 0);
    assert_true(isnan(visit_share_interval(&i, .95).low));
    assert_true(isnan(visits_quantile(&v, .5, 1.96).days));
    visits_done(&v);
    assert_int_equal(visits_init(&v, 0, entry, exit, cause, 0), STATUS_OK);
    assert_float_equal(visits_share(&v, 1, 10).value, 0, 0);
    visits_done(&v);
}

/* 400 made-up triangles of 24 months with known delays: how often the interval of the newest month
 * holds what was recorded in the end. */
static void nowcasts_hold(void **state)
{
    enum { MONTHS = 24, DELAYS = 6, TRIES = 400 };
    static const double delay[DELAYS] = {.3, .3, .2, .1, .06, .04};
    int held95 = 0, held80 = 0;
    (void)state;
    for (unsigned k = 0; k < TRIES; k++) {
        double counts[MONTHS * DELAYS], factors[DELAYS], complete[DELAYS], newest = 0, truth = 0;
        struct random_stream s;
        random_start(&s, 7, "nowcasts", text_of(""), text_of(""), k);
        for (size_t i = 0; i < MONTHS; i++)
            for (size_t j = 0; j < DELAYS; j++) {
                double x = random_poisson(&s, 30 * delay[j]);
                if (i == MONTHS - 1) {
                    truth += x;
                    newest += j == 0 ? x : 0;
                }
                counts[i * DELAYS + j] = i + j < MONTHS ? x : NAN;
            }
        const struct triangle t = {MONTHS, DELAYS, counts};
        assert_int_equal(delay_estimate(&t, 12, factors, complete), STATUS_OK);
        double spread = delay_dispersion(&t, complete);
        struct interval in = nowcast_interval(newest, complete[0], spread, .95);
        held95 += in.low <= truth && truth <= in.high;
        in = nowcast_interval(newest, complete[0], spread, .8);
        held80 += in.low <= truth && truth <= in.high;
    }
    assert_in_range(held95, TRIES * 92 / 100, TRIES * 98 / 100);
    assert_in_range(held80, TRIES * 76 / 100, TRIES * 87 / 100);
}

static void triangles_are_checked(void **state)
{
    (void)state;
    double factors[2], complete[3];
    const double gap[] = {5, NAN, 2, 4, 3, NAN}, negative[] = {5, -1, 2, 4, 3, NAN};
    const double brief[] = {5, NAN, NAN, 4, NAN, NAN};
    assert_int_equal(delay_estimate(&(struct triangle){2, 3, gap}, 0, factors, complete),
                     STATUS_VALUE);
    assert_int_equal(delay_estimate(&(struct triangle){2, 3, negative}, 0, factors, complete),
                     STATUS_VALUE);
    assert_int_equal(delay_estimate(&(struct triangle){2, 3, brief}, 0, factors, complete),
                     STATUS_SHORT);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_worked),           cmocka_unit_test(jumps_are_cells),
        cmocka_unit_test(weights_are_copies),    cmocka_unit_test(tiny_risk_sets_wait),
        cmocka_unit_test(nothing_is_known),      cmocka_unit_test(nowcasts_hold),
        cmocka_unit_test(triangles_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
