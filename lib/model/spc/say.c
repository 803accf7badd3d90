// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/spc/charts.h"

#include "base/sentence.h"

#include <math.h>

enum { NAME = 200 };

/* Above this, neighbours move together so much that moving ranges understate the variation. */
static const double much_correlation = .6;

/* Since when the latest points have carried one label in one direction. */
static int32_t since(const struct spc_chart *c)
{
    const struct spc_point *last = &c->points[c->n - 1];
    size_t i = c->n - 1;
    while (i > c->last_first && c->points[i - 1].label == last->label &&
           c->points[i - 1].direction == last->direction)
        i--;
    return c->dates[i];
}

static void say_variation(struct sentence *out, const struct spc_chart *c)
{
    size_t count = c->n - c->last_first;
    const struct spc_point *last = &c->points[c->n - 1];
    char date[DATE_TEXT];
    if (c->variation == SPC_TOO_FEW) {
        date_write(c->dates[c->last_first], date);
        sentence_add(out,
                     "no verdict: %zu points from %s, %d are needed; its limits are trial limits",
                     count, date, SPC_POINTS_LEAST);
    } else if (c->variation == SPC_COMMON) {
        sentence_add(out, "common cause: no significant change at the latest point");
    } else {
        date_write(since(c), date);
        sentence_add(out, "special cause, %s: %s %s since %s", spc_variation_text(c->variation),
                     spc_rule_text(last->label),
                     last->label == SPC_TREND ? (last->direction > 0 ? "up" : "down")
                                              : (last->direction > 0 ? "above" : "below"),
                     date);
    }
}

static void say_assurance(struct sentence *out, const struct spc_chart *c)
{
    const struct spc_limits *l = &c->limits[c->n - 1];
    static const char *const meaning[] = {[SPC_PASS] = "will be met if nothing changes",
                                          [SPC_FAIL] = "will be missed unless something changes",
                                          [SPC_INCONSISTENT] = "is met or missed by chance"};
    if (c->assurance == SPC_NO_ASSURANCE)
        return;
    sentence_add(out, "; target ");
    sentence_number(out, c->target, 6);
    sentence_add(out, " %s (limits ", meaning[c->assurance]);
    sentence_number(out, l->lower, 4);
    sentence_add(out, " to ");
    sentence_number(out, l->upper, 4);
    sentence_add(out, ")");
}

void spc_charts_say(const struct spc_charts *c, const struct series_table *t,
                    const struct spc_plan *plan, const struct problem_sink *sink)
{
    for (uint32_t i = 0; i < c->count; i++) {
        const struct spc_chart *chart = &c->items[i];
        char name[NAME];
        struct sentence sentence = {0};
        if (!chart->usable)
            continue;
        series_name(t, i, name, sizeof name);
        say_variation(&sentence, chart);
        say_assurance(&sentence, chart);
        problem_report(sink, PROBLEM_NOTE, "verdict", NULL, 0, NULL, "%s: %s", name, sentence.text);
        if (plan->kind == SPC_CHART_XMR && chart->n - chart->last_first >= SPC_POINTS_LEAST &&
            chart->correlation > much_correlation)
            problem_report(sink, PROBLEM_WARNING, "correlated", NULL, 0, NULL,
                           "%s: neighbours move together (r = %.2f), as rolling totals and stocks "
                           "do: limits from moving ranges may be too narrow",
                           name, chart->correlation);
    }
}
