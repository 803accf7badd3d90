// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trend/trends.h"

#include "base/sentence.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME = 200, DIGITS = 8 };

static void say_slope(struct sentence *out, const struct trend_summary *s)
{
    double slope = s->slope.slope;
    bool clear = s->verdict == TREND_RISING || s->verdict == TREND_FALLING;
    sentence_add(out, clear ? "%s by " : "%s (", trend_verdict_text(s->verdict));
    if (!clear && slope > 0)
        sentence_add(out, "+");
    sentence_number(out, clear ? fabs(slope) : slope, 3);
    sentence_add(out, clear ? " a year" : " a year)");
    if (!isnan(s->slope.low) && !isnan(s->slope.high)) {
        sentence_add(out, ", 95%% interval ");
        sentence_number(out, s->slope.low, 3);
        sentence_add(out, " to ");
        sentence_number(out, s->slope.high, 3);
    }
    if (!isnan(s->p))
        sentence_add(out, s->p < .001 ? ", p < 0.001" : ", p = %.2g", s->p);
    sentence_add(out, ", %zu values", s->n);
}

static void say_changes(struct sentence *out, const struct series_trend *item)
{
    for (size_t i = 0; i < item->summary.change.count; i++) {
        char date[DATE_TEXT];
        date_write(item->change_dates[i], date);
        sentence_add(out, "%s%s",
                     i ? ", " : "; its level changed: ", item->steps[i] > 0 ? "+" : "");
        sentence_number(out, item->steps[i], 3);
        sentence_add(out, " from %s", date);
    }
}

void series_trends_say(const struct series_trends *r, const struct series_table *t,
                       const struct problem_sink *sink)
{
    for (size_t i = 0; i < r->count; i++) {
        char name[NAME];
        struct sentence sentence = {0};
        if (!r->items[i].usable)
            continue;
        say_slope(&sentence, &r->items[i].summary);
        say_changes(&sentence, &r->items[i]);
        problem_report(sink, PROBLEM_NOTE, "trend", NULL, 0, NULL, "%s: %s",
                       series_name(t, (uint32_t)i, name, sizeof name), sentence.text);
    }
}

enum statistic { SLOPE, TAU, P, FACTOR, CHANGE, STATISTICS };
static const char *const suffixes[STATISTICS] = {"slope per year", "tau", "p",
                                                 "autocorrelation factor", "change of level"};

struct pen {
    const struct series_table *table;
    struct writer *writer;
    struct text *labels; /* of the dimensions, then the verdict */
    struct series_columns columns;
    char measure[NAME];
};

static void write_one(const struct pen *p, int32_t date, double value, const double *bound)
{
    struct series_output row = {.date = date,
                                .measure = text_of(p->measure),
                                .labels = p->labels,
                                .label_count = p->table->dimension_count + 1,
                                .value = stats_round(value, DIGITS),
                                .median = NAN};
    for (int i = 0; i < SERIES_BOUNDS; i++)
        row.bound[i] = bound ? stats_round(bound[i], DIGITS) : NAN;
    series_write(p->writer, &row, &p->columns);
}

static void write_statistic(struct pen *p, enum statistic which, const struct series_trend *item,
                            const struct series_key *key, int32_t date)
{
    const struct trend_summary *s = &item->summary;
    const double bounds[SERIES_BOUNDS] = {s->slope.low, s->low80, s->high80, s->slope.high};
    struct text measure = series_word(p->table, key->measure);
    for (size_t d = 0; d < p->table->dimension_count; d++)
        p->labels[d] = series_word(p->table, key->labels[d]);
    p->labels[p->table->dimension_count] = text_of(trend_verdict_text(s->verdict));
    snprintf(p->measure, sizeof p->measure, "%.*s: %s", (int)measure.size, measure.at,
             suffixes[which]);
    if (which == SLOPE)
        write_one(p, date, s->slope.slope, bounds);
    else if (s->verdict == TREND_TOO_SHORT)
        return; /* nothing was tested */
    else if (which == TAU)
        write_one(p, date, s->kendall.tau_b, NULL);
    else if (which == P)
        write_one(p, date, s->p, NULL);
    else if (which == FACTOR)
        write_one(p, date, s->factor, NULL);
    else
        for (size_t i = 0; i < s->change.count; i++)
            write_one(p, item->change_dates[i], item->steps[i], NULL);
}

enum status series_trends_write(const struct series_trends *r, const struct histories *h,
                                const struct series_table *t, struct writer *w)
{
    size_t dimensions = t->dimension_count;
    struct pen pen = {.table = t, .writer = w, .columns = {.bounds = true}};
    pen.labels = malloc((dimensions + 1) * sizeof *pen.labels);
    if (!pen.labels)
        return STATUS_MEMORY;
    for (size_t d = 0; d < dimensions; d++)
        pen.labels[d] = t->dimensions[d];
    pen.labels[dimensions] = text_of("verdict");
    series_write_header(w, pen.labels, dimensions + 1, &pen.columns);
    for (int which = 0; which < STATISTICS; which++)
        for (size_t i = 0; i < r->count; i++)
            if (r->items[i].usable)
                write_statistic(&pen, (enum statistic)which, &r->items[i],
                                &t->series[h->items[i].series], history_date(&h->items[i], 0));
    free(pen.labels);
    return STATUS_OK;
}
