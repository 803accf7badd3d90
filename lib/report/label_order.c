// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/label_order.h"

#include <stdlib.h>
#include <string.h>

/* The number that a label begins with, a little less for "under"; false when it begins otherwise. */
static bool leading_number(const char *label, double *out)
{
    bool under = strncmp(label, "under ", 6) == 0;
    const char *at = under ? label + 6 : label;
    if (*at < '0' || *at > '9')
        return false;
    *out = (double)strtol(at, NULL, 10) - (under ? 0.5 : 0);
    return true;
}

bool label_order(struct chart_series *series, size_t count)
{
    double number;
    for (size_t i = 0; i < count; i++)
        if (!series[i].label || !leading_number(series[i].label, &number))
            return false;
    for (size_t i = 1; i < count; i++) {
        struct chart_series moved = series[i];
        double own, other;
        leading_number(moved.label, &own);
        size_t k = i;
        for (; k > 0 && leading_number(series[k - 1].label, &other) && other > own; k--)
            series[k] = series[k - 1];
        series[k] = moved;
    }
    return count > 0;
}
