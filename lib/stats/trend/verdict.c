// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/trend/verdict.h"

#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

struct trend_work {
    size_t room;
    double *pairs;    /* room (room - 1) / 2, at least room */
    double *residual; /* less slope and seasons, missing ones left out */
    double *steady;   /* less seasons only, missing ones left out */
    size_t *place;    /* index in y of each of these */
    size_t *at;
    double *steps; /* one a change */
    struct change_work change;
};

struct trend_work *trend_work_new(size_t room)
{
    struct trend_work *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    size_t pairs = room * (room + 1) / 2 + 1;
    w->room = room;
    w->pairs = malloc(pairs * sizeof *w->pairs);
    w->residual = malloc((room + 1) * sizeof *w->residual);
    w->steady = malloc((room + 1) * sizeof *w->steady);
    w->place = malloc((room + 1) * sizeof *w->place);
    w->at = malloc((room + 1) * sizeof *w->at);
    w->steps = malloc((room + 1) * sizeof *w->steps);
    w->change.sums = malloc((room + 1) * sizeof(double));
    w->change.squares = malloc((room + 1) * sizeof(double));
    w->change.best = malloc((room + 1) * sizeof(double));
    w->change.from = malloc((room + 1) * sizeof(size_t));
    if (w->pairs && w->residual && w->steady && w->place && w->at && w->steps && w->change.sums &&
        w->change.squares && w->change.best && w->change.from)
        return w;
    trend_work_free(w);
    return NULL;
}

void trend_work_free(struct trend_work *w)
{
    if (!w)
        return;
    free(w->pairs);
    free(w->residual);
    free(w->steady);
    free(w->place);
    free(w->at);
    free(w->steps);
    free(w->change.sums);
    free(w->change.squares);
    free(w->change.best);
    free(w->change.from);
    free(w);
}

const char *trend_verdict_text(enum trend_verdict v)
{
    static const char *const words[] = {"too few values", "no clear trend", "rising", "falling"};
    return words[v];
}

/* The median of y - slope t in the season of value I. */
static double season_level(const double *t, const double *y, size_t n, size_t period, double slope,
                           size_t season, double *work)
{
    size_t count = 0;
    for (size_t i = season; i < n; i += period)
        if (!isnan(y[i]))
            work[count++] = y[i] - slope * t[i];
    stats_sort(work, count);
    return stats_median(work, count);
}

/* Fills residual and steady from Y; returns how many values there are. */
static size_t take_off(const double *t, const double *y, size_t n, size_t period, double slope,
                       struct trend_work *w)
{
    size_t count = 0;
    double *levels = w->change.sums; /* not in use yet; n + 1 >= period is seen to */
    for (size_t season = 0; season < period; season++)
        levels[season] = season_level(t, y, n, period, slope, season, w->pairs);
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        double off = period > 1 ? levels[i % period] : 0;
        w->steady[count] = y[i] - off;
        w->residual[count] = y[i] - off - slope * t[i];
        w->place[count++] = i;
    }
    return count;
}

static double mean_between(const double *y, size_t from, size_t to)
{
    double sum = 0;
    for (size_t i = from; i < to; i++)
        sum += y[i];
    return sum / (double)(to - from);
}

static void find_changes(size_t count, size_t least, struct trend_work *w,
                         struct trend_summary *out)
{
    struct change_options options = {
        .least_length = least, .penalty = 3, .inflate = true, .against_line = true};
    if (change_find(w->steady, count, &options, &w->change, w->at, &out->change) != STATUS_OK)
        out->change.count = 0;
    size_t changes = out->change.count;
    for (size_t i = 0; i < changes; i++) {
        size_t before = i ? w->at[i - 1] : 0, after = i + 1 < changes ? w->at[i + 1] : count;
        w->steps[i] =
            mean_between(w->steady, w->at[i], after) - mean_between(w->steady, before, w->at[i]);
    }
    for (size_t i = 0; i < changes; i++)
        w->at[i] = w->place[w->at[i]];
}

enum status trend_describe(const double *t, const double *y, size_t n,
                           const struct trend_options *options, struct trend_work *w,
                           struct trend_summary *out)
{
    *out = (struct trend_summary){
        .factor = 1, .p = NAN, .low80 = NAN, .high80 = NAN, .at = w->at, .steps = w->steps};
    if (n > w->room)
        return STATUS_VALUE;
    /* with less than two cycles there is no season to compare within */
    size_t period = options->period > 1 && n >= 2 * options->period ? options->period : 1;
    enum status s = kendall_seasonal(y, n, period, w->pairs, &out->kendall);
    out->n = out->kendall.n;
    enum status line = sen_slope(t, y, n, period, out->kendall.variance, options->level,
                                 SEN_RANKS_OUTWARD, w->pairs, &out->slope);
    if (line != STATUS_OK)
        return line;
    if (s != STATUS_OK || out->n < TREND_LEAST) {
        out->slope.low = out->slope.high = NAN;
        return STATUS_OK;
    }
    size_t count = take_off(t, y, n, period, out->slope.slope, w);
    out->factor = fmax(kendall_correction_short(w->residual, count, w->pairs),
                       kendall_correction(w->residual, count, 3, false, w->pairs));
    out->factor = out->factor > 1 ? out->factor : 1;
    double variance = out->kendall.variance * out->factor;
    out->p = out->factor > 1 ? kendall_normal_p(out->kendall.s, variance, NULL) : out->kendall.p;
    sen_slope(t, y, n, period, variance, .8, SEN_RANKS_OUTWARD, w->pairs, &out->slope);
    out->low80 = out->slope.low;
    out->high80 = out->slope.high;
    sen_slope(t, y, n, period, variance, options->level, SEN_RANKS_OUTWARD, w->pairs, &out->slope);
    find_changes(count, options->least_length ? options->least_length : (period == 1 ? 4 : 3), w,
                 out);
    out->verdict = TREND_NONE;
    if (out->p < 1 - options->level)
        out->verdict = out->kendall.s > 0 ? TREND_RISING : TREND_FALLING;
    return STATUS_OK;
}
