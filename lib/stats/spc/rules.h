// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_SPC_RULES_H
#define HEARTH_STATS_SPC_RULES_H

#include "stats/spc/limits.h"

/* The four rules of "Making data count" that tell special-cause from common-cause variation, and the
 * verdicts drawn from them. */
enum spc_rule {
    SPC_OUTSIDE = 1,      /* strictly outside a process limit ("astronomical") */
    SPC_TREND = 2,        /* seven points, six steps, all up or all down */
    SPC_TWO_OF_THREE = 4, /* in the outer third, as is another of three successive points, all three
                             on that side of the mean */
    SPC_SHIFT = 8         /* one of seven successive points on one side of the mean; a point on the
                             mean ends a run */
};

struct spc_point {
    unsigned rules; /* every rule that the point is part of */
    enum spc_rule
        label;     /* the one it is named by: outside, then trend, two of three, shift; 0: none */
    int direction; /* of the label: 1 high or rising, -1 low or falling, 0 none */
};

/* Judges N successive points under one set of limits (one piece between rebases). */
void spc_judge(const double *y, const struct spc_limits *limits, size_t n, struct spc_point *out);

/* "outside limits", "trend", "two of three", "shift"; "" for none. */
const char *spc_rule_text(enum spc_rule r);

enum spc_better { SPC_BETTER_NEITHER, SPC_BETTER_HIGHER, SPC_BETTER_LOWER };

/* With fewer points than this since the last rebase limits are "trial limits": no verdict. */
enum { SPC_POINTS_LEAST = 13 };

enum spc_variation {
    SPC_TOO_FEW,
    SPC_COMMON, /* no special cause at the latest point */
    SPC_IMPROVEMENT,
    SPC_CONCERN,
    SPC_HIGH, /* special cause upwards where neither direction is better */
    SPC_LOW
};

/* What kind of point P is: of the latest, it is the series' variation verdict. */
enum spc_variation spc_point_variation(const struct spc_point *p, enum spc_better better);

/* The variation verdict from the COUNT points since the last rebase. */
enum spc_variation spc_variation(const struct spc_point *points, size_t count,
                                 enum spc_better better);

enum spc_assurance {
    SPC_NO_ASSURANCE, /* no target, or neither direction is better, or too few points */
    SPC_PASS,         /* the target will be met while nothing changes */
    SPC_FAIL,         /* it will be missed while nothing changes */
    SPC_INCONSISTENT  /* inside the limits: chance decides */
};

/* Of the latest LIMITS against TARGET (NaN: none). Higher is better: a target above the upper limit
 * fails, one below the lower limit passes; lower is better: the other way round. A process without any
 * variation passes a target that it equals. */
enum spc_assurance spc_assurance(const struct spc_limits *limits, size_t count, double target,
                                 enum spc_better better);

/* "too few points", "common cause", "improvement", "concern", "high", "low". */
const char *spc_variation_text(enum spc_variation v);
/* "", "pass", "fail", "inconsistent". */
const char *spc_assurance_text(enum spc_assurance a);

#endif
