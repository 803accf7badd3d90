// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/hierarchy.h"

#include "base/parallel.h"
#include "model/forecast/crew.h"

#include <math.h>
#include <stdlib.h>

enum { LEVELS_MOST = 8, NAME_SIZE = 160, LEAST_ERRORS = 4 };
static const double tolerated = .02; /* parts against sums in the latest actual values */

struct building {
    struct hierarchy *out;
    struct predictions *predictions;
    struct histories *histories;
    const struct series_table *table;
    const struct predict_plan *plan;
    int levels[LEVELS_MOST]; /* dimension numbers, the general first */
    int level_count;
    const char *name;
    const struct problem_sink *sink;
};

static enum status find_levels(struct building *b, const char *levels)
{
    struct text rest = text_of(levels);
    while (rest.at) {
        struct text level = text_trim(text_cut(&rest, ','));
        int found = -1;
        for (size_t i = 0; i < b->table->dimension_count; i++)
            if (text_equal(b->table->dimensions[i], level))
                found = (int)i;
        if (found < 0 || b->level_count == LEVELS_MOST) {
            char shown[80];
            problem_report(b->sink, PROBLEM_FATAL, "level", b->name, 0, NULL,
                           found < 0 ? "--reconcile: there is no dimension '%s'"
                                     : "--reconcile: more than 8 levels ('%s')",
                           text_show(level, shown, sizeof shown));
            return STATUS_FORMAT;
        }
        b->levels[b->level_count++] = found;
    }
    return STATUS_OK;
}

static bool is_level(const struct building *b, size_t dimension)
{
    for (int i = 0; i < b->level_count; i++)
        if ((size_t)b->levels[i] == dimension)
            return true;
    return false;
}

static bool means_all(const struct building *b, uint32_t series, int level)
{
    struct text t = series_word(b->table, b->table->series[series].labels[b->levels[level]]);
    return t.size == 0 || text_is_nocase(t, "total") || text_is_nocase(t, "all");
}

static bool is_part(const struct building *b, uint32_t series)
{
    for (int i = 0; i < b->level_count; i++)
        if (means_all(b, series, i))
            return false;
    return true;
}

/* Same measure, other dimensions and dates to come. */
static bool alike(const struct building *b, uint32_t x, uint32_t y)
{
    const struct series_key *p = &b->table->series[x], *q = &b->table->series[y];
    const struct history *g = &b->histories->items[x], *h = &b->histories->items[y];
    if (p->measure != q->measure || g->season != h->season ||
        history_date(g, 1) != history_date(h, 1))
        return false;
    for (size_t d = 0; d < b->table->dimension_count; d++)
        if (!is_level(b, d) && p->labels[d] != q->labels[d])
            return false;
    return true;
}

static bool sums_up(const struct building *b, uint32_t sum, uint32_t part)
{
    for (int i = 0; i < b->level_count; i++)
        if (!means_all(b, sum, i) && b->table->series[sum].labels[b->levels[i]] !=
                                         b->table->series[part].labels[b->levels[i]])
            return false;
    return true;
}

static double latest(const struct building *b, uint32_t series)
{
    const struct history *h = &b->histories->items[series];
    return h->y[h->n - 1];
}

/* Does the sum's latest actual value equal its parts'? */
static bool adds_up(const struct building *b, const struct hierarchy_group *g, uint32_t sum)
{
    double total = 0, own = latest(b, sum);
    size_t parts = 0;
    for (size_t j = g->aggregates; j < g->all; j++)
        if (sums_up(b, sum, g->series[j])) {
            total += latest(b, g->series[j]);
            parts++;
        }
    if (parts > 0 && fabs(total - own) <= tolerated * fabs(own))
        return true;
    char name[NAME_SIZE];
    problem_report(b->sink, PROBLEM_WARNING, "not-reconciled", b->name, 0, NULL,
                   "%s: not reconciled: its latest value is %g, that of its %zu parts %g",
                   series_name(b->table, sum, name, sizeof name), own, parts, total);
    return false;
}

/* The group of FIRST, a part: all series alike, sums that do not add up left out. */
static enum status gather(struct building *b, uint32_t first, unsigned char *taken)
{
    struct hierarchy_group *more =
        realloc(b->out->groups, (b->out->count + 1) * sizeof *b->out->groups);
    if (!more)
        return STATUS_MEMORY;
    b->out->groups = more;
    struct hierarchy_group *g = &more[b->out->count++];
    *g = (struct hierarchy_group){.series = calloc(b->histories->count, sizeof *g->series)};
    if (!g->series)
        return STATUS_MEMORY;
    for (uint32_t s = 0; s < b->histories->count; s++)
        if (b->predictions->items[s].usable && is_part(b, s) && alike(b, first, s)) {
            g->series[g->all++] = s;
            taken[s] = 1;
        }
    for (uint32_t s = 0; s < b->histories->count; s++) {
        if (!b->predictions->items[s].usable || is_part(b, s) || !alike(b, first, s) ||
            !adds_up(b, g, s))
            continue;
        for (size_t i = g->all++; i > g->aggregates; i--)
            g->series[i] = g->series[i - 1];
        g->series[g->aggregates++] = s;
    }
    size_t parts = g->all - g->aggregates;
    g->belongs = calloc(g->aggregates * parts + 1, 1);
    if (!g->belongs)
        return STATUS_MEMORY;
    for (size_t i = 0; i < g->aggregates; i++)
        for (size_t j = 0; j < parts; j++)
            g->belongs[i * parts + j] = sums_up(b, g->series[i], g->series[g->aggregates + j]);
    return STATUS_OK;
}

struct fitting {
    struct building *b;
    const struct hierarchy_group *group;
    struct crew crew;
    double *fitted; /* [series in group * longest + t] */
    size_t longest;
};

static enum status fit_one(void *context, size_t worker, size_t item)
{
    struct fitting *f = context;
    const struct history *h = &f->b->histories->items[f->group->series[item]];
    double *mean, *sd, *unit;
    struct forecast_workspace *space = crew_member(&f->crew, worker, &mean, &sd, &unit);
    struct forecast_result r = {
        .mean = mean, .sd = sd, .extras = {.fitted = f->fitted + item * f->longest}};
    return forecast_run(space, &f->b->plan->forecast, h->y, h->n, h->season, f->b->plan->ahead, &r);
}

/* Rows of one-step errors of all the group's series at the same dates, the latest first. */
static size_t error_rows(const struct fitting *f, double *rows)
{
    const struct hierarchy_group *g = f->group;
    size_t count = 0, shortest = SIZE_MAX;
    for (size_t i = 0; i < g->all; i++) {
        size_t n = f->b->histories->items[g->series[i]].n;
        shortest = n < shortest ? n : shortest;
    }
    for (size_t back = 1; back <= shortest; back++) {
        bool whole = true;
        for (size_t i = 0; i < g->all; i++) {
            const struct history *h = &f->b->histories->items[g->series[i]];
            double e = h->y[h->n - back] - f->fitted[i * f->longest + h->n - back];
            rows[count * g->all + i] = e;
            whole = whole && isfinite(e);
        }
        count += whole;
    }
    return count;
}

/* Weights from one-step errors where there are enough, else by structure. */
static enum status weigh(struct building *b, struct hierarchy_group *g)
{
    struct fitting f = {.b = b, .group = g, .longest = b->histories->longest};
    f.fitted = malloc(g->all * f.longest * sizeof *f.fitted);
    double *rows = malloc((g->all * (f.longest + 1)) * sizeof *rows);
    enum status s = crew_make(&f.crew, b->plan->threads, f.longest, b->plan->ahead);
    if (!f.fitted || !rows)
        s = STATUS_MEMORY;
    if (s == STATUS_OK)
        s = parallel_run(g->all, b->plan->threads, fit_one, &f);
    if (s == STATUS_OK) {
        size_t count = error_rows(&f, rows);
        g->shrunk =
            count >= LEAST_ERRORS && 2 * count >= g->all &&
            reconcile_weigh(g->reconcile, RECONCILE_SHRINK, rows, count, NULL) == STATUS_OK &&
            reconcile_factor(g->reconcile) == STATUS_OK;
        if (!g->shrunk)
            s = reconcile_weigh(g->reconcile, RECONCILE_STRUCTURE, NULL, 0, NULL);
    }
    crew_done(&f.crew);
    free(f.fitted);
    free(rows);
    return s;
}

void hierarchy_settle(const struct hierarchy_group *g, const struct histories *h, double *y,
                      double *scratch)
{
    size_t parts = g->all - g->aggregates;
    reconcile_apply(g->reconcile, y, scratch);
    double scale = pow(10, h->items[g->series[0]].decimals); /* the group's */
    for (size_t j = g->aggregates; j < g->all; j++) {
        const struct history *one = &h->items[g->series[j]];
        y[j] = nearbyint((one->counts && y[j] < 0 ? 0 : y[j]) * scale) / scale;
    }
    for (size_t i = 0; i < g->aggregates; i++) {
        double sum = 0;
        for (size_t j = 0; j < parts; j++)
            if (g->belongs[i * parts + j])
                sum += y[g->aggregates + j];
        y[i] = nearbyint(sum * scale) / scale; /* the sum of decimals, as written */
    }
}

/* Means that add up; half-widths as much narrower as the one-step errors become. */
static enum status adjust(struct building *b, struct hierarchy_group *g)
{
    struct predictions *p = b->predictions;
    double *y = calloc(4 * g->all, sizeof *y), *scratch = y ? y + g->all : NULL;
    if (!y)
        return STATUS_MEMORY;
    int decimals = b->histories->items[g->series[0]].decimals;
    for (size_t i = 0; i < g->all; i++)
        if (b->histories->items[g->series[i]].decimals < decimals)
            decimals = b->histories->items[g->series[i]].decimals;
    for (size_t i = 0; i < g->all; i++)
        b->histories->items[g->series[i]].decimals = decimals;
    for (size_t h = 0; h < p->ahead; h++) {
        for (size_t i = 0; i < g->all; i++)
            y[i] = p->mean[g->series[i] * p->ahead + h];
        hierarchy_settle(g, b->histories, y, scratch);
        for (size_t i = 0; i < g->all; i++)
            p->mean[g->series[i] * p->ahead + h] = y[i];
    }
    double *variance = y + 2 * g->all, *before = y + 3 * g->all;
    reconcile_variance(g->reconcile, variance, before);
    for (size_t i = 0; i < g->all && g->shrunk; i++) {
        double left = sqrt(variance[i] / before[i]);
        p->items[g->series[i]].narrowed = left;
        for (size_t at = g->series[i] * p->ahead; at < (g->series[i] + 1) * p->ahead; at++)
            for (int level = 0; level < INTERVAL_LEVELS; level++)
                p->half[level][at] *= left;
    }
    free(y);
    return STATUS_OK;
}

static enum status reconcile_group(struct building *b, struct hierarchy_group *g)
{
    g->reconcile = reconcile_new(g->all, g->aggregates, g->belongs);
    if (!g->reconcile)
        return STATUS_MEMORY;
    enum status s = weigh(b, g);
    if (s == STATUS_OK)
        s = adjust(b, g);
    if (s == STATUS_OK)
        problem_report(b->sink, PROBLEM_NOTE, "reconciled", b->name, 0, NULL,
                       "%zu sums reconciled with %zu parts (weights: %s)", g->aggregates,
                       g->all - g->aggregates,
                       g->shrunk ? "covariance of one-step errors, shrunk" : "number of parts");
    return s;
}

static void free_group(struct hierarchy_group *g)
{
    free(g->series);
    free(g->belongs);
    reconcile_free(g->reconcile);
}

static enum status build(struct building *b)
{
    unsigned char *taken = calloc(b->histories->count + 1, 1);
    enum status status = taken ? STATUS_OK : STATUS_MEMORY;
    for (uint32_t s = 0; s < b->histories->count && status == STATUS_OK; s++) {
        if (taken[s] || !b->predictions->items[s].usable || !is_part(b, s))
            continue;
        status = gather(b, s, taken);
        if (status != STATUS_OK)
            break;
        struct hierarchy_group *g = &b->out->groups[b->out->count - 1];
        if (g->aggregates > 0)
            status = reconcile_group(b, g);
        else
            free_group(&b->out->groups[--b->out->count]);
    }
    free(taken);
    return status;
}

enum status hierarchy_make(struct hierarchy *out, struct predictions *p, struct histories *h,
                           const struct series_table *t, const struct predict_plan *plan,
                           const char *levels, const char *name, const struct problem_sink *sink)
{
    struct building b = {.out = out,
                         .predictions = p,
                         .histories = h,
                         .table = t,
                         .plan = plan,
                         .name = name,
                         .sink = sink};
    *out = (struct hierarchy){0};
    enum status s = find_levels(&b, levels);
    if (s == STATUS_OK)
        s = build(&b);
    if (s != STATUS_OK) {
        hierarchy_done(out);
        return s;
    }
    if (out->count == 0)
        problem_report(sink, PROBLEM_WARNING, "not-reconciled", name, 0, NULL,
                       "--reconcile %s: no series is the sum of others", levels);
    predictions_set_bounds(p, h);
    return STATUS_OK;
}

void hierarchy_done(struct hierarchy *h)
{
    for (size_t i = 0; i < h->count; i++)
        free_group(&h->groups[i]);
    free(h->groups);
    *h = (struct hierarchy){0};
}
