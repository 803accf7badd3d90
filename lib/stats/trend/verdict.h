// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_TREND_VERDICT_H
#define HEARTH_STATS_TREND_VERDICT_H

#include "stats/trend/change.h"
#include "stats/trend/kendall.h"
#include "stats/trend/sen.h"

/* A plain answer about one series: rising, falling, or no clear trend; by how much a year; and when
 * its level changed. */
enum trend_verdict {
    TREND_TOO_SHORT, /* fewer than TREND_LEAST values: no p below .05 is possible */
    TREND_NONE,
    TREND_RISING,
    TREND_FALLING
};
enum { TREND_LEAST = 5 };

/* "too few values", "no clear trend", "rising", "falling". */
const char *trend_verdict_text(enum trend_verdict v);

struct trend_options {
    size_t period;       /* seasons a cycle; 1 = none */
    double level;        /* of the slope's interval, .95; the verdict needs p < 1 - level */
    size_t least_length; /* of a piece between changes; 0: 4 if period is 1, else 3 */
};

struct trend_summary {
    enum trend_verdict verdict;
    size_t n;               /* values that are not missing */
    struct kendall kendall; /* within seasons; uncorrected */
    double factor;          /* that the variance of S was multiplied by, >= 1: the larger of
                              kendall_correction (three lags) and kendall_correction_short */
    double p;               /* after it */
    struct sen_slope slope; /* per unit of t, its interval with the factor in */
    struct change_result change;
    double low80, high80; /* the slope's 80 % interval */
    const size_t *at;     /* change.count indexes into y: the first value after each change */
    const double *steps;  /* change.count: the level after each change less that before, seasons
                            taken off. Both are views into the workspace until its next use */
};

/* Room for series of up to `room` values: about 4 room^2 bytes. */
struct trend_work;
struct trend_work *trend_work_new(size_t room);
void trend_work_free(struct trend_work *w);

/* Describes Y over T (n values, t rising, usually in years; NaN in y are missing and keep their place
 * in the season). Seasons are taken off by the median of each, after the slope. STATUS_SHORT: fewer
 * than two values; with fewer than TREND_LEAST the verdict says so and only the slope is filled.
 * STATUS_VALUE: n is more than the workspace's room. */
enum status trend_describe(const double *t, const double *y, size_t n,
                           const struct trend_options *options, struct trend_work *w,
                           struct trend_summary *out);

#endif
