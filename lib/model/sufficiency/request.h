// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_REQUEST_H
#define HEARTH_MODEL_SUFFICIENCY_REQUEST_H

#include "model/sufficiency/write.h"

/* A whole run of hearth-sufficiency: what the command line asks for. */
struct sufficiency_request {
    struct market_settings market;
    struct overflow_table
        table;            /* what options state; the rows of OVERFLOW are added. Freed by the run */
    const char *overflow; /* spells of the table; NULL: none */
    const char *pool;     /* dimension; NULL: none */
    struct write_settings write;
    bool placements;
    const char *nowhere; /* kind of those for whom there is no place */
    double close;        /* chance to come down to; 0: not asked for */
    int32_t close_date;  /* DATE_NONE: the last */
    double household;    /* usable places of a household; 0: as in the supply */
    const char *area;    /* spells of those placed now; NULL: not asked for */
    double far_miles;
    uint64_t seed;
};

enum status sufficiency_run(struct sufficiency_request *r, struct writer *w,
                            const struct problem_sink *sink);

#endif
