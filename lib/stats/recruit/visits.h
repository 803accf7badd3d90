// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_RECRUIT_VISITS_H
#define HEARTH_STATS_RECRUIT_VISITS_H

#include "base/status.h"
#include "stats/counts/interval.h"

#include <stddef.h>
#include <stdint.h>

/* How visits to a state end, by cause, in whole days: Aalen and Johansen's (1978) shares. (To continue
 * visits at random: stats/recruit/endings.h. Curves, tests and the variance for many times at once:
 * stats/survival.)
 *
 * Visit i was watched over (entry, exit]: entry is -1 for one that was seen from its first day, so
 * that an end on the first day (exit 0) counts, and later for one that was under way before anybody
 * looked (delayed entry). cause 0: still there when last seen. At a day t with weight n at risk each
 * visit that ends on it has the jump S(t-) w / n: the jumps of a cause add up to its cumulative
 * incidence, all of them to 1 - S (Kaplan & Meier 1958).
 *
 * Few are at risk early on when entry is delayed, and one end among two at risk would take half of
 * everything: ends before the first day with `least` at risk are left out (they get no jump). Where so
 * many never are, nothing is left out. */
struct visits {
    size_t n;
    const int32_t *entry, *exit; /* the caller's, n each */
    const uint32_t *cause;
    uint32_t *by_exit, *by_entry; /* row numbers in order of time */
    size_t first;                 /* position in by_exit from which ends count */
    int32_t start;                /* the day of that: the curve is conditional on getting there */
};

enum { VISITS_LEAST = 10 };

/* Orders the N visits; the arrays are kept as views. Rows with exit <= entry are never at risk and
 * must not be given (STATUS_VALUE). Free with visits_done in any case. */
enum status visits_init(struct visits *v, size_t n, const int32_t *entry, const int32_t *exit,
                        const uint32_t *cause, size_t least);
void visits_done(struct visits *v);

/* The cumulative incidence of CAUSE by day TIME with its variance by the delta method (Marubini &
 * Valsecchi 1995, as in R's cmprsk); without censoring p (1 - p) / n. CAUSE 0: all causes together
 * (then the variance is Greenwood's). */
struct visit_share {
    double value, variance;
    double survival; /* still there after TIME */
    double known;    /* visits that had ended by then, of whatever cause */
};
struct visit_share visits_share(const struct visits *v, uint32_t cause, int32_t time);

/* The interval of an incidence: Jeffreys' for as many trials as would have its variance (Dorey & Korn
 * 1987), so that it stays within 0 and 1 and has a width at 0 too. NaN when nothing is known. */
struct interval visit_share_interval(const struct visit_share *i, double level);

/* The day by which share P of visits have ended, of whatever cause: the first t with S(t) <= 1 - P;
 * low and high where the log-log bands at Z standard errors get there. NaN: not reached. */
struct visits_quantile {
    double days, low, high;
};
struct visits_quantile visits_quantile(const struct visits *v, double p, double z);

/* The day by which share P of those who will ever end by CAUSE have done so: NaN when nobody has. Of a
 * curve that is still rising at its last day, too early. */
double visits_quantile_of(const struct visits *v, uint32_t cause, double p);

#endif
