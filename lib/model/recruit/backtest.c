// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/backtest.h"

#include "model/recruit/lines.h"
#include "stats/stats.h"
#include "stream/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 2, HISTORY_LEAST = 12 /* months before an origin */ };
static const double levels[LEVELS] = {.8, .95};

struct score {
    double origins, actual, forecast, error;
    double held[LEVELS], meant[LEVELS];
};

/* The draws of one origin, all groups together: [period * draws + draw], and the last for all periods. */
static enum status sum_draws(struct to_come *t, double *sums)
{
    enum status s;
    memset(sums, 0, (t->periods + 1) * t->draws * sizeof *sums);
    while ((s = to_come_next(t)) == STATUS_OK)
        for (size_t d = t->from; d < t->to; d++)
            for (size_t g = 0; g < t->groups; g++)
                for (size_t k = 0; k < t->periods; k++) {
                    double n = t->counts[((d - t->from) * t->groups + g) * t->periods + k];
                    sums[k * t->draws + d] += n;
                    sums[t->periods * t->draws + d] += n;
                }
    for (size_t k = 0; k <= t->periods; k++)
        stats_sort(sums + k * t->draws, t->draws);
    return s == STATUS_END ? STATUS_OK : s;
}

/* The draw that share P of them don't exceed. */
static double draw_at(const double *sorted, size_t n, double p)
{
    double place = ceil(p * (double)n);
    return sorted[place < 1 ? 0 : place > (double)n ? n - 1 : (size_t)place - 1];
}

static void add_score(struct score *s, const double *sorted, size_t n, double actual)
{
    double sum = 0;
    for (size_t d = 0; d < n; d++)
        sum += sorted[d];
    s->origins++;
    s->actual += actual;
    s->forecast += sum / (double)n;
    s->error += fabs(actual - sum / (double)n);
    for (int l = 0; l < LEVELS; l++) {
        double low = draw_at(sorted, n, (1 - levels[l]) / 2);
        double high = draw_at(sorted, n, (1 + levels[l]) / 2), within = 0;
        for (size_t d = 0; d < n; d++)
            within += sorted[d] >= low && sorted[d] <= high;
        s->held[l] += actual >= low && actual <= high;
        s->meant[l] += within / (double)n;
    }
}

/* Scores the draws from one origin into SCORES: one a period, and the last for all of them. */
static void score_origin(const struct to_come *t, const struct journeys *j, int32_t origin,
                         const double *sums, struct score *scores)
{
    int32_t after = origin;
    for (size_t k = 0; k < t->periods; after = t->ends[k++])
        add_score(&scores[k], sums + k * t->draws, t->draws,
                  approvals_between(j, LINES_ALL, after, t->ends[k]));
    add_score(&scores[t->periods], sums + t->periods * t->draws, t->draws,
              approvals_between(j, LINES_ALL, origin, t->ends[t->periods - 1]));
}

enum { SCORES = 8 };
static const char *const measures[SCORES] = {
    "origins",
    "actual approvals",
    "forecast approvals",
    "mean absolute error",
    "held by 80 % interval",
    "meant to hold by 80 % interval",
    "held by 95 % interval",
    "meant to hold by 95 % interval",
};

static void write_score(struct writer *w, int32_t date, size_t measure, const char *ahead,
                        const struct score *s)
{
    const double n = s->origins;
    const double values[SCORES] = {n * n,      s->actual,   s->forecast, s->error,
                                   s->held[0], s->meant[0], s->held[1],  s->meant[1]};
    const struct text label = text_of(ahead);
    series_write(w,
                 &(struct series_output){.date = date,
                                         .measure = text_of(measures[measure]),
                                         .labels = &label,
                                         .label_count = 1,
                                         .value = stats_round(values[measure] / n, 12)},
                 &(struct series_columns){false});
}

static void write_scores(struct writer *w, int32_t date, const struct score *scores, size_t ahead)
{
    const struct text name = text_of("ahead");
    series_write_header(w, &name, 1, &(struct series_columns){false});
    for (size_t measure = 0; measure < SCORES; measure++)
        for (size_t k = 0; k <= ahead; k++) {
            char label[24] = "all";
            if (k < ahead)
                snprintf(label, sizeof label, "%zu", k + 1);
            write_score(w, date, measure, label, &scores[k]);
        }
}

static enum status score_all(const struct journeys *j, const struct recruit_backtest_plan *plan,
                             double *sums, struct score *scores)
{
    const struct period_calendar *calendar = &plan->draws.calendar;
    int32_t begin = date_add_months(journeys_complete_from(j), HISTORY_LEAST) - 1;
    int32_t last = period_number(calendar, plan->draws.origin + 1) - 1;
    size_t origins = 0;
    for (; origins < plan->origins; origins++) {
        int32_t period = last - (int32_t)(plan->draws.ahead + origins);
        struct to_come_plan at = plan->draws;
        struct to_come t;
        at.origin = period_end(calendar, period);
        if (at.origin < begin)
            break;
        enum status s = to_come_open(&t, j, &at);
        if (s == STATUS_SHORT)
            break;
        if (s != STATUS_OK)
            return s;
        s = sum_draws(&t, sums);
        if (s == STATUS_OK)
            score_origin(&t, j, at.origin, sums, scores);
        to_come_close(&t);
        if (s != STATUS_OK)
            return s;
    }
    return origins ? STATUS_OK : STATUS_SHORT;
}

enum status recruit_backtest_write(const struct journeys *j,
                                   const struct recruit_backtest_plan *plan, struct writer *w)
{
    size_t ahead = plan->draws.ahead;
    double *sums = malloc((ahead + 1) * plan->draws.draws * sizeof *sums);
    struct score *scores = calloc(ahead + 1, sizeof *scores);
    enum status s = sums && scores ? score_all(j, plan, sums, scores) : STATUS_MEMORY;
    if (s == STATUS_OK)
        write_scores(w, plan->draws.origin, scores, ahead);
    free(sums);
    free(scores);
    return s;
}
