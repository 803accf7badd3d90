// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/predict.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME_SIZE = 160 };

/* One note on what how many series' intervals rest on. */
static void explain_intervals(const struct predictions *p, const char *name,
                              const struct problem_sink *sink)
{
    static const char *const what[] = {
        "none: too few values to see how far forecasts miss",
        "the method's own, known to be too narrow",
        "calibrated on the outcomes of the M1 and M3 competitions' series",
        "calibrated on back-tests of all series with the same measure (pooled)",
        "calibrated on the series' own back-test"};
    size_t counts[BASIS_OWN + 1] = {0};
    for (size_t i = 0; i < p->count; i++)
        counts[p->items[i].basis] +=
            p->items[i].usable && p->items[i].reason != FORECAST_CONSTANT; /* said already */
    for (enum interval_basis b = BASIS_NONE; b <= BASIS_OWN; b++)
        if (counts[b])
            problem_report(sink, PROBLEM_NOTE, "intervals", name, 0, NULL,
                           "intervals of %zu series: %s", counts[b], what[b]);
}

void predictions_explain(const struct predictions *p, const struct series_table *t,
                         const char *name, const struct problem_sink *sink)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct prediction *one = &p->items[i];
        if (!one->usable || one->reason == FORECAST_AS_ASKED)
            continue;
        char series[NAME_SIZE];
        series_name(t, (uint32_t)i, series, sizeof series);
        if (one->reason == FORECAST_CONSTANT)
            problem_report(sink, PROBLEM_NOTE, "constant", name, 0, NULL,
                           "%s: never changed: its value goes on, without an interval", series);
        else
            problem_report(sink, PROBLEM_NOTE, "fallback", name, 0, NULL,
                           "%s: too short for the method asked for: %s is used", series,
                           forecast_method_name(one->used));
    }
    explain_intervals(p, name, sink);
}

/* X rounded to DECIMALS places: what a forecast says beyond them is noise. */
static double rounded(double x, int decimals)
{
    double scale = pow(10, decimals);
    double r = nearbyint(x * scale) / scale;
    return r == 0 ? 0 : r; /* no -0 */
}

/* A quantile X of a quantity that is rounded afterwards. */
static double whole_quantile(double x)
{
    double q = ceil(x - .5);
    return q == 0 ? 0 : q;
}

static void write_forecasts(const struct predictions *p, const struct history *h,
                            const struct series_table *t, bool integers, struct text *labels,
                            struct writer *w, const struct series_columns *columns)
{
    const struct series_key *key = &t->series[h->series];
    for (size_t i = 0; i < t->dimension_count; i++)
        labels[i] = series_word(t, key->labels[i]);
    struct series_output row = {.measure = series_word(t, key->measure),
                                .labels = labels,
                                .label_count = t->dimension_count,
                                .median = NAN,
                                .kind = text_of("forecast")};
    row.status = text_of(interval_basis_name(p->items[h->series].basis));
    for (size_t i = 0; i < p->ahead; i++) {
        size_t at = h->series * p->ahead + i;
        row.date = history_date(h, i + 1);
        row.value = rounded(p->mean[at], h->decimals);
        bool whole = integers && h->whole;
        if (integers)
            row.median = whole ? whole_quantile(p->mean[at]) : row.value;
        for (int b = 0; b < SERIES_BOUNDS; b++)
            row.bound[b] =
                whole ? whole_quantile(p->bound[b][at]) : rounded(p->bound[b][at], h->decimals);
        series_write(w, &row, columns);
    }
}

enum status predictions_write(const struct predictions *p, const struct histories *h,
                              const struct series_table *t, bool integers, struct writer *w)
{
    struct text *labels = malloc((t->dimension_count + 1) * sizeof *labels);
    if (!labels)
        return STATUS_MEMORY;
    struct series_columns columns = {
        .median = t->has_median || integers, .bounds = true, .kind = true, .status = true};
    series_write_header(w, t->dimensions, t->dimension_count, &columns);
    for (size_t s = 0; s < h->count; s++) {
        const struct series_key *key = &t->series[s];
        for (uint32_t i = 0; i < key->length; i++)
            series_write_row(w, t, &t->rows[t->by_series[key->first + i]], &columns);
        if (p->items[s].usable)
            write_forecasts(p, &h->items[s], t, integers, labels, w, &columns);
    }
    free(labels);
    return STATUS_OK;
}
