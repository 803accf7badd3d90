// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/quantiles/summary.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 12, SUM_DIGITS = 14, NAME = 160 }; /* what lies beyond is noise of adding up */

struct summing {
    const struct collection *c;
    struct writer *w;
    struct summary_error *error;
    double *sorted; /* draws values */
    struct text *labels;
    uint32_t *order; /* places */
    uint32_t *rank;  /* byte order of words */
    const struct summary_settings *settings;
    char name[NAME];
};

/* Measure as read, labels in byte order, date. */
struct ordered {
    const struct summing *k;
    uint32_t place;
};

static int by_order(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    const struct collection *c = x->k->c;
    const int32_t *p = tuples_at(&c->places, x->place), *q = tuples_at(&c->places, y->place);
    const int32_t *s = tuples_at(&c->series, (uint32_t)p[0]);
    const int32_t *t = tuples_at(&c->series, (uint32_t)q[0]);
    if (s[0] != t[0])
        return s[0] < t[0] ? -1 : 1;
    for (size_t i = 1; i <= c->dimension_count; i++)
        if (s[i] != t[i])
            return x->k->rank[s[i]] < x->k->rank[t[i]] ? -1 : 1;
    return p[1] < q[1] ? -1 : p[1] > q[1];
}

/* The smallest value that at least a share P of the futures do not pass. */
static double quantile(const struct summing *k, double p)
{
    size_t n = k->c->draws, at = (size_t)ceil(p * (double)n - 1e-9);
    return k->sorted[at > n ? n - 1 : at ? at - 1 : 0];
}

/* Standard error of the quantile at P: half the distance of the quantiles one binomial standard
 * deviation to either side. */
static double quantile_error(const struct summing *k, double p)
{
    double sd = sqrt(p * (1 - p) / (double)k->c->draws);
    double low = p - sd > 0 ? p - sd : 0, high = p + sd < 1 ? p + sd : 1;
    return (quantile(k, high) - quantile(k, low)) / 2;
}

static void note_error(struct summing *k, double width)
{
    double low = quantile_error(k, .025), high = quantile_error(k, .975);
    double worst = low > high ? low : high;
    if (worst > k->error->worst)
        k->error->worst = worst;
    if (width > 0 && worst / width > k->error->share)
        k->error->share = worst / width;
}

static void set_labels(struct summing *k, const int32_t *series)
{
    for (size_t i = 0; i < k->c->dimension_count; i++)
        k->labels[i] = intern_text(&k->c->words, (uint32_t)series[i + 1]);
}

/* The name of the measure whose word is the first of SERIES; a view until the next call. */
static struct text measure_of(struct summing *k, const int32_t *series)
{
    struct text measure = intern_text(&k->c->words, (uint32_t)series[0]);
    if (k->settings->name)
        return text_of(k->settings->name);
    if (!k->settings->per)
        return measure;
    snprintf(k->name, sizeof k->name, "%.*s per %s", (int)measure.size, measure.at,
             k->settings->per);
    return text_of(k->name);
}

static const struct series_columns columns = {.median = true, .bounds = true, .kind = true};

static void write_place(struct summing *k, uint32_t place, bool actual)
{
    const struct collected *p = &k->c->collected[place];
    const int32_t *at = tuples_at(&k->c->places, place);
    const int32_t *series = tuples_at(&k->c->series, (uint32_t)at[0]);
    set_labels(k, series);
    struct series_output row = {.date = at[1],
                                .measure = measure_of(k, series),
                                .labels = k->labels,
                                .label_count = k->c->dimension_count,
                                .value = stats_round(p->actual, SUM_DIGITS),
                                .median = NAN,
                                .bound = {NAN, NAN, NAN, NAN},
                                .kind = text_of("actual")};
    if (!actual) {
        static const double at_bounds[SERIES_BOUNDS] = {.025, .1, .9, .975};
        size_t n = k->c->draws, known = p->room < n ? p->room : n;
        double sum = 0;
        memset(k->sorted, 0, n * sizeof *k->sorted);
        if (known)
            memcpy(k->sorted, p->values, known * sizeof *k->sorted);
        for (size_t i = 0; i < n; i++)
            sum += k->sorted[i];
        stats_sort(k->sorted, n);
        row.value = stats_round(sum / (double)n, DIGITS);
        row.median = stats_round(quantile(k, .5), SUM_DIGITS);
        for (int i = 0; i < SERIES_BOUNDS; i++)
            row.bound[i] = stats_round(quantile(k, at_bounds[i]), SUM_DIGITS);
        row.kind = text_of(k->settings->difference ? "difference" : "forecast");
        note_error(k, row.bound[SERIES_HI95] - row.bound[SERIES_LO95]);
    }
    series_write(k->w, &row, &columns);
}

static void write_exceed(struct summing *k, uint32_t place, struct text number, double limit)
{
    const struct collected *p = &k->c->collected[place];
    const int32_t *at = tuples_at(&k->c->places, place);
    const int32_t *series = tuples_at(&k->c->series, (uint32_t)at[0]);
    struct text measure = measure_of(k, series);
    char name[2 * NAME];
    size_t over = 0;
    for (size_t i = 0; i < k->c->draws; i++)
        over += (i < p->room ? p->values[i] : 0) > limit;
    snprintf(name, sizeof name, "p_%.*s_over_%.*s", (int)measure.size, measure.at, (int)number.size,
             number.at);
    set_labels(k, series);
    struct series_output row = {.date = at[1],
                                .measure = text_of(name),
                                .labels = k->labels,
                                .label_count = k->c->dimension_count,
                                .value = (double)over / (double)k->c->draws,
                                .median = NAN,
                                .bound = {NAN, NAN, NAN, NAN},
                                .kind = text_of("forecast")};
    series_write(k->w, &row, &columns);
}

static void write_all(struct summing *k)
{
    size_t n = k->c->places.count;
    series_write_header(k->w, k->c->dimensions, k->c->dimension_count, &columns);
    for (size_t i = 0; i < n; i++) {
        const struct collected *p = &k->c->collected[k->order[i]];
        if (!isnan(p->actual))
            write_place(k, k->order[i], true);
        if (p->rows)
            write_place(k, k->order[i], false);
    }
    struct text rest = text_of(k->settings->exceed);
    while (rest.size) {
        struct text number = text_trim(text_cut(&rest, ','));
        double limit;
        if (!text_number(number, &limit))
            continue;
        for (size_t i = 0; i < n; i++)
            if (k->c->collected[k->order[i]].rows)
                write_exceed(k, k->order[i], number, limit);
    }
}

static bool put_in_order(struct summing *k)
{
    size_t n = k->c->places.count;
    struct ordered *order = malloc((n + 1) * sizeof *order);
    if (!order || !intern_rank(&k->c->words, k->rank)) {
        free(order);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        order[i] = (struct ordered){k, (uint32_t)i};
    qsort(order, n, sizeof *order, by_order);
    for (size_t i = 0; i < n; i++)
        k->order[i] = order[i].place;
    free(order);
    return true;
}

enum status summary_write(const struct collection *c, const struct summary_settings *settings,
                          struct writer *w, struct summary_error *error)
{
    *error = (struct summary_error){.draws = c->draws};
    struct summing k = {.c = c, .w = w, .error = error, .settings = settings};
    k.sorted = malloc((c->draws + 1) * sizeof *k.sorted);
    k.labels = malloc((c->dimension_count + 1) * sizeof *k.labels);
    k.order = malloc((c->places.count + 1) * sizeof *k.order);
    k.rank = malloc((c->words.count + 1) * sizeof *k.rank);
    bool good = k.sorted && k.labels && k.order && k.rank && put_in_order(&k);
    if (good)
        write_all(&k);
    free(k.sorted);
    free(k.labels);
    free(k.order);
    free(k.rank);
    return good ? STATUS_OK : STATUS_MEMORY;
}

bool summary_read_exceed(const char *list)
{
    struct text rest = text_of(list);
    double number;
    while (rest.size)
        if (!text_number(text_trim(text_cut(&rest, ',')), &number))
            return false;
    return true;
}
