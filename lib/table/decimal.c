// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/decimal.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned __int128 wide;

/* whole * 10^-decimals */
struct decimal {
    uint64_t whole;
    int decimals;
};

/* Writes D, with a minus if NEGATIVE, to TO; returns the bytes written. */
static size_t write_decimal(char *to, struct decimal d, bool negative)
{
    char text[64], *end = text + sizeof text, *p = end;
    for (int i = 0; i < d.decimals; i++, d.whole /= 10)
        *--p = (char)('0' + d.whole % 10);
    if (d.decimals)
        *--p = '.';
    do
        *--p = (char)('0' + d.whole % 10);
    while (d.whole /= 10);
    if (negative)
        *--p = '-';
    memcpy(to, p, (size_t)(end - p));
    return (size_t)(end - p);
}

static uint64_t power_of_ten(int k)
{
    uint64_t power = 1;
    while (k-- > 0)
        power *= 10;
    return power;
}

/* X as a whole number of at most 15 digits with at most 6 decimals, if that is exactly what reads
 * back as X: most numbers that people and counts make. A quotient of two exact doubles is rounded
 * just as a decimal is on reading, so the comparison proves the round trip. */
static bool few_digits(double x, struct decimal *d)
{
    static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    if (x != 0 && x < 1e-4)
        return false;
    for (int k = 0; k <= 6; k++) {
        double scaled = rint(x * power[k]);
        if (scaled >= 1e15)
            return false;
        if (scaled / power[k] == x) {
            *d = (struct decimal){(uint64_t)scaled, k};
            return true;
        }
    }
    return false;
}

/* A double taken apart: m * 2^-shift. */
static uint64_t take_apart(double x, int *shift)
{
    int exponent;
    double fraction = frexp(x, &exponent); /* 0.5 <= fraction < 1 */
    *shift = DBL_MANT_DIG - exponent;
    return (uint64_t)ldexp(fraction, DBL_MANT_DIG);
}

/* N / 2^SHIFT / STEP, rounded to the nearest, ties to even. */
static uint64_t divide_round(wide n, int shift, uint64_t step)
{
    wide unit = (wide)step << shift;
    wide quotient = n / unit, rest = n % unit;
    quotient += rest > unit - rest || (rest == unit - rest && (quotient & 1));
    return (uint64_t)quotient;
}

/* The shortest decimal of a number of 1e-4 <= X < 1e15: of its 15, 16 and 17 digits the first that
 * lie within half the distance to the next double. Everything is counted in units of
 * 10^-k * 2^-(shift + 2), so that a quarter of that distance (below a power of two) is whole, too.
 */
static bool shortest(double x, struct decimal *d)
{
    int shift;
    uint64_t m = take_apart(x, &shift);
    int place = (int)floor(log10(x)); /* one off is found out below */
    int k = 16 - place;
    wide power = (wide)power_of_ten(k > 19 ? 19 : k) * (k > 19 ? power_of_ten(k - 19) : 1);
    wide value = m * power * 4;
    wide above = 2 * power, below = m == (uint64_t)1 << (DBL_MANT_DIG - 1) ? power : above;
    uint64_t step = 100;
    for (int digits = 15; digits <= 17; digits++, step /= 10) {
        uint64_t c = divide_round(value, shift + 2, step);
        if (c < power_of_ten(digits - 1) || c >= power_of_ten(digits))
            return false; /* log10 was one off, or rounded up to one digit more */
        wide found = (wide)(c * step) << (shift + 2);
        bool near = found > value ? found - value < above || (found - value == above && !(m & 1))
                                  : value - found < below || (value - found == below && !(m & 1));
        if (!near)
            continue;
        *d = (struct decimal){c, k - (17 - digits)};
        for (; d->decimals && d->whole % 10 == 0; d->decimals--)
            d->whole /= 10;
        return true;
    }
    return false;
}

size_t decimal_shortest(char *to, double x)
{
    struct decimal d;
    double size = fabs(x);
    if (few_digits(size, &d) || (size >= 1e-4 && size < 1e15 && shortest(size, &d)))
        return write_decimal(to, d, x < 0);
    int written = 0;
    for (int precision = 15; precision <= 17; precision++) {
        written = snprintf(to, DECIMAL_MOST, "%.*g", precision, x);
        if (strtod(to, NULL) == x)
            break;
    }
    return (size_t)written;
}

size_t decimal_fixed(char *to, size_t size, double x, int decimals)
{
    double absolute = fabs(x);
    if (decimals < 0)
        decimals = 0;
    if (size >= DECIMAL_MOST && decimals <= 9 && absolute < 1e9 && absolute >= 1e-4) {
        int shift;
        wide value = (wide)take_apart(absolute, &shift) * power_of_ten(decimals);
        struct decimal d = {divide_round(value, shift, 1), decimals};
        return write_decimal(to, d, x < 0 && d.whole);
    }
    int written = snprintf(to, size, "%.*f", decimals, x);
    if (written < 0 || (size_t)written >= size)
        return 0;
    bool minus = to[0] == '-' && strspn(to, "-0.") == (size_t)written;
    if (minus)
        memmove(to, to + 1, (size_t)written - 1);
    return (size_t)written - minus;
}
