// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/recruit/visits.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

struct timed {
    int32_t time;
    uint32_t row;
};

static int compare_timed(const void *a, const void *b)
{
    const struct timed *x = a, *y = b;
    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void put_in_order(struct timed *work, size_t n, const int32_t *time, uint32_t *out)
{
    for (size_t i = 0; i < n; i++)
        work[i] = (struct timed){time[i], (uint32_t)i};
    qsort(work, n, sizeof *work, compare_timed);
    for (size_t i = 0; i < n; i++)
        out[i] = work[i].row;
}

/* One day on which visits were last seen or ended: by_exit[from ... to-1]. */
struct day {
    int32_t time;
    size_t from, to, entered; /* entered: of by_entry, before this day */
    double at_risk, ends;
};

struct walk {
    const struct visits *v;
    struct day day;
    double in, out; /* how many have come and gone */
};

static bool next_day(struct walk *w)
{
    const struct visits *v = w->v;
    struct day *d = &w->day;
    d->from = d->to;
    if (d->from == v->n)
        return false;
    d->time = v->exit[v->by_exit[d->from]];
    while (d->entered < v->n && v->entry[v->by_entry[d->entered]] < d->time)
        w->in = (double)++d->entered;
    d->at_risk = w->in - w->out;
    d->ends = 0;
    for (d->to = d->from; d->to < v->n && v->exit[v->by_exit[d->to]] == d->time; d->to++) {
        uint32_t row = v->by_exit[d->to];
        w->out++;
        if (v->cause[row] && d->to >= v->first)
            d->ends++;
    }
    return true;
}

enum status visits_init(struct visits *v, size_t n, const int32_t *entry, const int32_t *exit,
                        const uint32_t *cause, size_t least)
{
    *v = (struct visits){n, entry, exit, cause, NULL, NULL, 0, -1};
    for (size_t i = 0; i < n; i++)
        if (exit[i] <= entry[i])
            return STATUS_VALUE;
    struct timed *work = malloc((n + 1) * sizeof *work);
    v->by_exit = malloc((n + 1) * sizeof *v->by_exit);
    v->by_entry = malloc((n + 1) * sizeof *v->by_entry);
    if (!work || !v->by_exit || !v->by_entry) {
        free(work);
        return STATUS_MEMORY;
    }
    put_in_order(work, n, exit, v->by_exit);
    put_in_order(work, n, entry, v->by_entry);
    free(work);
    struct walk w = {.v = v};
    while (next_day(&w))
        if (w.day.at_risk >= (double)least) {
            v->first = w.day.from;
            v->start = w.day.from ? w.day.time : -1;
            break;
        }
    return STATUS_OK;
}

void visits_done(struct visits *v)
{
    free(v->by_exit);
    free(v->by_entry);
    v->by_exit = v->by_entry = NULL;
}

static double ends_of(const struct visits *v, const struct day *d, uint32_t cause)
{
    double ends = 0;
    for (size_t k = d->from; k < d->to; k++)
        ends += k >= v->first && v->cause[v->by_exit[k]] == cause;
    return ends;
}

/* The incidence alone, or (with TOTAL, the incidence by the end) the sum of its variance's terms. */
static struct visit_share walk_share(const struct visits *v, uint32_t cause, int32_t time,
                                     double total)
{
    struct walk w = {.v = v};
    struct visit_share out = {.survival = 1};
    while (next_day(&w) && w.day.time <= time) {
        double n = w.day.at_risk, d = w.day.ends;
        double dk = cause ? ends_of(v, &w.day, cause) : d, s = out.survival;
        out.known += d;
        if (d == 0 || n <= 0)
            continue;
        out.value += s * dk / n;
        double rest = total - out.value;
        if (n > d)
            out.variance += rest * rest * d / (n * (n - d));
        out.variance += s * s * (n - dk) * dk / (n * n * n);
        out.variance -= 2 * rest * s * dk / (n * n);
        out.survival = s * (1 - d / n);
    }
    return out;
}

struct visit_share visits_share(const struct visits *v, uint32_t cause, int32_t time)
{
    double total = walk_share(v, cause, time, NAN).value;
    struct visit_share out = walk_share(v, cause, time, total);
    if (out.variance < 0)
        out.variance = 0;
    return out;
}

struct interval visit_share_interval(const struct visit_share *i, double level)
{
    double p = i->value > 1 ? 1 : i->value, trials = i->known;
    if (!(i->known > 0))
        return (struct interval){NAN, NAN};
    if (i->variance > 1e-12 && p > 0 && p < 1)
        trials = p * (1 - p) / i->variance;
    double x = p * trials;
    return proportion_jeffreys(x < trials ? x : trials, trials, level);
}

struct visits_quantile visits_quantile(const struct visits *v, double p, double z)
{
    struct walk w = {.v = v};
    struct visits_quantile q = {NAN, NAN, NAN};
    double survival = 1, greenwood = 0, rest = 1 - p + 1e-12;
    while (next_day(&w) && isnan(q.high)) {
        double n = w.day.at_risk, d = w.day.ends;
        if (d == 0 || n <= 0)
            continue;
        survival *= 1 - d / n;
        greenwood += n > d ? d / (n * (n - d)) : INFINITY;
        double low = 0, high = survival;
        if (survival > 0 && survival < 1) {
            double spread = exp(z * sqrt(greenwood) / fabs(log(survival)));
            low = pow(survival, spread);
            high = pow(survival, 1 / spread);
        }
        double time = (double)w.day.time;
        q.low = isnan(q.low) && low <= rest ? time : q.low;
        q.days = isnan(q.days) && survival <= rest ? time : q.days;
        q.high = high <= rest && survival > 0 ? time : q.high;
    }
    return q;
}

double visits_quantile_of(const struct visits *v, uint32_t cause, double p)
{
    double total = walk_share(v, cause, INT32_MAX, NAN).value, value = 0, survival = 1;
    struct walk w = {.v = v};
    if (!(total > 0))
        return NAN;
    while (next_day(&w)) {
        double n = w.day.at_risk, d = w.day.ends;
        if (d == 0 || n <= 0)
            continue;
        value += survival * ends_of(v, &w.day, cause) / n;
        if (value >= p * total - 1e-12)
            return (double)w.day.time;
        survival *= 1 - d / n;
    }
    return NAN;
}
