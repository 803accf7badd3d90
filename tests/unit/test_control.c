// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit.h"

#include "chart/control.h"
#include "chart/theme.h"

#include "calendar/date.h"

#include <math.h>

/* A stretch of months with limits 0 ... 20 around MEAN, and what was found of each value. */
struct month {
    double value, mean;
    enum chart_point_kind found[2]; /* CHART_ACTUAL: nothing */
};

enum { MONTHS = 10 };
static struct chart_point rows[MONTHS * 8];

static int32_t month_end(int number)
{
    return date_of(2024, 1 + number, 28);
}

/* Fills SERIES with the rows of COUNT months, and a verdict; returns how many months. */
static void lay(struct chart_series *series, const struct month *months, int count,
                const char *variation, const char *assurance)
{
    size_t n = 0;
    for (int i = 0; i < count; i++) {
        const struct month *m = &months[i];
        rows[n++] = (struct chart_point){month_end(i), CHART_ACTUAL, m->value};
        if (isfinite(m->mean)) {
            rows[n++] = (struct chart_point){month_end(i), CHART_MEAN, m->mean};
            rows[n++] = (struct chart_point){month_end(i), CHART_LOWER_LIMIT, m->mean - 10};
            rows[n++] = (struct chart_point){month_end(i), CHART_UPPER_LIMIT, m->mean + 10};
        }
        for (int k = 0; k < 2; k++)
            if (m->found[k] != CHART_ACTUAL)
                rows[n++] = (struct chart_point){month_end(i), m->found[k], m->value};
    }
    rows[n++] =
        (struct chart_point){month_end(count - 1), CHART_VARIATION, NAN, .status = variation};
    if (assurance)
        rows[n++] =
            (struct chart_point){month_end(count - 1), CHART_ASSURANCE, NAN, .status = assurance};
    *series = (struct chart_series){"", rows, n};
}

static void directions_are_those_of_the_rule(void **state)
{
    (void)state;
    const struct month months[] = {
        {10, 10, {0}},
        {25, 10, {CHART_CONCERN, CHART_OUTSIDE}}, /* outside: above the mean */
        {4, 10, {CHART_CONCERN, CHART_TREND}},    /* rising, though below the mean */
        {5, 10, {CHART_CONCERN, CHART_TREND}},
        {3, 10, {CHART_IMPROVEMENT, CHART_SHIFT}}, /* below the mean */
        {NAN, 10, {0}},                            /* no value: left out */
        {8, 10, {CHART_LOW, CHART_TREND}},         /* alone: the side of the mean */
    };
    struct chart_series series;
    struct control c;
    lay(&series, months, 7, "low", "fail");
    assert_int_equal(control_read(&c, &series), STATUS_OK);
    assert_int_equal(c.count, 6);
    const int expected[] = {0, 1, 1, 1, -1, -1};
    for (int i = 0; i < 6; i++)
        assert_int_equal(c.points[i].direction, expected[i]);
    assert_int_equal(c.points[4].meaning, CONTROL_IMPROVEMENT);
    assert_true(c.points[1].upper == 20 && c.points[1].lower == 0);
    assert_string_equal(control_variation_letter(&c), "L");
    assert_string_equal(control_variation_words(&c), "Special cause: falling");
    assert_string_equal(control_assurance_letter(&c), "F");
    assert_string_equal(control_assurance_words(&c), "Target will be missed");
    assert_int_equal(control_since(&c), month_end(6));
    control_done(&c);
}

static void verdicts_hold_since_the_latest_limits(void **state)
{
    (void)state;
    const struct month months[] = {
        {14, 10, {CHART_CONCERN, CHART_SHIFT}}, {14, 10, {CHART_CONCERN, CHART_SHIFT}},
        {26, 20, {CHART_CONCERN, CHART_SHIFT}}, {27, 20, {0}},
        {26, 20, {CHART_CONCERN, CHART_SHIFT}}, {27, 20, {CHART_CONCERN, CHART_SHIFT}},
    };
    struct chart_series series;
    struct control c;
    lay(&series, months, 6, "concern", NULL);
    assert_int_equal(control_read(&c, &series), STATUS_OK);
    assert_int_equal(c.last_first, 2);
    assert_true(control_breaks(&c, 0) && control_breaks(&c, 2) && !control_breaks(&c, 3));
    assert_int_equal(control_since(&c), month_end(4));
    assert_int_equal(c.assurance, CONTROL_NO_TARGET);
    assert_string_equal(control_assurance_letter(&c), "");
    control_done(&c);
    lay(&series, months, 3, "concern", NULL); /* not over the new limits */
    assert_int_equal(control_read(&c, &series), STATUS_OK);
    assert_int_equal(control_since(&c), month_end(2));
    control_done(&c);
}

static void verdicts_are_only_what_the_rows_say(void **state)
{
    (void)state;
    const struct month months[] = {{10, 10, {0}}, {11, 10, {0}}};
    const struct month bare[] = {{10, NAN, {0}}};
    struct chart_series series;
    struct control c;
    lay(&series, months, 2, "common cause", "inconsistent");
    assert_int_equal(control_read(&c, &series), STATUS_OK);
    assert_int_equal(control_since(&c), DATE_NONE);
    assert_string_equal(control_variation_words(&c), "No significant change");
    assert_string_equal(control_variation_letter(&c), "C");
    assert_string_equal(control_assurance_letter(&c), "?");
    control_done(&c);
    lay(&series, months, 2, "too few points", NULL);
    assert_int_equal(control_read(&c, &series), STATUS_OK);
    assert_string_equal(control_variation_words(&c), "Too few points: trial limits");
    assert_string_equal(control_variation_letter(&c), "");
    control_done(&c);
    lay(&series, bare, 1, "too few points", NULL);
    assert_int_equal(control_read(&c, &series), STATUS_OK);
    assert_string_equal(control_variation_words(&c), "Too few points");
    control_done(&c);
    lay(&series, months, 2, "some other word", NULL);
    assert_int_equal(control_read(&c, &series), STATUS_OK);
    assert_int_equal(c.variation, CONTROL_NONE);
    control_done(&c);
    series.count = 0;
    assert_int_equal(control_read(&c, &series), STATUS_OK);
    assert_int_equal(c.count, 0);
    assert_int_equal(control_since(&c), DATE_NONE);
    control_done(&c);
}

/* What a special point means is told in grey, too: pale or dark. */
static void meanings_differ_in_grey(void **state)
{
    (void)state;
    assert_true(colour_contrast(COLOUR_IMPROVEMENT, COLOUR_CONCERN) >= 3);
    assert_true(colour_contrast(COLOUR_CONCERN, COLOUR_WHITE) >= 4.5); /* its letter is white */
    assert_true(colour_contrast(COLOUR_NOTABLE, COLOUR_WHITE) >= 4.5);
    assert_true(colour_contrast(COLOUR_IMPROVEMENT, COLOUR_INK) >= 4.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directions_are_those_of_the_rule),
        cmocka_unit_test(verdicts_hold_since_the_latest_limits),
        cmocka_unit_test(verdicts_are_only_what_the_rows_say),
        cmocka_unit_test(meanings_differ_in_grey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
