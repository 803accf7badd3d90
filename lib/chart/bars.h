// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_BARS_H
#define HEARTH_CHART_BARS_H

#include "chart/chart.h"

/* The bars of a chart of one date, in the order in which they are drawn: the largest first, unless the
 * labels have an order of their own, and those without a value last. Stages of a process always come
 * largest first. Rows of kind reference are lines across the bars. */
enum { BARS_MOST = 400, REFERENCES_MOST = 6 };

struct bar {
    const struct chart_series *series;
    const struct chart_point *point;
    double value;     /* NaN: none */
    double of_before; /* steps: percent of the bar before; NaN for the first */
    size_t rank;      /* 1 + how many are larger; 0 without a value */
};

struct reference {
    const char *label;
    double value;
};

struct bars {
    struct bar items[BARS_MOST];
    size_t count, valued; /* of them with a value */
    size_t focus;         /* the one that matters; COUNT when none does */
    struct reference references[REFERENCES_MOST];
    size_t reference_count;
    bool intervals;                 /* some bars have 95% intervals */
    size_t extra, extra_references; /* more than there is room for */
};

void bars_read(struct bars *b, const struct chart *chart);

/* The largest bar where it is the only one so large; else NULL. */
const struct bar *bars_highest(const struct bars *b);

/* "highest of 33", "12th highest of 33", "lowest of 33". Writes to BUFFER and returns it. */
enum { RANK_WORDS = 64 };
const char *bars_rank_words(const struct bars *b, const struct bar *bar, char buffer[RANK_WORDS]);

#endif
