// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit.h"

#include "chart/number.h"
#include "chart/scale.h"
#include "chart/theme.h"
#include "chart/tick.h"

#include <math.h>

#define assert_near(a, b, slack) assert_true(fabs((a) - (b)) <= (slack))

/* Uniform on 0 ... 1 from a plain counter: the tests need variety, not quality. */
static double uniform(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

static void scale_meets_its_ends(void **state)
{
    (void)state;
    const struct scale s = {10, 30, 400, 100};
    assert_near(scale_at(&s, 10), 400, 0);
    assert_near(scale_at(&s, 30), 100, 0);
    assert_near(scale_at(&s, 20), 250, 1e-9);
    assert_true(isnan(scale_at(&s, NAN)));
    const struct scale huge = {-1e300, 1e300, 0, 100};
    assert_near(scale_at(&huge, 0), 50, 1e-9);
}

static void check_number_ticks(double least, double most, int limit, bool whole)
{
    struct ticks t;
    ticks_of_numbers(&t, least, most, limit, whole, NULL);
    assert_in_range(t.count, 2, limit < 3 ? 3 : limit);
    double step = t.at[1].value - t.at[0].value;
    double slack = 1e-6 * step;
    assert_true(t.from <= fmin(least, most) + slack);
    assert_true(t.to >= fmax(least, most) - slack);
    assert_true(!whole || step >= 1);
    for (int i = 1; i < t.count; i++) {
        assert_near(t.at[i].value - t.at[i - 1].value, step, slack);
        assert_string_not_equal(t.at[i].label, t.at[i - 1].label);
    }
    /* 1, 2 or 5 times a power of ten */
    double leading = step / pow(10, floor(log10(step) + 1e-9));
    assert_true(fabs(leading - 1) < 1e-6 || fabs(leading - 2) < 1e-6 || fabs(leading - 5) < 1e-6);
}

static void number_ticks_cover_the_range(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        double size = pow(10, 14 * uniform(&seed) - 3);
        double least = (uniform(&seed) - 0.5) * size;
        double most = least + uniform(&seed) * size;
        check_number_ticks(least, most, 3 + (int)(10 * uniform(&seed)), uniform(&seed) < 0.5);
    }
}

static void number_ticks_of_odd_ranges(void **state)
{
    (void)state;
    struct ticks t;
    check_number_ticks(0, 0, 6, true);
    check_number_ticks(7, 7, 6, true);
    check_number_ticks(-3, -3, 6, false);
    ticks_of_numbers(&t, NAN, NAN, 6, false, NULL);
    assert_true(t.count >= 2);
    ticks_of_numbers(&t, 0, 0, 6, true, NULL);
    assert_string_equal(t.at[0].label, "0");
    assert_string_equal(t.at[t.count - 1].label, "1");
    ticks_of_numbers(&t, 0, 30, 4, true, "%");
    assert_string_equal(t.at[1].label, "10%");
    ticks_of_numbers(&t, 0, 2.5e6, 6, true, "£");
    assert_string_equal(t.at[1].label, "£0.5m");
    ticks_of_numbers(&t, -4000, 0, 3, true, "");
    assert_string_equal(t.at[0].label, "\u22124,000");
}

static void trimming_keeps_the_data_inside(void **state)
{
    (void)state;
    uint32_t seed = 2;
    for (int i = 0; i < 5000; i++) {
        struct ticks t;
        double least = 1000 * (uniform(&seed) - 0.7), most = 1000 * uniform(&seed) + 1;
        ticks_of_numbers(&t, fmin(least, 0), most, 6, false, NULL);
        ticks_trim(&t, fmin(least, 0), most);
        assert_true(t.count >= 2);
        assert_true(t.from <= fmin(least, 0) && t.to >= most);
        assert_true(t.from <= t.at[0].value && t.to >= t.at[t.count - 1].value);
    }
    struct ticks t;
    ticks_of_numbers(&t, -3, 250, 5, true, NULL); /* -100, 0, ... 300 */
    ticks_trim(&t, -3, 250);
    assert_near(t.at[0].value, 0, 0);
    assert_true(t.from < -3 && t.from > -50);
}

static void date_ticks_stand_in_the_range(void **state)
{
    (void)state;
    uint32_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        struct ticks t;
        int32_t first = date_of(1990, 1, 1) + (int32_t)(15000 * uniform(&seed));
        int32_t last = first + (int32_t)(12000 * uniform(&seed) * uniform(&seed));
        int32_t anchor = first + (int32_t)((last - first) * uniform(&seed));
        int limit = 1 + (int)(10 * uniform(&seed));
        ticks_of_dates(&t, first, last, limit, (int)(4 * uniform(&seed)), anchor);
        assert_in_range(t.count, 0, limit);
        for (int k = 0; k < t.count; k++) {
            assert_true(t.at[k].value >= first && t.at[k].value <= last);
            assert_true(k == 0 || t.at[k].value > t.at[k - 1].value);
        }
    }
}

static void date_ticks_meet_the_anchor(void **state)
{
    (void)state;
    struct ticks t;
    int32_t march = date_of(2024, 3, 31);
    ticks_of_dates(&t, date_of(2019, 6, 30), march, 6, 3, march);
    assert_int_equal(t.count, 5); /* 2020 ... 2024 */
    assert_string_equal(t.at[4].label, "Mar 2024");
    assert_string_equal(t.at[0].label, "Mar 2020");
    ticks_of_dates(&t, date_of(2024, 1, 31), date_of(2024, 6, 30), 8, 1, date_of(2024, 6, 30));
    assert_int_equal(t.count, 6);
    assert_string_equal(t.at[1].label, "Feb 2024"); /* the 29th: a month's last day stays one */
    ticks_of_dates(&t, date_of(2024, 1, 1), date_of(2024, 1, 5), 8, 0, date_of(2024, 1, 5));
    assert_string_equal(t.at[0].label, "1 Jan");
    ticks_of_dates(&t, march, march, 5, 1, march);
    assert_int_equal(t.count, 1);
}

static void numbers_are_written_for_people(void **state)
{
    (void)state;
    char b[NUMBER_TEXT], d[DATE_WORDS];
    assert_string_equal(number_brief(b, 1234567, true, NULL), "1.23m");
    assert_string_equal(number_brief(b, 12345, true, NULL), "12,345");
    assert_string_equal(number_brief(b, 12.4, true, NULL), "12");
    assert_string_equal(number_brief(b, 12.44, false, "%"), "12.4%");
    assert_string_equal(number_brief(b, 0.25, false, NULL), "0.25");
    assert_string_equal(number_brief(b, 0.1234, false, NULL), "0.123");
    assert_string_equal(number_brief(b, -0.4, true, NULL), "0");
    assert_string_equal(number_brief(b, -1500, true, "£"), "\u2212£1,500");
    assert_string_equal(number_brief(b, NAN, true, NULL), "not available");
    assert_string_equal(date_words(d, date_of(2024, 3, 31), false), "Mar 2024");
    assert_string_equal(date_words(d, date_of(2024, 3, 30), true), "30 March 2024");
    assert_string_equal(date_when(d, date_of(2024, 2, 29)), "in February 2024");
    assert_string_equal(date_when(d, date_of(2024, 9, 12)), "on 12 September 2024");
}

/* WCAG 2.2, 1.4.11: graphics at least 3:1 on what is next to them; 1.4.3: text at least 4.5:1. */
static void colours_are_seen(void **state)
{
    (void)state;
    assert_near(colour_contrast(0x000000, 0xFFFFFF), 21, 1e-9);
    assert_near(colour_contrast(0x767676, 0xFFFFFF), 4.54, 0.01); /* WCAG's own example */
    for (unsigned i = 0; i < THEME_LINES; i++)
        assert_true(colour_contrast(theme_line(i).colour, COLOUR_WHITE) >= 3);
    for (unsigned i = 0; i < THEME_LINES; i++)
        for (unsigned k = 0; k < i; k++) {
            assert_int_not_equal(theme_line(i).dash, theme_line(k).dash);
            assert_int_not_equal(theme_line(i).shape, theme_line(k).shape);
        }
    /* With two lines, also against each other. */
    assert_true(colour_contrast(theme_line(0).colour, theme_line(1).colour) >= 3);
    const uint32_t graphics[] = {COLOUR_HISTORY, COLOUR_FORECAST, COLOUR_TARGET, COLOUR_AXIS};
    for (size_t i = 0; i < sizeof graphics / sizeof *graphics; i++)
        assert_true(colour_contrast(graphics[i], COLOUR_WHITE) >= 3);
    /* The forecast's line lies on the inner band, the bands' edge beside the outer one. */
    assert_true(colour_contrast(COLOUR_HISTORY, COLOUR_BAND_80) >= 3);
    assert_true(colour_contrast(COLOUR_FORECAST, COLOUR_BAND_95) >= 3);
    assert_true(colour_contrast(COLOUR_INK, COLOUR_WHITE) >= 4.5);
    assert_true(colour_contrast(COLOUR_GREY_INK, COLOUR_WHITE) >= 4.5);
}

static void letters_are_large_enough(void **state)
{
    (void)state;
    for (int i = 0; i < FACES; i++)
        assert_true(theme_face((enum face)i).points >= 9);
    assert_true(theme_face(FACE_BODY).points >= 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scale_meets_its_ends),
        cmocka_unit_test(number_ticks_cover_the_range),
        cmocka_unit_test(number_ticks_of_odd_ranges),
        cmocka_unit_test(trimming_keeps_the_data_inside),
        cmocka_unit_test(date_ticks_stand_in_the_range),
        cmocka_unit_test(date_ticks_meet_the_anchor),
        cmocka_unit_test(numbers_are_written_for_people),
        cmocka_unit_test(colours_are_seen),
        cmocka_unit_test(letters_are_large_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
