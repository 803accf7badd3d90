// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_TO_COME_H
#define HEARTH_MODEL_RECRUIT_TO_COME_H

#include "calendar/period.h"
#include "model/recruit/arrivals.h"
#include "model/recruit/flow.h"
#include "table/writer.h"

/* Approvals to come, by period and group, as possible futures: every journey under way is continued from
 * its stage and its days there (model/recruit/flow.h), and the enquiries still to come or to be entered
 * (model/recruit/arrivals.h) from their first day. Each draw has its own chances, its own number of
 * enquiries and its own luck. Random numbers are named by the seed, the subject and the draw: the same
 * on any number of threads, and the same for a journey whatever stands beside it.
 *
 * Every authority is continued from the last day on which it was seen. A group's draws begin with the
 * period that follows the earliest of these days; what others had already by then, and what a period
 * that had begun had, is in every future. All end with the same period.
 *
 * Futures are made TO_COME_BLOCK at a time, so that memory does not grow with their number. */
enum { TO_COME_BLOCK = 64 };

struct to_come_plan {
    int32_t origin; /* what happened later is not known */
    int32_t recent; /* days up to the origin whose steps count; 0: all */
    struct period_calendar calendar;
    size_t ahead; /* periods after the origin */
    size_t draws, threads;
    uint64_t seed;
};

struct to_come_group {
    int32_t from, to; /* days between which all its authorities were seen */
    size_t first;     /* period with which its draws begin */
};

struct to_come {
    size_t groups, periods, draws;
    int32_t *ends; /* of the periods */
    struct to_come_group *group;
    double *seen;     /* [group * periods + period]: approvals that are known */
    size_t from, to;  /* the block's draws: from ... to - 1 */
    uint16_t *counts; /* [((draw - from) * groups + group) * periods + period]: those to come */
    struct to_come_work *work;
};

/* On success free with to_come_close. STATUS_SHORT: too little was seen by the origin. */
enum status to_come_open(struct to_come *t, const struct journeys *j,
                         const struct to_come_plan *plan);
/* The next block; STATUS_END: all draws were made. */
enum status to_come_next(struct to_come *t);
void to_come_close(struct to_come *t);

/* Says from which days it starts where these differ, and how many enquiries are still to be entered. */
void to_come_say(const struct to_come *t, const struct problem_sink *sink);

/* Approvals that did happen after AFTER and until END in GROUP (LINES_ALL: in all). */
double approvals_between(const struct journeys *j, uint32_t group, int32_t after, int32_t end);

/* As a draws stream: the whole periods seen as actual rows, then the draws. */
enum status to_come_write(struct to_come *t, const struct journeys *j,
                          const struct period_calendar *calendar, struct writer *w);

#endif
