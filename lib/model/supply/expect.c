// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/expect.h"
#include "model/supply/whereabouts.h"

#include <math.h>
#include <stdlib.h>

/* Mean and mean square of what somebody brings; of the three groups of places only those that come later
 * may be random. */
struct item {
    double places[2], group[PLACES_GROUPS], later_square;
    bool poisson;
};

struct expecting {
    const struct supply *s;
    struct supply_expected *e;
    struct whereabouts at;
    double *number[2]; /* mean and variance: [(date * all cells + cell) * PLACES_GROUPS + group] */
};

/* --- what that adds up to --------------------------------------------------------------------- */

/* Mean and variance of the chance that a place of a group stays usable. */
static void usable_chance(const struct supply *s, size_t cell, int group, size_t date, double *mean,
                          double *variance)
{
    const struct availability *a = &s->availability;
    double others = availability_draw_others(a, NULL, true);
    double share = availability_draw(a, cell, NULL, true), rho = 0;
    if (a->from_spells) {
        const struct availability_cell *c = &a->cells[cell];
        share = availability_chance(c, group, share, s->ahead->dates[date] - s->origin);
        rho = c->rho[group];
    }
    *mean = (1 - share) * (1 - others);
    *variance = (1 - others) * (1 - others) * rho * share * (1 - share);
}

struct sums {
    double mean, square;
};

static void add_sum(struct supply_expected *e, int measure, size_t date, size_t line,
                    const struct sums *s, bool poisson)
{
    size_t at = ((size_t)measure * e->dates + date) * e->lines + line;
    e->mean[at] += s->mean;
    e->variance[at] += s->square - (poisson ? 0 : s->mean * s->mean);
}

static void add_number(struct expecting *x, size_t date, size_t cell, double chance,
                       const struct item *item)
{
    size_t all = x->s->roster->cell_count;
    for (int g = 0; g < PLACES_GROUPS; g++) {
        size_t at = (date * all + cell) * PLACES_GROUPS + (size_t)g;
        double n = item->group[g], square = g == PLACES_LATER ? item->later_square : n * n;
        x->number[0][at] += chance * n;
        x->number[1][at] += chance * square - (item->poisson ? 0 : chance * n * chance * n);
    }
}

/* Adds somebody who is in the authority's cells with the chances X->chance, to line LINE. */
static void add_item(struct expecting *x, const struct item *item, size_t line)
{
    const struct roster *r = x->s->roster;
    for (size_t d = 0; d < x->e->dates; d++) {
        struct sums count = {0, 0}, places = {0, 0}, usable = {0, 0};
        for (size_t i = 0; i < x->at.count; i++) {
            size_t c = x->at.cells[i];
            double p = x->at.chance[d * x->at.count + i], mean = 0, sure = 0;
            if (r->cells[c].line != line || p <= 0)
                continue;
            count.mean += p;
            count.square += p;
            if (r->cells[c].kinship && r->kind != SUPPLY_WORKERS)
                continue;
            places.mean += p * item->places[0];
            places.square += p * item->places[1];
            for (int g = 0; g < PLACES_GROUPS; g++) {
                double chance, variance;
                usable_chance(x->s, c, g, d, &chance, &variance);
                mean += item->group[g] * chance;
                if (g == PLACES_LATER) /* the part that varies with the number of places */
                    sure = (item->later_square - item->group[g] * item->group[g]) * chance * chance;
            }
            usable.mean += p * mean;
            usable.square += p * (mean * mean + sure);
            add_number(x, d, c, p, item);
        }
        add_sum(x->e, EXPECT_COUNT, d, line, &count, item->poisson);
        add_sum(x->e, EXPECT_PLACES, d, line, &places, item->poisson);
        add_sum(x->e, EXPECT_USABLE, d, line, &usable, item->poisson);
    }
}

/* The binomial and beta part, given how many places each cell's groups have. */
static void add_within(struct expecting *x)
{
    const struct supply *s = x->s;
    size_t all = s->roster->cell_count;
    for (size_t d = 0; d < x->e->dates; d++)
        for (size_t c = 0; c < all; c++)
            for (int g = 0; g < PLACES_GROUPS; g++) {
                size_t at = (d * all + c) * PLACES_GROUPS + (size_t)g;
                size_t to =
                    (EXPECT_USABLE * x->e->dates + d) * x->e->lines + s->roster->cells[c].line;
                double n = x->number[0][at], square = x->number[1][at] + n * n, mean, variance;
                usable_chance(s, c, g, d, &mean, &variance);
                x->e->variance[to] += n * (mean - mean * mean - variance) + square * variance;
            }
}

/* --- who --------------------------------------------------------------------------------------- */

/* What newcomers of CELL bring, and those of whom nothing is known. */
static struct item unknown_item(const struct supply *s, size_t cell)
{
    struct item item = {.poisson = false};
    const double *weight = s->weight + cell * s->size_count;
    double sum = 0;
    for (size_t k = 0; k < s->size_count; k++)
        sum += weight[k];
    for (size_t k = 0; k < s->size_count && sum > 0; k++) {
        double p = weight[k] / sum, places = s->sizes[k].places, ours = s->sizes[k].ours;
        item.places[0] += p * places;
        item.places[1] += p * places * places;
        item.group[PLACES_LATER] += p * ours;
        item.later_square += p * ours * ours;
    }
    return item;
}

static struct item member_item(const struct supply *s, const struct supply_member *m)
{
    if (m->places == PLACES_UNKNOWN)
        return unknown_item(s, m->cell);
    double places = m->places, ours = m->ours;
    struct item item = {.places = {places, places * places}};
    if (m->held == PLACES_UNKNOWN) {
        item.group[PLACES_LATER] = ours;
        item.later_square = ours * ours;
    } else {
        item.group[PLACES_HELD] = m->held;
        item.group[PLACES_FREE] = ours - m->held;
    }
    return item;
}

/* To every line that one of the authority's cells is in. */
static void add_to_lines(struct expecting *x, const struct item *item)
{
    const struct roster *r = x->s->roster;
    for (size_t line = 0; line < r->line_count; line++)
        for (size_t i = 0; i < x->at.count; i++)
            if (r->cells[x->at.cells[i]].line == line) {
                add_item(x, item, line);
                break;
            }
}

static void expect_authority(struct expecting *x, uint32_t authority)
{
    const struct supply *s = x->s;
    whereabouts_of(&x->at, authority);
    for (size_t i = 0; i < s->member_count; i++) {
        const struct supply_member *m = &s->members[i];
        if (s->roster->cells[m->cell].authority != authority)
            continue;
        struct item item = member_item(s, m);
        whereabouts_member(&x->at, m);
        add_to_lines(x, &item);
    }
    for (size_t i = 0; i < x->at.count; i++) {
        struct item item = unknown_item(s, x->at.cells[i]);
        item.poisson = true;
        whereabouts_newcomers(&x->at, x->at.cells[i]);
        add_to_lines(x, &item);
    }
}

static bool begin(struct expecting *x)
{
    const struct supply *s = x->s;
    size_t n = s->roster->cell_count, dates = s->ahead->count;
    size_t numbers = dates * n * PLACES_GROUPS;
    x->e->dates = dates;
    x->e->lines = s->roster->line_count;
    size_t all = EXPECT_MEASURES * dates * x->e->lines;
    x->e->mean = calloc(2 * all + 1, sizeof *x->e->mean);
    x->number[0] = calloc(2 * numbers + 1, sizeof *x->number[0]);
    if (!x->e->mean || !x->number[0] || !whereabouts_init(&x->at, s))
        return false;
    x->e->variance = x->e->mean + all;
    x->number[1] = x->number[0] + numbers;
    return true;
}

bool supply_expect(struct supply_expected *e, const struct supply *s)
{
    struct expecting x = {.s = s, .e = e};
    *e = (struct supply_expected){0};
    bool good = begin(&x);
    for (uint32_t a = 0; good && a < s->roster->authority_count; a++)
        expect_authority(&x, a);
    if (good)
        add_within(&x);
    whereabouts_done(&x.at);
    free(x.number[0]);
    if (!good)
        supply_expected_done(e);
    return good;
}

void supply_expected_done(struct supply_expected *e)
{
    free(e->mean);
    *e = (struct supply_expected){0};
}
