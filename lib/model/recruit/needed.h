// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_NEEDED_H
#define HEARTH_MODEL_RECRUIT_NEEDED_H

#include "model/recruit/to_come.h"
#include "table/writer.h"

/* How many enquiries it takes, spread evenly from the origin to UNTIL, so that so many households are
 * approved by then, in each of many futures: those under way are continued, then enquiries come one by
 * one until the number is reached. So value, the median, is enough in half of the futures, hi80 in nine
 * of ten, hi95 in 97.5 of 100. With APPROVALS, households that leave meanwhile are made good as well.
 *
 *   households leaving, approvals of those under way
 *   enquiries needed                   shared among the groups as in the last twelve months, and all
 *   enquiries needed, one channel only of each group, if no other brought any
 *   enquiries expected                 at the present level (model/recruit/arrivals.h)
 *   chance with enquiries expected     of reaching the number
 * Where fewer than one in NEEDED_RARE enquiries would be approved in time, the number can't be reached by
 * then: left empty. */
enum { NEEDED_RARE = 2000 };

/* Approved households and how fast they leave, for net numbers. */
struct leavers {
    double stock;    /* on the origin */
    double left;     /* in the days before it that count */
    double exposure; /* household days of those */
};

/* From a stream of approval spells, as seen on ORIGIN and over the RECENT days before it (0: all). */
enum status leavers_read(struct leavers *l, const char *path, int32_t origin, int32_t recent,
                         const struct problem_sink *sink);

struct needed_plan {
    struct to_come_plan draws; /* calendar and ahead are not looked at */
    int32_t until;
    double households;
    const char *approvals; /* a file of approval spells; NULL: nobody leaves */
};

/* Writes the series, and says the answer in two sentences (PROBLEM_NOTE). */
enum status needed_write(const struct journeys *j, const struct needed_plan *plan, struct writer *w,
                         const struct problem_sink *sink);

#endif
