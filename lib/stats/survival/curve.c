// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/curve.h"

#include "base/random.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What happens at one time of a segment. */
struct moment {
    double time, at_risk, events, censored;
};

/* A walk over the times of a segment, upwards. */
struct walk {
    const struct survival_data *d;
    const uint32_t *leave, *enter, *leave_end, *enter_end;
    double at_risk;
    uint32_t cause;
    size_t present; /* rows at risk: with weights, sums that should be 0 may not be */
};

static double weight_of(const struct survival_data *d, uint32_t row)
{
    return d->weight ? d->weight[row] : 1;
}

static bool walk_next(struct walk *w, struct moment *m)
{
    const struct survival_data *d = w->d;
    if (w->leave == w->leave_end)
        return false;
    double time = d->exit[*w->leave];
    for (; w->enter < w->enter_end && survival_entry(d, *w->enter) < time; w->enter++) {
        w->at_risk += weight_of(d, *w->enter);
        w->present++;
    }
    *m = (struct moment){.time = time, .at_risk = w->at_risk};
    for (; w->leave < w->leave_end && d->exit[*w->leave] == time; w->leave++) {
        double weight = weight_of(d, *w->leave);
        uint32_t cause = d->cause[*w->leave];
        if (cause && (!w->cause || cause == w->cause))
            m->events += weight;
        else
            m->censored += weight;
        w->at_risk -= weight;
        w->present--;
    }
    if (w->present == 0)
        w->at_risk = 0;
    return true;
}

/* One time of the curve. */
static void add_point(struct curve *c, struct curve_point *p, const struct moment *m)
{
    p->time = m->time;
    p->at_risk = m->at_risk;
    p->events = m->events;
    p->censored = m->censored;
    if (m->events > 0) {
        double left = m->at_risk - m->events;
        bool all = left <= 1e-12 * m->at_risk;
        p->survival = all ? 0 : p->survival * (left / m->at_risk);
        p->greenwood += all ? INFINITY : m->events / (m->at_risk * left);
        p->hazard += m->events / m->at_risk;
        p->hazard_variance += m->events / (m->at_risk * m->at_risk);
    }
    c->points[c->count++] = *p;
}

/* The curve from the first time that is not before FROM and has LEAST at risk. */
static enum status estimate_from(const struct survival_data *d, const struct risk_order *o,
                                 size_t segment, uint32_t cause, double least, double from,
                                 struct curve *out)
{
    size_t begin = o->first[segment], end = o->first[segment + 1];
    struct walk w = {.d = d, .cause = cause};
    w.leave = o->by_exit + begin;
    w.leave_end = o->by_exit + end;
    w.enter = o->by_entry + begin;
    w.enter_end = o->by_entry + end;
    struct curve_point p = {.survival = 1};
    struct moment m;
    bool begun = false, late = false;
    out->count = 0;
    out->start = -INFINITY;
    out->before = 0;
    while (walk_next(&w, &m)) {
        if (!begun && (m.at_risk < least || m.time < from)) {
            late = true;
            out->before += m.events;
            continue;
        }
        if (!begun && late)
            out->start = m.time;
        begun = true;
        add_point(out, &p, &m);
    }
    return begun ? STATUS_OK : STATUS_SHORT;
}

enum status curve_estimate(const struct survival_data *d, const struct risk_order *o,
                           size_t segment, uint32_t cause, double least, struct curve *out)
{
    return estimate_from(d, o, segment, cause, least, -INFINITY, out);
}

void curve_bootstrap_done(struct curve_bootstrap *b)
{
    free(b->points);
    free(b->weights);
    free(b->counts);
    free(b->members);
    free(b->samples);
    *b = (struct curve_bootstrap){0};
}

enum status curve_bootstrap_init(struct curve_bootstrap *b, size_t n, size_t persons, size_t draws,
                                 size_t times)
{
    *b = (struct curve_bootstrap){.rows = n, .persons = persons, .draws = draws, .times = times};
    b->points = malloc((n + 1) * sizeof *b->points);
    b->weights = malloc((n + 1) * sizeof *b->weights);
    b->counts = malloc((persons + 1) * sizeof *b->counts);
    b->members = malloc((persons + 1) * sizeof *b->members);
    b->samples = malloc((draws * times + 1) * sizeof *b->samples);
    if (b->points && b->weights && b->counts && b->members && b->samples)
        return STATUS_OK;
    curve_bootstrap_done(b);
    return STATUS_MEMORY;
}

/* Lists the persons of a segment; returns how many. */
static uint32_t find_members(struct curve_bootstrap *b, const struct risk_order *o, size_t segment,
                             const uint32_t *person)
{
    uint32_t count = 0;
    memset(b->counts, 0, b->persons * sizeof *b->counts);
    for (size_t i = o->first[segment]; i < o->first[segment + 1]; i++) {
        uint32_t who = person[o->by_exit[i]];
        if (b->counts[who]++ == 0)
            b->members[count++] = who;
    }
    return count;
}

enum status curve_bootstrap_draw(struct curve_bootstrap *b, const struct survival_data *d,
                                 const struct risk_order *o, size_t segment, uint32_t cause,
                                 const struct curve *c, const uint32_t *person, uint64_t seed,
                                 const double *time)
{
    struct survival_data drawn = *d;
    struct curve again = {.points = b->points};
    uint32_t members = find_members(b, o, segment, person);
    if (members == 0 || d->n > b->rows)
        return STATUS_SHORT;
    drawn.weight = b->weights;
    for (size_t draw = 0; draw < b->draws; draw++) {
        struct random_stream stream;
        random_start(&stream, seed, "survival", text_of(""), text_of("persons"), draw);
        memset(b->counts, 0, b->persons * sizeof *b->counts);
        for (uint32_t i = 0; i < members; i++)
            b->counts[b->members[random_below(&stream, members)]]++;
        for (size_t i = o->first[segment]; i < o->first[segment + 1]; i++) {
            uint32_t row = o->by_exit[i];
            b->weights[row] = weight_of(d, row) * b->counts[person[row]];
        }
        estimate_from(&drawn, o, segment, cause, 0, c->start, &again);
        for (size_t t = 0; t < b->times; t++) {
            const struct curve_point *p = curve_at(&again, time[t]);
            b->samples[t * b->draws + draw] = p ? p->survival : 1;
        }
    }
    for (size_t t = 0; t < b->times; t++)
        stats_sort(b->samples + t * b->draws, b->draws);
    return STATUS_OK;
}

void curve_bootstrap_bounds(const struct curve_bootstrap *b, double level, double *low,
                            double *high)
{
    for (size_t t = 0; t < b->times; t++) {
        const double *sample = b->samples + t * b->draws;
        low[t] = stats_quantile(sample, b->draws, .5 - .5 * level);
        high[t] = stats_quantile(sample, b->draws, .5 + .5 * level);
    }
}

void curve_bounds(enum curve_interval kind, double survival, double greenwood, double z,
                  double *low, double *high)
{
    *low = *high = NAN;
    if (!isfinite(greenwood))
        return;
    if (kind == CURVE_PLAIN) {
        double half = z * survival * sqrt(greenwood);
        *low = fmax(0, survival - half);
        *high = fmin(1, survival + half);
    } else if (survival > 0 && survival < 1) {
        double spread = z * sqrt(greenwood) / -log(survival);
        *low = pow(survival, exp(spread));
        *high = pow(survival, exp(-spread));
    }
}

const struct curve_point *curve_at(const struct curve *c, double time)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->points[middle].time <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &c->points[low - 1] : NULL;
}

/* Where one of the three lines falls to a level. */
struct crossing {
    double time; /* NaN: not yet */
    bool flat;   /* it equals the level since time: the middle of the step is meant */
};

static void cross(struct crossing *x, double time, double height, double level)
{
    bool equal = fabs(height - level) < 1e-12;
    if (isnan(x->time)) {
        if (height <= level || equal)
            *x = (struct crossing){time, equal};
    } else if (x->flat && !equal && height < level) {
        x->time = .5 * (x->time + time);
        x->flat = false;
    }
}

struct curve_quantile curve_quantile(const struct curve *c, double p, enum curve_interval kind,
                                     double z)
{
    struct crossing middle = {NAN, false}, low = middle, high = middle;
    for (size_t i = 0; i < c->count; i++) {
        const struct curve_point *at = &c->points[i];
        double bottom, top;
        curve_bounds(kind, at->survival, at->greenwood, z, &bottom, &top);
        cross(&middle, at->time, at->survival, 1 - p);
        if (!isnan(bottom)) {
            cross(&low, at->time, bottom, 1 - p);
            cross(&high, at->time, top, 1 - p);
        }
    }
    return (struct curve_quantile){middle.time, low.time, high.time};
}

struct curve_mean curve_restricted_mean(const struct curve *c, double from, double tau)
{
    struct curve_mean out = {0, 0};
    double end = tau;
    for (size_t i = c->count; i-- > 0;) {
        const struct curve_point *p = &c->points[i];
        if (p->time >= tau || p->time < from)
            continue;
        out.mean += p->survival * (end - p->time); /* so far: the area after p->time */
        end = p->time;
        double left = p->at_risk - p->events;
        if (p->events > 0 && left > 1e-12 * p->at_risk)
            out.variance += out.mean * out.mean * p->events / (p->at_risk * left);
    }
    if (tau > from) {
        const struct curve_point *first = curve_at(c, from);
        out.mean += (first ? first->survival : 1) * (end - from);
    }
    return out;
}
