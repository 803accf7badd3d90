// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "calendar/date.h"
#include "returns/table.h"

#include <math.h>
#include <string.h>

static int32_t when(const char *cell, const char *period_end)
{
    struct period_calendar period = PERIOD_TO_31_MARCH(EVERY_YEAR);
    int32_t date = 0;
    assert_true(period_parse_year_end(text_of(period_end), &period));
    return table_date(text_of(cell), &period, &date) ? date : DATE_NONE;
}

static void years_are_dated_at_their_end(void **state)
{
    (void)state;
    static const char *const same[] = {"2024",      "202324",    "2023-24", "2023/24",
                                       "2023-2024", "2023/2024", " 2024 "};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_int_equal(when(same[i], "03-31"), date_of(2024, 3, 31));
    assert_int_equal(when("2024", "09-30"), date_of(2024, 9, 30));
    assert_int_equal(when("2024", "02-28"), date_of(2024, 2, 29)); /* a month's end stays one */
    assert_int_equal(when("199900", "03-31"), date_of(2000, 3, 31));
    assert_int_equal(when("30/06/2023", "03-31"), date_of(2023, 6, 30));
    assert_int_equal(when("2023-06-30", "03-31"), date_of(2023, 6, 30));
    static const char *const none[] = {"",     "202325", "2023-25", "2023-2025",  "20234",
                                       "year", "1850",   "2023 Q1", "31/09/2023", "2023-2"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(when(none[i], "03-31"), DATE_NONE);
}

static void check(const char *cell, double want, const char *want_status, bool want_old)
{
    double value;
    const char *status;
    bool old;
    assert_true(table_value(text_of(cell), &value, &status, &old));
    assert_true(value == want || (isnan(value) && isnan(want)));
    assert_string_equal(status, want_status);
    assert_int_equal(old, want_old);
}

static void values_and_symbols_are_told_apart(void **state)
{
    (void)state;
    check("12.5", 12.5, "", false);
    check(" 0 ", 0, "", false);
    check("", NAN, "", false);
    check("54,870", 54870, "", false);
    check("-1,234,567.25", -1234567.25, "", false);
    check("c", NAN, "c", false);
    check("low", NAN, "low", false);
    check(":", NAN, "x", true);
    check("~", NAN, "low", true);
    check("[x]", NAN, "x", true);
    check("C", NAN, "c", true);
    static const char *const bad[] = {"12,5", "1,2345",  ",123",      "1,23,456", "1.5,000",
                                      "12%",  "about 5", "1,234.5.6", "[]",       "nan"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value;
        const char *status;
        bool old;
        assert_false(table_value(text_of(bad[i]), &value, &status, &old));
        assert_true(isnan(value) && !*status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_are_dated_at_their_end),
        cmocka_unit_test(values_and_symbols_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
