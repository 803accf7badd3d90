// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_TRUTH_H
#define HEARTH_MODEL_SYNTH_TRUTH_H

#include "model/synth/order.h"
#include "table/writer.h"

/* The rates that generated made-up returns, as CSV, so that estimators can be tested against them.
 *
 * A row is one number of one process; a cell that is empty means "any". The rate of a process for
 * somebody at some time is the product of the rows of that process that apply to them then: one row
 * with a rate (unit per_year) and factors. clock says since when from_day (inclusive) to to_day
 * (exclusive, empty = for ever) are counted. The units:
 *
 *     per_day    arrivals a day, of a year
 *     per_year   events a year for one person at risk
 *     factor     on the rate
 *     share      chance of this answer among those of the same process, group, legal and age
 *     weight     likewise, up to a constant; answers that the rules forbid are left out first
 *     days       a mean duration;   shape: of the gamma variate that spreads it (1 = exponential)
 *     number     a plain number
 *
 * Some things are certain instead of having a rate: care ends on the 18th birthday; an episode lasts a
 * day at least (what happens on its first day is dated the day after); police and emergency protection
 * (L2, L1) end after days; under a placement order (E1) what would become long term is matched instead. */
struct truth_row {
    const char *process, *group, *legal, *from, *to, *age, *clock; /* NULL: empty */
    int year;                                                      /* 0: empty */
    int32_t from_day, to_day; /* shown with a clock; -1: empty */
    const char *unit;
    double value;
};

void truth_begin(struct writer *w); /* the header */
void truth_write(struct writer *w, const char *la, const struct truth_row *row);

/* Pieces of a rate, days CUT[i] to CUT[i + 1]: ROW with its clock set, once for each of COUNT values. */
void truth_pieces(struct writer *w, struct truth_row row, const int32_t *cuts, const double *values,
                  int count);

/* The children's processes, the same for every authority; and an authority's own entries, by year. */
void truth_children(struct writer *w);
void truth_entries(struct writer *w, const struct synth_settings *settings);

/* The same for enquiries and households, workers, adopters: WHICH adds up enum service. */
void truth_services(struct writer *w, const struct synth_made *made, unsigned which);
void truth_service_shares(struct writer *w, unsigned which);

#endif
