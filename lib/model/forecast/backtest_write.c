// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/backtest.h"

#include "stats/counts/interval.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 160, LEAST_ERRORS = 5 };

static const char *method_name(const struct backtest *b, size_t m)
{
    return forecast_method_name(m == 0   ? b->plan.forecast.method
                                : m == 1 ? FORECAST_NAIVE
                                         : FORECAST_SEASONAL_NAIVE);
}

/* True where yardstick M is the method asked for itself: it needs no second row. */
static bool is_asked_for(const struct backtest *b, size_t m)
{
    return m > 0 && strcmp(method_name(b, m), method_name(b, 0)) == 0;
}

/* The series of one measure taken together; series == count means one alone. */
struct scope {
    const struct backtest *b;
    uint32_t measure; /* of a group */
    size_t series;    /* of a single one; b->count for a group */
};

static bool in_scope(const struct scope *s, size_t series)
{
    const struct backtest *b = s->b;
    if (b->origins[series] == 0)
        return false;
    return s->series == b->count ? b->table->series[series].measure == s->measure
                                 : series == s->series;
}

/* Sums method M at horizon h over the scope; *SERIES: how many have any error there. In a group a
 * series without a season stands with its naive forecasts for the seasonal ones. */
static struct scores sum_scope(const struct scope *s, size_t m, size_t h, size_t *series)
{
    struct scores sum = {0};
    *series = 0;
    for (size_t i = 0; i < s->b->count; i++) {
        if (!in_scope(s, i))
            continue;
        const struct scores *t = backtest_scores(s->b, i, backtest_has(s->b, i, m) ? m : 1, h);
        scores_add(&sum, t);
        *series += t->errors > 0;
    }
    return sum;
}

static bool scope_has(const struct scope *s, size_t m)
{
    for (size_t i = 0; i < s->b->count; i++)
        if (in_scope(s, i) && backtest_has(s->b, i, m))
            return true;
    return false;
}

static void write_row(const struct scope *s, size_t m, size_t h, struct writer *w)
{
    const struct backtest *b = s->b;
    const struct series_table *t = b->table;
    bool group = s->series == b->count;
    size_t series;
    struct scores sum = sum_scope(s, m, h, &series);
    if (sum.errors == 0)
        return;
    writer_cell(w, series_word(t, group ? s->measure : t->series[s->series].measure));
    for (size_t i = 0; i < t->dimension_count; i++)
        if (group)
            writer_empty(w);
        else
            writer_cell(w, series_word(t, t->series[s->series].labels[i]));
    writer_words(w, method_name(b, m));
    writer_integer(w, (long)(h + 1));
    writer_integer(w, (long)series);
    scores_write(w, &sum, group, m == 0 && !group ? b->p[s->series * b->plan.ahead + h] : NAN);
    writer_row(w);
}

static void write_scope(const struct scope *s, struct writer *w)
{
    for (size_t m = 0; m < BACKTEST_METHODS; m++)
        for (size_t h = 0; h < s->b->plan.ahead && scope_has(s, m) && !is_asked_for(s->b, m); h++)
            write_row(s, m, h, w);
}

/* The next measure after series FROM that several tested series share; false when there is none. */
static bool next_group(const struct backtest *b, size_t *from, struct scope *s)
{
    for (; *from < b->count; ++*from) {
        size_t before = 0, all = 0;
        uint32_t measure = b->table->series[*from].measure;
        for (size_t i = 0; i < b->count; i++)
            if (b->origins[i] > 0 && b->table->series[i].measure == measure) {
                all++;
                before += i < *from;
            }
        if (b->origins[*from] > 0 && before == 0 && all > 1) {
            *s = (struct scope){b, measure, b->count};
            ++*from;
            return true;
        }
    }
    return false;
}

enum status backtest_write(const struct backtest *b, struct writer *w)
{
    writer_words(w, "measure");
    for (size_t i = 0; i < b->table->dimension_count; i++)
        writer_cell(w, b->table->dimensions[i]);
    writer_words(w, "method");
    writer_words(w, "horizon");
    writer_words(w, "series");
    scores_write_header(w);
    writer_row(w);
    struct scope s;
    for (size_t from = 0; next_group(b, &from, &s);)
        write_scope(&s, w);
    for (size_t i = 0; i < b->count; i++) {
        s = (struct scope){b, 0, i};
        if (b->origins[i] > 0)
            write_scope(&s, w);
    }
    return STATUS_OK;
}

/* Mean scaled error of method M at horizon h; mean absolute error where a single series has no scale. */
static double mean_error(const struct scope *s, size_t m, size_t h)
{
    size_t series;
    struct scores t = sum_scope(s, m, h, &series);
    if (t.scaled_errors == 0 && s->series < s->b->count)
        return t.absolute / t.errors;
    return t.scaled / t.scaled_errors;
}

/* The better of the naive methods of a scope over all horizons. */
static size_t scope_yardstick(const struct scope *s)
{
    double sum[BACKTEST_METHODS] = {0};
    for (size_t m = 1; m < BACKTEST_METHODS && scope_has(s, 2); m++)
        for (size_t h = 0; h < s->b->plan.ahead; h++) {
            double e = mean_error(s, m, h);
            sum[m] += isnan(e) ? 0 : e;
        }
    return sum[2] < sum[1] ? 2 : 1;
}

/* "at one year", "3 months ahead". */
static void name_horizon(const struct history *h, size_t horizon, char *buffer, size_t size)
{
    char period[32];
    if (horizon == spacing_year(&h->spacing))
        snprintf(buffer, size, "at one year");
    else if (h->spacing.months == 12)
        snprintf(buffer, size, "at %zu years", horizon);
    else
        snprintf(buffer, size, "%zu x %s ahead", horizon,
                 spacing_name(&h->spacing, period, sizeof period));
}

/* "comb beats no change by 12 % at one year (mean scaled error 1.02 against 1.16; p .03; 20 origins);
 * its 95 % intervals held 94 % (88 to 97)" */
static void explain_scope(const struct scope *s, const char *who, size_t example, const char *name,
                          const struct problem_sink *sink)
{
    const struct backtest *b = s->b;
    const struct history *history = &b->histories->items[example];
    size_t year = spacing_year(&history->spacing), at = year < b->plan.ahead ? year : b->plan.ahead;
    size_t other = scope_yardstick(s), series;
    while (at > 1 && isnan(mean_error(s, 0, at - 1)))
        at--;
    double own = mean_error(s, 0, at - 1), naive = mean_error(s, other, at - 1);
    struct scores t = sum_scope(s, 0, at - 1, &series);
    char horizon[64], verdict[160], chance[40] = "";
    const char *method = method_name(b, 0);
    const char *no_change = other == 1 ? "no change" : "no change since last year's season";
    name_horizon(history, at, horizon, sizeof horizon);
    if (t.errors < LEAST_ERRORS)
        snprintf(verdict, sizeof verdict, "too few errors for a verdict %s", horizon);
    else if (own < naive * .995)
        snprintf(verdict, sizeof verdict, "%s beats %s by %.0f %% %s", method, no_change,
                 100 * (1 - own / naive), horizon);
    else if (is_asked_for(b, other))
        snprintf(verdict, sizeof verdict, "%s is %s itself", method, no_change);
    else
        snprintf(verdict, sizeof verdict, "%s does not beat %s %s: rather use --method %s", method,
                 no_change, horizon, method_name(b, other));
    double p = s->series < b->count ? b->p[s->series * b->plan.ahead + at - 1] : NAN;
    if (!isnan(p))
        snprintf(chance, sizeof chance, "; p %.2f%s", p,
                 own < naive && p >= .05 ? ", may be chance" : "");
    struct interval held = proportion_wilson(t.held95, t.intervals, .95);
    problem_report(
        sink, PROBLEM_NOTE, "back-test", name, 0, NULL,
        "%s: %s (mean scaled error %.2f against %.2f%s; %.0f errors); 95 %% intervals held "
        "%.0f %% (%.0f to %.0f)",
        who, verdict, own, naive, chance, t.errors, 100 * t.held95 / t.intervals, 100 * held.low,
        100 * held.high);
}

void backtest_explain(const struct backtest *b, const char *name, const struct problem_sink *sink)
{
    char who[NAME_SIZE];
    struct scope s;
    for (size_t from = 0; next_group(b, &from, &s);) {
        size_t series;
        sum_scope(&s, 0, 0, &series);
        struct text measure = series_word(b->table, s.measure);
        snprintf(who, sizeof who, "all %zu series of %.*s", series, (int)measure.size, measure.at);
        explain_scope(&s, who, from - 1, name, sink);
    }
    for (size_t i = 0; i < b->count; i++) {
        s = (struct scope){b, 0, i};
        series_name(b->table, (uint32_t)i, who, sizeof who);
        if (b->origins[i] > 0)
            explain_scope(&s, who, i, name, sink);
        else if (b->histories->items[i].n > 0)
            problem_report(sink, PROBLEM_NOTE, "no back-test", name, 0, NULL,
                           "%s: too short (or constant): no back-test", who);
    }
}
