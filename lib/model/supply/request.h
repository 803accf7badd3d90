// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_REQUEST_H
#define HEARTH_MODEL_SUPPLY_REQUEST_H

#include "model/supply/write.h"

/* A whole supply, from spells to rows: what the command line asks for. */
struct supply_request {
    const char *by; /* NULL: placement_kind, or seniority of workers */
    const char *const *where;
    size_t where_count;
    const char *measures; /* a list; NULL: usable_places, or fte of workers */
    struct period_calendar calendar;
    bool year_end_given; /* else 30 September for workers */
    size_t ahead;
    int32_t from;                               /* DATE_NONE: the last day that anybody looked at */
    int32_t recent;                             /* years whose leavers count; 0: all */
    const char *places, *approvals, *vacancies; /* files; NULL: none */
    const char *const *rates;                   /* "[KIND=]LOW,MID,HIGH" */
    size_t rate_count;
    bool stated;
    struct stated_range available, others;
    struct stated_range posts; /* full posts of each authority; high 0: not stated */
    double agency_limit;       /* share of all who work there; 1: none */
    long draws;                /* -1: 1000, or as many as the approvals; 0: the exact mean */
    bool fixed;
    uint64_t seed;
    size_t threads;
};

/* "8,10,14" or "10" to low, mid, high; false unless all are numbers of LEAST to MOST in order. */
bool supply_read_range(struct text t, double least, double most, struct stated_range *out);

/* Reads PATH, writes to W, says to SINK what the supply rests on and why it failed. */
enum status supply_run(const struct supply_request *r, const char *path, struct writer *w,
                       const struct problem_sink *sink);

#endif
