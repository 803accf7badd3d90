// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_COSTING_H
#define HEARTH_MODEL_COST_COSTING_H

#include "base/problem.h"
#include "base/status.h"
#include "table/writer.h"

#include <stdint.h>

/* A whole reckoning, from draws of days of care to draws of money: what the command line asks for. */
enum cost_measure { COST_COST, COST_CARE_DAYS, COST_AVERAGE, COST_MARGINAL, COST_MEASURES };

struct costing_request {
    const char *prices, *inflation; /* files; inflation NULL: none */
    const char *kind;               /* the column that is priced */
    const char *const *where;
    size_t where_count;
    const char *const *without; /* kinds that may lack a price */
    size_t without_count;
    const char *next; /* kind that the next child goes to; NULL: not said */
    bool measures[COST_MEASURES];
    bool total;      /* all kinds together */
    bool part_years; /* years that the stream does not cover whole, too */
    bool fixed;
    uint64_t seed;
    int bridge_from,
        bridge_to; /* years, by the calendar year they end in; 0: no bridge; equal: base to scenarios */
    bool steps;         /* the mean bridge as one measure, with a column step */
    bool mean;          /* the mean of the bridges of all futures, as a series */
    const char *levers; /* file; NULL: no investment */
    bool ramped;
};

/* "cost,average" to MEASURES; false at a word that is none, which *mistake then holds. */
bool costing_read_measures(const char *list, bool measures[COST_MEASURES], struct text *mistake);

/* "2025-26..2028-29" or "2025-26" (both the same) to the years in which they end; false for anything else. */
bool costing_read_years(const char *range, int *from, int *to);

/* Reads PATH, writes draws (or a series, of means) to W, says to SINK what came out. */
enum status costing_run(const struct costing_request *r, const char *path, struct writer *w,
                        const struct problem_sink *sink);

#endif
