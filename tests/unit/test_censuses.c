// SPDX-License-Identifier: GPL-3.0-or-later
/* Leaving by yearly censuses: what is known of a made-up workforce's rates is found again, and with the
 * certainty that is claimed. */
#include "unit.h"

#include "base/random.h"
#include "model/retention/censuses.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { PEOPLE = 400, CENSUSES = 8, WORLDS = 300 };

/* The truth: a rate a year by completed years of tenure. */
static const double rates[] = {.12, .3, .15};

static double true_share(double time)
{
    double sum = 0;
    for (int y = 0; y < 3; y++)
        sum += rates[y] * fmax(0, (y < 2 ? fmin(time, y + 1) : time) - y);
    return exp(-sum);
}

/* The time at which the cumulated rate reaches H. */
static double time_of(double h)
{
    for (int y = 0; y < 2; y++) {
        if (h < rates[y])
            return y + h / rates[y];
        h -= rates[y];
    }
    return 2 + h / rates[2];
}

/* People who start over ten years and stand, or not, in the censuses of the last eight: those who had
 * left before the first, or between two, are never seen. */
static void make_world(struct census_rows *rows, uint64_t world)
{
    struct random_stream r;
    random_start(&r, 7, "test-censuses", text_of(""), text_of(""), world);
    rows->n = 0;
    for (uint32_t i = 0; i < PEOPLE; i++) {
        double start = -2 + 10 * random_uniform(&r),
               leave = start + time_of(-log(random_uniform(&r)));
        for (int census = 0; census + 1 < CENSUSES; census++) {
            if (census < start || census >= leave)
                continue;
            size_t n = rows->n++;
            rows->begin[n] = census - start;
            rows->end[n] = census + 1 - start;
            rows->left[n] = census + 1 >= leave;
            rows->stay[n] = i;
        }
    }
}

static void rows_init(struct census_rows *rows)
{
    enum { ROOM = PEOPLE * CENSUSES };
    *rows = (struct census_rows){.begin = malloc(ROOM * sizeof(double)),
                                 .end = malloc(ROOM * sizeof(double)),
                                 .left = malloc(ROOM * sizeof(double)),
                                 .stay = malloc(ROOM * sizeof(uint32_t))};
}

static void rows_done(struct census_rows *rows)
{
    free(rows->begin);
    free(rows->end);
    free(rows->left);
    free(rows->stay);
}

/* At 1, 2 and 5 years: the mean estimate is the truth, within three standard errors of it, and the 95 %
 * interval holds it in some 95 of 100 worlds. */
static void truth_is_found(void **state)
{
    (void)state;
    static const double times[] = {1, 2, 5};
    static size_t all[PEOPLE * CENSUSES];
    struct census_rows rows;
    static struct census_curve c;
    double sum[3] = {0}, squares[3] = {0};
    int held[3] = {0};
    rows_init(&rows);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        all[i] = i;
    for (uint64_t world = 0; world < WORLDS; world++) {
        make_world(&rows, world);
        assert_int_equal(census_curve_estimate(&c, &rows, all, rows.n, 10), STATUS_OK);
        for (int k = 0; k < 3; k++) {
            double share = census_curve_share(&c, times[k]), low, high,
                   truth = true_share(times[k]);
            census_curve_bounds(&c, times[k], false, stats_normal_z(.95), &low, &high);
            sum[k] += share;
            squares[k] += share * share;
            held[k] += low <= truth && truth <= high;
        }
    }
    for (int k = 0; k < 3; k++) {
        double mean = sum[k] / WORLDS, sd = sqrt(squares[k] / WORLDS - mean * mean);
        if (fabs(mean - true_share(times[k])) > 3 * sd / sqrt(WORLDS) + .003 ||
            held[k] < WORLDS * .91 || held[k] > WORLDS * .985)
            fail_msg("after %g years %g instead of %g; the interval holds it in %d of %d worlds",
                     times[k], mean, true_share(times[k]), held[k], (int)WORLDS);
    }
    rows_done(&rows);
}

/* With tenure counted in whole years the low rate of the first year comes out too high: so the test above
 * can fail. */
static void a_wrong_clock_is_seen(void **state)
{
    (void)state;
    static size_t all[PEOPLE * CENSUSES];
    struct census_rows rows;
    static struct census_curve c;
    double sum = 0;
    rows_init(&rows);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        all[i] = i;
    for (uint64_t world = 0; world < 50; world++) {
        make_world(&rows, world);
        for (size_t i = 0; i < rows.n; i++) { /* tenure as whole years */
            rows.begin[i] = floor(rows.begin[i]);
            rows.end[i] = rows.begin[i] + 1;
        }
        assert_int_equal(census_curve_estimate(&c, &rows, all, rows.n, 10), STATUS_OK);
        sum += census_curve_share(&c, 1) / 50;
    }
    assert_true(fabs(sum - true_share(1)) > .05);
    rows_done(&rows);
}

static void time_is_parted_by_bands(void **state)
{
    (void)state;
    const struct census_bands b = {.cut = {0, 1, 3, INFINITY}, .count = 3};
    double spent[3];
    census_spend(&b, .5, 3.25, spent);
    assert_true(spent[0] == .5 && spent[1] == 2 && spent[2] == .25);
    census_spend(&b, 4, 5, spent);
    assert_true(spent[0] == 0 && spent[1] == 0 && spent[2] == 1);
}

static void extremes_are_said(void **state)
{
    (void)state;
    double begin[] = {2, 2.5, 3}, end[] = {3, 3.5, 4}, left[] = {0, 0, 0};
    uint32_t stay[] = {0, 1, 2};
    size_t all[] = {0, 1, 2};
    struct census_rows rows = {begin, end, left, stay, 3, 3};
    static struct census_curve c;
    double low, high;
    assert_int_equal(census_curve_estimate(&c, &rows, all, 3, 1), STATUS_OK);
    census_curve_bounds(&c, 4, false, 1.96, &low, &high);
    assert_true(c.nobody_left && census_curve_share(&c, 4) == 1 && isnan(low) && isnan(high));
    assert_true(c.bands.cut[0] == 2);
    left[0] = left[1] = left[2] = 1;
    assert_int_equal(census_curve_estimate(&c, &rows, all, 3, 1), STATUS_NUMERIC);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truth_is_found),
        cmocka_unit_test(a_wrong_clock_is_seen),
        cmocka_unit_test(time_is_parted_by_bands),
        cmocka_unit_test(extremes_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
