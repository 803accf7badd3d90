// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TABLE_DECIMAL_H
#define HEARTH_TABLE_DECIMAL_H

#include <stddef.h>

/* Numbers as decimal text, independent of the locale.
 *
 * Both functions give what printf's %.15g (then %.16g, %.17g) and %.*f give, byte for byte, but for
 * numbers between 1e-4 and 1e15 by exact 128-bit integer arithmetic, which is several times as
 * fast: a double is m * 2^e, so its distance from a decimal c * 10^-k is a difference of whole
 * numbers once both are multiplied by 10^k and 2^-e. The shortest decimal is the one of fewest
 * digits that lies nearer to the double than to its neighbours, as in Steele and White, "How to
 * print floating-point numbers accurately", PLDI 1990.
 */
enum { DECIMAL_MOST = 32 }; /* room for decimal_shortest */

/* Writes the shortest decimal that reads back as X (finite) to TO, which has DECIMAL_MOST bytes,
 * not NUL-terminated; returns the bytes written. Whole numbers below 1e15 have no point or
 * exponent. */
size_t decimal_shortest(char *to, double x);

/* Writes X (finite) with DECIMALS digits after the point, ties to even as printf has it, without a
 * sign when nothing but zeros is left. At most SIZE bytes; returns the bytes written, or 0 when
 * there is no room. */
size_t decimal_fixed(char *to, size_t size, double x, int decimals);

#endif
