// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_SPREAD_H
#define HEARTH_CHART_SPREAD_H

#include <stdbool.h>

/* Pushes labels apart, so that none covers another and each stays as near as possible (least sum of
 * squares) to the point it names. */
enum { SPREAD_MOST = 32 };

struct label {
    double wanted; /* where the label's middle should be */
    double height;
    double top; /* the answer: the label's upper edge */
};

/* Sets every top so that the labels lie within LEAST ... MOST with at least GAP between any two, in the
 * order of what they want (equal wants: in the order given). False when they don't fit: then they are
 * stacked from LEAST without gaps and may pass MOST. COUNT <= SPREAD_MOST.
 *
 * Method: with the heights before it taken off, each label's place must not decrease; the nearest such
 * sequence is isotonic regression, found by pooling adjacent violators (Ayer et al. 1955). */
bool spread_labels(struct label *labels, int count, double gap, double least, double most);

#endif
