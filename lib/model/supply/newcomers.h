// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_NEWCOMERS_H
#define HEARTH_MODEL_SUPPLY_NEWCOMERS_H

#include "model/project/entries.h"
#include "model/supply/roster.h"
#include "model/supply/stated.h"

/* Who will come, by cell and day. Of each cell either
 *   - as before: monthly counts of the past with a level that wanders, good and bad years and more
 *     than Poisson spread (model/project/entries.h), or
 *   - at a stated rate a year (low, mid, high: drawn, one time in ten beyond low and one beyond
 *     high), as Poisson counts, or
 *   - as futures of their own say: hearth-recruit --to-come, draw i with draw i; after their last
 *     day as before.
 *
 * Months run from the origin: month m covers the days after begin[m] up to begin[m + 1], counted from
 * the origin (begin[0] = 0). */
struct newcomer_cell {
    struct entries *history; /* NULL: a stated rate */
    struct stated_range rate;
    int32_t from; /* days after the origin from which HISTORY counts */
    double past;  /* newcomers seen */
    double last_year;
    bool never; /* nobody comes: agency workers, authorities not seen until the origin */
};

/* Approvals to come: of each cell of their stream the roster's cells that they go to. */
struct approvals {
    size_t draws, periods, targets;
    int32_t *begin;   /* period p: days begin[p] + 1 ... begin[p + 1] after the origin */
    uint16_t *counts; /* [(draw * periods + period) * targets + target] */
    uint32_t *cells;  /* by target, cell_count of them */
    double *weight;   /* [target * cell_count + i] of roster cell i; 0: does not take part */
};

struct newcomers {
    size_t cells, months;
    int32_t *begin;
    double *mean;       /* [cell * months + month] */
    int calendar_month; /* 0 ... 11, of the first month */
    struct newcomer_cell *cell;
    struct approvals approvals; /* draws 0: none */
};

struct newcomer {
    int32_t day; /* after the origin, 1 ... */
    uint32_t cell;
};

/* Estimates the past of every cell of R as known on ORIGIN; UNTIL is the last day that matters. On
 * success, and on failure, newcomers_done follows. */
enum status newcomers_fit(struct newcomers *n, const struct roster *r, int32_t origin,
                          int32_t until);
void newcomers_done(struct newcomers *n);

/* Sets a stated rate for the cells CELL[0 ... count-1] together in each authority, shared out by how many came
 * before. */
void newcomers_state(struct newcomers *n, const struct roster *r, const bool *cells,
                     const struct stated_range *rate);

/* Recomputes the means after rates or approvals were set. */
void newcomers_mean(struct newcomers *n);

/* One future's expected counts by month of one cell: of history or a stated rate; FIXED: the means. */
void newcomers_expect(const struct newcomers *n, size_t cell, struct random_stream *s, bool fixed,
                      double *wanted);

/* The expected count of month M that history or the stated rate still gives (after FROM). Fills the days. */
double newcomers_month(const struct newcomers *n, size_t cell, size_t m, double wanted,
                       int32_t *after, int32_t *until);

#endif
