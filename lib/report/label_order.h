// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_REPORT_LABEL_ORDER_H
#define HEARTH_REPORT_LABEL_ORDER_H

#include "chart/chart.h"

/* Streams come in byte order, in which "10-15" stands before "5-9" and "under 1" last. Where every label
 * is a number, a range of numbers or a bound ("under 1", "16 and over"), puts the series in the order of
 * the numbers; otherwise leaves them as they are. True when the
 * labels have an order of their own. */
bool label_order(struct chart_series *series, size_t count);

#endif
