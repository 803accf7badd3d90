// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "calendar/date.h"
#include "model/forecast/spacing.h"

#include <string.h>

enum { MOST = 12 };

static size_t read_dates(const char *const *text, int32_t *out)
{
    size_t n = 0;
    for (; text[n]; n++)
        assert_int_equal(date_parse(text_of(text[n]), &out[n]), DATE_READ);
    return n;
}

static void expect_date(const struct spacing *s, long number, const char *want)
{
    char buffer[DATE_TEXT];
    date_write(spacing_date(s, number), buffer);
    assert_string_equal(buffer, want);
}

static void month_ends_stay_month_ends(void **state)
{
    (void)state;
    static const char *const text[] = {"2023-09-30", "2023-12-31", "2024-03-31", "2024-06-30",
                                       NULL};
    int32_t dates[MOST], scratch[MOST];
    struct spacing s;
    size_t n = read_dates(text, dates);
    assert_int_equal(spacing_find(&s, dates, n, scratch), STATUS_OK);
    assert_int_equal(s.months, 3);
    assert_int_equal(s.day, 31);
    assert_int_equal(spacing_season(&s), 4);
    expect_date(&s, 1, "2024-09-30");
    expect_date(&s, 2, "2024-12-31");
    expect_date(&s, -4, "2023-06-30");
}

static void february_does_not_shorten_months(void **state)
{
    (void)state;
    static const char *const text[] = {"2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30",
                                       NULL};
    int32_t dates[MOST], scratch[MOST];
    struct spacing s;
    size_t n = read_dates(text, dates);
    assert_int_equal(spacing_find(&s, dates, n, scratch), STATUS_OK);
    assert_int_equal(s.day, 30);
    assert_int_equal(s.months, 1);
    expect_date(&s, 1, "2024-05-30");
    expect_date(&s, 10, "2025-02-28");
}

static void a_gap_is_a_missing_period(void **state)
{
    (void)state;
    static const char *const text[] = {"2019-03-31", "2020-03-31", "2022-03-31", "2023-03-31",
                                       NULL};
    int32_t dates[MOST], scratch[MOST];
    struct spacing s;
    long number;
    size_t n = read_dates(text, dates);
    assert_int_equal(spacing_find(&s, dates, n, scratch), STATUS_OK);
    assert_int_equal(s.months, 12);
    assert_true(spacing_number(&s, dates[0], &number));
    assert_int_equal(number, -4);
    assert_int_equal(spacing_season(&s), 1);
}

static void a_stray_date_is_off_the_grid(void **state)
{
    (void)state;
    static const char *const text[] = {"2019-03-31", "2020-03-31", "2020-09-30", "2021-03-31",
                                       "2022-03-31", "2022-10-31", NULL};
    int32_t dates[MOST], scratch[MOST];
    struct spacing s;
    long number;
    size_t n = read_dates(text, dates);
    assert_int_equal(spacing_find(&s, dates, n, scratch), STATUS_OK);
    assert_false(spacing_number(&s, dates[2], &number) && s.months == 12);
    spacing_fix(&s, EVERY_YEAR, dates, n, scratch);
    assert_false(spacing_number(&s, dates[2], &number));
    assert_false(spacing_number(&s, dates[5], &number));
    assert_true(spacing_number(&s, dates[4], &number));
    expect_date(&s, number + 1, "2023-03-31");
}

static void weeks_and_days_are_counted_in_days(void **state)
{
    (void)state;
    static const char *const weeks[] = {"2024-01-03", "2024-01-10", "2024-01-24",
                                        "2024-01-31", "2024-02-07", NULL};
    static const char *const days[] = {"2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01",
                                       NULL};
    int32_t dates[MOST], scratch[MOST];
    struct spacing s;
    char name[32];
    assert_int_equal(spacing_find(&s, dates, read_dates(weeks, dates), scratch), STATUS_OK);
    assert_int_equal(s.days, 7);
    assert_string_equal(spacing_name(&s, name, sizeof name), "week");
    assert_int_equal(spacing_year(&s), 52);
    assert_int_equal(spacing_find(&s, dates, read_dates(days, dates), scratch), STATUS_OK);
    assert_int_equal(s.days, 1);
    assert_int_equal(spacing_season(&s), 7);
    expect_date(&s, 1, "2024-03-02");
    assert_int_equal(spacing_find(&s, dates, 1, scratch), STATUS_SHORT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(month_ends_stay_month_ends),
        cmocka_unit_test(february_does_not_shorten_months),
        cmocka_unit_test(a_gap_is_a_missing_period),
        cmocka_unit_test(a_stray_date_is_off_the_grid),
        cmocka_unit_test(weeks_and_days_are_counted_in_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
