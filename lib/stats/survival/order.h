// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SURVIVAL_ORDER_H
#define HEARTH_STATS_SURVIVAL_ORDER_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

/* Times until something ends, as seen through a window: what every routine of this folder works on.
 *
 * Row i is a person (or a stay) that was under observation over (entry, exit]: it is at risk at time t
 * when entry < t <= exit. entry is above 0 where observation began after the stay did (delayed entry,
 * left truncation: whoever left before that was never seen). cause says how observation ended: 0 =
 * still there when last seen (censored), 1, 2, ... = left, for that reason. Times are numbers in any
 * unit; equal times must be equal numbers, so use whole days. Rows with exit <= entry were never at
 * risk: every routine takes them as absent. */
struct survival_data {
    size_t n;
    const double *entry; /* n, or NULL: all from the beginning (any negative time counts as that) */
    const double *exit;  /* n, finite */
    const uint32_t *cause; /* n */
    const double *weight;  /* n, >= 0 (full-time equivalents), or NULL: every row counts as one */
};

/* The order in which rows come and go, which takes most of the time and is found once: rows in
 * ascending order of exit and of entry, and then within segments (groups of a curve, strata of a
 * test). Positions first[s] ... first[s + 1] - 1 of by_exit and by_entry are segment s. */
struct risk_order {
    size_t n, segments;
    uint32_t *by_exit, *by_entry; /* row numbers */
    size_t *first;                /* segments + 1 positions */
    uint32_t *whole_exit, *whole_entry;
    struct risk_key *keys, *spare;
    size_t room, segment_room;
};

/* Room for N rows and SEGMENTS segments; reusable for fewer. */
enum status risk_order_init(struct risk_order *o, size_t n, size_t segments);
void risk_order_done(struct risk_order *o);

/* Orders D's rows (at most the room) as one segment. Radix sort: O(n). Rows that were never at risk
 * are left out: o->n is what remains. STATUS_VALUE for a time that is not a number, or too many rows. */
enum status risk_order_sort(struct risk_order *o, const struct survival_data *d);

/* Splits what was sorted by SEGMENT[row] (< SEGMENTS; NULL: one segment), as often as wished. */
enum status risk_order_split(struct risk_order *o, const uint32_t *segment, size_t segments);

/* D's entry of ROW, or a time before every exit. */
double survival_entry(const struct survival_data *d, uint32_t row);

#endif
