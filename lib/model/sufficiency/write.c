// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/write.h"
#include "stats/counts/interval.h"
#include "stats/stats.h"
#include "stream/series.h"

#include <math.h>
#include <stdlib.h>

enum { DIGITS = 12 };

struct writing {
    const struct outcome *o;
    const struct close_result *closed;
    const struct write_settings *settings;
    struct writer *w;
    struct market_past *past;
    size_t past_count;
};

static const struct series_columns columns = {.median = true, .bounds = true, .kind = true};

double outcome_number(const struct outcome *o, double steps)
{
    return stats_round(steps / round(1 / o->market->settings->grid), DIGITS);
}

static void write_row(const struct writing *k, const struct outcome_line *line, int32_t date,
                      const char *measure, const double numbers[2 + SERIES_BOUNDS],
                      const char *kind)
{
    struct series_output row = {.date = date,
                                .measure = text_of(measure),
                                .labels = line->labels,
                                .label_count = line->label_count,
                                .value = numbers[0],
                                .median = numbers[1],
                                .kind = text_of(kind)};
    for (int i = 0; i < SERIES_BOUNDS; i++)
        row.bound[i] = numbers[2 + i];
    series_write(k->w, &row, &columns);
}

/* Mean, median and both intervals; UNIT steps make one. */
static void write_spread(const struct writing *k, const struct outcome_line *line, size_t date,
                         enum outcome_measure measure, enum outcome_count count, double unit)
{
    static const double at[] = {.5, .025, .1, .9, .975};
    const struct histogram *h = outcome_count(line, date, count);
    if (!h->total)
        return;
    double numbers[2 + SERIES_BOUNDS] = {stats_round(histogram_mean(h) / unit, DIGITS)};
    for (int i = 0; i < 1 + SERIES_BOUNDS; i++)
        numbers[1 + i] = stats_round((double)histogram_quantile(h, at[i]) / unit, DIGITS);
    write_row(k, line, k->o->market->dates[date], outcome_name(measure), numbers, "forecast");
}

/* A number with the interval of the simulation. */
static void write_single(const struct writing *k, const struct outcome_line *line, size_t date,
                         const char *measure, double value, double low, double high)
{
    double numbers[2 + SERIES_BOUNDS] = {value, NAN, low, NAN, NAN, high};
    write_row(k, line, k->o->market->dates[date], measure, numbers, "forecast");
}

static void write_chance(const struct writing *k, const struct outcome_line *line, size_t date)
{
    const struct histogram *h = outcome_count(line, date, COUNT_SHORTFALL);
    if (!h->total || line->minus_count)
        return;
    double n = (double)h->total, x = n - (double)histogram_below(h, 0);
    struct interval i = proportion_wilson(x, n, .95);
    write_single(k, line, date, outcome_name(OUTCOME_P_SHORTFALL), stats_round(x / n, DIGITS),
                 stats_round(i.low, DIGITS), stats_round(i.high, DIGITS));
}

/* The level quantile of what one leaf needs. */
static double leaf_places(const struct writing *k, uint32_t leaf, size_t date,
                          enum outcome_count count, double level)
{
    const struct outcome_line *line = &k->o->lines[k->o->line_of[leaf]];
    return (double)histogram_quantile(outcome_count(line, date, count), level);
}

/* Places of a sum are the sum of the places of its kinds: one kind can't stand in for another. Only leaves
 * with a limit count there. */
static void write_places(const struct writing *k, const struct outcome_line *line, size_t date,
                         enum outcome_measure measure, enum outcome_count count)
{
    double level = k->settings->service, value = 0;
    double grid = round(1 / k->o->market->settings->grid);
    if (line->single) {
        const struct histogram *h = outcome_count(line, date, count);
        if (!h->total)
            return;
        double error = stats_normal_z(.95) * sqrt(level * (1 - level) / (double)h->total);
        double low = level > error ? level - error : 0, high = level + error;
        write_single(k, line, date, outcome_name(measure),
                     (double)histogram_quantile(h, level) / grid,
                     (double)histogram_quantile(h, low) / grid,
                     (double)histogram_quantile(h, high < 1 ? high : 1) / grid);
        return;
    }
    if (!line->limited)
        return;
    for (size_t i = 0; i < line->plus_count; i++)
        if (k->o->state[line->plus[i]] == MARKET_COUNTED)
            value += leaf_places(k, line->plus[i], date, count, level);
    for (size_t i = 0; i < line->minus_count; i++)
        if (k->o->state[line->minus[i]] == MARKET_COUNTED)
            value -= leaf_places(k, line->minus[i], date, count, level);
    write_single(k, line, date, outcome_name(measure), value / grid, NAN, NAN);
}

static void write_forecast(const struct writing *k, const struct outcome_line *line, size_t date,
                           enum outcome_measure measure)
{
    static const struct {
        enum outcome_count count;
        double unit; /* 0: the grid */
    } spread[OUTCOME_MEASURES] = {
        [OUTCOME_SHORTFALL] = {COUNT_SHORTFALL, 0},
        [OUTCOME_SURPLUS] = {COUNT_SURPLUS, 0},
        [OUTCOME_OCCUPANCY] = {COUNT_OCCUPANCY, 1000},
        [OUTCOME_SECOND_CHOICE] = {COUNT_SECOND_CHOICE, 0},
        [OUTCOME_PLACED] = {COUNT_PLACED, 0},
        [OUTCOME_UNMET] = {COUNT_UNMET, 0},
        [OUTCOME_OUT_OF_AREA] = {COUNT_OUT_OF_AREA, 0},
        [OUTCOME_PER_WORKER] = {COUNT_PER_WORKER, 100},
    };
    if (measure == OUTCOME_P_SHORTFALL)
        write_chance(k, line, date);
    else if (measure == OUTCOME_PLACES_NEEDED)
        write_places(k, line, date, measure, COUNT_NEED);
    else if (measure == OUTCOME_PLACES_TO_ADD && line->limited)
        write_places(k, line, date, measure, COUNT_SHORTFALL);
    else if (measure != OUTCOME_PLACES_TO_ADD)
        write_spread(k, line, date, measure, spread[measure].count,
                     spread[measure].unit > 0 ? spread[measure].unit
                                              : round(1 / k->o->market->settings->grid));
}

/* Dates at which both children and places of one cell were counted. */
static void write_past(const struct writing *k, const struct outcome_line *line,
                       enum outcome_measure measure)
{
    if (!line->single || !line->limited || line->plus[0] >= k->o->market->cell_count)
        return;
    double load = k->o->market->settings->load;
    for (size_t i = 0; i + 1 < k->past_count; i++) {
        const struct market_past *p = &k->past[i], *q = p + 1;
        if (p->cell != line->plus[0] || q->cell != p->cell || p->date != q->date || p->is_supply)
            continue;
        double demand = load > 0 ? p->value / load : p->value, supply = q->value;
        double value = measure == OUTCOME_SHORTFALL ? fmax(0, demand - supply)
                       : measure == OUTCOME_SURPLUS ? fmax(0, supply - demand)
                       : measure == OUTCOME_PER_WORKER && load > 0 && supply > 0 ? p->value / supply
                       : measure == OUTCOME_OCCUPANCY && supply > 0 ? fmin(demand / supply, 1)
                                                                    : NAN;
        double numbers[] = {stats_round(value, DIGITS), NAN, NAN, NAN, NAN, NAN};
        if (!isnan(value))
            write_row(k, line, p->date, outcome_name(measure), numbers, "actual");
    }
}

static void write_closed(const struct writing *k)
{
    for (int l = 0; l < CLOSE_LEVERS; l++)
        for (size_t i = 0; i < k->o->line_count; i++) {
            const struct outcome_line *line = &k->o->lines[i];
            if (!line->limited || line->minus_count)
                continue;
            const struct close_answer *a = &k->closed->answers[i * CLOSE_LEVERS + (size_t)l];
            bool places = l == CLOSE_PLACES || l == CLOSE_BOTH_PLACES;
            double unit = places ? round(1 / k->o->market->settings->grid) : 1;
            if (!isnan(a->value))
                write_single(k, line, k->closed->date, close_name((enum close_lever)l),
                             stats_round(a->value / unit, DIGITS),
                             stats_round(a->low / unit, DIGITS),
                             stats_round(a->high / unit, DIGITS));
        }
}

enum status outcome_write(const struct outcome *o, const struct close_result *closed,
                          const struct write_settings *settings, struct writer *w)
{
    struct writing k = {.o = o, .closed = closed, .settings = settings, .w = w};
    enum status s = market_history(o->market, false, &k.past, &k.past_count);
    if (s != STATUS_OK)
        return s;
    series_write_header(w, o->market->by, o->market->by_count, &columns);
    for (int m = 0; m < OUTCOME_MEASURES; m++)
        for (size_t i = 0; settings->measures[m] && i < o->line_count; i++) {
            write_past(&k, &o->lines[i], (enum outcome_measure)m);
            for (size_t d = 0; d < o->market->date_count; d++)
                write_forecast(&k, &o->lines[i], d, (enum outcome_measure)m);
        }
    if (closed)
        write_closed(&k);
    free(k.past);
    return STATUS_OK;
}
