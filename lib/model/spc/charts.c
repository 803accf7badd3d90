// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/spc/charts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 200 };

struct dated {
    int32_t date;
    double value;
    size_t order; /* in the file: of two rows for one date the later counts */
};

/* What the work on one series needs; arrays have room for the longest series. */
struct maker {
    const struct series_table *table;
    const struct spc_plan *plan;
    const char *name;
    const struct problem_sink *sink;
    struct dated *own, *below; /* of the series; of its denominator */
    int32_t *dates;
    double *values, *events, *chances;
    struct spc_limits *limits;
    struct spc_point *points;
};

static int by_date(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* The rows of KIND with a value, one a date, in order of date; returns how many. */
static size_t collect(const struct series_table *t, uint32_t series, uint32_t kind,
                      struct dated *out)
{
    const struct series_key *key = &t->series[series];
    size_t count = 0, kept = 0;
    for (uint32_t i = 0; i < key->length; i++) {
        const struct series_row *row = &t->rows[t->by_series[key->first + i]];
        if (row->kind == kind && !isnan(row->value))
            out[count++] = (struct dated){row->date, row->value, i};
    }
    qsort(out, count, sizeof *out, by_date);
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || out[i + 1].date != out[i].date)
            out[kept++] = out[i];
    return kept;
}

static void report(const struct maker *m, uint32_t series, const char *why)
{
    char text[NAME];
    problem_report(m->sink, PROBLEM_WARNING, "no-chart", m->name, 0, NULL, "%s: left out: %s",
                   series_name(m->table, series, text, sizeof text), why);
}

/* The series with the denominator's measure and the same labels; INTERN_NONE when there is none. */
static uint32_t denominator_of(const struct maker *m, uint32_t measure, uint32_t series)
{
    const struct series_table *t = m->table;
    for (uint32_t i = 0; i < t->series_count; i++)
        if (t->series[i].measure == measure &&
            (t->dimension_count == 0 ||
             memcmp(t->series[i].labels, t->series[series].labels,
                    t->dimension_count * sizeof *t->series[i].labels) == 0))
            return i;
    return INTERN_NONE;
}

/* Fills dates, events, chances and values from both series; dates without both are left out. */
static size_t divide(struct maker *m, uint32_t series, size_t own, size_t below)
{
    size_t n = 0, lost = 0;
    for (size_t i = 0, k = 0; i < own; i++) {
        while (k < below && m->below[k].date < m->own[i].date)
            k++;
        if (k == below || m->below[k].date != m->own[i].date || !(m->below[k].value > 0)) {
            lost++;
            continue;
        }
        m->dates[n] = m->own[i].date;
        m->events[n] = m->own[i].value;
        m->chances[n] = m->below[k].value;
        m->values[n] = m->plan->per * m->events[n] / m->chances[n];
        n++;
    }
    char text[NAME];
    if (lost)
        problem_report(m->sink, PROBLEM_WARNING, "no-denominator", m->name, 0, NULL,
                       "%s: %zu %s left out: %s is missing or not above 0",
                       series_name(m->table, series, text, sizeof text), lost,
                       lost == 1 ? "date" : "dates", m->plan->denominator);
    return n;
}

static size_t lay_out(struct maker *m, uint32_t series, uint32_t measure)
{
    const struct series_table *t = m->table;
    size_t own = collect(t, series, t->actual, m->own);
    if (m->plan->kind == SPC_CHART_XMR) {
        for (size_t i = 0; i < own; i++) {
            m->dates[i] = m->own[i].date;
            m->values[i] = m->own[i].value;
        }
        return own;
    }
    uint32_t other = denominator_of(m, measure, series);
    if (other == INTERN_NONE) {
        report(m, series, "no denominator with the same labels");
        return 0;
    }
    return divide(m, series, own, collect(t, other, t->actual, m->below));
}

/* Limits of the points FIRST ... END - 1. */
static enum status limit_piece(const struct maker *m, size_t first, size_t end,
                               struct spc_process *process)
{
    static const enum spc_ratio ratios[] = {[SPC_CHART_P] = SPC_P,
                                            [SPC_CHART_P_LANEY] = SPC_P_LANEY,
                                            [SPC_CHART_U] = SPC_U,
                                            [SPC_CHART_U_LANEY] = SPC_U_LANEY};
    const struct spc_plan *plan = m->plan;
    struct spc_limits *limits = m->limits + first;
    size_t n = end - first, base = plan->baseline && plan->baseline < n ? plan->baseline : n;
    enum status s;
    if (plan->kind == SPC_CHART_XMR) {
        s = spc_xmr(m->values + first, base, plan->screen, limits, process);
        for (size_t i = base; s == STATUS_OK && i < n; i++)
            limits[i] = limits[0];
    } else {
        s = spc_ratio_limits(ratios[plan->kind], m->events + first, m->chances + first, n, limits,
                             process);
        for (size_t i = 0; s == STATUS_OK && i < n; i++)
            limits[i] =
                (struct spc_limits){plan->per * limits[i].mean, plan->per * limits[i].lower,
                                    plan->per * limits[i].upper, plan->per * limits[i].near_lower,
                                    plan->per * limits[i].near_upper};
    }
    for (size_t i = 0; s == STATUS_SHORT && i < n; i++)
        limits[i] = (struct spc_limits){NAN, NAN, NAN, NAN, NAN};
    return s == STATUS_SHORT ? STATUS_OK : s;
}

/* Correlation of neighbours among the points from FIRST. */
static double correlation(const double *y, size_t first, size_t n)
{
    double mean = 0, product = 0, squares = 0;
    for (size_t i = first; i < n; i++)
        mean += y[i] - y[first];
    mean = y[first] + mean / (double)(n - first);
    for (size_t i = first; i < n; i++) {
        squares += (y[i] - mean) * (y[i] - mean);
        product += i > first ? (y[i] - mean) * (y[i - 1] - mean) : 0;
    }
    return squares > 0 ? product / squares : NAN;
}

/* Limits and rules, piece by piece. STATUS_VALUE: a share above 1 or a negative count. */
static enum status judge(const struct maker *m, size_t n, struct spc_chart *out)
{
    size_t first = 0;
    for (size_t piece = 0; piece <= m->plan->rebase_count; piece++) {
        size_t end = first;
        while (end < n &&
               (piece == m->plan->rebase_count || m->dates[end] < m->plan->rebase[piece]))
            end++;
        if (end == first)
            continue;
        struct spc_process process;
        enum status s = limit_piece(m, first, end, &process);
        if (s != STATUS_OK)
            return s;
        spc_judge(m->values + first, m->limits + first, end - first, m->points + first);
        out->outlying += process.outlying;
        out->last_first = first;
        first = end;
    }
    return STATUS_OK;
}

/* The target in force at the last point: --target, or the latest target row up to it. */
static double target_of(struct maker *m, uint32_t series, int32_t last)
{
    if (!isnan(m->plan->target))
        return m->plan->target;
    double target = NAN;
    uint32_t kind = intern_find(&m->table->words, text_of("target"));
    size_t count = kind == INTERN_NONE ? 0 : collect(m->table, series, kind, m->below);
    for (size_t i = 0; i < count && m->below[i].date <= last; i++)
        target = m->below[i].value;
    return target;
}

static void *copy(struct arena *a, const void *from, size_t size)
{
    void *to = arena_take(a, size + 1);
    return to ? memcpy(to, from, size) : NULL;
}

static enum status keep(struct spc_charts *c, const struct maker *m, size_t n,
                        struct spc_chart *out)
{
    out->n = n;
    out->dates = copy(&c->arena, m->dates, n * sizeof *m->dates);
    out->values = copy(&c->arena, m->values, n * sizeof *m->values);
    out->limits = copy(&c->arena, m->limits, n * sizeof *m->limits);
    out->points = copy(&c->arena, m->points, n * sizeof *m->points);
    return out->dates && out->values && out->limits && out->points ? STATUS_OK : STATUS_MEMORY;
}

static enum status make_chart(struct spc_charts *c, struct maker *m, uint32_t series,
                              uint32_t measure)
{
    struct spc_chart *out = &c->items[series];
    if (measure != INTERN_NONE && m->table->series[series].measure == measure)
        return STATUS_OK; /* a denominator is not charted itself */
    size_t n = lay_out(m, series, measure);
    if (n == 0)
        return STATUS_OK;
    if (judge(m, n, out) != STATUS_OK) {
        report(m, series,
               m->plan->kind == SPC_CHART_P || m->plan->kind == SPC_CHART_P_LANEY
                   ? "a count is negative or larger than its denominator"
                   : "a count is negative");
        return STATUS_OK;
    }
    size_t count = n - out->last_first;
    out->usable = count >= 2;
    c->usable += out->usable;
    out->target = target_of(m, series, m->dates[n - 1]);
    out->variation = spc_variation(m->points + out->last_first, count, m->plan->better);
    out->assurance =
        spc_assurance(m->limits + out->last_first, count, out->target, m->plan->better);
    out->correlation = correlation(m->values, out->last_first, n);
    if (!out->usable)
        report(m, series, "a single point has no limits");
    return keep(c, m, n, out);
}

static void maker_done(struct maker *m)
{
    free(m->own);
    free(m->below);
    free(m->dates);
    free(m->values);
    free(m->events);
    free(m->chances);
    free(m->limits);
    free(m->points);
}

static bool maker_room(struct maker *m)
{
    size_t longest = 1;
    for (size_t i = 0; i < m->table->series_count; i++)
        if (m->table->series[i].length > longest)
            longest = m->table->series[i].length;
    m->own = malloc(longest * sizeof *m->own);
    m->below = malloc(longest * sizeof *m->below);
    m->dates = malloc(longest * sizeof *m->dates);
    m->values = malloc(longest * sizeof *m->values);
    m->events = malloc(longest * sizeof *m->events);
    m->chances = malloc(longest * sizeof *m->chances);
    m->limits = malloc(longest * sizeof *m->limits);
    m->points = malloc(longest * sizeof *m->points);
    return m->own && m->below && m->dates && m->values && m->events && m->chances && m->limits &&
           m->points;
}

enum status spc_charts_make(struct spc_charts *out, const struct series_table *t,
                            const struct spc_plan *plan, const char *name,
                            const struct problem_sink *sink)
{
    *out = (struct spc_charts){.count = t->series_count};
    uint32_t measure = INTERN_NONE;
    if (plan->kind != SPC_CHART_XMR) {
        measure = intern_find(&t->words, text_of(plan->denominator));
        bool any = false;
        for (size_t i = 0; measure != INTERN_NONE && i < t->series_count; i++)
            any = any || t->series[i].measure == measure;
        if (!any) {
            problem_report(sink, PROBLEM_FATAL, "denominator", name, 0, "measure",
                           "no series is '%s', the denominator", plan->denominator);
            return STATUS_FORMAT;
        }
    }
    struct maker m = {.table = t, .plan = plan, .name = name, .sink = sink};
    out->items = calloc(out->count + 1, sizeof *out->items);
    enum status s = maker_room(&m) && out->items ? STATUS_OK : STATUS_MEMORY;
    for (uint32_t i = 0; s == STATUS_OK && i < t->series_count; i++) {
        out->items[i].target = out->items[i].correlation = NAN;
        s = make_chart(out, &m, i, measure);
    }
    maker_done(&m);
    if (s != STATUS_OK)
        spc_charts_done(out);
    return s;
}

void spc_charts_done(struct spc_charts *c)
{
    free(c->items);
    arena_done(&c->arena);
    *c = (struct spc_charts){0};
}
