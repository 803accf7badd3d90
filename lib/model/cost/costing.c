// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/costing.h"
#include "model/cost/costing_private.h"
#include "model/cost/kinds.h"
#include "model/cost/money.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool costing_read_measures(const char *list, bool measures[COST_MEASURES], struct text *mistake)
{
    static const char *const names[] = {"cost", "care_days", "average", "marginal"};
    struct text rest = text_of(list);
    while (rest.at) {
        int m = 0;
        *mistake = text_cut(&rest, ',');
        while (m < COST_MEASURES && !text_is(*mistake, names[m]))
            m++;
        if (m == COST_MEASURES)
            return false;
        measures[m] = true;
    }
    return true;
}

/* "2025-26": the second part must be the year after. */
static bool read_year(struct text t, int *year)
{
    long first, second;
    struct text rest = t;
    struct text start = text_cut(&rest, '-');
    if (start.size != 4 || rest.size != 2 || !text_integer(start, &first) ||
        !text_integer(rest, &second) || first < 1900 || first > 2198 || second != (first + 1) % 100)
        return false;
    *year = (int)first + 1;
    return true;
}

bool costing_read_years(const char *range, int *from, int *to)
{
    const char *dots = strstr(range, "..");
    if (!dots) {
        bool good = read_year(text_of(range), from);
        *to = *from;
        return good;
    }
    return read_year((struct text){range, (size_t)(dots - range)}, from) &&
           read_year(text_of(dots + 2), to) && *from < *to;
}

const char *costing_year(int year, char buffer[COSTING_YEAR])
{
    snprintf(buffer, COSTING_YEAR, "%d-%02d", year - 1, year % 100);
    return buffer;
}

bool scenario_list_make(struct scenario_list *l, const struct demand *c)
{
    size_t cells = c->shape->cell_count;
    *l = (struct scenario_list){.names = malloc((cells + 1) * sizeof *l->names),
                                .of_cell = malloc((cells + 1) * sizeof *l->of_cell)};
    for (size_t cell = 0; l->names && l->of_cell && cell < cells; cell++) {
        struct text name = demand_label(c, cell, c->scenario);
        size_t i = 0;
        while (i < l->count && !text_equal(l->names[i], name))
            i++;
        l->names[i] = name;
        l->count = i == l->count ? i + 1 : l->count;
        l->of_cell[cell] = i;
    }
    return l->names && l->of_cell;
}

void scenario_list_done(struct scenario_list *l)
{
    free(l->names);
    free(l->of_cell);
    *l = (struct scenario_list){0};
}

bool tally_add(struct tally *t, double x)
{
    t->sum += x;
    t->count++;
    if (!t->values && !(t->values = malloc(TALLY_KEPT * sizeof *t->values)))
        return false;
    if (t->kept < TALLY_KEPT)
        t->values[t->kept++] = x;
    return true;
}

double tally_mean(const struct tally *t)
{
    return t->count ? t->sum / (double)t->count : 0;
}

double tally_quantile(struct tally *t, double p)
{
    stats_sort(t->values, t->kept);
    size_t at = (size_t)ceil(p * (double)t->kept - 1e-9);
    return t->kept ? t->values[at ? at - 1 : 0] : 0;
}

void cost_tally_done(struct tally *t)
{
    free(t->values);
    *t = (struct tally){0};
}

void costing_header(struct costing *k, const struct sheet *s, bool draws)
{
    writer_words(k->w, "date");
    writer_words(k->w, "measure");
    if (draws)
        writer_words(k->w, "draw");
    for (size_t i = 0; i < s->dimension_count; i++)
        writer_cell(k->w, s->dimensions[i]);
    writer_words(k->w, "value");
    writer_words(k->w, "kind");
    writer_row(k->w);
}

void costing_start_row(struct costing *k, const struct sheet *s, size_t row, int32_t date,
                       const char *measure, bool draws, long draw)
{
    char written[DATE_TEXT];
    writer_cell(k->w, date_write(date, written));
    writer_words(k->w, measure);
    if (draws && draw >= 0)
        writer_integer(k->w, draw);
    else if (draws)
        writer_empty(k->w);
    for (size_t i = 0; i < s->dimension_count; i++)
        writer_cell(k->w, s->labels[row * s->dimension_count + i]);
}

void costing_end_row(struct costing *k, const char *kind)
{
    writer_words(k->w, kind);
    writer_row(k->w);
}

/* A kind that had no days in the first future may have no price; here it has some. */
static enum status check_priced(const struct costing *k, long draw)
{
    const struct account *a = &k->future;
    char kind[96], year[COSTING_YEAR];
    for (size_t cell = 0; cell < a->cells; cell++) {
        const struct tariff_line *line = &k->tariff.lines[k->tariff.of_cell[cell]];
        for (size_t y = 0; line->unpriced && !line->left_out && y < a->years; y++)
            if (k->wanted[y] && k->demand.years[y].ahead &&
                isnan(a->days[account_at(a, y, cell)])) {
                text_show(line->kind, kind, sizeof kind);
                problem_report(k->sink, PROBLEM_FATAL, "no-price", NULL, 0, NULL,
                               "'%s' has no price on some day of %s, but days of care in future "
                               "%ld; give one, or leave the kind out with --without-price '%s'",
                               kind, costing_year(k->demand.years[y].year, year), draw, kind);
                return STATUS_VALUE;
            }
    }
    return STATUS_OK;
}

enum status costing_next(struct costing *k, const double **value)
{
    long draw;
    enum status s = demand_next(&k->demand, &draw, value);
    if (s != STATUS_OK)
        return s;
    tariff_draw(&k->tariff, (uint64_t)draw);
    if (k->margin.own)
        tariff_draw(&k->margin, (uint64_t)draw);
    account_fill(&k->future, &k->demand, &k->tariff, *value, k->wanted);
    for (size_t y = 0; y < k->demand.year_count; y++)
        for (size_t cell = 0; k->demand.years[y].ahead && cell < k->future.cells; cell++)
            if (k->tariff.lines[k->tariff.of_cell[cell]].left_out) {
                for (size_t p = k->demand.years[y].first;
                     k->wanted[y] && p < k->demand.years[y].end; p++)
                    k->left_out_days += demand_days(&k->demand, *value, &k->demand.parts[p], cell);
            }
    k->draws++;
    return check_priced(k, draw);
}

/* Years to be costed: whole ones; with part_years those ahead of which something is seen. */
static enum status choose_years(struct costing *k)
{
    const struct demand *c = &k->demand;
    char name[COSTING_YEAR];
    bool any = false;
    for (size_t y = 0; y < c->year_count; y++) {
        const struct demand_year *year = &c->years[y];
        int32_t days = year->to - year->from + 1;
        k->wanted[y] = year->covered == days || (k->request->part_years && year->ahead);
        any = any || (k->wanted[y] && year->ahead);
        if (year->ahead && year->covered < days)
            problem_report(k->sink, PROBLEM_NOTE, "part-year", NULL, 0, NULL,
                           "%s: %d of %d days are in the stream: %s",
                           costing_year(year->year, name), (int)year->covered, (int)days,
                           k->wanted[y] ? "what it has of the year is costed"
                                        : "left out (--part-years costs what there is)");
    }
    if (!any)
        problem_report(k->sink, PROBLEM_FATAL, "no-year", future_name(c->future), 0, NULL,
                       "no financial year to 31 March is whole: project further, or give "
                       "--part-years");
    return any ? STATUS_OK : STATUS_SHORT;
}

/* A year of history of which some days can't be priced is not costed. */
static void settle_history(struct costing *k)
{
    const struct demand *c = &k->demand;
    int first = 0, last = 0;
    char from[COSTING_YEAR], to[COSTING_YEAR];
    account_fill(&k->known, c, &k->tariff, NULL, k->wanted);
    for (size_t y = 0; y < c->year_count; y++)
        for (size_t cell = 0; k->wanted[y] && !c->years[y].ahead && cell < k->known.cells; cell++)
            if (isnan(k->known.days[account_at(&k->known, y, cell)]) &&
                !k->tariff.lines[k->tariff.of_cell[cell]].left_out) {
                k->wanted[y] = false;
                first = first ? first : c->years[y].year;
                last = c->years[y].year;
            }
    memcpy(k->future.pence, k->known.pence,
           k->known.cells * k->known.years * sizeof *k->known.pence);
    memcpy(k->future.days, k->known.days, k->known.cells * k->known.years * sizeof *k->known.days);
    if (first)
        problem_report(k->sink, PROBLEM_NOTE, "history", NULL, 0, NULL,
                       "past years %s to %s have days without a price: they are not costed",
                       costing_year(first, from), costing_year(last, to));
}

static void report_left_out(const struct costing *k)
{
    char number[MONEY_TEXT];
    for (size_t i = 0; k->draws && i < k->tariff.line_count; i++)
        if (k->tariff.lines[i].left_out) {
            struct text kind = k->tariff.lines[i].kind;
            problem_report(k->sink, PROBLEM_NOTE, "left-out", NULL, 0, NULL,
                           "'%.*s' is left out, as asked: it has no price", (int)kind.size,
                           kind.at);
        }
    if (k->left_out_days > 0)
        problem_report(k->sink, PROBLEM_NOTE, "left-out-days", NULL, 0, NULL,
                       "%s days of care a future are left out, on average",
                       money_say_number(k->left_out_days / (double)k->draws, number));
    if (k->demand.strange)
        problem_report(k->sink, PROBLEM_WARNING, "strange", NULL, 0, NULL,
                       "%zu actual rows have labels that no future has: they are left out",
                       k->demand.strange);
}

static enum status cost_all(struct costing *k, const struct prices *prices,
                            const struct inflation *inflation)
{
    const struct costing_request *r = k->request;
    struct tariff_settings settings = {prices,    inflation, r->without, r->without_count,
                                       k->wanted, r->seed,   r->fixed,   r->levers != NULL};
    enum status s = choose_years(k);
    if (s == STATUS_OK)
        s = tariff_make(&k->tariff, &k->demand, &settings, k->sink);
    settings.marginal = true;
    if (s == STATUS_OK && r->measures[COST_MARGINAL])
        s = tariff_make(&k->margin, &k->demand, &settings, NULL);
    if (s == STATUS_OK &&
        (!account_init(&k->known, &k->demand) || !account_init(&k->future, &k->demand)))
        s = STATUS_MEMORY;
    if (s != STATUS_OK)
        return s;
    settle_history(k);
    if (r->next && tariff_line_of(&k->tariff, text_of(r->next)) == SIZE_MAX) {
        problem_report(k->sink, PROBLEM_FATAL, "next", NULL, 0, NULL,
                       "--next '%s' is no kind of the stream", r->next);
        return STATUS_VALUE;
    }
    if (!inflation->count)
        problem_report(k->sink, PROBLEM_NOTE, "no-inflation", NULL, 0, NULL,
                       "no inflation is given: prices stay as they are");
    s = r->levers ? costing_invest(k) : r->bridge_from ? costing_bridge(k) : costing_costs(k);
    if (s == STATUS_OK)
        report_left_out(k);
    return s;
}

enum status costing_run(const struct costing_request *r, const char *path, struct writer *w,
                        const struct problem_sink *sink)
{
    struct costing k = {.request = r, .sink = sink, .w = w};
    struct prices prices = {0};
    struct inflation inflation = {0};
    enum status s = prices_read(&prices, r->prices, sink);
    if (s == STATUS_OK)
        s = inflation_read(&inflation, r->inflation, sink);
    if (s == STATUS_OK)
        s = demand_open(&k.demand, path, r->kind, r->where, r->where_count, sink);
    if (s == STATUS_OK) {
        k.wanted = calloc(k.demand.year_count + 1, sizeof *k.wanted);
        s = k.wanted ? prices_fit(&prices, k.demand.la >= 0, k.demand.urn >= 0, sink)
                     : STATUS_MEMORY;
        if (s == STATUS_OK)
            s = cost_all(&k, &prices, &inflation);
        account_done(&k.known);
        account_done(&k.future);
        tariff_done(&k.tariff);
        tariff_done(&k.margin);
        free(k.wanted);
        demand_close(&k.demand);
    }
    prices_done(&prices);
    inflation_done(&inflation);
    return s;
}
