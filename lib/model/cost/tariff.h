// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_TARIFF_H
#define HEARTH_MODEL_COST_TARIFF_H

#include "model/cost/demand.h"
#include "model/cost/inflation.h"
#include "model/cost/prices.h"

/* What a day of care costs, by kind (and authority and provider, where the stream knows them) and part of
 * the calendar: the weekly price over seven, averaged over the part's days, so that a price that
 * changes inside a period counts for the days on which it holds.
 *
 * A future has its own prices and its own inflation: each drawn between low and high with mid in the
 * middle, one time in ten beyond low, one beyond high. The luck is that of the kind (all prices of a
 * kind are dear together, in every authority, period and scenario), and of the row of inflation (a row
 * that holds for years is high in all of them). */
struct tariff_line {
    struct text la, kind, urn;
    bool left_out; /* as asked, because it has no price */
    bool unpriced; /* on some day of a year that is to be costed */
};

struct tariff {
    size_t line_count, part_count;
    struct tariff_line *lines;
    size_t *of_cell; /* line of each cell */
    double *unit; /* pounds a day in the present future: line * part_count + part; NaN: no price */
    struct tariff_private *own;
};

struct tariff_settings {
    const struct prices *prices;
    const struct inflation *inflation; /* of count 0: prices stay as they are */
    const char *const *without;        /* kinds that may lack a price */
    size_t without_count;
    const bool *wanted; /* years to be costed, by number */
    uint64_t seed;
    bool fixed;    /* mid in every future */
    bool marginal; /* marginal costs before other prices */
};

/* Sets unit to the middle prices. Kinds without a price or without inflation in a wanted year ahead are reported,
 * each with its days of care in the first future, and STATUS_VALUE is the answer; those named by
 * `without` are left out instead, and one that has no days there passes, with `unpriced` set.
 * Free with tariff_done. */
enum status tariff_make(struct tariff *t, const struct demand *c,
                        const struct tariff_settings *settings, const struct problem_sink *sink);
void tariff_done(struct tariff *t);

/* Sets unit to the prices of future DRAW, or to the middle ones. */
void tariff_draw(struct tariff *t, uint64_t draw);
void tariff_middle(struct tariff *t);

/* The number of the line of KIND (of any authority and no provider), or SIZE_MAX. */
size_t tariff_line_of(const struct tariff *t, struct text kind);

/* How many lines are priced, on some day of a year ahead, at a unit cost (basis "unit cost"), which holds overheads. */
size_t tariff_unit_costs(const struct tariff *t);

/* Mean price of LINE over the days of the parts of YEAR that the stream has, in pounds a day. */
double tariff_year(const struct tariff *t, const struct demand *c, size_t line, size_t year);

#endif
