// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/scores.h"

#include "stats/counts/interval.h"
#include "stats/forecast/score.h"
#include "stats/stats.h"

#include <math.h>

void scored_normal(struct scored *s, double mean, const double half[2])
{
    s->point = mean;
    for (int i = 0; i < 2; i++) {
        s->low[i] = mean - half[i];
        s->high[i] = mean + half[i];
    }
    s->crps = score_crps_normal(s->actual, mean, half[1] / stats_normal_z(.95));
}

void scores_note(struct scores *sum, const struct scored *s)
{
    double e = fabs(s->actual - s->point);
    sum->errors++;
    sum->absolute += e;
    sum->smape += score_smape(s->actual, s->point);
    if (s->scale > 0) {
        sum->scaled += e / s->scale;
        sum->scaled_errors++;
    }
    if (isnan(s->low[1]))
        return;
    sum->crps += s->crps;
    sum->weighted_interval += score_weighted_interval(s->actual, s->point, s->low, s->high);
    sum->held80 += s->low[0] <= s->actual && s->actual <= s->high[0];
    sum->held95 += s->low[1] <= s->actual && s->actual <= s->high[1];
    sum->intervals++;
}

void scores_add(struct scores *sum, const struct scores *more)
{
    sum->errors += more->errors;
    sum->absolute += more->absolute;
    sum->smape += more->smape;
    sum->crps += more->crps;
    sum->weighted_interval += more->weighted_interval;
    sum->scaled += more->scaled;
    sum->scaled_errors += more->scaled_errors;
    sum->held80 += more->held80;
    sum->held95 += more->held95;
    sum->intervals += more->intervals;
}

void scores_write_header(struct writer *w)
{
    static const char *const columns[] = {"errors",
                                          "mae",
                                          "mase",
                                          "smape",
                                          "crps",
                                          "wis",
                                          "coverage80",
                                          "coverage80_low",
                                          "coverage80_high",
                                          "coverage95",
                                          "coverage95_low",
                                          "coverage95_high",
                                          "p"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        writer_words(w, columns[i]);
}

/* A mean rounded to six decimals; empty without any. */
static void write_mean(struct writer *w, double sum, double n)
{
    if (n > 0)
        writer_fixed(w, sum / n, 6);
    else
        writer_empty(w);
}

static void write_coverage(struct writer *w, double held, double n)
{
    struct interval i = proportion_wilson(held, n, .95);
    write_mean(w, held, n);
    write_mean(w, i.low, n > 0);
    write_mean(w, i.high, n > 0);
}

void scores_write(struct writer *w, const struct scores *s, bool mixed, double p)
{
    writer_integer(w, (long)s->errors);
    write_mean(w, s->absolute, mixed ? 0 : s->errors);
    write_mean(w, s->scaled, s->scaled_errors);
    write_mean(w, s->smape, s->errors);
    write_mean(w, s->crps, mixed ? 0 : s->intervals);
    write_mean(w, s->weighted_interval, mixed ? 0 : s->intervals);
    write_coverage(w, s->held80, s->intervals);
    write_coverage(w, s->held95, s->intervals);
    if (isnan(p))
        writer_empty(w);
    else
        writer_fixed(w, p, 6);
}
