// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/unit.h"

#include "calendar/date.h"
#include "calendar/period.h"

static int32_t day(const char *s)
{
    int32_t d = DATE_NONE;
    assert_int_equal(date_parse(text_of(s), &d), DATE_READ);
    return d;
}

/* Walks every day from 1900 to 2199 with the calendar's own rule, without the formula. */
static void every_day_of_three_centuries_goes_there_and_back(void **state)
{
    (void)state;
    int32_t expected = date_of(1900, 1, 1);
    assert_int_equal(date_of(1970, 1, 1), 0);
    assert_int_equal(date_of(2000, 3, 1), 11017);
    for (int y = 1900; y < 2200; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= date_days_in_month(y, m); d++, expected++) {
                int year, month, dd;
                assert_int_equal(date_of(y, m, d), expected);
                date_split(expected, &year, &month, &dd);
                assert_true(year == y && month == m && dd == d);
                char written[DATE_TEXT];
                date_write(expected, written);
                assert_int_equal(day(written), expected);
            }
}

static void shape_decides_and_nothing_is_guessed(void **state)
{
    (void)state;
    assert_int_equal(day("05/04/2024"), date_of(2024, 4, 5));
    assert_int_equal(day("2024-04-05"), date_of(2024, 4, 5));
    assert_int_equal(day(" 2024-04-05 "), date_of(2024, 4, 5));
    assert_int_equal(day("2024-04-05 00:00:00"), date_of(2024, 4, 5));
    assert_int_equal(day("2024-04-05T00:00:00"), date_of(2024, 4, 5));
    int32_t d = 5;
    static const char *const shapes[] = {
        "5/4/2024",   "05-04-2024", "2024/04/05",          "05/04/24",   "45387", "April 2024",
        "zz/ZZ/2019", "0a/04/2024", "2024-04-05 10:00:00", "          x"};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        assert_int_equal(date_parse(text_of(shapes[i]), &d), DATE_SHAPE);
    static const char *const impossible[] = {"31/02/2024", "29/02/2023", "00/01/2024", "01/13/2024",
                                             "2024-00-01", "01/01/1899", "2200-01-01"};
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++)
        assert_int_equal(date_parse(text_of(impossible[i]), &d), DATE_IMPOSSIBLE);
    assert_int_equal(d, 5);
    static const char *const empty[] = {"", "   ", "          "};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(date_parse(text_of(empty[i]), &d), DATE_EMPTY);
    assert_int_equal(d, DATE_NONE);
}

static void age_is_by_the_calendar(void **state)
{
    (void)state;
    int32_t birth = day("2004-02-29");
    assert_int_equal(date_age(birth, day("2022-02-28")), 17);
    assert_int_equal(date_age(birth, day("2022-03-01")), 18);
    assert_int_equal(date_age(birth, day("2024-02-29")), 20);
    assert_int_equal(date_age(birth, day("2024-02-28")), 19);
    assert_int_equal(date_birthday(birth, 18), day("2022-03-01"));
    assert_int_equal(date_birthday(birth, 20), day("2024-02-29"));
    assert_int_equal(date_age(birth, day("2004-02-28")), -1);
    for (int age = 0; age < 40; age++) {
        int32_t on = date_birthday(birth, age);
        assert_int_equal(date_age(birth, on), age);
        assert_int_equal(date_age(birth, on - 1), age - 1);
    }
    /* every birth date of four years that hold a common century, a long way on */
    for (birth = date_of(1898, 1, 1); birth < date_of(1902, 1, 1); birth++)
        for (int age = 0; age < 290; age += 7)
            for (int32_t near = -6; near <= 6; near++)
                assert_int_equal(date_age(birth, date_birthday(birth, age) + near),
                                 near < 0 ? age - 1 : age);
}

static void months_are_added_at_month_ends(void **state)
{
    (void)state;
    assert_int_equal(date_add_months(day("2024-01-31"), 1), day("2024-02-29"));
    assert_int_equal(date_add_months(day("2024-03-31"), -13), day("2023-02-28"));
    assert_int_equal(date_add_months(day("2023-12-15"), 1), day("2024-01-15"));
}

static void quarters_follow_the_year(void **state)
{
    (void)state;
    struct period_calendar c = PERIOD_TO_31_MARCH(EVERY_QUARTER);
    assert_int_equal(period_end_from(&c, day("2024-04-01")), day("2024-06-30"));
    assert_int_equal(period_end_from(&c, day("2024-06-30")), day("2024-06-30"));
    assert_int_equal(period_end_from(&c, day("2024-07-01")), day("2024-09-30"));
    c = PERIOD_TO_31_MARCH(EVERY_YEAR);
    assert_int_equal(period_end_from(&c, day("2024-03-31")), day("2024-03-31"));
    assert_int_equal(period_end_from(&c, day("2024-04-01")), day("2025-03-31"));
    assert_int_equal(period_year(&c, day("2024-04-01")), 2025);
    c = PERIOD_TO_30_SEPTEMBER(EVERY_YEAR);
    assert_int_equal(period_end_from(&c, day("2024-10-01")), day("2025-09-30"));
    assert_true(period_parse_year_end(text_of("02-28"), &c));
    assert_int_equal(period_end_from(&c, day("2024-01-01")), day("2024-02-29"));
    assert_true(period_parse_year_end(text_of("04-05"), &c));
    assert_int_equal(period_end_from(&c, day("2024-04-05")), day("2024-04-05"));
    assert_int_equal(period_end_from(&c, day("2024-04-06")), day("2025-04-05"));
    assert_false(period_parse_year_end(text_of("02-30"), &c));
    assert_false(period_parse_year_end(text_of("31-03"), &c));
}

/* Every day lies in (previous end, end] of its own period, whatever the calendar. */
static void periods_tile_the_days(void **state)
{
    (void)state;
    static const char *const ends[] = {"03-31", "09-30", "12-31", "02-28", "04-05", "01-15"};
    for (int every = EVERY_DAY; every <= EVERY_YEAR; every++)
        for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
            struct period_calendar c = {.every = (enum period_every)every};
            assert_true(period_parse_year_end(text_of(ends[e]), &c));
            for (int32_t d = date_of(2015, 1, 1); d < date_of(2025, 1, 1); d++) {
                int32_t n = period_number(&c, d);
                assert_true(period_end(&c, n) >= d);
                assert_true(period_end(&c, n - 1) < d);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_three_centuries_goes_there_and_back),
        cmocka_unit_test(shape_decides_and_nothing_is_guessed),
        cmocka_unit_test(age_is_by_the_calendar),
        cmocka_unit_test(months_are_added_at_month_ends),
        cmocka_unit_test(quarters_follow_the_year),
        cmocka_unit_test(periods_tile_the_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
