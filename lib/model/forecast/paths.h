// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_PATHS_H
#define HEARTH_MODEL_FORECAST_PATHS_H

#include "model/forecast/hierarchy.h"

/* Forecasts as a draws stream: the rows read, with an empty draw, then N possible futures in the order
 * draw, date, series. Each series' noise is its own stream of random numbers, named by the seed, its la
 * and its other labels, so that a series gives the same paths whatever stands beside it, on any number of
 * threads. Series that are reconciled (HIERARCHY, which may be NULL) get errors correlated as their
 * one-step errors are, and every draw adds up. A series without an interval goes on without noise. */
struct paths_plan {
    size_t draws, threads;
    uint64_t seed;
};

enum status paths_write(const struct predictions *p, const struct histories *h,
                        const struct series_table *t, const struct hierarchy *hierarchy,
                        const struct paths_plan *plan, struct writer *w);

#endif
