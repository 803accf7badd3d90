// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/sentence.h"

#include <string.h>

static void numbers_read_as_people_write_them(void **state)
{
    (void)state;
    static const double numbers[] = {1128.3333, 12.345, .00012345, -0., 83630, -1853.3, 1e16};
    static const char *const want[] = {"1128", "12.3", "0.000123", "0", "83630", "-1853", "1e+16"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sentence s = {0};
        sentence_number(&s, numbers[i], 3);
        assert_string_equal(s.text, want[i]);
    }
}

static void what_does_not_fit_is_cut(void **state)
{
    (void)state;
    struct sentence s = {0};
    for (int i = 0; i < 100; i++)
        sentence_add(&s, "%s %d, ", "item", i);
    assert_int_equal(strlen(s.text), sizeof s.text - 1);
    assert_int_equal(s.used, sizeof s.text - 1);
    assert_memory_equal(s.text, "item 0, item 1, ", 16);
    sentence_add(&s, "more");
    assert_int_equal(strlen(s.text), sizeof s.text - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_read_as_people_write_them),
        cmocka_unit_test(what_does_not_fit_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
