// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_HIERARCHY_H
#define HEARTH_MODEL_FORECAST_HIERARCHY_H

#include "model/forecast/predict.h"
#include "stats/forecast/reconcile.h"

/* Forecasts of authorities, regions and England that add up (stats/forecast/reconcile.h).
 *
 * The levels are dimensions from the general to the particular ("region,la"): a series with a label
 * under every level is a part; one with an empty label (or "total", "all") under a level is the sum of the
 * parts that agree with its other labels. Parts and sums must agree in measure and in every other
 * dimension, and in their dates. Sums whose latest actual value is more than 2 % off that of their parts
 * are not reconciled, and said: something else is counted there.
 *
 * Weights are the one-step errors' covariance, shrunk to its diagonal, where there are at least half as
 * many periods as series (and four); else the number of parts.
 */
struct hierarchy_group {
    size_t all, aggregates;
    uint32_t *series; /* all: the sums first, then the parts */
    unsigned char *belongs;
    struct reconcile *reconcile;
    bool shrunk; /* weights from errors, so that their correlations are known */
};

struct hierarchy {
    size_t count;
    struct hierarchy_group *groups;
};

/* Finds the groups for LEVELS ("region,la"), whose predictions P are reconciled: means, half-widths
 * (by the share of the one-step error's standard deviation that is left) and bounds. Parts are never
 * negative where all of a group's values were counts, and rounded to the decimals of the group, which
 * become those of each of its histories; sums are sums of the rounded parts. An unknown level is
 * STATUS_FORMAT, no group to reconcile a warning. On success free with hierarchy_done. */
enum status hierarchy_make(struct hierarchy *out, struct predictions *p, struct histories *h,
                           const struct series_table *t, const struct predict_plan *plan,
                           const char *levels, const char *name, const struct problem_sink *sink);
void hierarchy_done(struct hierarchy *h);

/* Makes Y[0 ... all-1] of GROUP add up, in the order of its series. SCRATCH as reconcile_apply. */
void hierarchy_settle(const struct hierarchy_group *g, const struct histories *h, double *y,
                      double *scratch);

#endif
