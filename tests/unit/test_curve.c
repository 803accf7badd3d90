// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit.h"

#include "chart/curve.h"

#include <math.h>

static struct chart_point at(double time, enum chart_point_kind kind, double value, double around)
{
    return (struct chart_point){.kind = kind,
                                .time = time,
                                .value = value,
                                .low95 = value - around,
                                .high95 = value + around,
                                .status = ""};
}

static void values_hold_until_the_next(void **state)
{
    (void)state;
    struct chart_point points[] = {
        at(1, CHART_ACTUAL, 90, 0),   at(1, CHART_AT_RISK, 50, 0),   at(2, CHART_ACTUAL, NAN, 0),
        at(2.5, CHART_ACTUAL, 80, 0), at(2.5, CHART_AT_RISK, 30, 0),
    };
    const struct chart_series series = {"", points, 5};
    assert_null(curve_value(&series, 0.5)); /* not yet begun: nothing is made up */
    assert_true(curve_value(&series, 1)->value == 90);
    assert_true(curve_value(&series, 2.4)->value == 90);
    assert_true(curve_value(&series, 2.5)->value == 80);
    assert_null(curve_value(&series, 2.6)); /* nor after its end */
    assert_true(curve_at_risk(&series, 0) == 50 && curve_at_risk(&series, 1) == 50);
    assert_true(curve_at_risk(&series, 1.1) == 30);
    assert_true(isnan(curve_at_risk(&series, 3)));
}

static void curves_are_compared_where_all_reach(void **state)
{
    (void)state;
    struct chart_point a[] = {at(0, CHART_ACTUAL, 100, 0), at(1, CHART_ACTUAL, 90, 5),
                              at(7.5, CHART_ACTUAL, 70, 5)};
    struct chart_point b[] = {at(0, CHART_ACTUAL, 100, 0), at(4.7, CHART_ACTUAL, 50, 9)};
    struct chart_series series[] = {{"a", a, 3}, {"b", b, 2}};
    const struct chart chart = {.series = series, .series_count = 2};
    assert_true(curves_common_time(&chart) == 4);
    assert_string_equal(curves_highest(&chart, 4)->label, "b"); /* at 100 until 4.7 */
    assert_string_equal(curves_highest(&chart, 4.7)->label, "a");
    b[1].high95 = 85; /* the intervals touch */
    assert_null(curves_highest(&chart, 4.7));
    assert_false(curve_any_at_risk(&chart));
    series[1].count = 1;
    assert_true(curves_common_time(&chart) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_hold_until_the_next),
        cmocka_unit_test(curves_are_compared_where_all_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
