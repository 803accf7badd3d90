// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/outcomes_private.h"

#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

/* What a search leaves uncertain differs between compilers. */
enum { DIGITS = 6 };

static struct interval rounded(struct interval in)
{
    return (struct interval){stats_round(in.low, DIGITS), stats_round(in.high, DIGITS)};
}

static int compare_times(const void *a, const void *b)
{
    const struct cure_time *x = a, *y = b;
    return (x->days > y->days) - (x->days < y->days);
}

/* Members FROM ... TO - 1 by days: to the approval; of all others, lost or not, as far as they were seen.
 * Days of one length are one row; returns how many. */
static size_t tally(struct outcomes *k, size_t from, size_t to)
{
    struct cure_time *times = k->cure.times;
    size_t n = 0, kept = 0;
    for (size_t i = from; i < to; i++) {
        const struct journey *of = &k->j->items[k->members[i].journey];
        bool approved = of->outcome == OUTCOME_PROGRESS;
        int32_t days = (approved ? of->ended : of->seen_to) - of->begun;
        /* in the middle of the day, since a Weibull time is never 0 */
        times[n++] = (struct cure_time){(days > 0 ? days : 0) + .5, approved, !approved};
    }
    qsort(times, n, sizeof *times, compare_times);
    for (size_t i = 0; i < n; i++) {
        if (kept && times[kept - 1].days == times[i].days) {
            times[kept - 1].happened += times[i].happened;
            times[kept - 1].not_yet += times[i].not_yet;
        } else {
            times[kept++] = times[i];
        }
    }
    return kept;
}

enum status outcomes_cure_begin(struct outcomes *k)
{
    struct outcomes_cure *cure = &k->cure;
    size_t groups = k->j->group_count;
    cure->models = calloc(groups + 1, sizeof *cure->models);
    cure->known = calloc(groups + 1, sizeof *cure->known);
    cure->times = malloc((k->member_count + 1) * sizeof *cure->times);
    if (!cure->models || !cure->known || !cure->times)
        return STATUS_MEMORY;
    for (size_t from = 0, to; from < k->member_count; from = to) {
        uint32_t group = k->members[from].group;
        for (to = from; to < k->member_count && k->members[to].group == group;)
            to++;
        size_t n = tally(k, from, to);
        cure->known[group] = cure_estimate(cure->times, n, &cure->models[group]) == STATUS_OK;
    }
    return STATUS_OK;
}

static bool within(double x, struct interval in)
{
    return x >= in.low && x <= in.high;
}

/* Whether neither value lies in the other's 95 % interval. */
static bool disagree(double a, struct interval of_a, double b, struct interval of_b)
{
    return !within(a, of_b) && !within(b, of_a);
}

void outcomes_cure_cohort(struct outcomes *k, uint32_t group, size_t from, size_t to, int32_t date,
                          const struct visit_share *expected)
{
    struct outcomes_cure *cure = &k->cure;
    const struct cure *model = &cure->models[group];
    if (!cure->known[group])
        return;
    size_t n = tally(k, from, to);
    double share = cure_share(model, cure->times, n);
    if (isnan(share))
        return;
    struct interval in95 = cure_share_interval(model, cure->times, n, .95);
    cure->cohorts++;
    if (!disagree(share, in95, expected->value, visit_share_interval(expected, .95)))
        return;
    struct line *line = lines_add(&k->lines, CURED, group, date, stats_round(share, DIGITS));
    line->in80 = rounded(cure_share_interval(model, cure->times, n, .8));
    line->in95 = rounded(in95);
    cure->cohorts_told++;
}

void outcomes_cure_group(struct outcomes *k, uint32_t group, const struct visit_share *approved)
{
    struct outcomes_cure *cure = &k->cure;
    const struct cure *model = &cure->models[group];
    if (!cure->known[group])
        return;
    struct line *line =
        lines_add(&k->lines, CURED_ALL, group, k->j->last, stats_round(model->share, DIGITS));
    line->in80 = rounded(cure_interval(model, .8));
    line->in95 = rounded(cure_interval(model, .95));
    cure->groups +=
        disagree(model->share, line->in95, approved->value, visit_share_interval(approved, .95));
}

void outcomes_cure_end(struct outcomes *k, const struct problem_sink *sink)
{
    struct outcomes_cure *cure = &k->cure;
    if (cure->cohorts_told)
        problem_report(
            sink, PROBLEM_WARNING, "cure-cohorts", NULL, 0, NULL,
            "%zu of the cohorts under way (%zu) %s a conversion expected that the cure "
            "model does not bear out: their approvals come faster or slower than others' "
            "did",
            cure->cohorts_told, cure->cohorts, cure->cohorts_told == 1 ? "has" : "have");
    if (cure->groups)
        problem_report(
            sink, PROBLEM_WARNING, "cure-groups", NULL, 0, NULL,
            "the share approved and the cure model's disagree%s: chances have changed, or "
            "the time seen is too short for the longest journeys",
            k->j->group_count > 1 ? " in some groups" : "");
    free(cure->models);
    free(cure->known);
    free(cure->times);
}
