// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit.h"

#include "chart/bars.h"
#include "chart/theme.h"

#include <math.h>

static struct chart_point points[8];
static struct chart_series series[8];

/* One bar a value, labelled a, b, c ... */
static struct chart chart_of(const double *values, size_t count)
{
    static const char *const labels[] = {"a", "b", "c", "LA 3", "e", "f", "g", "h"};
    for (size_t i = 0; i < count; i++) {
        points[i] = (struct chart_point){.value = values[i], .low95 = NAN, .high95 = NAN};
        series[i] = (struct chart_series){labels[i], &points[i], 1};
    }
    return (struct chart){.series = series, .series_count = count};
}

static void bars_stand_largest_first(void **state)
{
    (void)state;
    const double values[] = {3, NAN, 7, 3, -1};
    struct chart chart = chart_of(values, 5);
    static struct bars b;
    char words[RANK_WORDS];
    bars_read(&b, &chart);
    const char *const order[] = {"c", "a", "LA 3", "e", "b"};
    const size_t ranks[] = {1, 2, 2, 4, 0};
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(b.items[i].series->label, order[i]);
        assert_int_equal(b.items[i].rank, ranks[i]);
    }
    assert_int_equal(b.valued, 4);
    assert_int_equal(b.focus, 5);
    assert_string_equal(bars_highest(&b)->series->label, "c");
    assert_string_equal(bars_rank_words(&b, &b.items[0], words), "highest of 4");
    assert_string_equal(bars_rank_words(&b, &b.items[1], words), "2nd highest of 4");
    assert_string_equal(bars_rank_words(&b, &b.items[3], words), "lowest of 4");
    chart.ordered = true; /* as they are, the missing one too */
    chart.focus = "3";
    bars_read(&b, &chart);
    assert_string_equal(b.items[1].series->label, "b");
    assert_int_equal(b.focus, 3); /* "LA 3" */
}

static void steps_are_shares_of_the_one_before(void **state)
{
    (void)state;
    const double values[] = {50, 200, 100};
    struct chart chart = chart_of(values, 3);
    static struct bars b;
    chart.steps = true;
    chart.ordered = true;
    bars_read(&b, &chart);
    assert_true(isnan(b.items[0].of_before));
    assert_true(b.items[1].of_before == 50 && b.items[2].of_before == 50);
    chart.steps = false;
    bars_read(&b, &chart);
    assert_true(isnan(b.items[1].of_before));
}

static void references_are_no_bars(void **state)
{
    (void)state;
    const double values[] = {5, 5, 6};
    struct chart chart = chart_of(values, 3);
    static struct bars b;
    points[0].kind = CHART_REFERENCE;
    points[1].low95 = 4;
    points[1].high95 = 6;
    series[2].count = 0; /* no row at this date */
    bars_read(&b, &chart);
    assert_int_equal(b.count, 1);
    assert_int_equal(b.valued, 1);
    assert_int_equal(b.reference_count, 1);
    assert_true(b.intervals);
    assert_string_equal(b.items[0].series->label, "b");
}

static void ranks_are_written_in_english(void **state)
{
    (void)state;
    static struct bars b = {.valued = 150};
    char words[RANK_WORDS];
    const size_t ranks[] = {3, 11, 12, 13, 21, 102, 111, 123};
    const char *const expected[] = {"3rd",  "11th",  "12th",  "13th",
                                    "21st", "102nd", "111th", "123rd"};
    for (size_t i = 0; i < 8; i++) {
        const struct bar bar = {.rank = ranks[i]};
        bars_rank_words(&b, &bar, words);
        assert_memory_equal(words, expected[i], strlen(expected[i]));
    }
}

static void grey_bars_are_seen(void **state)
{
    (void)state;
    assert_true(colour_contrast(COLOUR_FOCUS_THIN, COLOUR_WHITE) >= 3);
    assert_true(colour_contrast(COLOUR_FOCUS_THIN, COLOUR_HISTORY) >= 3);
    assert_true(colour_contrast(COLOUR_FOCUS_REST, COLOUR_HISTORY) >=
                3); /* outlined against white */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_stand_largest_first),
        cmocka_unit_test(steps_are_shares_of_the_one_before),
        cmocka_unit_test(references_are_no_bars),
        cmocka_unit_test(ranks_are_written_in_english),
        cmocka_unit_test(grey_bars_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
