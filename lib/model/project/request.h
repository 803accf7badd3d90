// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_REQUEST_H
#define HEARTH_MODEL_PROJECT_REQUEST_H

#include "calendar/period.h"
#include "model/project/frame.h"
#include "table/writer.h"

/* A whole projection, from a stream of spells to rows: what the command line asks for, in order. */
struct project_request {
    const char *by; /* "age" and "age_band" may be among the columns */
    const char *const *where;
    size_t where_count;
    bool unaccompanied_apart; /* unaccompanied children's entries on their own */
    bool total;
    bool measures[PROJECT_MEASURES];
    struct period_calendar calendar;
    size_t ahead;                         /* periods */
    int32_t from;                         /* DATE_NONE: the last day that anybody looked at */
    int32_t reference_from, reference_to; /* DATE_NONE: chosen */
    bool demand_model;                    /* the regional demand model's arithmetic */
    size_t draws;                         /* 0: the exact mean */
    bool fixed;
    uint64_t seed;
    size_t threads;
    size_t origins;       /* of a back-test, at most */
    const char *scenario; /* a file of levers (scenario.h); NULL: none */
};

/* "stock,starts" to MEASURES; false at a word that is none, which *mistake then holds. */
bool project_read_measures(const char *list, bool measures[PROJECT_MEASURES], struct text *mistake);

/* True when all measures of R can be told without draws: the stock, and the care days but by the demand
 * model. */
bool project_closed_measures(const struct project_request *r);

/* "2020-04-01..2025-03-31"; false when it isn't two dates in order. */
bool project_read_reference(const char *range, int32_t *from, int32_t *to);

/* Reads PATH, writes to W, says to SINK what the projection rests on and why it failed. */
enum status project_run(const struct project_request *r, const char *path, struct writer *w,
                        const struct problem_sink *sink);

/* The same request put to the test on the history itself: writes scores (backtest.h). Takes no account of
 * from, reference, scenario and measures. */
enum status project_test(const struct project_request *r, const char *path, struct writer *w,
                         const struct problem_sink *sink);

#endif
