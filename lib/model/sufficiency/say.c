// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/say.h"
#include "base/sentence.h"
#include "calendar/date.h"
#include "stats/counts/interval.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_KINDS = 6 };

struct saying {
    const struct outcome *o;
    const struct market_past *past;
    size_t past_count;
    const struct close_result *closed;
    const struct write_settings *settings;
    size_t date;
    char month[24]; /* "March 2028" */
};

static void name_month(int32_t date, char month[24])
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    int y, m, d;
    date_split(date, &y, &m, &d);
    snprintf(month, 24, "%s %d", names[m - 1], y);
}

/* "8 of 10 futures". */
static void say_share(struct sentence *s, double share, uint64_t draws)
{
    if (share >= 1)
        sentence_add(s, "every one of %lu futures", (unsigned long)draws);
    else if (share >= .95 || share < .05)
        sentence_add(s, "%.0f of 100 futures", share >= .995 ? 99 : fmax(1, round(100 * share)));
    else
        sentence_add(s, "%.0f of 10 futures", fmax(1, round(10 * share)));
}

/* "1 in 20". */
static void say_chance(struct sentence *s, double chance)
{
    double one_in = 1 / chance;
    if (fabs(one_in - round(one_in)) < 1e-6)
        sentence_add(s, "1 in %.0f", one_in);
    else
        sentence_add(s, "%.3g in 100", 100 * chance);
}

static double share_short(const struct saying *k, const struct outcome_line *line)
{
    const struct histogram *h = outcome_count(line, k->date, COUNT_SHORTFALL);
    return h->total ? 1 - (double)histogram_below(h, 0) / (double)h->total : 0;
}

/* "3 more usable places", "1 more usable place". */
static void say_places(const struct saying *k, double steps, struct sentence *s)
{
    const char *measure = k->o->market->settings->supply_measure;
    double n = outcome_number(k->o, steps);
    const char *plural = n == 1 ? "" : "s";
    if (text_is(text_of(measure), "usable_places"))
        sentence_add(s, "%g more usable place%s", n, plural);
    else if (text_is(text_of(measure), "fte"))
        sentence_add(s, "%g more full-time worker%s", n, plural);
    else
        sentence_add(s, "%g more %s", n, measure);
}

static void say_line_name(const struct saying *k, const struct outcome_line *line,
                          struct sentence *s)
{
    char name[300] = "";
    bool workers = k->o->market->settings->load > 0;
    if (line->label_count)
        market_name(k->o->market, line->plus[0], name, sizeof name);
    if (workers || !*name)
        sentence_add(s, "%s", workers ? "workers" : "places");
    sentence_add(s, "%s%s", *name && workers ? ", " : "", name);
}

/* "17 more usable places (12 approved households, net), or 23 % fewer children, or 9 more and 11 % fewer
 * together". */
static void say_levers(const struct saying *k, const struct outcome_line *line, struct sentence *s)
{
    size_t number = (size_t)(line - k->o->lines);
    const struct close_answer *a = k->closed->answers + number * CLOSE_LEVERS;
    say_places(k, a[CLOSE_PLACES].value, s);
    if (!isnan(a[CLOSE_HOUSEHOLDS].value))
        sentence_add(s, " (%g approved household%s, net)", a[CLOSE_HOUSEHOLDS].value,
                     a[CLOSE_HOUSEHOLDS].value == 1 ? "" : "s");
    sentence_add(s, ", or %g %% fewer children", a[CLOSE_REDUCTION].value);
    if (a[CLOSE_BOTH_PLACES].value > 0 && a[CLOSE_BOTH_PLACES].value < a[CLOSE_PLACES].value)
        sentence_add(s, ", or %g more and %g %% fewer together",
                     outcome_number(k->o, a[CLOSE_BOTH_PLACES].value),
                     a[CLOSE_BOTH_REDUCTION].value);
}

/* "; in all 199 that can be relied on would do in 95 of 100 futures (204 now)". */
static void say_needed(const struct saying *k, const struct outcome_line *line, struct sentence *s)
{
    const struct histogram *need = outcome_count(line, k->date, COUNT_NEED);
    double level = k->settings->service, now = NAN;
    sentence_add(s, "; in all %g that can be relied on would do in %g of 100 futures",
                 outcome_number(k->o, (double)histogram_quantile(need, level)), 100 * level);
    for (size_t i = 0; i < k->past_count; i++)
        if (k->past[i].is_supply && k->past[i].cell == line->plus[0])
            now = k->past[i].value; /* the latest comes last */
    if (!isnan(now))
        sentence_add(s, " (%g now)", now);
}

static void say_short(const struct saying *k, const struct outcome_line *line)
{
    const struct histogram *h = outcome_count(line, k->date, COUNT_SHORTFALL);
    double p = share_short(k, line), level = k->settings->service;
    struct sentence s = {0};
    sentence_add(&s, "in %s we run short of ", k->month);
    say_line_name(k, line, &s);
    sentence_add(&s, " in ");
    say_share(&s, p, (unsigned long)h->total);
    double half = (double)histogram_quantile(h, 1 - p / 2);
    if (half > 1) /* all that run short lack 1 or more: not worth saying of half of them */
        sentence_add(&s, "; half of them lack %g or more", outcome_number(k->o, half));
    sentence_add(&s, "; ");
    if (k->closed && p > k->closed->level) {
        say_levers(k, line, &s);
        sentence_add(&s, ", would make that at most ");
        say_chance(&s, k->closed->level);
    } else {
        say_places(k, (double)histogram_quantile(h, level), &s);
        sentence_add(&s, " would make that at most ");
        say_chance(&s, 1 - level);
    }
    say_needed(k, line, &s);
    problem_report(k->o->market->sink, PROBLEM_NOTE, "short", NULL, 0, NULL, "%s", s.text);
}

struct ranked {
    const struct outcome_line *line;
    double chance;
};

static int by_chance(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->chance != y->chance)
        return x->chance > y->chance ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Lines of one kind with a limit, those most often short first. Returns how many; those before *SHORTS are
 * short more often than the level of service allows. */
static size_t rank_lines(const struct saying *k, struct ranked *to, size_t *shorts)
{
    size_t n = 0;
    *shorts = 0;
    for (size_t i = 0; i < k->o->line_count; i++) {
        const struct outcome_line *line = &k->o->lines[i];
        if (!line->single || !line->apart || !line->limited)
            continue;
        to[n] = (struct ranked){line, share_short(k, line)};
        *shorts += to[n++].chance > 1 - k->settings->service + 1e-9;
    }
    qsort(to, n, sizeof *to, by_chance);
    return n;
}

static void say_enough(const struct saying *k, const struct ranked *enough, size_t count)
{
    struct sentence s = {0};
    if (!count)
        return;
    sentence_add(&s, "in %s there are enough in at least %g of 100 futures: ", k->month,
                 100 * k->settings->service);
    for (size_t i = 0; i < count && i < MOST_KINDS; i++) {
        sentence_add(&s, "%s", i ? "; " : "");
        say_line_name(k, enough[i].line, &s);
    }
    if (count > MOST_KINDS)
        sentence_add(&s, " and %zu more", count - MOST_KINDS);
    problem_report(k->o->market->sink, PROBLEM_NOTE, "enough", NULL, 0, NULL, "%s", s.text);
}

/* Kinds in a state that somebody stated, with the children on average at the date. */
static void say_stated(const struct saying *k, enum market_state state, const char *words)
{
    const struct market *m = k->o->market;
    struct sentence s = {0};
    double children = 0;
    size_t kinds = 0;
    for (size_t kind = 0; kind < m->kind_count; kind++) {
        bool some = false;
        for (size_t g = 0; g < m->group_count; g++) {
            size_t cell = g * m->kind_count + kind;
            if (m->state[cell] != state || !m->has_demand[cell])
                continue;
            some = true;
            children += k->o->demand_sum[cell] / (double)(m->draws ? m->draws : 1);
        }
        if (some && kinds++ < MOST_KINDS)
            sentence_add(&s, "%s%.*s", kinds > 1 ? "; " : "", (int)m->kinds[kind].size,
                         m->kinds[kind].at);
    }
    if (!kinds)
        return;
    if (kinds > MOST_KINDS)
        sentence_add(&s, " and %zu more", kinds - MOST_KINDS);
    problem_report(m->sink, PROBLEM_NOTE, words, NULL, 0, NULL, "%s (%.0f children in %s): %s",
                   words, children, k->month, s.text);
}

static void say_certainty(const struct saying *k)
{
    double worst = 0;
    for (size_t i = 0; i < k->o->line_count; i++) {
        const struct outcome_line *line = &k->o->lines[i];
        double n = (double)k->o->market->draws;
        struct interval range = proportion_wilson(round(share_short(k, line) * n), n, .95);
        if (line->limited && !line->minus_count && (range.high - range.low) / 2 > worst)
            worst = (range.high - range.low) / 2;
    }
    if (worst > .05)
        problem_report(k->o->market->sink, PROBLEM_NOTE, "few-draws", NULL, 0, NULL,
                       "of %ld draws: a chance of a shortfall is uncertain by up to %.0f in 100; "
                       "more draws say more",
                       k->o->market->draws, 100 * worst);
}

void outcome_say(const struct outcome *o, const struct close_result *closed,
                 const struct write_settings *settings)
{
    struct saying k = {.o = o, .closed = closed, .settings = settings, .date = o->sum_date};
    struct market_past *past = NULL;
    struct ranked *lines = malloc((o->line_count + 1) * sizeof *lines);
    if (!lines || market_history(o->market, false, &past, &k.past_count) != STATUS_OK) {
        free(lines);
        return; /* the numbers are written: only the sentences are missing */
    }
    k.past = past;
    name_month(o->market->dates[k.date], k.month);
    size_t shorts, n = rank_lines(&k, lines, &shorts);
    for (size_t i = 0; i < shorts && i < MOST_KINDS; i++)
        say_short(&k, lines[i].line);
    if (shorts > MOST_KINDS)
        problem_report(o->market->sink, PROBLEM_NOTE, "short-more", NULL, 0, NULL,
                       "%zu more run short more often than the level of service allows",
                       shorts - MOST_KINDS);
    say_enough(&k, lines + shorts, n - shorts);
    say_stated(&k, MARKET_NO_LIMIT, "taken as bought without limit");
    say_stated(&k, MARKET_LEFT_OUT, "left out");
    if (o->area && o->area->unknown > 0)
        problem_report(o->market->sink, PROBLEM_NOTE, "area-unknown", NULL, 0, NULL,
                       "out of area: shares of %.0f placements now; %.0f more do not say where",
                       o->area->known[o->area->kind_count], o->area->unknown);
    say_certainty(&k);
    free(past);
    free(lines);
}
