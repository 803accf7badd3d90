// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_DURATIONS_H
#define HEARTH_MODEL_INDICATOR_DURATIONS_H

#include "model/indicator/counts.h"
#include "stats/survival/order.h"

/* Indicators that are no quotient of counts but a statistic of how long things took: times in days,
 * each seen over (entry, exit] and ended for a cause (0 = not yet). Open times count as long as they were
 * seen (Kaplan & Meier, with delayed entry); several ways to end compete (Aalen & Johansen). */
enum duration_statistic {
    DURATION_NONE,
    DURATION_MEDIAN,  /* days by which half have ended */
    DURATION_P90,     /* days by which nine in ten have ended */
    DURATION_STAYING, /* share still there after so many days, by all dates up to the key's */
    DURATION_ENDED    /* share ended for cause 1 by then */
};

struct duration {
    struct count_entry key; /* name, part, group and date; value and status are not used */
    double entry, exit;     /* days since the beginning; a negative entry: seen from there */
    uint32_t cause;
    bool again; /* goes on with a time that was added before: not one more of them */
};

struct durations {
    struct duration *list;
    size_t count, room;
    bool sorted;
    double *entry, *exit; /* of the times asked for */
    uint32_t *cause;
    struct curve_point *points;
    size_t most;
};

/* {0} is empty, too. durations_done frees. */
void durations_done(struct durations *d);
bool durations_add(struct durations *d, const struct duration *one);

/* After the last is added: sorts. False when memory is out. */
bool durations_settle(struct durations *d);

struct duration_answer {
    double value; /* NaN: not reached, or too few */
    bool too_few; /* never so many at risk that a share could be told */
    size_t times, ended;
};

/* Statistic WHAT of the times with KEY; DAYS is for shares. STATUS_MEMORY or STATUS_OK. */
enum status durations_ask(struct durations *d, const struct count_entry *key,
                          enum duration_statistic what, double days, struct duration_answer *out);

/* Shares are told where so many are under observation at least; the curve begins there. */
enum { DURATION_LEAST = 10 };

#endif
