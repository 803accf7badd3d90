// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_QUANTILES_SUMMARY_H
#define HEARTH_MODEL_QUANTILES_SUMMARY_H

#include "model/quantiles/collect.h"
#include "table/writer.h"

/* Writes a collection as a series: mean as value, median, 80 and 95 per cent intervals; ordered by measure
 * as read, labels (byte order), date. Quantiles are values that did occur (the inverse of the
 * empirical distribution: type 1 of Hyndman & Fan 1996), so that children stay whole. For each number of
 * EXCEED the share of futures above it follows as measure p_MEASURE_over_NUMBER. */
struct summary_settings {
    const char *exceed; /* "650,700", or NULL */
    bool difference;    /* the draws are differences: kind says so */
    const char *per;  /* measure by which the others were divided: "MEASURE per PER"; NULL: none */
    const char *name; /* name of the measures instead of their own; NULL: their own */
};

struct summary_error {
    double worst; /* greatest standard error of a bound of a 95 per cent interval */
    double share; /* the same as a share of that interval's width */
    size_t draws;
};

enum status summary_write(const struct collection *c, const struct summary_settings *settings,
                          struct writer *w, struct summary_error *error);

/* True when every item of "650,700" is a number. */
bool summary_read_exceed(const char *list);

#endif
