// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_TENURE_H
#define HEARTH_MODEL_SUPPLY_TENURE_H

#include "base/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How soon they leave, by tenure: events over days at risk, in five bands of tenure and in every cell.
 *
 *     rate(cell, band) = class rate * band's ratio * cell's ratio * deviation(cell, band)
 *
 * A class is what is alike enough to learn from each other (foster households; family and friends, whose
 * approval goes with the child, are another). Band's and cell's ratios and the deviations are each
 * Gamma with mean 1; how alike they are is estimated (empirical Bayes: model/project/pooling.h), so
 * that cells with few events are drawn towards the class. A rate is never zero for want of data: a
 * class begins with half an event in five years.
 *
 * A future draws them from the top down, each given what was drawn above it: what the events of a cell say is
 * used once, and a level that was drawn too high above is corrected below. Good and bad years come
 * on top: one factor a future for each class, log-normal, as far as past years differ by more than
 * chance. */
enum { TENURE_BANDS = 5 };
extern const int32_t tenure_cuts[TENURE_BANDS]; /* days: 0, 1, 2, 5 and 10 years */
extern const char *const tenure_names[TENURE_BANDS];

/* The band of somebody who has been there for so many DAYS. */
int tenure_band(int32_t days);

/* What was seen: [cell * TENURE_BANDS + band]. YEARS: events and days by year and band, of a class. */
struct tenure_counts {
    size_t cells, classes;
    const uint8_t *class; /* by cell */
    double *events, *days;
    size_t years;
    double *year_events; /* [(class * years + year)] */
    double *year_days;   /* [((class * years + year) * cells + cell) * TENURE_BANDS + band] */
};

struct tenure_class {
    double events, days, rate; /* rate a day */
    double band[TENURE_BANDS], band_events[TENURE_BANDS], band_days[TENURE_BANDS];
    double strength_band, strength_cell, strength_deviation;
    double scatter; /* of the year's factor, in logs */
};

struct tenure_rates {
    const struct tenure_counts *counts; /* a view */
    struct tenure_class *classes;
    double *cell, *mean; /* ratio by cell; rate a day by cell and band */
};

/* On success free with tenure_rates_done. False: out of memory. */
bool tenure_fit(struct tenure_rates *t, const struct tenure_counts *counts);
void tenure_rates_done(struct tenure_rates *t);

/* One future: first every class with a stream of its own, then every cell of it with a stream of its own, so
 * that a cell's luck does not depend on what else is in the file. ABOVE: the class's rates a day by band;
 * YEAR its factor. */
void tenure_draw_class(const struct tenure_rates *t, size_t class, struct random_stream *s,
                       double above[TENURE_BANDS], double *year);
void tenure_draw_cell(const struct tenure_rates *t, size_t cell, const double above[TENURE_BANDS],
                      double year, struct random_stream *s, double out[TENURE_BANDS]);

#endif
