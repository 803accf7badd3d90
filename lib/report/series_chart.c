// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/label_order.h"
#include "report/series_chart_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum status refuse(const struct chart_work *w, const char *kind, const char *text,
                          const char *detail)
{
    problem_report(w->sink, PROBLEM_FATAL, kind, NULL, 0, NULL, text, detail);
    return STATUS_VALUE;
}

static enum status choose_measure(struct chart_work *w, const char *name)
{
    const struct series_table *t = w->t;
    char all[LIST_LONGEST] = "";
    size_t different = 0;
    for (size_t i = 0; i < t->series_count; i++) {
        struct text measure = series_word(t, t->series[i].measure);
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = t->series[k].measure == t->series[i].measure;
        if (w->time >= 0 && text_is(measure, w->counts)) {
            w->at_risk = t->series[i].measure;
            continue;
        }
        if (!seen) {
            list_add(all, sizeof all, measure);
            different++;
        }
        if (!name ? different == 1 : text_is(measure, name))
            w->measure = t->series[i].measure;
    }
    if (different == 0)
        return refuse(w, "no-values", "nothing to draw: %s", "no usable row");
    if (name && w->measure == INTERN_NONE)
        return refuse(w, "measure", "--measure: no row has this measure; there are: %s", all);
    if (!name && different > 1)
        return refuse(w, "measure", "several measures: choose one with --measure (%s)", all);
    return STATUS_OK;
}

static void find_varying(struct chart_work *w)
{
    const struct series_table *t = w->t;
    const struct series_key *first = NULL;
    for (size_t i = 0; i < t->series_count; i++) {
        const struct series_key *k = &t->series[i];
        w->drawn[i] = k->measure == w->measure || k->measure == w->at_risk;
        if (!w->drawn[i])
            continue;
        first = first ? first : k;
        for (size_t d = 0; d < t->dimension_count; d++)
            w->varies[d] |= (int)d != w->time && k->labels[d] != first->labels[d];
    }
}

/* The latest date on which the chosen measure has a recorded value, or failing that any row. */
static int32_t latest_date(const struct chart_work *w)
{
    int32_t recorded = DATE_NONE, any = DATE_NONE;
    for (size_t i = 0; i < w->t->row_count; i++) {
        const struct series_row *row = &w->t->rows[i];
        if (w->t->series[row->series].measure != w->measure)
            continue;
        if (any == DATE_NONE || row->date > any)
            any = row->date;
        if (row->kind == w->t->actual && isfinite(row->value) &&
            (recorded == DATE_NONE || row->date > recorded))
            recorded = row->date;
    }
    return recorded != DATE_NONE ? recorded : any;
}

static void report_left_out(const struct chart_work *w)
{
    if (w->not_drawn)
        problem_report(w->sink, PROBLEM_WARNING, "kind-not-drawn", NULL, 0, NULL,
                       "%zu %s not drawn, of a kind that this chart does not show", w->not_drawn,
                       w->not_drawn == 1 ? "row is" : "rows are");
    if (w->no_time)
        problem_report(w->sink, PROBLEM_WARNING, "no-time", NULL, 0, NULL,
                       "%zu %s not drawn: no number in column %s", w->no_time,
                       w->no_time == 1 ? "row is" : "rows are",
                       w->plan->form == CHART_CHANCES ? "chance" : "time");
}

/* Chances of 1 are read as percentages, as shares are. */
static void scale_chances(struct chart *c)
{
    for (size_t i = 0; i < c->series_count; i++)
        for (size_t k = 0; k < c->series[i].count; k++)
            c->series[i].points[k].time *= 100;
    c->unit = "%";
}

/* Shares of 1 are read as percentages. */
static void scale_shares(struct chart *c)
{
    for (size_t i = 0; i < c->series_count; i++)
        for (size_t k = 0; k < c->series[i].count; k++) {
            const struct chart_point *p = &c->series[i].points[k];
            if (p->kind != CHART_AT_RISK && (p->value < 0 || p->value > 1))
                return;
        }
    for (size_t i = 0; i < c->series_count; i++)
        for (size_t k = 0; k < c->series[i].count; k++) {
            struct chart_point *p = &c->series[i].points[k];
            double by = p->kind == CHART_AT_RISK ? 1 : 100;
            p->value *= by;
            p->low95 *= by;
            p->low80 *= by;
            p->high80 *= by;
            p->high95 *= by;
        }
    c->unit = "%";
}

static enum status convert(struct chart_work *w)
{
    const struct series_key *first = NULL;
    struct chart *c = &w->out->chart;
    find_varying(w);
    enum status s = series_chart_fill(w, &first);
    if (s != STATUS_OK)
        return s;
    report_left_out(w);
    if (w->time >= 0)
        scale_shares(c);
    if (w->plan->form == CHART_CHANCES)
        scale_chances(c);
    if (!series_chart_titles(w, first))
        return STATUS_MEMORY;
    c->ordered = label_order((struct chart_series *)c->series, c->series_count);
    return STATUS_OK;
}

enum status series_chart_init(struct series_chart *out, const struct series_table *t,
                              const struct series_chart_plan *plan, const struct problem_sink *sink)
{
    *out = (struct series_chart){0};
    bool chances = plan->form == CHART_CHANCES, curves = chances || plan->form == CHART_CURVES;
    const char *along = chances ? "chance" : "time";
    struct chart_work w = {.out = out,
                           .t = t,
                           .plan = plan,
                           .sink = sink,
                           .measure = INTERN_NONE,
                           .at_risk = INTERN_NONE,
                           .counts = chances ? "forecasts" : "at_risk",
                           .time = curves ? series_dimension(t, along) : -1,
                           .unit = curves ? series_dimension(t, "unit") : -1,
                           .date = DATE_NONE};
    if (series_dimension(t, "draw") >= 0)
        return refuse(&w, "draws",
                      "these are simulated futures (column %s): sum them up first, "
                      "with hearth-quantiles",
                      "draw");
    if (curves && w.time < 0)
        return refuse(&w, "no-time",
                      chances ? "a column %s is needed: the chance that was forecast, 0 to 1"
                              : "curves need a column %s: how long after the start",
                      along);
    enum status s = choose_measure(&w, plan->measure);
    if (s != STATUS_OK)
        return s;
    if (plan->form != CHART_OVER_TIME)
        w.date = plan->date != DATE_NONE ? plan->date : latest_date(&w);
    w.varies = calloc(t->dimension_count + 1, sizeof *w.varies);
    w.drawn = calloc(t->series_count + 1, sizeof *w.drawn);
    s = w.varies && w.drawn ? convert(&w) : STATUS_MEMORY;
    free(w.varies);
    free(w.drawn);
    if (s != STATUS_OK)
        series_chart_done(out);
    return s;
}

void series_chart_done(struct series_chart *c)
{
    arena_done(&c->arena);
    *c = (struct series_chart){0};
}
