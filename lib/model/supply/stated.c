// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/stated.h"
#include "stats/random/variates.h"

static const double TENTH = 1.2815515655446004; /* normal quantile of .9 */

double stated_draw(const struct stated_range *range, struct random_stream *s)
{
    double z = random_normal(s) / TENTH;
    return range->mid + z * (z < 0 ? range->mid - range->low : range->high - range->mid);
}
