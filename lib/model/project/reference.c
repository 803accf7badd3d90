// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/reference.h"

#include <math.h>

struct sums {
    double days, leaves, moves;
};

/* Adds the states of one group and phase over ages. */
static struct sums sum_cell(const struct exposure *e, size_t group, int phase)
{
    struct sums t = {0, 0, 0};
    for (int age = 0; age < PROJECT_AGES; age++) {
        size_t s = project_state(e->groups, age, group, phase);
        t.days += e->days[s];
        t.leaves += e->leaves[s];
        t.moves += e->moves[s];
    }
    return t;
}

static double log_score(double events, double days, double of, double pooled, double seen)
{
    double rate = (of + 2) / (days + 2 / pooled), mean = rate * seen;
    return mean > 0 ? events * log(mean) - mean - lgamma(events + 1) : 0;
}

/* How well the years before Y, the last K of them in BEFORE, foretell year Y. */
static double foretell(const struct exposure *before, const struct exposure *year)
{
    double score = 0;
    for (int phase = 0; phase < PROJECT_PHASES; phase++) {
        struct sums all = {0, 0, 0};
        for (size_t g = 0; g < year->groups; g++) {
            struct sums t = sum_cell(before, g, phase);
            all.days += t.days;
            all.leaves += t.leaves;
            all.moves += t.moves;
        }
        double leave = (all.leaves + 0.5) / (all.days + 1000);
        double move = (all.moves + 0.5) / (all.days + 1000);
        for (size_t g = 0; g < year->groups; g++) {
            struct sums t = sum_cell(before, g, phase), now = sum_cell(year, g, phase);
            score += log_score(now.leaves, t.days, t.leaves, leave, now.days);
            score += log_score(now.moves, t.days, t.moves, move, now.days);
        }
    }
    return score;
}

bool reference_choose(struct reference_choice *out, const struct exposure *years, size_t n)
{
    static const size_t lengths[REFERENCE_CANDIDATES] = {1, 2, 3, 5, SIZE_MAX};
    *out = (struct reference_choice){.years = n};
    struct exposure before;
    if (!n || !exposure_init(&before, years[0].groups))
        return !n;
    double best = -INFINITY;
    for (size_t i = 0; i < REFERENCE_CANDIDATES && n > 2; i++) {
        if (lengths[i] >= n && i + 1 < REFERENCE_CANDIDATES)
            continue;
        double score = 0;
        size_t tested = 0;
        for (size_t y = n / 3 + 1; y < n; y++, tested++) {
            exposure_clear(&before);
            for (size_t b = y > lengths[i] ? y - lengths[i] : 0; b < y; b++)
                exposure_add(&before, &years[b]);
            score += foretell(&before, &years[y]);
        }
        out->tested = tested;
        out->candidate[out->candidates] = lengths[i] < n ? lengths[i] : n;
        out->score[out->candidates++] = score / (double)tested;
        best = fmax(best, score / (double)tested);
    }
    for (size_t i = 0; i < out->candidates; i++) {
        out->score[i] = best - out->score[i];
        if (out->score[i] <= 1)
            out->years = out->candidate[i];
    }
    exposure_done(&before);
    return true;
}
