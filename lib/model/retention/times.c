// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/retention.h"

#include <stdlib.h>
#include <string.h>

double retention_unit_days(enum retention_unit unit)
{
    static const double days[] = {1, 365.25 / 12, 365.25};
    return days[unit];
}

bool retention_time(struct text t, const struct retention_settings *set, double *days)
{
    static const char letters[] = "dmy";
    const char *letter = t.size ? memchr(letters, t.at[t.size - 1], 3) : NULL;
    t.size -= letter != NULL;
    if (!text_number(t, days) || *days < 0 || *days > 1e6)
        return false;
    *days *= letter ? retention_unit_days((enum retention_unit)(letter - letters)) : set->unit_days;
    return true;
}

static int compare_times(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

bool retention_times(const char *list, struct retention_settings *set, char *wrong, size_t size)
{
    struct text rest = text_of(list);
    while (rest.at) {
        struct text item = text_cut(&rest, ',');
        if (set->at_count == RETENTION_TIMES_MOST ||
            !retention_time(item, set, &set->at[set->at_count])) {
            text_show(item, wrong, size);
            return false;
        }
        set->at_count++;
    }
    qsort(set->at, set->at_count, sizeof *set->at, compare_times);
    return true;
}
