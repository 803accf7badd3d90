// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/rate/rates.h"

#include "stats/counts/interval.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME = 200 };

const char *rate_measure(struct text measure, double per, char *buffer, size_t size)
{
    snprintf(buffer, size, "%.*s per %.10g", (int)measure.size, measure.at, per);
    return buffer;
}

static struct interval interval_of(double x, double n, double level, enum rate_method method)
{
    struct interval i;
    if (method == RATE_WILSON) {
        i = proportion_wilson(x, n, level);
        return (struct interval){i.low * n, i.high * n};
    }
    return method == RATE_EXACT ? count_exact(x, level) : count_byar(x, level);
}

/* The interval of an actual count; NaN where there is none, tallied. */
static void actual_bounds(double x, double n, const struct rate_plan *plan,
                          struct rate_tally *tally, double bound[SERIES_BOUNDS])
{
    for (int i = 0; i < SERIES_BOUNDS; i++)
        bound[i] = NAN;
    if (x != nearbyint(x)) {
        tally->not_whole++;
        return;
    }
    struct interval wide = interval_of(x, n, .95, plan->method);
    struct interval narrow = interval_of(x, n, .8, plan->method);
    tally->impossible += isnan(wide.low) ? 1 : 0;
    bound[SERIES_LO95] = wide.low;
    bound[SERIES_HI95] = wide.high;
    bound[SERIES_LO80] = narrow.low;
    bound[SERIES_HI80] = narrow.high;
}

static void labels_of(const struct series_table *t, const struct series_key *key,
                      struct text *labels)
{
    for (size_t d = 0; d < t->dimension_count; d++)
        labels[d] = series_word(t, key->labels[d]);
}

static void report_missing(const struct series_table *t, const struct series_row *row,
                           const char *name, const struct problem_sink *sink)
{
    char text[NAME], date[DATE_TEXT];
    date_write(row->date, date);
    problem_report(sink, PROBLEM_WARNING, "no-population", name, row->line, NULL,
                   "no population for %s on %s", series_name(t, row->series, text, sizeof text),
                   date);
}

static void write_rate(const struct series_table *t, const struct series_row *row, double people,
                       const struct rate_plan *plan, const struct text *labels,
                       const struct series_columns *columns, struct writer *w,
                       struct rate_tally *tally)
{
    char measure[NAME];
    struct series_output out = {.date = row->date,
                                .labels = labels,
                                .label_count = t->dimension_count,
                                .value = row->value,
                                .median = row->median,
                                .kind = series_word(t, row->kind),
                                .status = series_word(t, row->status)};
    struct text name = series_word(t, t->series[row->series].measure);
    out.measure = text_of(rate_measure(name, plan->per, measure, sizeof measure));
    for (int i = 0; i < SERIES_BOUNDS; i++)
        out.bound[i] = row->bound[i];
    if (isnan(row->value)) {
        tally->no_count++;
    } else if (isnan(people)) {
        tally->no_population++;
        out.status = text_of("x");
    } else {
        tally->rates++;
        if (row->kind == t->actual)
            actual_bounds(row->value, people, plan, tally, out.bound);
    }
    double scale = plan->per / people; /* NaN without a population: so is everything then */
    out.value = stats_round(out.value * scale, RATE_DIGITS);
    out.median = stats_round(out.median * scale, RATE_DIGITS);
    for (int i = 0; i < SERIES_BOUNDS; i++)
        out.bound[i] = stats_round(out.bound[i] * scale, RATE_DIGITS);
    series_write(w, &out, columns);
}

enum status rates_write(const struct series_table *t, const struct denominators *people,
                        const struct rate_plan *plan, const char *name, struct writer *w,
                        const struct problem_sink *sink, struct rate_tally *tally)
{
    struct text *labels = malloc((t->dimension_count + 1) * sizeof *labels);
    struct series_columns columns = {
        .median = t->has_median, .bounds = true, .kind = t->has_kind, .status = t->has_status};
    *tally = (struct rate_tally){0};
    if (!labels)
        return STATUS_MEMORY;
    /* the column of statuses is needed as soon as one population is missing */
    for (size_t i = 0; i < t->row_count && !columns.status; i++) {
        const struct series_row *row = &t->rows[i];
        labels_of(t, &t->series[row->series], labels);
        columns.status = !isnan(row->value) && isnan(denominators_find(people, labels, row->date));
    }
    series_write_header(w, t->dimensions, t->dimension_count, &columns);
    for (size_t i = 0; i < t->row_count; i++) {
        const struct series_row *row = &t->rows[i];
        labels_of(t, &t->series[row->series], labels);
        double n = denominators_find(people, labels, row->date);
        if (isnan(n) && !isnan(row->value))
            report_missing(t, row, name, sink);
        write_rate(t, row, n, plan, labels, &columns, w, tally);
    }
    free(labels);
    return STATUS_OK;
}
