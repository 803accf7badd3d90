// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_COSTS_H
#define HEARTH_MODEL_RECRUIT_COSTS_H

#include "calendar/period.h"
#include "model/recruit/journeys.h"
#include "stream/series.h"

/* What recruitment cost, from a series stream (date, value, and those of the dimensions of --by that
 * the costs are divided by). A cost belongs to the enquiries of the period that holds its date. Where
 * the costs lack a dimension of --by (no column, or empty), they can't be shared out: the cost of
 * those groups is unknown. */
struct costs {
    struct series_table table;
    int columns[16]; /* of each name of --by: dimension of the table, or -1 */
    size_t name_count;
    size_t unmatched; /* rows that belong to no group */
};

enum status costs_read(struct costs *c, const char *path, const struct journeys *j,
                       const struct problem_sink *sink);
void costs_done(struct costs *c);

/* The sum over the period NUMBER for GROUP; NaN where no cost is known. */
double costs_of(const struct costs *c, const struct journeys *j, uint32_t group,
                const struct period_calendar *calendar, int32_t number);

#endif
