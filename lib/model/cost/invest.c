// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/invest.h"
#include "stream/spells.h"

#include <stdlib.h>

enum column { SCENARIO, RAMP_MONTHS, ANNUAL_COST, COLUMNS };
static const char *const names[] = {"scenario", "ramp_months", "annual_cost", NULL};
#define MONTH_DAYS 30.4375

struct reading {
    struct invest *v;
    struct rows *rows;
    int column[COLUMNS];
};

static struct text cell(const struct reading *r, enum column c)
{
    return text_trim(rows_cell(r->rows, r->column[c]));
}

static enum status refuse(const struct reading *r, enum column c)
{
    char shown[64];
    rows_problem(r->rows, PROBLEM_FATAL, "lever", r->column[c],
                 "'%s' should be a number from 0 up, or empty",
                 text_show(cell(r, c), shown, sizeof shown));
    return STATUS_VALUE;
}

static void report_twice(const struct reading *r, const struct invest_lever *l)
{
    for (size_t i = 0; i + 1 < r->v->count; i++) {
        const struct invest_lever *old = &r->v->levers[i];
        char name[64];
        if (!text_equal(old->name, l->name) || !text_equal(old->scenario, l->scenario) ||
            old->annual <= 0 || l->annual <= 0 || old->start >= l->end || l->start >= old->end)
            continue;
        rows_problem(r->rows, PROBLEM_WARNING, "cost-twice", r->column[ANNUAL_COST],
                     "'%s' has another row with a cost at the same time: both are counted; give "
                     "the cost of a lever with several effects once",
                     text_show(l->name, name, sizeof name));
    }
}

static enum status read_lever(struct reading *r, const struct spell *s)
{
    struct invest *v = r->v;
    struct invest_lever *levers = realloc(v->levers, (v->count + 1) * sizeof *levers);
    if (!levers)
        return STATUS_MEMORY;
    v->levers = levers;
    struct invest_lever *l = &levers[v->count++];
    double ramp = 0;
    *l = (struct invest_lever){.name = arena_text(&v->arena, s->id),
                               .scenario = arena_text(&v->arena, cell(r, SCENARIO)),
                               .start = s->start,
                               .end = s->end == DATE_NONE ? INT32_MAX : s->end};
    if (!l->name.at || !l->scenario.at)
        return STATUS_MEMORY;
    if (cell(r, RAMP_MONTHS).size && (!text_number(cell(r, RAMP_MONTHS), &ramp) || ramp < 0))
        return refuse(r, RAMP_MONTHS);
    if (cell(r, ANNUAL_COST).size &&
        (!text_number(cell(r, ANNUAL_COST), &l->annual) || l->annual < 0 || l->annual > 1e12))
        return refuse(r, ANNUAL_COST);
    l->ramp_days = ramp * MONTH_DAYS;
    report_twice(r, l);
    return STATUS_OK;
}

enum status invest_read(struct invest *v, const char *path, const struct problem_sink *sink)
{
    *v = (struct invest){0};
    struct reading r = {.v = v};
    struct spells *spells = NULL;
    enum status s = spells_open(&spells, path, sink);
    if (s == STATUS_OK) {
        r.rows = spells_rows(spells);
        s = rows_columns(r.rows, names, r.column);
    }
    struct spell spell;
    while (s == STATUS_OK && (s = spells_next(spells, &spell)) == STATUS_OK)
        s = read_lever(&r, &spell);
    spells_close(spells);
    if (s == STATUS_END)
        return STATUS_OK;
    invest_done(v);
    return s;
}

void invest_done(struct invest *v)
{
    free(v->levers);
    arena_done(&v->arena);
    *v = (struct invest){0};
}

bool invest_names(const struct invest *v, struct text scenario)
{
    for (size_t i = 0; i < v->count; i++)
        if (text_equal(v->levers[i].scenario, scenario))
            return true;
    return false;
}

/* Days FROM ... TO of a lever, each counted for the share of the cost that it has. */
static double cost_days(const struct invest_lever *l, int32_t from, int32_t to, bool ramped)
{
    double sum = 0;
    from = from > l->start ? from : l->start;
    to = to < l->end - 1 ? to : l->end - 1;
    for (int32_t day = from; ramped && day <= to && day < l->start + l->ramp_days; day++) {
        sum += (day - l->start + .5) / l->ramp_days < 1 ? (day - l->start + .5) / l->ramp_days : 1;
        from = day + 1;
    }
    return sum + (to >= from ? to - from + 1 : 0);
}

double invest_cost(const struct invest *v, struct text scenario, int32_t from, int32_t to,
                   bool ramped)
{
    int year = demand_year_of(from);
    double sum = 0, days = demand_year_from(year + 1) - demand_year_from(year);
    if (text_is(scenario, "base"))
        return 0;
    for (size_t i = 0; i < v->count; i++)
        if (!v->levers[i].scenario.size || text_equal(v->levers[i].scenario, scenario))
            sum += v->levers[i].annual * cost_days(&v->levers[i], from, to, ramped) / days;
    return sum;
}

size_t invest_payback(const double *net, const double *spent, size_t n)
{
    double total = 0, paid = 0;
    size_t since = n;
    for (size_t i = 0; i < n; i++) {
        total += net[i];
        paid += spent[i];
        if (total < -.005 || paid <= 0)
            since = n;
        else if (since == n)
            since = i;
    }
    return paid > 0 ? since : SIZE_MAX;
}
