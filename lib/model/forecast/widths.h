// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_WIDTHS_H
#define HEARTH_MODEL_FORECAST_WIDTHS_H

#include "model/forecast/history.h"
#include "stats/forecast/interval.h"

/* What a series' intervals rest on, from the most to the least trusted:
 *   OWN        the series' own back-test: at least 19 origins at every horizon, the fewest from which a
 *              95 % interval can be said (split conformal prediction)
 *   POOLED     back-tests of the series with the same measure and season: at least 8 of them and 100
 *              errors at every horizon, each in units of its own series (interval_unit)
 *   CALIBRATED the multiples that the library keeps (interval_multiple)
 *   MODEL      the method's own normal interval: too narrow, kept for comparison
 * A stream of so many series that their own back-tests would take long (more than 2,000 fits) goes
 * straight to POOLED.
 */
enum interval_basis {
    BASIS_NONE, /* no interval is to be had */
    BASIS_MODEL,
    BASIS_CALIBRATED,
    BASIS_POOLED,
    BASIS_OWN
};

/* "calibrated": the word in the column status of forecast rows. Empty for BASIS_NONE. */
const char *interval_basis_name(enum interval_basis b);

struct widths {
    enum interval_basis *basis; /* one a series */
    double *multiple
        [INTERVAL_LEVELS]; /* [series * ahead + h]: half-width in units, for OWN and POOLED */
};

/* The fewest values that an origin of a back-test leaves to fit. */
size_t widths_least_train(const struct history *h);

/* Decides every series' basis, running the back-tests this takes; BEST is the most trusted one allowed
 * (BASIS_MODEL and BASIS_CALIBRATED run none). On success free with widths_done. */
enum status widths_make(struct widths *out, const struct histories *h, const struct series_table *t,
                        const struct forecast_plan *plan, size_t ahead, size_t threads,
                        enum interval_basis best);
void widths_done(struct widths *w);

#endif
