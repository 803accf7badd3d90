// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_EXPECT_H
#define HEARTH_MODEL_SUPPLY_EXPECT_H

#include "model/supply/supply.h"

/* The exact mean and variance of the process, with rates, shares and expected newcomers taken as known (as
 * futures with fixed parameters have them).
 *
 * Who is there today is there on a later day with the chance exp(-hazards in between), in which cell by the
 * product of the bands' daily transition matrices; they are independent, so that variances add up.
 * Newcomers are Poisson: on a later day so are those of them who are still there, whatever the law of
 * their stay (the Mt/G/infinity load, stats/queue/load.h, summed over whole days). With places of their
 * own they are compound Poisson. Of N places the usable ones given the share are binomial, and the
 * share is a beta: both are added by the law of total variance.
 *
 * Not for approvals that come as draws. */
enum { EXPECT_COUNT, EXPECT_PLACES, EXPECT_USABLE, EXPECT_MEASURES };

struct supply_expected {
    size_t dates, lines;
    double *mean, *variance; /* [(measure * dates + date) * lines + line] */
};

/* On success free with supply_expected_done. False: out of memory. */
bool supply_expect(struct supply_expected *e, const struct supply *s);
void supply_expected_done(struct supply_expected *e);

#endif
