// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/bridge.h"
#include "model/cost/costing_private.h"
#include "model/cost/money.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 4 };
enum { SUM_BEFORE, SUM_AFTER, SUM_VOLUME, SUM_MIX, SUMS };
static const char *const step_names[STEPS] = {"volume", "price", "mix", "change"};

struct row_sum {
    int64_t steps[STEPS], before, after;
    bool any; /* some cell is compared */
};

struct work {
    struct costing *k;
    struct sheet rows;   /* as written */
    struct sheet groups; /* wholes: all kinds together */
    size_t from, to;     /* years */
    size_t *from_cell;   /* the cell that each is compared with; SIZE_MAX: it is the base itself */
    struct bridge_side *sides[2], *part[2]; /* by cell; of one group, side by side */
    double *sum[SUMS];                      /* over all futures, by cell */
    struct bridge_steps *steps, *made;      /* by cell; of one group */
    size_t *members;
    struct row_sum *of_rows, *of_groups;
};

static int64_t step_of(const struct bridge_steps *s, int step)
{
    const int64_t steps[STEPS] = {s->volume, s->price, s->mix, s->change};
    return steps[step];
}

/* Sets both sides of every cell from the years' accounts. */
static void set_sides(struct work *w)
{
    struct costing *k = w->k;
    const struct account *a = &k->future;
    for (size_t cell = 0; cell < a->cells; cell++) {
        size_t before = w->from_cell[cell];
        if (before == SIZE_MAX || w->rows.row_of_cell[cell] == SIZE_MAX)
            continue;
        const size_t at[2] = {account_at(a, w->from, before), account_at(a, w->to, cell)};
        const size_t year[2] = {w->from, w->to};
        for (int i = 0; i < 2; i++) {
            w->sides[i][cell] = (struct bridge_side){
                a->days[at[i]], a->pence[at[i]],
                tariff_year(&k->tariff, &k->demand, k->tariff.of_cell[cell], year[i])};
        }
    }
}

/* Bridges group by group, because each is a whole. */
static void make_bridges(struct work *w)
{
    size_t cells = w->k->future.cells;
    for (size_t g = 0; g < w->groups.row_count; g++) {
        size_t n = 0;
        for (size_t cell = 0; cell < cells; cell++) {
            if (w->groups.row_of_cell[cell] != g || w->from_cell[cell] == SIZE_MAX)
                continue;
            w->part[0][n] = w->sides[0][cell];
            w->part[1][n] = w->sides[1][cell];
            w->members[n++] = cell;
        }
        bridge_make(w->part[0], w->part[1], n, w->made);
        for (size_t i = 0; i < n; i++) {
            size_t cell = w->members[i];
            w->steps[cell] = w->made[i];
            w->sum[SUM_BEFORE][cell] += (double)w->part[0][i].pence;
            w->sum[SUM_AFTER][cell] += (double)w->part[1][i].pence;
            w->sum[SUM_VOLUME][cell] += (double)w->made[i].volume;
            w->sum[SUM_MIX][cell] += (double)w->made[i].mix;
        }
    }
}

/* The mean of all bridges: as in each, price has what rounding leaves, so that it adds up, too. */
static void set_means(struct work *w)
{
    double n = w->k->draws ? (double)w->k->draws : 1;
    for (size_t cell = 0; cell < w->k->future.cells; cell++) {
        struct bridge_steps *s = &w->steps[cell];
        w->sides[0][cell].pence = llround(w->sum[SUM_BEFORE][cell] / n);
        w->sides[1][cell].pence = llround(w->sum[SUM_AFTER][cell] / n);
        s->change = w->sides[1][cell].pence - w->sides[0][cell].pence;
        s->volume = llround(w->sum[SUM_VOLUME][cell] / n);
        s->mix = llround(w->sum[SUM_MIX][cell] / n);
        s->price = s->change - s->volume - s->mix;
    }
}

static void add_rows(const struct work *w, const struct sheet *s, struct row_sum *sums)
{
    memset(sums, 0, s->row_count * sizeof *sums);
    for (size_t cell = 0; cell < w->k->future.cells; cell++) {
        size_t row = s->row_of_cell[cell];
        if (row == SIZE_MAX || w->from_cell[cell] == SIZE_MAX)
            continue;
        sums[row].any = true;
        sums[row].before += w->sides[0][cell].pence;
        sums[row].after += w->sides[1][cell].pence;
        for (int step = 0; step < STEPS; step++)
            sums[row].steps[step] += step_of(&w->steps[cell], step);
    }
}

static void write_row(struct work *w, size_t row, int step, bool draws)
{
    struct costing *k = w->k;
    const struct row_sum *sum = &w->of_rows[row];
    if (!sum->any)
        return;
    costing_start_row(k, &w->rows, row, k->demand.years[w->to].to, step_names[step], draws,
                      k->draws - 1);
    money_write(k->w, sum->steps[step]);
    costing_end_row(k, k->demand.years[w->to].ahead ? "forecast" : "actual");
}

/* A group's row in the shape of the others: its kind (and provider) are empty. */
static void write_total(struct work *w, size_t group, int step)
{
    struct costing *k = w->k;
    const struct demand *c = &k->demand;
    const struct row_sum *sum = &w->of_groups[group];
    char date[DATE_TEXT];
    if (!sum->any)
        return;
    writer_cell(k->w, date_write(c->years[w->to].to, date));
    writer_words(k->w, step_names[step]);
    for (int d = 0, own = 0; d < (int)c->shape->dimension_count; d++) {
        if (d == c->kind || d == c->urn)
            writer_empty(k->w);
        else
            writer_cell(k->w, w->groups.labels[group * w->groups.dimension_count + (size_t)own++]);
    }
    money_write(k->w, sum->steps[step]);
    costing_end_row(k, c->years[w->to].ahead ? "forecast" : "actual");
}

static void write_all(struct work *w, bool draws)
{
    add_rows(w, &w->rows, w->of_rows);
    add_rows(w, &w->groups, w->of_groups);
    for (int step = 0; step < STEPS; step++) {
        for (size_t g = 0; !draws && !w->k->request->total && g < w->groups.row_count; g++)
            write_total(w, g, step);
        for (size_t row = 0; row < w->rows.row_count; row++)
            write_row(w, row, step, draws);
    }
}

static void say_group(struct work *w, size_t group)
{
    struct costing *k = w->k;
    char from[COSTING_YEAR], to[COSTING_YEAR], text[6][MONEY_TEXT];
    const struct row_sum *sum = &w->of_groups[group];
    const struct text *labels = w->groups.labels + group * w->groups.dimension_count;
    char name[200] = "";
    for (size_t i = 0, used = 0; i < w->groups.dimension_count && used < sizeof name - 1; i++)
        used += (size_t)snprintf(name + used, sizeof name - used, ", %.*s",
                                 (int)(labels[i].size < 40 ? labels[i].size : 40), labels[i].at);
    costing_year(k->demand.years[w->from].year, from);
    costing_year(k->demand.years[w->to].year, to);
    if (sum->any)
        problem_report(
            k->sink, PROBLEM_NOTE, "bridge", NULL, 0, NULL,
            "%s to %s%s: from %s to %s%s, that is %s = volume %s + price %s + mix %s",
            w->from == w->to ? "base" : from, to, name, money_say_exactly(sum->before, text[0]),
            money_say_exactly(sum->after, text[1]), k->draws ? " on average" : "",
            money_say_exactly(sum->steps[3], text[2]), money_say_exactly(sum->steps[0], text[3]),
            money_say_exactly(sum->steps[1], text[4]), money_say_exactly(sum->steps[2], text[5]));
}

/* What hearth-chart waterfall draws: for each row the first cost, the steps, the last. */
static void write_as_steps(struct work *w)
{
    struct costing *k = w->k;
    char from[COSTING_YEAR], to[COSTING_YEAR], date[DATE_TEXT];
    costing_year(k->demand.years[w->from].year, from);
    costing_year(k->demand.years[w->to].year, to);
    add_rows(w, &w->rows, w->of_rows);
    for (size_t row = 0; row < w->rows.row_count; row++) {
        const struct row_sum *sum = &w->of_rows[row];
        const int64_t pence[] = {sum->before, sum->steps[0], sum->steps[1], sum->steps[2],
                                 sum->after};
        const char *const names[] = {w->from == w->to ? "base" : from, step_names[0], step_names[1],
                                     step_names[2], w->from == w->to ? "scenario" : to};
        for (int i = 0; sum->any && i < 5; i++) {
            writer_cell(k->w, date_write(k->demand.years[w->to].to, date));
            writer_words(k->w, "cost");
            writer_words(k->w, names[i]);
            for (size_t d = 0; d < w->rows.dimension_count; d++)
                writer_cell(k->w, w->rows.labels[row * w->rows.dimension_count + d]);
            money_write(k->w, pence[i]);
            costing_end_row(k, k->demand.years[w->to].ahead ? "forecast" : "actual");
        }
    }
}

static void write_steps_header(const struct work *w)
{
    struct writer *out = w->k->w;
    writer_words(out, "date");
    writer_words(out, "measure");
    writer_words(out, "step");
    for (size_t d = 0; d < w->rows.dimension_count; d++)
        writer_cell(out, w->rows.dimensions[d]);
    writer_words(out, "value");
    writer_words(out, "kind");
    writer_row(out);
}

static enum status find_years(struct work *w)
{
    const struct costing *k = w->k;
    const int wanted[2] = {k->request->bridge_from, k->request->bridge_to};
    size_t *found[2] = {&w->from, &w->to};
    char name[COSTING_YEAR];
    for (int i = 0; i < 2; i++) {
        size_t y = 0;
        while (y < k->demand.year_count && k->demand.years[y].year != wanted[i])
            y++;
        if (y == k->demand.year_count || !k->wanted[y]) {
            problem_report(k->sink, PROBLEM_FATAL, "bridge-year", NULL, 0, NULL,
                           "--bridge: %s is not a year that can be costed whole",
                           costing_year(wanted[i], name));
            return STATUS_VALUE;
        }
        *found[i] = y;
    }
    if (w->from == w->to && k->demand.scenario < 0) {
        problem_report(k->sink, PROBLEM_FATAL, "bridge-base", NULL, 0, NULL,
                       "--bridge with one year goes from the base to each scenario: there is no "
                       "column scenario");
        return STATUS_VALUE;
    }
    return STATUS_OK;
}

static bool same_but_scenario(const struct demand *c, size_t a, size_t b)
{
    for (int d = 0; d < (int)c->shape->dimension_count; d++)
        if (d != c->scenario && !text_equal(demand_label(c, a, d), demand_label(c, b, d)))
            return false;
    return true;
}

/* From year to year each cell is compared with itself; within one, those of scenarios with the base's. */
static enum status find_cells(struct work *w)
{
    const struct demand *c = &w->k->demand;
    size_t cells = c->shape->cell_count;
    for (size_t cell = 0; cell < cells; cell++) {
        w->from_cell[cell] = w->from == w->to ? SIZE_MAX : cell;
        if (w->from != w->to || text_is(demand_label(c, cell, c->scenario), "base"))
            continue;
        for (size_t other = 0; other < cells && w->from_cell[cell] == SIZE_MAX; other++)
            if (text_is(demand_label(c, other, c->scenario), "base") &&
                same_but_scenario(c, cell, other))
                w->from_cell[cell] = other;
        if (w->from_cell[cell] == SIZE_MAX) {
            problem_report(w->k->sink, PROBLEM_FATAL, "bridge-base", NULL, 0, NULL,
                           "a scenario has a combination of labels that scenario base has not");
            return STATUS_VALUE;
        }
    }
    return STATUS_OK;
}

static enum status prepare(struct work *w)
{
    struct costing *k = w->k;
    const struct demand *c = &k->demand;
    size_t n = k->future.cells + 1;
    bool *keep = malloc(2 * (c->shape->dimension_count + 1) * sizeof *keep);
    bool *all = keep ? keep + c->shape->dimension_count : NULL;
    for (int d = 0; keep && d < (int)c->shape->dimension_count; d++) {
        keep[d] = d != c->kind && d != c->urn;
        all[d] = keep[d] || !k->request->total;
    }
    bool good = keep && sheet_make(&w->groups, c, &k->tariff, keep) &&
                sheet_make(&w->rows, c, &k->tariff, all);
    free(keep);
    w->from_cell = malloc(n * sizeof *w->from_cell);
    w->members = malloc(n * sizeof *w->members);
    w->of_rows = calloc(n, sizeof *w->of_rows);
    w->of_groups = calloc(n, sizeof *w->of_groups);
    w->steps = calloc(n, sizeof *w->steps);
    w->made = calloc(n, sizeof *w->made);
    good = good && w->from_cell && w->members && w->steps && w->made && w->of_rows && w->of_groups;
    for (int i = 0; i < 2; i++) {
        w->sides[i] = calloc(n, sizeof *w->sides[i]);
        w->part[i] = calloc(n, sizeof *w->part[i]);
        good = good && w->sides[i] && w->part[i];
    }
    for (int i = 0; i < SUMS; i++)
        good = (w->sum[i] = calloc(n, sizeof *w->sum[i])) && good;
    return good ? STATUS_OK : STATUS_MEMORY;
}

static void done(struct work *w)
{
    sheet_done(&w->rows);
    sheet_done(&w->groups);
    free(w->from_cell);
    free(w->members);
    free(w->of_rows);
    free(w->of_groups);
    free(w->steps);
    free(w->made);
    for (int i = 0; i < 2; i++) {
        free(w->sides[i]);
        free(w->part[i]);
    }
    for (int i = 0; i < SUMS; i++)
        free(w->sum[i]);
}

enum status costing_bridge(struct costing *k)
{
    struct work w = {.k = k};
    const double *value;
    enum status s = find_years(&w);
    if (s == STATUS_OK)
        s = prepare(&w);
    if (s == STATUS_OK)
        s = find_cells(&w);
    bool past = s == STATUS_OK && !k->demand.years[w.from].ahead && !k->demand.years[w.to].ahead;
    bool draws = !past && !k->request->mean && !k->request->steps;
    if (s == STATUS_OK && k->request->steps)
        write_steps_header(&w);
    else if (s == STATUS_OK)
        costing_header(k, &w.rows, draws);
    if (past) {
        set_sides(&w);
        make_bridges(&w);
    }
    while (s == STATUS_OK && !past && (s = costing_next(k, &value)) == STATUS_OK) {
        set_sides(&w);
        make_bridges(&w);
        if (draws)
            write_all(&w, true);
    }
    if (s == STATUS_OK || s == STATUS_END) {
        set_means(&w);
        if (k->request->steps)
            write_as_steps(&w);
        else if (!draws)
            write_all(&w, false);
        add_rows(&w, &w.groups, w.of_groups);
        for (size_t g = 0; g < w.groups.row_count; g++)
            say_group(&w, g);
        s = STATUS_OK;
    }
    done(&w);
    return s;
}
