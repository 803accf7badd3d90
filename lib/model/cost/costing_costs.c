// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/costing_private.h"
#include "model/cost/money.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { DIGITS = 12 };

/* One number of a year and row. */
struct sum {
    int64_t pence;
    double days;
};

struct work {
    struct costing *k;
    struct sheet sheet;
    struct scenario_list scenarios;
    struct sum *sums;    /* by row, of the year at hand */
    size_t *next;        /* line of --next in each row */
    struct tally *money; /* year * scenarios + scenario */
    double *days;        /* the same, sums over futures */
};

static void add_up(struct work *w, const struct account *a, size_t year)
{
    for (size_t row = 0; row < w->sheet.row_count; row++)
        w->sums[row] = (struct sum){0, 0};
    for (size_t cell = 0; cell < a->cells; cell++) {
        size_t row = w->sheet.row_of_cell[cell];
        if (row == SIZE_MAX)
            continue;
        w->sums[row].pence += a->pence[account_at(a, year, cell)];
        w->sums[row].days += a->days[account_at(a, year, cell)];
    }
}

/* Pounds a week, to the penny; an empty cell where nobody says. */
static void write_weekly(struct costing *k, double pounds_a_day)
{
    if (isnan(pounds_a_day))
        writer_empty(k->w);
    else
        money_write(k->w, money_pence(7 * pounds_a_day));
}

static double list_price(const struct work *w, const struct tariff *t, size_t line, size_t year)
{
    return line == SIZE_MAX ? NAN : tariff_year(t, &w->k->demand, line, year);
}

static void write_value(struct work *w, enum cost_measure m, size_t year, size_t row)
{
    struct costing *k = w->k;
    const struct sum *s = &w->sums[row];
    if (m == COST_COST)
        money_write(k->w, s->pence);
    else if (m == COST_CARE_DAYS)
        writer_number(k->w, stats_round(s->days, DIGITS));
    else if (m == COST_AVERAGE && s->days > 0)
        write_weekly(k, (double)s->pence / s->days / 100);
    else if (m == COST_AVERAGE)
        write_weekly(k, list_price(w, &k->tariff, w->sheet.line_of_row[row], year));
    else
        write_weekly(k, list_price(w, &k->margin,
                                   k->request->total ? w->next[row] : w->sheet.line_of_row[row],
                                   year));
}

static void write_year(struct work *w, const struct account *a, size_t year, long draw)
{
    static const char *const names[] = {"cost", "care_days", "average", "marginal"};
    struct costing *k = w->k;
    add_up(w, a, year);
    for (int m = 0; m < COST_MEASURES; m++)
        for (size_t row = 0; k->request->measures[m] && row < w->sheet.row_count; row++) {
            costing_start_row(k, &w->sheet, row, k->demand.years[year].to, names[m], true, draw);
            write_value(w, (enum cost_measure)m, year, row);
            costing_end_row(k, draw < 0 ? "actual" : "forecast");
        }
}

static bool tally_year(struct work *w, size_t year)
{
    const struct account *a = &w->k->future;
    for (size_t s = 0; s < w->scenarios.count; s++) {
        int64_t pence = 0;
        for (size_t cell = 0; cell < a->cells; cell++)
            if (w->scenarios.of_cell[cell] == s && w->sheet.row_of_cell[cell] != SIZE_MAX) {
                pence += a->pence[account_at(a, year, cell)];
                w->days[year * w->scenarios.count + s] += a->days[account_at(a, year, cell)];
            }
        if (!tally_add(&w->money[year * w->scenarios.count + s], (double)pence))
            return false;
    }
    return true;
}

static void say_year(struct work *w, size_t year, size_t scenario)
{
    struct costing *k = w->k;
    struct tally *t = &w->money[year * w->scenarios.count + scenario];
    struct text name = w->scenarios.names[scenario];
    double days = w->days[year * w->scenarios.count + scenario];
    char label[COSTING_YEAR], text[5][MONEY_TEXT];
    problem_report(
        k->sink, PROBLEM_NOTE, "cost", NULL, 0, NULL,
        "%s%s%.*s: %s on average, in 80 of 100 futures %s to %s, for %s days of care: %s "
        "a child a week",
        costing_year(k->demand.years[year].year, label), name.size ? ", " : "", (int)name.size,
        name.size ? name.at : "", money_say(tally_mean(t), text[0]),
        money_say(tally_quantile(t, .1), text[1]), money_say(tally_quantile(t, .9), text[2]),
        money_say_number(days / (double)k->draws, text[3]),
        days > 0 ? money_say(7 * t->sum / days, text[4]) : "nothing");
}

static void say_all(struct work *w)
{
    const struct demand *c = &w->k->demand;
    for (size_t s = 0; s < w->scenarios.count; s++)
        for (size_t y = 0; y < c->year_count; y++)
            if (w->k->wanted[y] && c->years[y].ahead)
                say_year(w, y, s);
}

/* The line of the next child in each row: the one of the kind that --next names, in the row's authority. */
static void find_next(struct work *w)
{
    const struct costing *k = w->k;
    for (size_t row = 0; row < w->sheet.row_count; row++)
        w->next[row] = SIZE_MAX;
    for (size_t cell = 0; k->request->next && cell < k->demand.shape->cell_count; cell++)
        if (w->sheet.row_of_cell[cell] != SIZE_MAX &&
            text_is(demand_label(&k->demand, cell, k->demand.kind), k->request->next))
            w->next[w->sheet.row_of_cell[cell]] = k->tariff.of_cell[cell];
}

static bool prepare(struct work *w)
{
    struct costing *k = w->k;
    const struct demand *c = &k->demand;
    bool *keep = malloc((c->shape->dimension_count + 1) * sizeof *keep);
    for (int d = 0; keep && d < (int)c->shape->dimension_count; d++)
        keep[d] = !k->request->total || (d != c->kind && d != c->urn);
    bool good =
        keep && sheet_make(&w->sheet, c, &k->tariff, keep) && scenario_list_make(&w->scenarios, c);
    free(keep);
    if (!good)
        return false;
    w->sums = malloc((w->sheet.row_count + 1) * sizeof *w->sums);
    w->next = malloc((w->sheet.row_count + 1) * sizeof *w->next);
    w->money = calloc(c->year_count * w->scenarios.count + 1, sizeof *w->money);
    w->days = calloc(c->year_count * w->scenarios.count + 1, sizeof *w->days);
    if (!w->sums || !w->next || !w->money || !w->days)
        return false;
    find_next(w);
    return true;
}

static void done(struct work *w)
{
    for (size_t i = 0; w->money && i < w->k->demand.year_count * w->scenarios.count; i++)
        cost_tally_done(&w->money[i]);
    free(w->sums);
    free(w->next);
    free(w->money);
    free(w->days);
    sheet_done(&w->sheet);
    scenario_list_done(&w->scenarios);
}

enum status costing_costs(struct costing *k)
{
    struct work w = {.k = k};
    const struct demand *c = &k->demand;
    const double *value;
    enum status s = prepare(&w) ? STATUS_OK : STATUS_MEMORY;
    if (s == STATUS_OK)
        costing_header(k, &w.sheet, true);
    for (size_t y = 0; s == STATUS_OK && y < c->year_count; y++)
        if (k->wanted[y] && !c->years[y].ahead)
            write_year(&w, &k->known, y, -1);
    while (s == STATUS_OK && (s = costing_next(k, &value)) == STATUS_OK)
        for (size_t y = 0; y < c->year_count; y++)
            if (k->wanted[y] && c->years[y].ahead) {
                write_year(&w, &k->future, y, k->draws - 1);
                if (!tally_year(&w, y))
                    s = STATUS_MEMORY;
            }
    if (s == STATUS_END) {
        say_all(&w);
        s = STATUS_OK;
    }
    done(&w);
    return s;
}
