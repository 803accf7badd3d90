// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "table/decimal.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint64_t next_bits(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state ^ state >> 31;
}

/* Doubles of every kind: any bits, binary fractions, powers of two and their neighbours (where the
 * distance to the next double changes), quotients, and sizes spread evenly over the exact range. */
static double next_double(int kind)
{
    uint64_t bits = next_bits();
    double x;
    switch (kind) {
    case 0:
        memcpy(&x, &bits, sizeof x);
        return isfinite(x) ? x : 0;
    case 1:
        return ldexp((double)(bits >> 11), -(int)(next_bits() % 70));
    case 2:
        return ldexp(1, (int)(bits % 66) - 15);
    case 3:
        return nextafter(ldexp(1, (int)(bits % 66) - 15), next_bits() % 2 ? 0 : DBL_MAX);
    case 4:
        return (double)(bits >> 20) / (double)(1 + next_bits() % 100000);
    default:
        return pow(10, (double)(bits >> 11) * 0x1p-53 * 19 - 4);
    }
}

static void check_shortest(double x)
{
    char found[DECIMAL_MOST + 1], expected[64];
    found[decimal_shortest(found, x)] = '\0';
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(expected, sizeof expected, "%.*g", precision, x);
        if (strtod(expected, NULL) == x)
            break;
    }
    assert_true(strtod(found, NULL) == x);
    assert_string_equal(found, x == 0 ? "0" : expected);
}

static void check_fixed(double x, int decimals)
{
    char found[512], expected[512];
    found[decimal_fixed(found, sizeof found, x, decimals)] = '\0';
    snprintf(expected, sizeof expected, "%.*f", decimals, x);
    bool zero = strspn(expected, "-0.") == strlen(expected);
    assert_string_equal(found, expected + (zero && expected[0] == '-'));
}

static void test_as_printf(void **unused)
{
    (void)unused;
    for (int i = 0; i < 300000; i++) {
        double x = next_double(i % 6);
        x = next_bits() % 2 ? x : -x;
        check_shortest(x);
        check_fixed(i % 3 ? x : rint(x * 8) / 8, (int)(next_bits() % 10)); /* eighths make ties */
    }
}

static void test_edges(void **unused)
{
    (void)unused;
    static const double edges[] = {0,        -0.0,   1e-4,    9.9999999999999991e-5,
                                   1e15,     5e-324, DBL_MAX, 999999999999999.88,
                                   2.2e-308, 1e22,   1e23,    9007199254740993.0};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        for (int step = -3; step <= 3; step++) {
            double x = edges[i];
            for (int n = abs(step); n > 0 && isfinite(x); n--)
                x = nextafter(x, step < 0 ? -DBL_MAX : DBL_MAX);
            check_shortest(x);
            check_fixed(x, 0);
            check_fixed(x, 9);
        }
}

static void test_no_room(void **unused)
{
    (void)unused;
    char text[8];
    assert_int_equal(decimal_fixed(text, sizeof text, 1234.5, 4), 0);
    assert_int_equal(decimal_fixed(text, sizeof text, 1234.5, -1), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_printf),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_no_room),
    };
    return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
