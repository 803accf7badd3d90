// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sentence.h"
#include "model/cost/costing_private.h"
#include "model/cost/money.h"

#include <math.h>
#include <stdlib.h>

/* A scenario beside the base. */
struct venture {
    struct text name;
    int64_t *lever;      /* pence by year */
    double *spent, *net; /* pounds by part, of the future at hand */
    uint32_t *back; /* futures by the part in which they are paid back; at part_count: in none */
    uint32_t unspent;
    int64_t avoided, cumulative; /* of the future at hand, up to the year at hand */
    struct tally net_total, avoided_total;
};

struct work {
    struct costing *k;
    struct sheet sheet;       /* rows are scenarios */
    size_t base;              /* row */
    struct venture *ventures; /* by row; that of the base is not used */
};

static double part_pounds(const struct work *w, const double *value, size_t part, size_t row)
{
    const struct costing *k = w->k;
    double sum = 0;
    for (size_t cell = 0; cell < k->future.cells; cell++) {
        if (w->sheet.row_of_cell[cell] != row)
            continue;
        double days = demand_days(&k->demand, value, &k->demand.parts[part], cell);
        if (days != 0)
            sum += days * k->tariff.unit[k->tariff.of_cell[cell] * k->tariff.part_count + part];
    }
    return sum;
}

static int64_t year_pence(const struct work *w, size_t year, size_t row)
{
    const struct account *a = &w->k->future;
    int64_t sum = 0;
    for (size_t cell = 0; cell < a->cells; cell++)
        if (w->sheet.row_of_cell[cell] == row)
            sum += a->pence[account_at(a, year, cell)];
    return sum;
}

static bool is_ahead(const struct work *w, size_t part)
{
    size_t year = w->k->demand.parts[part].year;
    return w->k->wanted[year] && w->k->demand.years[year].ahead;
}

static void write_money(struct work *w, size_t row, size_t year, const char *measure, int64_t pence)
{
    struct costing *k = w->k;
    costing_start_row(k, &w->sheet, row, k->demand.years[year].to, measure, true, k->draws - 1);
    money_write(k->w, pence);
    costing_end_row(k, "forecast");
}

static void write_year(struct work *w, size_t year)
{
    static const char *const names[] = {"lever_cost", "avoided", "net", "cumulative"};
    int64_t base = year_pence(w, year, w->base);
    for (int m = 0; m < 4; m++)
        for (size_t row = 0; row < w->sheet.row_count; row++) {
            struct venture *v = &w->ventures[row];
            int64_t avoided = base - year_pence(w, year, row), net = avoided - v->lever[year];
            if (row == w->base)
                continue;
            if (m == 0) {
                v->avoided += avoided;
                v->cumulative += net;
            }
            const int64_t values[] = {v->lever[year], avoided, net, v->cumulative};
            write_money(w, row, year, names[m], values[m]);
        }
}

/* Finds out when each venture of this future is paid back, and notes it. */
static void find_paybacks(struct work *w, const double *value, size_t *back)
{
    const struct costing *k = w->k;
    for (size_t row = 0; row < w->sheet.row_count; row++) {
        struct venture *v = &w->ventures[row];
        for (size_t p = 0; row != w->base && p < k->demand.part_count; p++)
            v->net[p] = is_ahead(w, p) ? part_pounds(w, value, p, w->base) -
                                             part_pounds(w, value, p, row) - v->spent[p]
                                       : 0;
        if (row == w->base)
            continue;
        back[row] = invest_payback(v->net, v->spent, k->demand.part_count);
        if (back[row] == SIZE_MAX)
            v->unspent++;
        else
            v->back[back[row]]++;
    }
}

static bool write_draw(struct work *w, const double *value, size_t *back)
{
    struct costing *k = w->k;
    bool good = true;
    find_paybacks(w, value, back);
    for (size_t row = 0; row < w->sheet.row_count; row++)
        w->ventures[row].avoided = w->ventures[row].cumulative = 0;
    for (size_t p = 0; p < k->demand.part_count; p++) {
        size_t year = k->demand.parts[p].year;
        if (!is_ahead(w, p))
            continue;
        if (p + 1 == k->demand.years[year].end)
            write_year(w, year);
        for (size_t row = 0; row < w->sheet.row_count; row++) {
            if (row == w->base)
                continue;
            costing_start_row(k, &w->sheet, row, k->demand.parts[p].to, "paid_back", true,
                              k->draws - 1);
            writer_integer(k->w, back[row] <= p);
            costing_end_row(k, "forecast");
        }
    }
    for (size_t row = 0; row < w->sheet.row_count; row++)
        if (row != w->base)
            good = good &&
                   tally_add(&w->ventures[row].net_total, (double)w->ventures[row].cumulative) &&
                   tally_add(&w->ventures[row].avoided_total, (double)w->ventures[row].avoided);
    return good;
}

/* The part by the end of which SHARE of the futures are paid back; part_count: not even by the last. */
static size_t paid_by(const struct work *w, const struct venture *v, double share)
{
    size_t parts = w->k->demand.part_count, p = 0;
    double n = (double)w->k->draws - v->unspent, sum = 0;
    for (; p < parts; p++) {
        sum += v->back[p];
        if (v->back[p] && sum >= share * n - 1e-9)
            break;
    }
    return p;
}

static void say_payback(struct work *w, const struct venture *v, const char *last)
{
    const struct demand *d = &w->k->demand;
    struct sentence s = {0};
    static const double shares[] = {.5, .1, .9};
    static const char *const words[] = {" is paid back by",
                                        " in the middle future, in 80 of 100 between", " and"};
    double never = v->back[d->part_count] / ((double)w->k->draws - v->unspent);
    sentence_add(&s, "'%.*s'", (int)v->name.size, v->name.at);
    for (int i = 0; i < 3 && paid_by(w, v, .5) < d->part_count; i++) {
        size_t p = paid_by(w, v, shares[i]);
        char date[DATE_TEXT];
        if (p < d->part_count)
            date_write(d->parts[p].to, date);
        sentence_add(&s, "%s %s", words[i], p < d->part_count ? date : "later");
    }
    bool said = paid_by(w, v, .5) < d->part_count;
    sentence_add(&s,
                 said ? "; by %s it is not in %.1f %% of futures"
                      : " is not paid back by %s in %.1f %% of futures",
                 last, 100 * never);
    problem_report(w->k->sink, PROBLEM_NOTE, "payback", NULL, 0, NULL, "%s", s.text);
}

static void say_venture(struct work *w, struct venture *v)
{
    const struct demand *c = &w->k->demand;
    char text[5][MONEY_TEXT], last[DATE_TEXT];
    int64_t spent = 0;
    size_t end = 0;
    for (size_t y = 0; y < c->year_count; y++)
        spent += v->lever[y];
    for (size_t p = 0; p < c->part_count; p++)
        end = is_ahead(w, p) ? p : end;
    date_write(c->parts[end].to, last);
    problem_report(
        w->k->sink, PROBLEM_NOTE, "invest", NULL, 0, NULL,
        "'%.*s' until %s: costs %s and avoids %s on average; net %s, in 80 of 100 futures "
        "%s to %s",
        (int)v->name.size, v->name.at, last, money_say((double)spent, text[0]),
        money_say(tally_mean(&v->avoided_total), text[1]),
        money_say(tally_mean(&v->net_total), text[2]),
        money_say(tally_quantile(&v->net_total, .1), text[3]),
        money_say(tally_quantile(&v->net_total, .9), text[4]));
    if (spent)
        say_payback(w, v, last);
    else
        problem_report(
            w->k->sink, PROBLEM_WARNING, "no-cost", NULL, 0, NULL,
            "'%.*s' costs nothing until %s: its levers have no annual_cost, or none runs "
            "by then",
            (int)v->name.size, v->name.at, last);
}

static void say_basis(const struct work *w)
{
    size_t lines = tariff_unit_costs(&w->k->tariff);
    if (lines)
        problem_report(w->k->sink, PROBLEM_NOTE, "unit-cost", NULL, 0, NULL,
                       "%zu kind%s priced at unit costs, which hold overheads: a child fewer "
                       "saves less than that",
                       lines, lines == 1 ? " is" : "s are");
}

static enum status check_scenarios(struct work *w, const struct invest *v)
{
    const struct costing *k = w->k;
    w->base = SIZE_MAX;
    for (size_t row = 0; row < w->sheet.row_count; row++)
        if (text_is(w->sheet.labels[row], "base"))
            w->base = row;
    if (w->base == SIZE_MAX || w->sheet.row_count < 2) {
        problem_report(k->sink, PROBLEM_FATAL, "no-scenario", future_name(k->demand.future), 0,
                       NULL, "there is no scenario base with another beside it");
        return STATUS_VALUE;
    }
    for (size_t i = 0; i < v->count; i++) {
        struct text name = v->levers[i].scenario;
        bool known = !name.size;
        for (size_t row = 0; row < w->sheet.row_count; row++)
            known = known || text_equal(w->sheet.labels[row], name);
        if (!known)
            problem_report(k->sink, PROBLEM_WARNING, "unknown-scenario", NULL, 0, NULL,
                           "lever '%.*s' is of scenario '%.*s', which the draws do not have",
                           (int)v->levers[i].name.size, v->levers[i].name.at, (int)name.size,
                           name.at);
    }
    return STATUS_OK;
}

static bool set_ventures(struct work *w, const struct invest *v)
{
    struct costing *k = w->k;
    const struct demand *c = &k->demand;
    for (size_t row = 0; row < w->sheet.row_count; row++) {
        struct venture *x = &w->ventures[row];
        x->name = w->sheet.labels[row];
        x->lever = calloc(c->year_count + 1, sizeof *x->lever);
        x->spent = calloc(2 * c->part_count + 1, sizeof *x->spent);
        x->back = calloc(c->part_count + 1, sizeof *x->back);
        if (!x->lever || !x->spent || !x->back)
            return false;
        x->net = x->spent + c->part_count;
        for (size_t y = 0; y < c->year_count; y++) {
            double pounds = 0;
            for (size_t p = c->years[y].first; p < c->years[y].end; p++) {
                if (!is_ahead(w, p))
                    continue;
                x->spent[p] =
                    invest_cost(v, x->name, c->parts[p].from, c->parts[p].to, k->request->ramped);
                pounds += x->spent[p];
            }
            x->lever[y] = money_pence(pounds);
        }
    }
    return true;
}

static enum status run(struct work *w, const struct invest *v)
{
    struct costing *k = w->k;
    const double *value;
    size_t *back = calloc(w->sheet.row_count + 1, sizeof *back);
    w->ventures = calloc(w->sheet.row_count + 1, sizeof *w->ventures);
    enum status s = back && w->ventures && set_ventures(w, v) ? STATUS_OK : STATUS_MEMORY;
    if (s == STATUS_OK)
        costing_header(k, &w->sheet, true);
    while (s == STATUS_OK && (s = costing_next(k, &value)) == STATUS_OK)
        if (!write_draw(w, value, back))
            s = STATUS_MEMORY;
    for (size_t row = 0; s == STATUS_END && row < w->sheet.row_count; row++)
        if (row != w->base)
            say_venture(w, &w->ventures[row]);
    if (s == STATUS_END)
        say_basis(w);
    for (size_t row = 0; w->ventures && row < w->sheet.row_count; row++) {
        free(w->ventures[row].lever);
        free(w->ventures[row].spent);
        free(w->ventures[row].back);
        cost_tally_done(&w->ventures[row].net_total);
        cost_tally_done(&w->ventures[row].avoided_total);
    }
    free(w->ventures);
    free(back);
    return s == STATUS_END ? STATUS_OK : s;
}

enum status costing_invest(struct costing *k)
{
    struct work w = {.k = k};
    struct invest levers;
    const struct demand *c = &k->demand;
    if (c->scenario < 0) {
        problem_report(k->sink, PROBLEM_FATAL, "no-scenario", future_name(c->future), 0, NULL,
                       "--levers needs draws of hearth-project --scenario: there is no column "
                       "scenario");
        return STATUS_VALUE;
    }
    enum status s = invest_read(&levers, k->request->levers, k->sink);
    if (s != STATUS_OK)
        return s;
    bool *keep = calloc(c->shape->dimension_count + 1, sizeof *keep);
    s = STATUS_MEMORY;
    if (keep) {
        keep[c->scenario] = true;
        s = sheet_make(&w.sheet, c, &k->tariff, keep) ? check_scenarios(&w, &levers)
                                                      : STATUS_MEMORY;
    }
    free(keep);
    if (s == STATUS_OK)
        s = run(&w, &levers);
    sheet_done(&w.sheet);
    invest_done(&levers);
    return s;
}
