// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/tariff.h"
#include "model/cost/kinds.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>

#define TENTH 1.2815515655446004 /* the normal quantile that leaves one in ten */

/* Some days of a part, at one price. */
struct piece {
    size_t line, part, price;
    int32_t days;
    int32_t from;
};

struct tariff_private {
    struct tariff_settings settings;
    const struct demand *demand;
    struct piece *pieces;
    size_t piece_count, room;
    int first_year, last_year; /* that some price is raised in */
    size_t *rise;              /* by line * years + year: row of inflation; SIZE_MAX: none */
    double *price, *drawn;     /* of this future: by price, pounds a week; by row of inflation */
};

static double draw_between(double low, double mid, double high, double z)
{
    z /= TENTH;
    return mid + (z < 0 ? z * (mid - low) : z * (high - mid));
}

size_t tariff_line_of(const struct tariff *t, struct text kind)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < t->line_count && found == SIZE_MAX; i++)
        if (text_equal(t->lines[i].kind, kind))
            found = i;
    return found;
}

static bool make_lines(struct tariff *t, const struct demand *c)
{
    size_t cells = c->shape->cell_count;
    t->lines = calloc(cells + 1, sizeof *t->lines);
    t->of_cell = calloc(cells + 1, sizeof *t->of_cell);
    for (size_t cell = 0; t->lines && t->of_cell && cell < cells; cell++) {
        struct tariff_line line = {demand_label(c, cell, c->la), demand_label(c, cell, c->kind),
                                   demand_label(c, cell, c->urn), false, false};
        size_t i = 0;
        while (i < t->line_count &&
               !(text_equal(t->lines[i].kind, line.kind) && text_equal(t->lines[i].la, line.la) &&
                 text_equal(t->lines[i].urn, line.urn)))
            i++;
        if (i == t->line_count)
            t->lines[t->line_count++] = line;
        t->of_cell[cell] = i;
    }
    t->part_count = c->part_count;
    return t->lines && t->of_cell;
}

static bool add_piece(struct tariff_private *p, struct piece x)
{
    if (p->piece_count == p->room) {
        p->room = p->room ? 2 * p->room : 256;
        struct piece *pieces = realloc(p->pieces, p->room * sizeof *pieces);
        if (!pieces)
            return false;
        p->pieces = pieces;
    }
    p->pieces[p->piece_count++] = x;
    return true;
}

/* Cuts a part where prices change. */
static bool cut_part(struct tariff *t, size_t line, size_t part)
{
    struct tariff_private *own = t->own;
    const struct demand_part *of = &own->demand->parts[part];
    const struct prices *prices = own->settings.prices;
    const struct tariff_line *l = &t->lines[line];
    for (int32_t from = of->from, next; from <= of->to; from = next) {
        next = prices_next_change(prices, from);
        next = next <= of->to ? next : of->to + 1;
        size_t price = prices_find(prices, l->la, l->kind, l->urn, from, own->settings.marginal);
        if (!add_piece(own, (struct piece){line, part, price, next - from, from}))
            return false;
    }
    return true;
}

static bool cut_all(struct tariff *t)
{
    struct tariff_private *own = t->own;
    own->first_year = INT32_MAX;
    own->last_year = own->demand->years[own->demand->year_count - 1].year;
    for (size_t line = 0; line < t->line_count; line++)
        for (size_t part = 0; part < t->part_count; part++)
            if (!cut_part(t, line, part))
                return false;
    for (size_t i = 0; i < own->piece_count; i++) {
        if (own->pieces[i].price == SIZE_MAX)
            continue;
        const struct price *p = &own->settings.prices->items[own->pieces[i].price];
        int base = demand_year_of(p->start);
        if (p->rises && base < own->first_year)
            own->first_year = base;
    }
    if (own->first_year > own->last_year)
        own->first_year = own->last_year;
    return true;
}

static size_t year_count(const struct tariff_private *own)
{
    return (size_t)(own->last_year - own->first_year + 1);
}

static bool find_rises(struct tariff *t)
{
    struct tariff_private *own = t->own;
    size_t years = year_count(own);
    const struct inflation *all = own->settings.inflation;
    own->rise = malloc((t->line_count * years + 1) * sizeof *own->rise);
    own->price = calloc(own->settings.prices->count + 1, sizeof *own->price);
    own->drawn = calloc(all->count + 1, sizeof *own->drawn);
    t->unit = calloc(t->line_count * t->part_count + 1, sizeof *t->unit);
    if (!own->rise || !own->price || !own->drawn || !t->unit)
        return false;
    for (size_t line = 0; line < t->line_count; line++)
        for (size_t y = 0; y < years; y++)
            own->rise[line * years + y] = inflation_find(
                all, t->lines[line].kind, demand_year_from(own->first_year + (int)y));
    return true;
}

/* What a price has become by the year of a piece. */
static double raised(const struct tariff *t, const struct piece *x)
{
    const struct tariff_private *own = t->own;
    const struct price *p = &own->settings.prices->items[x->price];
    double factor = 1;
    if (!p->rises || !own->settings.inflation->count)
        return factor;
    int to = own->demand->years[own->demand->parts[x->part].year].year;
    for (int year = demand_year_of(p->start) + 1; year <= to; year++) {
        size_t rise = own->rise[x->line * year_count(own) + (size_t)(year - own->first_year)];
        factor *= rise == SIZE_MAX ? NAN : 1 + own->drawn[rise];
    }
    return factor;
}

static void set_units(struct tariff *t)
{
    struct tariff_private *own = t->own;
    for (size_t i = 0; i < t->line_count * t->part_count; i++)
        t->unit[i] = 0;
    for (size_t i = 0; i < own->piece_count; i++) {
        const struct piece *x = &own->pieces[i];
        const struct demand_part *part = &own->demand->parts[x->part];
        double weekly = x->price == SIZE_MAX ? NAN : own->price[x->price] * raised(t, x);
        t->unit[x->line * t->part_count + x->part] +=
            weekly / 7 * x->days / (part->to - part->from + 1);
    }
}

void tariff_middle(struct tariff *t)
{
    struct tariff_private *own = t->own;
    for (size_t i = 0; i < own->settings.prices->count; i++)
        own->price[i] = own->settings.prices->items[i].weekly;
    for (size_t i = 0; i < own->settings.inflation->count; i++)
        own->drawn[i] = own->settings.inflation->items[i].mid;
    set_units(t);
}

void tariff_draw(struct tariff *t, uint64_t draw)
{
    struct tariff_private *own = t->own;
    struct random_stream r;
    char date[DATE_TEXT];
    if (own->settings.fixed) {
        tariff_middle(t);
        return;
    }
    for (size_t i = 0; i < own->settings.prices->count; i++) {
        const struct price *p = &own->settings.prices->items[i];
        random_start(&r, own->settings.seed, "cost-price", text_of(""), p->kind, draw);
        own->price[i] = fmax(0, draw_between(p->low, p->weekly, p->high, random_normal(&r)));
    }
    for (size_t i = 0; i < own->settings.inflation->count; i++) {
        const struct rise *x = &own->settings.inflation->items[i];
        random_start(&r, own->settings.seed, "cost-inflation", date_write(x->start, date), x->kind,
                     draw);
        own->drawn[i] = fmax(-.9, draw_between(x->low, x->mid, x->high, random_normal(&r)));
    }
    set_units(t);
}

static bool may_lack(const struct tariff_settings *s, struct text kind)
{
    for (size_t i = 0; i < s->without_count; i++)
        if (kind_match(text_of(s->without[i]), kind) > 1)
            return true;
    return false;
}

/* Days of care of LINE in the wanted years ahead, in the first future. */
static double days_of_line(const struct tariff *t, size_t line)
{
    const struct tariff_private *own = t->own;
    const struct demand *c = own->demand;
    double sum = 0;
    for (size_t p = 0; p < c->part_count; p++)
        for (size_t cell = 0; own->settings.wanted[c->parts[p].year] && cell < c->shape->cell_count;
             cell++)
            if (t->of_cell[cell] == line && c->years[c->parts[p].year].ahead)
                sum += demand_days(c, c->waiting, &c->parts[p], cell);
    return sum;
}

/* Why some day of a wanted year ahead can't be priced; false when all can. */
static bool find_lack(const struct tariff *t, size_t line, bool *price, int32_t *on)
{
    const struct tariff_private *own = t->own;
    for (size_t i = 0; i < own->piece_count; i++) {
        const struct piece *x = &own->pieces[i];
        size_t year = own->demand->parts[x->part].year;
        if (x->line != line || !own->settings.wanted[year] || !own->demand->years[year].ahead)
            continue;
        *on = x->from;
        *price = x->price == SIZE_MAX;
        if (*price || isnan(raised(t, x)))
            return true;
    }
    return false;
}

static enum status check_line(struct tariff *t, size_t line, const struct problem_sink *sink)
{
    struct tariff_line *l = &t->lines[line];
    bool price = false, may = may_lack(&t->own->settings, l->kind);
    int32_t on = DATE_NONE;
    char kind[96], la[40], date[DATE_TEXT];
    l->unpriced = find_lack(t, line, &price, &on);
    text_show(l->kind, kind, sizeof kind);
    if (!l->unpriced) {
        if (may)
            problem_report(sink, PROBLEM_WARNING, "priced", NULL, 0, NULL,
                           "'%s' has a price on each day: it is not left out", kind);
        return STATUS_OK;
    }
    l->left_out = may && price;
    double days = days_of_line(t, line);
    if (l->left_out || days == 0)
        return STATUS_OK;
    text_show(l->la, la, sizeof la);
    date_write(on, date);
    if (price)
        problem_report(sink, PROBLEM_FATAL, "no-price", NULL, 0, NULL,
                       "'%s'%s%s has no price on %s: %.0f days of care in the first future; give "
                       "one, or leave the kind out with --without-price '%s'",
                       kind, l->la.size ? " of " : "", la, date, days, kind);
    else
        problem_report(
            sink, PROBLEM_FATAL, "no-inflation", NULL, 0, NULL,
            "'%s' has a price that goes on, but no inflation for a year up to that of %s: "
            "add a row (of 0 where there is none)",
            kind, date);
    return STATUS_VALUE;
}

enum status tariff_make(struct tariff *t, const struct demand *c,
                        const struct tariff_settings *settings, const struct problem_sink *sink)
{
    *t = (struct tariff){.own = calloc(1, sizeof *t->own)};
    enum status s = STATUS_MEMORY;
    if (t->own) {
        t->own->settings = *settings;
        t->own->demand = c;
        if (make_lines(t, c) && cut_all(t) && find_rises(t)) {
            tariff_middle(t);
            s = STATUS_OK;
        }
    }
    bool memory = s != STATUS_OK;
    for (size_t line = 0; !memory && line < t->line_count; line++) {
        enum status found = check_line(t, line, sink);
        s = found != STATUS_OK ? found : s;
    }
    if (s != STATUS_OK)
        tariff_done(t);
    return s;
}

void tariff_done(struct tariff *t)
{
    if (t->own) {
        free(t->own->pieces);
        free(t->own->rise);
        free(t->own->price);
        free(t->own->drawn);
    }
    free(t->own);
    free(t->lines);
    free(t->of_cell);
    free(t->unit);
    *t = (struct tariff){0};
}

size_t tariff_unit_costs(const struct tariff *t)
{
    const struct tariff_private *own = t->own;
    size_t count = 0, last = SIZE_MAX;
    for (size_t i = 0; i < own->piece_count; i++) {
        const struct piece *x = &own->pieces[i];
        if (x->line == last || x->price == SIZE_MAX ||
            !own->demand->years[own->demand->parts[x->part].year].ahead ||
            !text_is(own->settings.prices->items[x->price].basis, "unit cost"))
            continue;
        last = x->line;
        count++;
    }
    return count;
}

double tariff_year(const struct tariff *t, const struct demand *c, size_t line, size_t year)
{
    double sum = 0;
    int32_t days = 0;
    for (size_t p = c->years[year].first; p < c->years[year].end; p++) {
        int32_t n = c->parts[p].to - c->parts[p].from + 1;
        sum += t->unit[line * t->part_count + p] * n;
        days += n;
    }
    return days ? sum / days : NAN;
}
