// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/backtest.h"

#include "calendar/period.h"
#include "model/recruit/lines.h"
#include "stats/stats.h"
#include "stream/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct period_calendar by_month = PERIOD_TO_31_MARCH(EVERY_MONTH);
enum { LEVELS = 2, HISTORY_LEAST = 12 /* months before an origin */ };
static const double levels[LEVELS] = {.8, .95};

struct score {
    double origins, actual, forecast, error;
    double held[LEVELS], meant[LEVELS];
};

/* The draws' sums over months FROM ... TO-1 and all groups, sorted. */
static void sum_draws(const struct to_come *t, size_t from, size_t to, double *out)
{
    for (size_t d = 0; d < t->draws; d++) {
        out[d] = 0;
        for (size_t g = 0; g < t->groups; g++)
            for (size_t k = from; k < to; k++)
                out[d] += t->counts[(d * t->groups + g) * t->months + k];
    }
    stats_sort(out, t->draws);
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

/* Scores the draws from one origin into SCORES: one a month, and the last for all months. */
static void score_origin(const struct to_come *t, const struct journeys *j, int32_t origin,
                         double *work, struct score *scores)
{
    int32_t after = origin;
    for (size_t k = 0; k < t->months; after = t->ends[k++]) {
        sum_draws(t, k, k + 1, work);
        add_score(&scores[k], work, t->draws, approvals_between(j, LINES_ALL, after, t->ends[k]));
    }
    sum_draws(t, 0, t->months, work);
    add_score(&scores[t->months], work, t->draws,
              approvals_between(j, LINES_ALL, origin, t->ends[t->months - 1]));
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

static void write_scores(struct writer *w, int32_t date, const struct score *scores, size_t months)
{
    const struct text name = text_of("ahead");
    series_write_header(w, &name, 1, &(struct series_columns){false});
    for (size_t measure = 0; measure < SCORES; measure++)
        for (size_t k = 0; k <= months; k++) {
            char ahead[24] = "all";
            if (k < months)
                snprintf(ahead, sizeof ahead, "%zu", k + 1);
            write_score(w, date, measure, ahead, &scores[k]);
        }
}

static enum status score_all(const struct journeys *j, const struct recruit_backtest_plan *plan,
                             double *work, struct score *scores, size_t *origins)
{
    size_t months = plan->draws.months;
    int32_t last = period_number(&by_month, plan->draws.origin + 1) - 1;
    int32_t first = period_number(&by_month, journeys_complete_from(j) - 1) + HISTORY_LEAST;
    for (size_t i = 0; i < plan->origins; i++) {
        int32_t month = last - (int32_t)(months + i);
        if (month < first)
            break;
        struct to_come_plan at = plan->draws;
        struct to_come t;
        at.origin = period_end(&by_month, month);
        enum status s = to_come_run(&t, j, &at);
        if (s == STATUS_SHORT)
            break;
        if (s != STATUS_OK)
            return s;
        score_origin(&t, j, at.origin, work, scores);
        to_come_done(&t);
        ++*origins;
    }
    return *origins ? STATUS_OK : STATUS_SHORT;
}

enum status recruit_backtest_write(const struct journeys *j,
                                   const struct recruit_backtest_plan *plan, struct writer *w,
                                   size_t *origins)
{
    size_t months = plan->draws.months;
    double *work = malloc((plan->draws.draws + 1) * sizeof *work);
    struct score *scores = calloc(months + 1, sizeof *scores);
    *origins = 0;
    enum status s = work && scores ? score_all(j, plan, work, scores, origins) : STATUS_MEMORY;
    if (s == STATUS_OK)
        write_scores(w, plan->draws.origin, scores, months);
    free(work);
    free(scores);
    return s;
}
