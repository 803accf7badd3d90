// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/censuses.h"
#include "model/retention/factors.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double year_days = 365.25;

/* What the groups share. */
struct censuses {
    struct retention *r;
    struct census_rows rows;
    size_t *subset; /* room for all rows */
    size_t n;       /* in it */
    size_t stays, left;
    struct census_curve curve;
};

static bool add_row(struct census_rows *rows, uint32_t stay, double begin, double end, bool left)
{
    if (rows->n == rows->room) {
        size_t room = rows->room ? 2 * rows->room : 1024;
        double *numbers = realloc(rows->begin, room * sizeof *numbers);
        rows->begin = numbers ? numbers : rows->begin;
        double *ends = numbers ? realloc(rows->end, room * sizeof *ends) : NULL;
        rows->end = ends ? ends : rows->end;
        double *gone = ends ? realloc(rows->left, room * sizeof *gone) : NULL;
        rows->left = gone ? gone : rows->left;
        uint32_t *stays = gone ? realloc(rows->stay, room * sizeof *stays) : NULL;
        if (!stays)
            return false;
        rows->stay = stays;
        rows->room = room;
    }
    rows->begin[rows->n] = begin;
    rows->end[rows->n] = end;
    rows->left[rows->n] = left;
    rows->stay[rows->n++] = stay;
    return true;
}

static bool stands_in(const struct stay_sight *s, int32_t census)
{
    return s->ending == STAY_LEFT ? census < s->to : census <= s->to;
}

/* The rows of stay I: from each census in which it stands to the next that was sent. */
static bool take_stay(struct censuses *c, uint32_t i)
{
    struct stays *stays = &c->r->stays;
    const struct period_calendar *years = &c->r->settings->stays.calendar;
    const struct stay_sight *s = &stays->seen[i];
    int32_t census = period_end_from(years, s->from > s->origin ? s->from : s->origin);
    stays->cause[i] = 0;
    while (stands_in(s, census)) {
        int32_t next = period_end_from(years, census + 1);
        bool left = !stands_in(s, next);
        if (!sight_covers(&stays->sight, s->la, next) || (left && s->ending == STAY_CENSORED))
            break;
        if (!add_row(&c->rows, i, (census - s->origin) / year_days, (next - s->origin) / year_days,
                     left))
            return false;
        if (left)
            stays->cause[i] = 1;
        census = next;
    }
    return true;
}

static bool collect(struct censuses *c)
{
    struct retention *r = c->r;
    size_t without = 0, before = 0;
    for (size_t i = 0; i < r->stays.n; i++) {
        if (!take_stay(c, (uint32_t)i))
            return false;
        without += c->rows.n == before;
        before = c->rows.n;
    }
    if (without)
        problem_report(r->sink, PROBLEM_NOTE, "census", r->file, 0, NULL,
                       "%zu stays stand in no census that another follows, and are left out",
                       without);
    c->subset = malloc((c->rows.n + 1) * sizeof *c->subset);
    return c->subset != NULL;
}

/* The rows of GROUP, or all (RETENTION_NONE). */
static void choose(struct censuses *c, uint32_t group)
{
    uint32_t last = UINT32_MAX;
    c->n = c->stays = c->left = 0;
    for (size_t i = 0; i < c->rows.n; i++) {
        uint32_t stay = c->rows.stay[i];
        if (group != RETENTION_NONE && c->r->dense[stay] != group)
            continue;
        c->subset[c->n++] = i;
        c->stays += stay != last;
        c->left += c->rows.left[i] > 0;
        last = stay;
    }
}

static double last_time(const struct censuses *c)
{
    double last = 0;
    for (size_t i = 0; i < c->n; i++)
        last = fmax(last, c->rows.end[c->subset[i]]);
    return last;
}

/* How many are between two censuses at TIME. */
static double between_at(const struct censuses *c, double time)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += c->rows.begin[c->subset[i]] < time && time <= c->rows.end[c->subset[i]];
    return (double)n;
}

static void write_time(struct censuses *c, uint32_t g, double time, double last)
{
    const struct retention_settings *set = c->r->settings;
    const char *unknown = time < c->curve.bands.cut[0] ? "u" : time > last ? "x" : NULL;
    struct retention_row *row = retention_add(c->r, RETENTION_SURVIVAL, g, time * year_days,
                                              unknown ? NAN : census_curve_share(&c->curve, time));
    if (row && unknown) {
        row->status = unknown;
    } else if (row) {
        census_curve_bounds(&c->curve, time, set->plain, stats_normal_z(.95), &row->lo95,
                            &row->hi95);
        census_curve_bounds(&c->curve, time, set->plain, stats_normal_z(.8), &row->lo80,
                            &row->hi80);
    }
    if (time > c->curve.bands.cut[0])
        retention_add(c->r, RETENTION_AT_RISK, g, time * year_days, between_at(c, time));
}

enum which { SHARE, LOW95, LOW80, HIGH80, HIGH95 };

static double line_at(const struct censuses *c, enum which which, double time)
{
    double low, high, z = stats_normal_z(which == LOW80 || which == HIGH80 ? .8 : .95);
    if (which == SHARE || time <= c->curve.bands.cut[0])
        return census_curve_share(&c->curve, time);
    census_curve_bounds(&c->curve, time, c->r->settings->plain, z, &low, &high);
    return which == LOW95 || which == LOW80 ? low : high;
}

/* The first day, in days, on which a line is at half or below; NaN where it never is. Years are looked at
 * first, days within the one. */
static double half_time(const struct censuses *c, enum which which, double last)
{
    double year = c->curve.bands.cut[0];
    while (year + 1 < last && line_at(c, which, year + 1) > .5)
        year++;
    for (double day = ceil(year * year_days); day <= last * year_days; day++)
        if (line_at(c, which, day / year_days) <= .5)
            return day;
    return NAN;
}

static void write_summary(struct censuses *c, uint32_t g, double last)
{
    double median = c->curve.nobody_left ? NAN : half_time(c, SHARE, last);
    struct retention_row *row = retention_add(c->r, RETENTION_MEDIAN, g, NAN, median);
    if (!row)
        return;
    row->timed = true;
    row->status = isnan(median) ? "z" : NULL;
    if (c->curve.nobody_left)
        return;
    row->lo95 = half_time(c, LOW95, last);
    row->lo80 = half_time(c, LOW80, last);
    row->hi80 = half_time(c, HIGH80, last);
    row->hi95 = half_time(c, HIGH95, last);
}

static void write_curve(struct censuses *c, uint32_t g)
{
    const struct retention_settings *set = c->r->settings;
    double last = last_time(c), first = c->curve.bands.cut[0];
    for (size_t i = 0; i < set->at_count; i++)
        write_time(c, g, set->at[i] / year_days, last);
    static const double step = .25;
    for (double year = first; !set->at_count && year <= last; year += step)
        write_time(c, g, year, last);
    write_summary(c, g, last);
}

/* A group without a curve: empty values with status u. */
static void write_none(struct censuses *c, uint32_t g)
{
    struct retention_row *row = retention_add(c->r, RETENTION_MEDIAN, g, NAN, NAN);
    if (row) {
        row->timed = true;
        row->status = "u";
    }
    for (size_t i = 0; i < c->r->settings->at_count; i++)
        if ((row = retention_add(c->r, RETENTION_SURVIVAL, g, c->r->settings->at[i], NAN)))
            row->status = "u";
}

static void say_curve(const struct censuses *c, const char *name)
{
    const struct census_bands *b = &c->curve.bands;
    char cuts[400];
    size_t used = 0;
    for (size_t k = 0; k < b->count && used < sizeof cuts; k++)
        used += (size_t)snprintf(cuts + used, sizeof cuts - used, "%s%g", k ? ", " : "", b->cut[k]);
    problem_report(c->r->sink, PROBLEM_NOTE, "census", c->r->file, 0, NULL,
                   "%s: %zu stays, %zu times from one census to the next, %zu left; a rate each "
                   "from year %s on",
                   name, c->stays, c->n, c->left, cuts);
}

static void estimate_group(struct censuses *c, uint32_t g)
{
    struct retention *r = c->r;
    char buffer[256];
    const char *name = retention_group_name(r, g, buffer, sizeof buffer);
    choose(c, g);
    retention_add(r, RETENTION_STAYS, g, NAN, (double)c->stays);
    retention_add(r, RETENTION_EXITS, g, NAN, (double)c->left);
    enum status s = STATUS_SHORT;
    if (c->n > 0 && (double)c->n >= r->settings->least)
        s = census_curve_estimate(&c->curve, &c->rows, c->subset, c->n, r->settings->least);
    if (s == STATUS_MEMORY) {
        r->failed = true;
    } else if (s != STATUS_OK) {
        problem_report(r->sink, PROBLEM_WARNING, "too-few", r->file, 0, NULL, "%s: %s: no curve",
                       name,
                       s == STATUS_SHORT ? "too few stand in a census that another follows"
                                         : "everybody left, or no estimate was found");
        write_none(c, g);
    } else {
        if (c->curve.nobody_left)
            problem_report(r->sink, PROBLEM_WARNING, "no-exit", r->file, 0, NULL,
                           "%s: nobody of %zu left", name, c->stays);
        say_curve(c, name);
        write_curve(c, g);
    }
}

/* Hazard ratios: the columns beside bands of tenure, of the rows whose stays have every column. */
static enum status fit_ratios(struct censuses *c, struct factors *f)
{
    choose(c, RETENTION_NONE);
    enum status s =
        census_curve_estimate(&c->curve, &c->rows, c->subset, c->n, c->r->settings->least);
    if (s != STATUS_OK || c->curve.nobody_left)
        return s == STATUS_OK ? STATUS_NUMERIC : s;
    const struct census_bands bands = c->curve.bands;
    size_t p = bands.count + f->p, n = 0, left_out = 0;
    double *x = malloc((c->n * (p + 1) + 5 * p + 2 * p * p + 1) * sizeof *x);
    if (!x)
        return STATUS_MEMORY;
    double *spent = x + c->n * f->p, *left = spent + c->n * bands.count;
    double *work = left + c->n, *beta = work + 4 * p + p * p, *covariance = beta + p;
    for (size_t i = 0; i < c->n; i++) {
        size_t row = c->subset[i];
        if (!factors_row(f, c->rows.stay[row], x + n * f->p)) {
            left_out++;
            continue;
        }
        census_spend(&bands, c->rows.begin[row], c->rows.end[row], spent + n * bands.count);
        left[n++] = c->rows.left[row];
    }
    if (left_out)
        problem_report(c->r->sink, PROBLEM_WARNING, "cox-rows", c->r->file, 0, NULL,
                       "--cox: %zu times from one census to the next lack a column and are left "
                       "out of the model",
                       left_out);
    const struct census_data d = {x, left, NULL, NULL, n, f->p, spent, bands.count};
    struct census_fit fit;
    s = census_estimate(&d, work, beta, covariance, &fit);
    double variance[FACTORS_COLUMNS_MOST];
    for (size_t j = 0; j < f->p && s == STATUS_OK; j++)
        variance[j] = covariance[(bands.count + j) * (p + 1)];
    if (s == STATUS_OK)
        factors_write_ratios(f, beta + bands.count, variance);
    free(x);
    return s;
}

static void estimate_ratios(struct censuses *c)
{
    struct factors *f = malloc(sizeof *f);
    if (!f) {
        c->r->failed = true;
        return;
    }
    factors_find(f, c->r, 0);
    enum status s = c->r->failed ? STATUS_MEMORY : !c->rows.n ? STATUS_SHORT : fit_ratios(c, f);
    if (s == STATUS_MEMORY)
        c->r->failed = true;
    else if (s != STATUS_OK)
        problem_report(c->r->sink, PROBLEM_WARNING, "cox", c->r->file, 0, NULL,
                       "--cox: no model: %s",
                       s == STATUS_SHORT ? "too few stand in a census that another follows"
                                         : "nobody or everybody left, or no estimate was found");
    free(f);
}

void retention_census(struct retention *r)
{
    struct censuses c = {.r = r};
    r->failed |= !collect(&c);
    for (uint32_t g = 0; g < r->group_count && !r->failed; g++)
        estimate_group(&c, g);
    if (r->settings->cox_count && !r->failed)
        estimate_ratios(&c);
    free(c.rows.begin);
    free(c.rows.end);
    free(c.rows.left);
    free(c.rows.stay);
    free(c.subset);
}
