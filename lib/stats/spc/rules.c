// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/spc/rules.h"

#include <math.h>

enum { RUN = 7 };

static int sign(double x)
{
    return (x > 0) - (x < 0);
}

/* The first rule that a point meets names it, if rules are applied in order of precedence. */
static void meet(struct spc_point *p, enum spc_rule rule, int direction)
{
    p->rules |= (unsigned)rule;
    if (!p->label) {
        p->label = rule;
        p->direction = direction;
    }
}

static void judge_outside(const double *y, const struct spc_limits *l, size_t n,
                          struct spc_point *out)
{
    for (size_t i = 0; i < n; i++)
        if (y[i] > l[i].upper || y[i] < l[i].lower)
            meet(&out[i], SPC_OUTSIDE, y[i] > l[i].upper ? 1 : -1);
}

static void judge_trend(const double *y, size_t n, struct spc_point *out)
{
    size_t first = 0; /* of the present run of steps in one direction */
    int direction = 0;
    for (size_t i = 1; i < n; i++) {
        int step = sign(y[i] - y[i - 1]);
        if (step != direction) {
            first = i - 1;
            direction = step;
        }
        if (direction && i - first + 1 == RUN)
            for (size_t k = first; k < i; k++)
                meet(&out[k], SPC_TREND, direction);
        if (direction && i - first + 1 >= RUN)
            meet(&out[i], SPC_TREND, direction);
    }
}

/* 1 or -1 for a point in the upper or lower outer third, 0 elsewhere. */
static int outer_third(double y, const struct spc_limits *l)
{
    if (y > l->near_upper && y <= l->upper)
        return 1;
    return y < l->near_lower && y >= l->lower ? -1 : 0;
}

static void judge_two_of_three(const double *y, const struct spc_limits *l, size_t n,
                               struct spc_point *out)
{
    for (size_t i = 0; i + 3 <= n; i++) {
        int side = sign(y[i] - l[i].mean), outer = 0;
        for (size_t k = i; k < i + 3; k++) {
            outer += outer_third(y[k], &l[k]) != 0;
            if (sign(y[k] - l[k].mean) != side)
                side = 0;
        }
        if (!side || outer < 2)
            continue;
        for (size_t k = i; k < i + 3; k++)
            if (outer_third(y[k], &l[k]))
                meet(&out[k], SPC_TWO_OF_THREE, side);
    }
}

static void judge_shift(const double *y, const struct spc_limits *l, size_t n,
                        struct spc_point *out)
{
    size_t first = 0;
    int side = 0;
    for (size_t i = 0; i < n; i++) {
        int here = sign(y[i] - l[i].mean);
        if (here != side) {
            first = i;
            side = here;
        }
        if (side && i - first + 1 == RUN)
            for (size_t k = first; k < i; k++)
                meet(&out[k], SPC_SHIFT, side);
        if (side && i - first + 1 >= RUN)
            meet(&out[i], SPC_SHIFT, side);
    }
}

void spc_judge(const double *y, const struct spc_limits *limits, size_t n, struct spc_point *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (struct spc_point){0};
    judge_outside(y, limits, n, out);
    judge_trend(y, n, out);
    judge_two_of_three(y, limits, n, out);
    judge_shift(y, limits, n, out);
}

const char *spc_rule_text(enum spc_rule r)
{
    switch (r) {
    case SPC_OUTSIDE:
        return "outside limits";
    case SPC_TREND:
        return "trend";
    case SPC_TWO_OF_THREE:
        return "two of three";
    case SPC_SHIFT:
        return "shift";
    }
    return "";
}

enum spc_variation spc_point_variation(const struct spc_point *p, enum spc_better better)
{
    if (!p->direction)
        return SPC_COMMON;
    if (better == SPC_BETTER_NEITHER)
        return p->direction > 0 ? SPC_HIGH : SPC_LOW;
    return (p->direction > 0) == (better == SPC_BETTER_HIGHER) ? SPC_IMPROVEMENT : SPC_CONCERN;
}

enum spc_variation spc_variation(const struct spc_point *points, size_t count,
                                 enum spc_better better)
{
    if (count < SPC_POINTS_LEAST)
        return SPC_TOO_FEW;
    return spc_point_variation(&points[count - 1], better);
}

enum spc_assurance spc_assurance(const struct spc_limits *limits, size_t count, double target,
                                 enum spc_better better)
{
    if (count < SPC_POINTS_LEAST || isnan(target) || better == SPC_BETTER_NEITHER)
        return SPC_NO_ASSURANCE;
    const struct spc_limits *last = &limits[count - 1];
    if (last->lower == last->upper && target == last->mean)
        return SPC_PASS;
    if (target > last->upper)
        return better == SPC_BETTER_HIGHER ? SPC_FAIL : SPC_PASS;
    if (target < last->lower)
        return better == SPC_BETTER_HIGHER ? SPC_PASS : SPC_FAIL;
    return SPC_INCONSISTENT;
}

const char *spc_variation_text(enum spc_variation v)
{
    static const char *const words[] = {"too few points", "common cause", "improvement",
                                        "concern",        "high",         "low"};
    return words[v];
}

const char *spc_assurance_text(enum spc_assurance a)
{
    static const char *const words[] = {"", "pass", "fail", "inconsistent"};
    return words[a];
}
