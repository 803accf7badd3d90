// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/retention.h"
#include "stats/stats.h"
#include "stats/survival/curve.h"
#include "stats/survival/incidence.h"

#include <math.h>
#include <stdlib.h>

/* What the groups' curves share. */
struct curves {
    struct retention *r;
    struct survival_data d;
    struct curve_point *points;
    struct incidence incidence;
    struct curve_bootstrap bootstrap;
    double *times, *low95, *high95, *low80, *high80; /* where the present curve is written */
    size_t time_count;
};

static enum curve_interval interval_kind(const struct curves *c)
{
    return c->r->settings->plain ? CURVE_PLAIN : CURVE_LOG_LOG;
}

/* At risk just before TIME: nobody leaves between two points. NaN beyond the last. */
static double at_risk_at(const struct curve *c, double time)
{
    for (size_t low = 0, high = c->count;;) {
        if (low == high)
            return low < c->count ? c->points[low].at_risk : NAN;
        size_t middle = low + (high - low) / 2;
        if (c->points[middle].time < time)
            low = middle + 1;
        else
            high = middle;
    }
}

/* The times at which to write the curve: the start, every exit and the end; or those asked for. */
static void choose_times(struct curves *c, const struct curve *curve)
{
    const struct retention_settings *set = c->r->settings;
    c->time_count = 0;
    if (set->at_count) {
        for (size_t i = 0; i < set->at_count; i++)
            c->times[c->time_count++] = set->at[i];
        return;
    }
    double begin = fmax(0, curve->start);
    if (curve->points[0].time > begin || curve->points[0].events == 0)
        c->times[c->time_count++] = begin;
    for (size_t i = 0; i < curve->count; i++) {
        const struct curve_point *p = &curve->points[i];
        if ((p->events > 0 || i + 1 == curve->count) &&
            (c->time_count == 0 || p->time > c->times[c->time_count - 1]))
            c->times[c->time_count++] = p->time;
    }
}

/* Why TIME has no value: the curve has not begun, or nobody was seen so long. */
static const char *unknown_at(const struct curve *curve, double time)
{
    if (time < curve->start)
        return "u";
    const struct curve_point *last = &curve->points[curve->count - 1];
    return time > last->time && last->survival > 0 ? "x" : NULL;
}

static void bound(struct retention_row *row, double low95, double high95, double low80,
                  double high80)
{
    row->lo95 = low95;
    row->hi95 = high95;
    row->lo80 = low80;
    row->hi80 = high80;
}

/* At the times asked for; else at the start and wherever somebody left or was last seen, so that whoever
 * draws the numbers under a curve finds them between two exits, too. */
static void write_at_risk(struct curves *c, uint32_t g, const struct curve *curve)
{
    bool asked = c->r->settings->at_count > 0;
    for (size_t i = 0; asked && i < c->time_count; i++) {
        double at_risk = at_risk_at(curve, c->times[i]);
        if (c->times[i] >= curve->start)
            retention_add(c->r, RETENTION_AT_RISK, g, c->times[i], isnan(at_risk) ? 0 : at_risk);
    }
    double begin = fmax(0, curve->start);
    if (!asked && curve->points[0].time > begin)
        retention_add(c->r, RETENTION_AT_RISK, g, begin, at_risk_at(curve, begin));
    for (size_t i = 0; !asked && i < curve->count; i++)
        if (curve->points[i].time >= begin)
            retention_add(c->r, RETENTION_AT_RISK, g, curve->points[i].time,
                          curve->points[i].at_risk);
}

static void write_survival(struct curves *c, uint32_t g, const struct curve *curve)
{
    for (size_t i = 0; i < c->time_count; i++) {
        double time = c->times[i], low[2], high[2];
        const char *unknown = unknown_at(curve, time);
        const struct curve_point *p = curve_at(curve, time);
        struct retention_row *row = retention_add(c->r, RETENTION_SURVIVAL, g, time,
                                                  unknown ? NAN
                                                  : p     ? p->survival
                                                          : 1);
        if (row && unknown) {
            row->status = unknown;
        } else if (row && c->d.weight) {
            bound(row, c->low95[i], c->high95[i], c->low80[i], c->high80[i]);
        } else if (row && p) {
            curve_bounds(interval_kind(c), p->survival, p->greenwood, stats_normal_z(.95), &low[0],
                         &high[0]);
            curve_bounds(interval_kind(c), p->survival, p->greenwood, stats_normal_z(.8), &low[1],
                         &high[1]);
            bound(row, low[0], high[0], low[1], high[1]);
        }
    }
    write_at_risk(c, g, curve);
}

static void write_summary(struct curves *c, uint32_t g, const struct curve *curve)
{
    const struct retention_settings *set = c->r->settings;
    struct curve_quantile wide = curve_quantile(curve, .5, interval_kind(c), stats_normal_z(.95));
    struct curve_quantile narrow = curve_quantile(curve, .5, interval_kind(c), stats_normal_z(.8));
    struct retention_row *row = retention_add(c->r, RETENTION_MEDIAN, g, NAN, wide.time);
    if (row) {
        row->timed = true;
        row->status = isnan(wide.time) ? "z" : NULL;
        if (!c->d.weight)
            bound(row, wide.low, wide.high, narrow.low, narrow.high);
    }
    if (!(set->mean_to > 0))
        return;
    double from = fmax(0, curve->start), last = curve->points[curve->count - 1].time;
    bool known = set->mean_to > from &&
                 (last >= set->mean_to || curve->points[curve->count - 1].survival <= 0);
    struct curve_mean mean = curve_restricted_mean(curve, from, set->mean_to);
    row = retention_add(c->r, RETENTION_MEAN, g, set->mean_to, known ? from + mean.mean : NAN);
    if (row) {
        double se = sqrt(mean.variance), middle = from + mean.mean;
        row->timed = true;
        row->status = known ? NULL : "x";
        if (known && !c->d.weight)
            bound(row, middle - stats_normal_z(.95) * se, middle + stats_normal_z(.95) * se,
                  middle - stats_normal_z(.8) * se, middle + stats_normal_z(.8) * se);
    }
}

/* The interval of a share by its standard error, on the log-log scale; NaN at 0 and 1. */
static void share_bounds(enum curve_interval kind, double share, double se, double z, double *low,
                         double *high)
{
    double stays = 1 - share;
    double relative = stays > 0 ? se * se / (stays * stays) : INFINITY;
    curve_bounds(kind, stays, relative, z, high, low);
    *low = 1 - *low;
    *high = 1 - *high;
}

static void write_incidence(struct curves *c, uint32_t g, const struct curve *curve)
{
    struct incidence *in = &c->incidence;
    enum curve_interval kind = interval_kind(c);
    if (incidence_estimate(in, &c->d, &c->r->order, g, c->r->settings->least) != STATUS_OK)
        return;
    for (size_t k = 0; k < in->causes; k++)
        for (size_t i = 0, at = 0; i < c->time_count; i++) {
            double time = c->times[i], low[2], high[2];
            const char *unknown = unknown_at(curve, time);
            while (at < in->count && in->points[at].time <= time)
                at++;
            size_t cell = (at - (at > 0)) * in->causes + k;
            double share = at ? in->share[cell] : 0, se = at ? in->se[cell] : 0;
            struct retention_row *row =
                retention_add(c->r, RETENTION_INCIDENCE, g, time, unknown ? NAN : share);
            if (!row)
                return;
            row->cause = (uint32_t)k;
            row->status = unknown;
            if (unknown || !(share > 0))
                continue;
            share_bounds(kind, share, se, stats_normal_z(.95), &low[0], &high[0]);
            share_bounds(kind, share, se, stats_normal_z(.8), &low[1], &high[1]);
            bound(row, low[0], high[0], low[1], high[1]);
        }
}

/* The share of weights still there, with persons drawn anew. */
static void draw_persons(struct curves *c, uint32_t g, const struct curve *curve)
{
    struct stays *s = &c->r->stays;
    c->bootstrap.times = c->time_count;
    if (curve_bootstrap_draw(&c->bootstrap, &c->d, &c->r->order, g, 0, curve, s->subject,
                             c->r->settings->seed, c->times) != STATUS_OK)
        c->r->failed = true;
    curve_bootstrap_bounds(&c->bootstrap, .95, c->low95, c->high95);
    curve_bootstrap_bounds(&c->bootstrap, .8, c->low80, c->high80);
}

/* Says where a curve begins late; a group without a curve gets empty values with status u. */
static bool begin_curve(struct curves *c, uint32_t g, const struct curve *curve, enum status s)
{
    struct retention *r = c->r;
    const struct retention_settings *set = r->settings;
    char buffer[256];
    const char *name = retention_group_name(r, g, buffer, sizeof buffer);
    if (s == STATUS_OK) {
        if (curve->start > 0)
            problem_report(r->sink, PROBLEM_NOTE, "late-start", r->file, 0, NULL,
                           "%s: the curve begins at %.2f %s, where %g are first at risk, and is "
                           "of those there then; %g exits before are left out",
                           name, curve->start / set->unit_days, set->unit, set->least,
                           curve->before);
        return true;
    }
    problem_report(r->sink, PROBLEM_WARNING, "too-few", r->file, 0, NULL,
                   "%s: never %g at risk at once: no curve", name, set->least);
    struct retention_row *row = retention_add(r, RETENTION_MEDIAN, g, NAN, NAN);
    if (row) {
        row->timed = true;
        row->status = "u";
    }
    for (size_t i = 0; i < set->at_count; i++)
        if ((row = retention_add(r, RETENTION_SURVIVAL, g, set->at[i], NAN)))
            row->status = "u";
    return false;
}

static void count_group(struct curves *c, uint32_t g)
{
    struct retention *r = c->r;
    double exits = 0;
    size_t from = r->order.first[g], to = r->order.first[g + 1];
    for (size_t i = from; i < to; i++)
        exits += c->d.cause[r->order.by_exit[i]] > 0;
    retention_add(r, RETENTION_STAYS, g, NAN, (double)(to - from));
    retention_add(r, RETENTION_EXITS, g, NAN, exits);
    char name[256];
    if (exits == 0)
        problem_report(r->sink, PROBLEM_WARNING, "no-exit", r->file, 0, NULL,
                       "%s: nobody of %zu left", retention_group_name(r, g, name, sizeof name),
                       to - from);
}

static void estimate(struct curves *c, uint32_t g)
{
    struct curve curve = {.points = c->points};
    count_group(c, g);
    enum status s = curve_estimate(&c->d, &c->r->order, g, 0, c->r->settings->least, &curve);
    if (!begin_curve(c, g, &curve, s))
        return;
    choose_times(c, &curve);
    if (c->d.weight)
        draw_persons(c, g, &curve);
    write_survival(c, g, &curve);
    write_summary(c, g, &curve);
    if (c->r->settings->stays.competing)
        write_incidence(c, g, &curve);
}

/* At most so many different exits: they are whole days. */
static size_t distinct_days(const struct stays *s)
{
    double longest = 0;
    for (size_t i = 0; i < s->n; i++)
        longest = fmax(longest, s->exit[i]);
    return longest + 1 < (double)s->n ? (size_t)longest + 1 : s->n;
}

void retention_curves(struct retention *r)
{
    struct stays *s = &r->stays;
    struct curves c = {.r = r, .d = stays_data(s)};
    size_t room = distinct_days(s) + 2 + r->settings->at_count;
    c.points = malloc(room * sizeof *c.points);
    c.times = malloc(5 * room * sizeof *c.times);
    bool good = c.points && c.times;
    if (good && r->settings->stays.competing)
        good = incidence_init(&c.incidence, s->n, room, s->reasons.count) == STATUS_OK;
    if (good && c.d.weight)
        good = curve_bootstrap_init(&c.bootstrap, s->n, s->subjects, r->settings->draws, room) ==
               STATUS_OK;
    if (good) {
        c.low95 = c.times + room;
        c.high95 = c.low95 + room;
        c.low80 = c.high95 + room;
        c.high80 = c.low80 + room;
        for (uint32_t g = 0; g < r->group_count; g++)
            estimate(&c, g);
    } else {
        r->failed = true;
    }
    incidence_done(&c.incidence);
    curve_bootstrap_done(&c.bootstrap);
    free(c.points);
    free(c.times);
}
