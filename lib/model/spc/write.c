// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/spc/charts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME = 200 };

/* The kinds that this module writes, in their order; rows read with one of them are replaced. */
enum kind {
    KIND_TARGET,
    KIND_MEAN,
    KIND_LOWER,
    KIND_UPPER,
    KIND_LOWER_NEAR,
    KIND_UPPER_NEAR,
    KIND_IMPROVEMENT,
    KIND_CONCERN,
    KIND_HIGH,
    KIND_LOW,
    KIND_OUTSIDE,
    KIND_TREND,
    KIND_TWO_OF_THREE,
    KIND_SHIFT,
    KIND_VARIATION,
    KIND_ASSURANCE,
    KINDS
};
static const char *const kinds[KINDS] = {
    "target",       "mean",    "lower_limit", "upper_limit", "lower_near",     "upper_near",
    "improvement",  "concern", "high",        "low",         "outside limits", "trend",
    "two of three", "shift",   "variation",   "assurance"};

struct pen {
    const struct series_table *table;
    const struct spc_plan *plan;
    struct writer *writer;
    struct series_columns columns;
    struct text *labels;
    char measure[NAME];
};

static void write_row(const struct pen *p, int32_t date, double value, const char *kind,
                      const char *status)
{
    struct series_output row = {.date = date,
                                .measure = text_of(p->measure),
                                .labels = p->labels,
                                .label_count = p->table->dimension_count,
                                .value = value,
                                .median = NAN,
                                .bound = {NAN, NAN, NAN, NAN},
                                .kind = text_of(kind),
                                .status = text_of(status)};
    series_write(p->writer, &row, &p->columns);
}

/* Does point I belong to KIND, and with which value? NaN: no. */
static double point_value(const struct spc_chart *c, size_t i, enum kind kind,
                          enum spc_better better)
{
    const struct spc_limits *l = &c->limits[i];
    const struct spc_point *p = &c->points[i];
    enum spc_variation v = spc_point_variation(p, better);
    bool here = false;
    switch (kind) {
    case KIND_MEAN:
        return l->mean;
    case KIND_LOWER:
        return l->lower;
    case KIND_UPPER:
        return l->upper;
    case KIND_LOWER_NEAR:
        return l->near_lower;
    case KIND_UPPER_NEAR:
        return l->near_upper;
    case KIND_IMPROVEMENT:
        here = v == SPC_IMPROVEMENT;
        break;
    case KIND_CONCERN:
        here = v == SPC_CONCERN;
        break;
    case KIND_HIGH:
        here = v == SPC_HIGH;
        break;
    case KIND_LOW:
        here = v == SPC_LOW;
        break;
    case KIND_OUTSIDE:
        here = p->rules & SPC_OUTSIDE;
        break;
    case KIND_TREND:
        here = p->rules & SPC_TREND;
        break;
    case KIND_TWO_OF_THREE:
        here = p->rules & SPC_TWO_OF_THREE;
        break;
    case KIND_SHIFT:
        here = p->rules & SPC_SHIFT;
        break;
    default:
        break;
    }
    return here ? c->values[i] : NAN;
}

static bool is_ours(const struct pen *p, uint32_t word)
{
    struct text kind = series_word(p->table, word);
    for (int k = 0; k < KINDS; k++)
        if (text_is(kind, kinds[k]))
            return k != KIND_TARGET || !isnan(p->plan->target);
    return false;
}

/* XmR: the rows as they were read. Ratios: the points. */
static void write_read(const struct pen *p, const struct spc_chart *c, uint32_t series)
{
    const struct series_key *key = &p->table->series[series];
    if (p->plan->kind != SPC_CHART_XMR) {
        for (size_t i = 0; i < c->n; i++)
            write_row(p, c->dates[i], c->values[i], "actual", "");
        return;
    }
    for (uint32_t i = 0; i < key->length; i++) {
        const struct series_row *row = &p->table->rows[p->table->by_series[key->first + i]];
        if (!is_ours(p, row->kind))
            series_write_row(p->writer, p->table, row, &p->columns);
    }
}

static void write_chart(const struct pen *p, const struct spc_chart *c)
{
    int32_t last = c->n ? c->dates[c->n - 1] : DATE_NONE;
    for (size_t i = 0; !isnan(p->plan->target) && i < c->n; i++)
        write_row(p, c->dates[i], p->plan->target, kinds[KIND_TARGET], "");
    for (int k = KIND_MEAN; k <= KIND_SHIFT; k++)
        for (size_t i = 0; i < c->n; i++) {
            double value = point_value(c, i, (enum kind)k, p->plan->better);
            if (!isnan(value))
                write_row(p, c->dates[i], value, kinds[k], "");
        }
    if (c->n)
        write_row(p, last, NAN, kinds[KIND_VARIATION], spc_variation_text(c->variation));
    if (c->n && c->assurance != SPC_NO_ASSURANCE)
        write_row(p, last, NAN, kinds[KIND_ASSURANCE], spc_assurance_text(c->assurance));
}

static void begin_series(struct pen *p, uint32_t series)
{
    const struct series_key *key = &p->table->series[series];
    struct text measure = series_word(p->table, key->measure);
    for (size_t d = 0; d < p->table->dimension_count; d++)
        p->labels[d] = series_word(p->table, key->labels[d]);
    if (p->plan->kind == SPC_CHART_XMR)
        snprintf(p->measure, sizeof p->measure, "%.*s", (int)measure.size, measure.at);
    else if (p->plan->per == 1)
        snprintf(p->measure, sizeof p->measure, "%.*s per %s", (int)measure.size, measure.at,
                 p->plan->denominator);
    else
        snprintf(p->measure, sizeof p->measure, "%.*s per %g %s", (int)measure.size, measure.at,
                 p->plan->per, p->plan->denominator);
}

enum status spc_charts_write(const struct spc_charts *c, const struct series_table *t,
                             const struct spc_plan *plan, struct writer *w)
{
    bool as_read = plan->kind == SPC_CHART_XMR;
    struct pen pen = {.table = t, .plan = plan, .writer = w};
    pen.columns = (struct series_columns){.median = as_read && t->has_median,
                                          .bounds = as_read && t->has_bounds,
                                          .kind = true,
                                          .status = true};
    pen.labels = malloc((t->dimension_count + 1) * sizeof *pen.labels);
    if (!pen.labels)
        return STATUS_MEMORY;
    series_write_header(w, t->dimensions, t->dimension_count, &pen.columns);
    for (uint32_t i = 0; i < c->count; i++) {
        begin_series(&pen, i);
        write_read(&pen, &c->items[i], i);
        write_chart(&pen, &c->items[i]);
    }
    free(pen.labels);
    return STATUS_OK;
}
