// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_BRIDGE_H
#define HEARTH_MODEL_COST_BRIDGE_H

#include <stddef.h>
#include <stdint.h>

/* From one cost to another, kind by kind and to the penny:
 *
 *   volume  more or fewer days of care in all, at the first side's mix and prices
 *   mix     the days having gone to other kinds than on the first side, at its prices
 *   price   the days of the second side, at its prices instead of the first side's
 *
 * With days D and d of all and of one kind, cost c and price p = c / d, sides 0 and 1:
 *
 *   volume = (D1 / D0 - 1) c0     mix = (d1 - d0 D1 / D0) p0     price = c1 - d1 p0
 *
 * which add up to c1 - c0 for each kind, and so for all. In pence: volume and mix are rounded to the
 * nearest, and price is what is left of the change, so that the sums are exact. A kind with no days on the first
 * side takes its first price from the price list (p0 given); where there was no day of any kind,
 * all is mix and price. */
struct bridge_side {
    double days;
    int64_t pence;
    double list; /* pounds a day, for a kind without days; NaN: none */
};

struct bridge_steps {
    int64_t volume, price, mix, change;
};

/* N kinds that make a whole: FROM, TO and OUT are arrays of N. */
void bridge_make(const struct bridge_side *from, const struct bridge_side *to, size_t n,
                 struct bridge_steps *out);

#endif
