// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_TO_COME_H
#define HEARTH_MODEL_RECRUIT_TO_COME_H

#include "model/recruit/arrivals.h"
#include "model/recruit/flow.h"
#include "table/writer.h"

/* Approvals to come, by month and group, as possible futures: every journey under way on the origin is
 * continued from its stage and its days there (model/recruit/flow.h), and the enquiries still to come
 * (model/recruit/arrivals.h) from their first day. Each draw has its own chances, its own number of
 * enquiries and its own luck. Random numbers are named by the seed, the subject and the draw: the same
 * on any number of threads, and the same for a journey whatever stands beside it. */
struct to_come_plan {
    int32_t origin; /* what happened later is not known */
    int32_t recent; /* days up to the origin whose steps count; 0: all */
    size_t months, draws, threads;
    uint64_t seed;
};

struct to_come {
    size_t groups, months, draws;
    int32_t *ends;    /* of the months */
    uint16_t *counts; /* [(draw * groups + group) * months + month]; of a month that had begun, the
                         part after the origin */
};

/* On success free with to_come_done. STATUS_SHORT: too little was seen by the origin. */
enum status to_come_run(struct to_come *t, const struct journeys *j,
                        const struct to_come_plan *plan);
void to_come_done(struct to_come *t);

/* Approvals that did happen after AFTER and until END in GROUP (LINES_ALL: in all). */
double approvals_between(const struct journeys *j, uint32_t group, int32_t after, int32_t end);

/* As a draws stream: the whole months seen as actual rows, then the draws. */
enum status to_come_write(const struct to_come *t, const struct journeys *j, int32_t origin,
                          struct writer *w);

#endif
