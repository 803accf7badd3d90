// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_SCORES_H
#define HEARTH_MODEL_FORECAST_SCORES_H

#include "table/writer.h"

#include <stdbool.h>

/* What a back-test counts: how far forecasts of one method at one horizon lay from what came, and how
 * often their intervals held it. Every back-test of the project keeps these sums and writes these columns. */
struct scores {
    double errors; /* how many */
    double absolute, smape, crps, weighted_interval;
    double scaled, scaled_errors;     /* MASE's sum, and how many errors have a scale */
    double held80, held95, intervals; /* values held; errors that had an interval */
};

/* One forecast and what came. Places 0 and 1 of low and high are the 80 and the 95 % interval;
 * NaN: there is none. */
struct scored {
    double actual, point, low[2], high[2];
    double crps;  /* of the whole distribution; not looked at without an interval */
    double scale; /* mean absolute scaled error's denominator; 0 or NaN: there is none */
};

/* For a normal forecast with these half-widths; crps from the wider one. */
void scored_normal(struct scored *s, double mean, const double half[2]);

void scores_note(struct scores *sum, const struct scored *one);
void scores_add(struct scores *sum, const struct scores *more);

/* The columns of scores: errors,mae,mase,smape,crps,wis,coverage80,coverage80_low, ... ,p. */
void scores_write_header(struct writer *w);

/* MIXED: series of different sizes are in it, which have no common mean error, crps or interval score. P: of
 * a test, NaN without one. */
void scores_write(struct writer *w, const struct scores *s, bool mixed, double p);

#endif
