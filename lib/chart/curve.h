// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_CURVE_H
#define HEARTH_CHART_CURVE_H

#include "chart/chart.h"

/* What curves over the time since a start say at a time. A value holds from its point to the next one;
 * a curve says nothing before its first point or after its last one. */

/* The value that holds at TIME; NULL where the curve says nothing. */
const struct chart_point *curve_value(const struct chart_series *series, double time);

/* How many are at risk at TIME: those of the first row at or after it, since nobody leaves between. NaN
 * when there is no such row. */
double curve_at_risk(const struct chart_series *series, double time);

bool curve_any_at_risk(const struct chart *chart);

/* The longest round time that every curve reaches: where they can be compared. 0 when one has no
 * points after its start. */
double curves_common_time(const struct chart *chart);

/* The curve that lies above all others at TIME, intervals and all; NULL when none does. */
const struct chart_series *curves_highest(const struct chart *chart, double time);

#endif
