// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/bridge.h"

#include <math.h>

void bridge_make(const struct bridge_side *from, const struct bridge_side *to, size_t n,
                 struct bridge_steps *out)
{
    double before = 0, after = 0;
    for (size_t i = 0; i < n; i++) {
        before += from[i].days;
        after += to[i].days;
    }
    double growth = before > 0 ? after / before : 1;
    for (size_t i = 0; i < n; i++) {
        double cost = (double)from[i].pence;
        double price = from[i].days > 0 ? cost / from[i].days : from[i].list * 100;
        if (isnan(price))
            price = to[i].days > 0 ? (double)to[i].pence / to[i].days : 0;
        out[i].volume = llround((growth - 1) * cost);
        out[i].mix = llround((to[i].days - from[i].days * growth) * price);
        out[i].change = to[i].pence - from[i].pence;
        out[i].price = out[i].change - out[i].volume - out[i].mix;
    }
}
