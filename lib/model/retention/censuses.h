// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RETENTION_CENSUSES_H
#define HEARTH_MODEL_RETENTION_CENSUSES_H

#include "model/retention/retention.h"
#include "stats/survival/census.h"

/* Leaving by yearly censuses, when nobody wrote down the days: known is who stood in the one and whether
 * they still stood in the next (stats/survival/census.h). Times count in years since the stay's origin. */

/* One stay between two censuses, or all of them. */
struct census_rows {
    double *begin, *end; /* years since the origin */
    double *left;        /* 1: gone by the second census */
    uint32_t *stay;
    size_t n, room;
};

enum { CENSUS_BANDS_MOST = 40 };

/* Bands of tenure with a rate each: band b from cut[b] to cut[b + 1] years, the last without end. */
struct census_bands {
    double cut[CENSUS_BANDS_MOST + 1];
    size_t count;
};

/* Bands of a year each from the year of the earliest row of SUBSET (N numbers of rows) on; years are joined
 * until each band has LEAST years of people and five who left. */
void census_bands_find(struct census_bands *b, const struct census_rows *rows, const size_t *subset,
                       size_t n, double least);

/* Time in each band between BEGIN and END: to SPENT, b->count numbers. */
void census_spend(const struct census_bands *b, double begin, double end, double *spent);

/* The rates of a group, and what follows from them. */
struct census_curve {
    struct census_bands bands;
    double beta[CENSUS_BANDS_MOST], covariance[CENSUS_BANDS_MOST * CENSUS_BANDS_MOST];
    bool nobody_left;
};

/* Bands whose rates the rows don't tell (a standard error of the logarithm above 0.7) are joined with their
 * neighbours. STATUS_NUMERIC: everybody left, or no estimate was found. */
enum status census_curve_estimate(struct census_curve *c, const struct census_rows *rows,
                                  const size_t *subset, size_t n, double least);

/* Share of those there at the first cut that are there at TIME (years), with an interval by the delta method
 * on the scale of the logarithm of the cumulated rate; PLAIN: on its own scale. */
double census_curve_share(const struct census_curve *c, double time);
void census_curve_bounds(const struct census_curve *c, double time, bool plain, double z,
                         double *low, double *high);

/* The curves and hazard ratios of R's stays (settings.stays.census was set). */
void retention_census(struct retention *r);

#endif
