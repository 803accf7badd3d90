// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_CONTROL_H
#define HEARTH_CHART_CONTROL_H

#include "chart/chart.h"

/* A control chart's rows read back: beside every recorded value its limits and what was found special
 * about it, and for the series its verdicts. Nothing is judged here; the rules were applied where the
 * rows were made, and only what they say is drawn and told. */
enum control_meaning {
    CONTROL_COMMON, /* everyday variation */
    CONTROL_IMPROVEMENT,
    CONTROL_CONCERN,
    CONTROL_HIGH, /* special where neither direction is better */
    CONTROL_LOW,
    CONTROL_TOO_FEW, /* verdict: trial limits */
    CONTROL_NONE     /* verdict: the rows give none */
};

enum control_target { CONTROL_NO_TARGET, CONTROL_PASS, CONTROL_FAIL, CONTROL_INCONSISTENT };

struct control_point {
    int32_t date;
    double value, mean, lower, upper; /* lines: NaN where there are none */
    enum control_meaning meaning;     /* COMMON ... LOW */
    bool trend;                       /* special as part of a rise or a fall */
    int direction;                    /* of what is special: 1 high or rising, -1 low or falling */
};

struct control {
    struct control_point *points; /* the recorded values, by date */
    size_t count;
    size_t last_first; /* the first point under the latest limits */
    enum control_meaning variation;
    enum control_target assurance;
    double target; /* the latest; NaN without one */
};

/* STATUS_MEMORY when there is none; otherwise free with control_done. */
enum status control_read(struct control *out, const struct chart_series *series);
void control_done(struct control *c);

/* Point NUMBER begins new limits. */
bool control_breaks(const struct control *c, size_t number);

/* The first of the latest points that all mean what the verdict says (high is not rising); DATE_NONE
 * when the verdict names nothing special. */
int32_t control_since(const struct control *c);

/* The verdicts in words, and as the letter of their badge: H, L, C (common cause), P, F, ?; "" for
 * none. */
const char *control_variation_words(const struct control *c);
const char *control_variation_letter(const struct control *c);
const char *control_assurance_words(const struct control *c);
const char *control_assurance_letter(const struct control *c);

#endif
