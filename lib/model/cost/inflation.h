// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_INFLATION_H
#define HEARTH_MODEL_COST_INFLATION_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/status.h"

#include <stdint.h>

/* Expected rises of prices by kind, in per cent a year: the spells of `hearth-read inflation`. The row in
 * force on 1 April is that of the financial year. */
struct rise {
    struct text kind;   /* as kinds.h matches; "All": every kind */
    int32_t start, end; /* half-open; end INT32_MAX: while nothing else is said */
    double low, mid,
        high; /* shares: .04 for 4 per cent; one time in ten below low, one above high */
};

struct inflation {
    struct rise *items;
    size_t count;
    struct arena arena;
};

/* PATH NULL: nothing rises. Failures are reported. Free with inflation_done. */
enum status inflation_read(struct inflation *i, const char *path, const struct problem_sink *sink);
void inflation_done(struct inflation *i);

/* The row that says by how much KIND costs more from day ON (a 1 April), or SIZE_MAX. */
size_t inflation_find(const struct inflation *i, struct text kind, int32_t on);

#endif
