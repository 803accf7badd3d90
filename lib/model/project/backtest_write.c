// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/backtest.h"
#include "base/sentence.h"
#include "calendar/date.h"
#include "stats/counts/interval.h"

#include <math.h>
#include <stdio.h>

enum { WORDS = 80, NAMED = 8 };

static const char *const method_names[TEST_METHODS] = {
    [TEST_OURS] = "multi-state",
    [TEST_NO_CHANGE] = "naive",
    [TEST_DEMAND_MODEL] = "demand-model",
    [TEST_COMB] = "comb",
};

/* In sentences. */
static const char *const method_words[TEST_METHODS] = {
    [TEST_OURS] = "this projection",
    [TEST_NO_CHANGE] = "no change",
    [TEST_DEMAND_MODEL] = "the demand model",
    [TEST_COMB] = "hearth-forecast's comb",
};

static void write_series(const struct project_backtest *b, size_t series, struct writer *w)
{
    const struct frame *f = b->frame;
    for (int m = 0; m < TEST_METHODS; m++)
        for (size_t h = 0; h < b->ahead; h++) {
            const struct scores *s = project_backtest_scores(b, series, (enum project_method)m, h);
            if (s->errors == 0)
                continue;
            writer_words(w, "stock");
            for (size_t i = 0; i < f->name_count; i++)
                if (series < f->cells)
                    writer_cell(w, f->labels[series * f->name_count + i]);
                else
                    writer_empty(w);
            writer_words(w, method_names[m]);
            writer_integer(w, (long)(h + 1));
            writer_integer(w, 1);
            scores_write(w, s, false, m == TEST_OURS ? b->p[series * b->ahead + h] : NAN);
            writer_row(w);
        }
}

void project_backtest_write(const struct project_backtest *b, struct writer *w)
{
    const struct frame *f = b->frame;
    writer_words(w, "measure");
    for (size_t i = 0; i < f->name_count; i++)
        writer_cell(w, f->names[i]);
    writer_words(w, "method");
    writer_words(w, "horizon");
    writer_words(w, "series");
    scores_write_header(w);
    writer_row(w);
    if (b->series > f->cells)
        write_series(b, f->cells, w);
    for (size_t c = 0; c < f->cells; c++)
        write_series(b, f->order[c], w);
}

static double mean_error(const struct project_backtest *b, size_t series, enum project_method m,
                         size_t h)
{
    const struct scores *s = project_backtest_scores(b, series, m, h);
    return s->absolute / s->errors;
}

/* A half per cent nearer, at least. */
static bool beats(const struct project_backtest *b, size_t series, enum project_method m, size_t h)
{
    return mean_error(b, series, TEST_OURS, h) < mean_error(b, series, m, h) * .995;
}

/* The horizon to speak of: one year, or the furthest short of it that has errors enough; SIZE_MAX: none. */
static size_t telling_horizon(const struct project_backtest *b)
{
    size_t year = b->season < b->ahead ? b->season : b->ahead;
    for (size_t h = year; h-- > 0;)
        if (project_backtest_scores(b, b->series - 1, TEST_OURS, h)->errors >=
            BACKTEST_LEAST_ERRORS)
            return h;
    return SIZE_MAX;
}

static const char *name_horizon(const struct project_backtest *b, size_t h, char *buffer)
{
    const char *period = period_every_name(b->request->calendar.every);
    if (h + 1 == b->season)
        return "one year";
    snprintf(buffer, WORDS, "%zu %s%s", h + 1, period, h ? "s" : "");
    return buffer;
}

static const char *days_word(size_t n)
{
    return n == 1 ? "day" : "days";
}

/* "this projection missed by 18.2 children on average, no change by 23.8, ..." */
static void say_errors(const struct project_backtest *b, size_t h, const struct problem_sink *sink)
{
    char horizon[WORDS], first[DATE_TEXT], last[DATE_TEXT];
    size_t all = b->series - 1, n = b->origin_count;
    struct sentence said = {0};
    for (int m = 0; m < TEST_METHODS; m++)
        sentence_add(&said, "%s%s by %.1f%s", m ? ", " : "", method_words[m],
                     mean_error(b, all, (enum project_method)m, h),
                     m ? "" : " children on average");
    date_write(b->past.dates[b->origins[0]], first);
    date_write(b->past.dates[b->origins[n - 1]], last);
    problem_report(sink, PROBLEM_NOTE, "back-test", NULL, 0, NULL,
                   "back-test of the total from %zu %s (%s to %s), each on what was known then; "
                   "missed, %s on: %s (%.0f errors%s)",
                   n, days_word(n), first, last, name_horizon(b, h, horizon), said.text,
                   project_backtest_scores(b, all, TEST_OURS, h)->errors,
                   h ? ", whose periods overlap" : "");
}

/* One of those that this projection beats, or does not. */
static void add_rival(const struct project_backtest *b, size_t h, enum project_method m,
                      struct sentence *said, const char *joint)
{
    size_t all = b->series - 1;
    bool better = beats(b, all, m, h);
    double p = b->p[all * b->ahead + h];
    double share = 1 - mean_error(b, all, TEST_OURS, h) / mean_error(b, all, m, h);
    sentence_add(said, "%s%s", joint, method_words[m]);
    if (better)
        sentence_add(said, " by %.0f %%", 100 * share);
    if (m == TEST_NO_CHANGE && !isnan(p) && p < .01)
        sentence_add(said, " (p below 0.01)");
    else if (m == TEST_NO_CHANGE && !isnan(p))
        sentence_add(said, " (p %.2f%s)", p, p >= .05 ? ", may be chance" : "");
}

/* Before the item NUMBER (0, 1, ...) of COUNT. */
static const char *between(size_t number, size_t count, const char *before_last)
{
    return number == 0 ? "" : number + 1 == count ? before_last : ", ";
}

/* "this projection beats no change by 24 % and the demand model by 55 %, but does NOT beat ..." */
static void say_verdict(const struct project_backtest *b, size_t h, const struct problem_sink *sink)
{
    size_t all = b->series - 1, won = 0, lost = 0, of[2] = {0, 0};
    struct sentence better = {0}, worse = {0};
    for (int m = TEST_NO_CHANGE; m < TEST_METHODS; m++)
        of[beats(b, all, (enum project_method)m, h)]++;
    for (int m = TEST_NO_CHANGE; m < TEST_METHODS; m++)
        if (beats(b, all, (enum project_method)m, h))
            add_rival(b, h, (enum project_method)m, &better, between(won++, of[1], " and "));
        else
            add_rival(b, h, (enum project_method)m, &worse, between(lost++, of[0], " or "));
    problem_report(sink, PROBLEM_NOTE, "verdict", NULL, 0, NULL, "for the total %s%s%s%s%s%s%s",
                   method_words[TEST_OURS], won ? " beats " : "", better.text,
                   won && lost ? ", but" : "", lost ? " does NOT beat " : "", worse.text,
                   beats(b, all, TEST_NO_CHANGE, h) ? "" : "; no change would have done as well");
}

/* What the 95 % intervals of each held, and how good their intervals were altogether. */
static void say_intervals(const struct project_backtest *b, size_t h,
                          const struct problem_sink *sink)
{
    size_t all = b->series - 1;
    struct sentence held = {0}, scores = {0};
    for (int m = 0; m < TEST_METHODS; m++) {
        const struct scores *s = project_backtest_scores(b, all, (enum project_method)m, h);
        struct interval sure = proportion_wilson(s->held95, s->intervals, .95);
        if (s->intervals == 0)
            continue;
        sentence_add(&held, "%s%.0f %%", m ? ", " : "", 100 * s->held95 / s->intervals);
        if (m == TEST_OURS)
            sentence_add(&held, " (%.0f to %.0f)", 100 * sure.low, 100 * sure.high);
        sentence_add(&held, " for %s", method_words[m]);
        sentence_add(&scores, "%s%.1f", m ? ", " : "", s->weighted_interval / s->intervals);
    }
    problem_report(
        sink, PROBLEM_NOTE, "intervals", NULL, 0, NULL,
        "95 %% intervals held %s; weighted interval scores, in this order, the lower the "
        "better: %s",
        held.text, scores.text);
}

/* The groups (those that this projection wins, or loses) by name, as far as they are few. */
static size_t name_groups(const struct project_backtest *b, size_t h, bool winners,
                          struct sentence *said)
{
    const struct frame *f = b->frame;
    size_t count = 0;
    for (size_t i = 0; i < f->cells; i++) {
        const struct text *labels = f->labels + f->order[i] * f->name_count;
        if (beats(b, f->order[i], TEST_NO_CHANGE, h) != winners)
            continue;
        for (size_t k = 0; k < f->name_count && count < NAMED; k++)
            sentence_add(said, "%s%.*s",
                         k       ? " "
                         : count ? ", "
                                 : "",
                         (int)labels[k].size, labels[k].at);
        count++;
    }
    if (count > NAMED)
        sentence_add(said, " and %zu more", count - NAMED);
    return count;
}

/* "group by group, this projection beats no change in 3 of 4: A, B, C; not in D". */
static void say_groups(const struct project_backtest *b, size_t h, const struct problem_sink *sink)
{
    struct sentence better = {0}, worse = {0};
    size_t won = name_groups(b, h, true, &better), lost = name_groups(b, h, false, &worse);
    problem_report(sink, PROBLEM_NOTE, "groups", NULL, 0, NULL,
                   "group by group %s beats no change in %zu of %zu%s%s%s%s",
                   method_words[TEST_OURS], won, won + lost, won ? ": " : "", better.text,
                   won && lost ? "; not in "
                   : lost      ? ": not in "
                               : "",
                   worse.text);
}

void project_backtest_explain(const struct project_backtest *b, const struct problem_sink *sink)
{
    size_t h = telling_horizon(b);
    if (h == SIZE_MAX) {
        problem_report(sink, PROBLEM_NOTE, "verdict", NULL, 0, NULL,
                       "back-test from %zu %s only: too few for a verdict, which takes %d",
                       b->origin_count, days_word(b->origin_count), BACKTEST_LEAST_ERRORS);
        return;
    }
    if (b->fallen_back)
        problem_report(sink, PROBLEM_NOTE, "fallen-back", NULL, 0, NULL,
                       "%s had too few values to fit on %zu of %zu days: no change stands in its "
                       "place there",
                       method_words[TEST_COMB], b->fallen_back, b->origin_count);
    say_errors(b, h, sink);
    say_verdict(b, h, sink);
    say_intervals(b, h, sink);
    if (b->series > b->frame->cells)
        say_groups(b, h, sink);
}
