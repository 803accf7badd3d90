// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/unit.h"

#include "report/label_order.h"

static void age_bands_stand_in_the_order_of_age(void **state)
{
    (void)state;
    struct chart_series s[] = {{.label = "1-4"},
                               {.label = "10-15"},
                               {.label = "16 and over"},
                               {.label = "5-9"},
                               {.label = "under 1"}};
    static const char *const expected[] = {"under 1", "1-4", "5-9", "10-15", "16 and over"};
    label_order(s, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(s[i].label, expected[i]);
}

static void other_labels_stay_as_they_came(void **state)
{
    (void)state;
    struct chart_series s[] = {{.label = "9"}, {.label = "Fostering"}, {.label = "1"}};
    label_order(s, 3);
    assert_string_equal(s[0].label, "9");
    assert_string_equal(s[2].label, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(age_bands_stand_in_the_order_of_age),
        cmocka_unit_test(other_labels_stay_as_they_came),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
