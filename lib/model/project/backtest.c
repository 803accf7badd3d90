// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/backtest.h"
#include "base/parallel.h"
#include "calendar/date.h"
#include "stats/forecast/score.h"

#include <math.h>
#include <stdlib.h>

struct scored *project_trial_at(const struct project_backtest *b, size_t origin,
                                enum project_method m, size_t series, size_t h)
{
    return b->trials + ((origin * TEST_METHODS + m) * b->series + series) * b->ahead + h;
}

const struct scores *project_backtest_scores(const struct project_backtest *b, size_t series,
                                             enum project_method m, size_t h)
{
    return &b->scores[(series * TEST_METHODS + m) * b->ahead + h];
}

/* True when the stock of some authority that has children here is unknown on day ON. */
static bool is_unseen(const struct lives *l, int32_t on)
{
    for (uint32_t i = 0; i < l->coverage.count; i++)
        if (l->coverage.authorities[i].selected && coverage_misses_stock(&l->coverage, i, on))
            return true;
    return false;
}

static enum status count_stocks(struct project_backtest *b)
{
    const struct frame *f = b->frame;
    uint32_t *count = calloc(frame_size(f, &b->past) + 1, sizeof *count);
    b->y = calloc(b->series * b->past.count + 1, sizeof *b->y);
    if (!count || !b->y) {
        free(count);
        return STATUS_MEMORY;
    }
    frame_count_history(f, &b->past, b->lives, count);
    for (size_t i = 0; i < b->past.count; i++) {
        bool unseen = is_unseen(b->lives, b->past.dates[i]);
        double all = 0;
        for (size_t c = 0; c < f->cells; c++) {
            double n = count[frame_at(f, &b->past, PROJECT_STOCK, i, c)];
            b->y[c * b->past.count + i] = unseen ? NAN : n;
            all += n;
        }
        b->y[(b->series - 1) * b->past.count + i] = unseen ? NAN : all;
    }
    free(count);
    return STATUS_OK;
}

static bool is_seen(const struct project_backtest *b, size_t place)
{
    return !isnan(b->y[(b->series - 1) * b->past.count + place]);
}

/* The first place with three seen years behind it; past.count when there is none. */
static size_t first_origin(const struct project_backtest *b)
{
    size_t seen = 0;
    while (seen < b->past.count && !is_seen(b, seen))
        seen++;
    size_t place = seen;
    while (place < b->past.count &&
           date_add_months(b->past.dates[place], -12 * BACKTEST_LEAST_YEARS) < b->past.dates[seen])
        place++;
    return place;
}

static enum status choose_origins(struct project_backtest *b, const struct problem_sink *sink)
{
    size_t most = b->request->origins, count = b->past.count;
    size_t first = first_origin(b);
    if (count > b->ahead + most && count - b->ahead - most > first)
        first = count - b->ahead - most;
    b->origins = calloc(most + 1, sizeof *b->origins);
    if (!b->origins)
        return STATUS_MEMORY;
    for (size_t i = first; i + 1 < count && b->origin_count < most; i++)
        if (is_seen(b, i))
            b->origins[b->origin_count++] = i;
    if (b->origin_count)
        return STATUS_OK;
    problem_report(sink, PROBLEM_FATAL, "too-short", NULL, 0, NULL,
                   "too short for a back-test: that takes %d years that were seen, then one %s "
                   "more to compare with",
                   BACKTEST_LEAST_YEARS, period_every_name(b->request->calendar.every));
    return STATUS_SHORT;
}

struct work {
    struct project_backtest *b;
    struct crew crew;
    bool *fallen_back; /* by origin */
};

static enum status run_trial(void *context, size_t worker, size_t item)
{
    struct work *w = context;
    return project_trial(w->b, item, &w->crew, worker, &w->fallen_back[item]);
}

static enum status run_trials(struct project_backtest *b)
{
    struct work w = {.b = b, .fallen_back = calloc(b->origin_count, sizeof(bool))};
    size_t workers = b->request->threads < b->origin_count ? b->request->threads : b->origin_count;
    enum status s = crew_make(&w.crew, workers, b->past.count, b->ahead);
    if (!w.fallen_back)
        s = STATUS_MEMORY;
    if (s == STATUS_OK)
        s = parallel_run(b->origin_count, workers, run_trial, &w);
    for (size_t i = 0; s == STATUS_OK && i < b->origin_count; i++)
        b->fallen_back += w.fallen_back[i];
    crew_done(&w.crew);
    free(w.fallen_back);
    return s;
}

/* Sums over origins, in their order, so that the number of threads can't be seen. */
static void sum_trials(struct project_backtest *b, double *difference)
{
    for (size_t s = 0; s < b->series; s++)
        for (size_t h = 0; h < b->ahead; h++) {
            size_t n = 0;
            for (size_t o = 0; o < b->origin_count; o++) {
                const struct scored *ours = project_trial_at(b, o, TEST_OURS, s, h);
                if (!b->fitted[o] || isnan(ours->actual))
                    continue;
                for (int m = 0; m < TEST_METHODS; m++)
                    scores_note(&b->scores[(s * TEST_METHODS + (size_t)m) * b->ahead + h],
                                project_trial_at(b, o, (enum project_method)m, s, h));
                const struct scored *same = project_trial_at(b, o, TEST_NO_CHANGE, s, h);
                difference[n++] =
                    fabs(ours->actual - ours->point) - fabs(same->actual - same->point);
            }
            b->p[s * b->ahead + h] = score_compare(difference, n, h + 1).p;
        }
}

static enum status test(struct project_backtest *b, const struct problem_sink *sink)
{
    enum status s = count_stocks(b);
    if (s == STATUS_OK)
        s = choose_origins(b, sink);
    if (s != STATUS_OK)
        return s;
    size_t places = b->series * TEST_METHODS * b->ahead;
    double *difference = calloc(b->origin_count, sizeof *difference);
    b->trials = calloc(b->origin_count * places, sizeof *b->trials);
    b->fitted = calloc(b->origin_count, sizeof *b->fitted);
    b->scores = calloc(places, sizeof *b->scores);
    b->p = calloc(b->series * b->ahead, sizeof *b->p);
    s = STATUS_MEMORY;
    if (difference && b->trials && b->fitted && b->scores && b->p)
        s = run_trials(b);
    if (s == STATUS_OK)
        sum_trials(b, difference);
    free(difference);
    return s;
}

enum status project_backtest_run(struct project_backtest *out, const struct project_request *r,
                                 const struct lives *l, const struct frame *f,
                                 const struct problem_sink *sink)
{
    static const size_t seasons[] = {
        [EVERY_DAY] = 1, [EVERY_MONTH] = 12, [EVERY_QUARTER] = 4, [EVERY_YEAR] = 1};
    *out = (struct project_backtest){.request = r,
                                     .lives = l,
                                     .frame = f,
                                     .ahead = r->ahead,
                                     .season = seasons[r->calendar.every],
                                     .series = f->cells + (f->cells > 1)};
    enum status s = STATUS_MEMORY;
    if (timeline_between(&out->past, &r->calendar, l->first, l->last))
        s = test(out, sink);
    if (s != STATUS_OK)
        project_backtest_done(out);
    return s;
}

void project_backtest_done(struct project_backtest *b)
{
    timeline_done(&b->past);
    free(b->y);
    free(b->origins);
    free(b->fitted);
    free(b->trials);
    free(b->scores);
    free(b->p);
    *b = (struct project_backtest){0};
}
