// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Mean and mean square of what somebody brings; of the three groups of places only those that come later
 * may be random. */
struct item {
    double places[2], group[PLACES_GROUPS], later_square;
    bool poisson;
};

struct expecting {
    const struct supply *s;
    struct supply_expected *e;
    int32_t last;       /* days after the origin */
    uint32_t *cells;    /* of the authority */
    size_t count;       /* of them */
    double *step;       /* [(band * count + from) * count + to]: chances of a day */
    double *now, *next; /* chances of being in each cell */
    double *path;       /* [day * count + cell]: a newcomer's */
    double *chance;     /* [date * count + cell] */
    double *number[2];  /* mean and variance: [(date * all cells + cell) * PLACES_GROUPS + group] */
};

/* --- where somebody is ----------------------------------------------------------------------- */

/* One day's transition matrix at the rates of BAND: the exponential of a small matrix, by its series. */
static void make_step(struct expecting *x, int band)
{
    const struct supply *s = x->s;
    size_t n = x->count, all = s->roster->cell_count;
    double *step = x->step + (size_t)band * n * n, *rate = x->step + TENURE_BANDS * n * n;
    double *term = rate + n * n, *product = term + n * n;
    for (size_t i = 0; i < n; i++) {
        size_t cell = x->cells[i];
        const double *to = s->to + cell * all;
        bool moves = s->moves && to[all - 1] > 0;
        double leave = s->leave.mean[cell * TENURE_BANDS + (size_t)band];
        double move = moves ? s->move.mean[cell * TENURE_BANDS + (size_t)band] : 0;
        for (size_t j = 0; j < n; j++) {
            size_t k = x->cells[j];
            double share = moves ? to[k] - (k ? to[k - 1] : 0) : 0;
            rate[i * n + j] = move * share - (i == j ? leave + move : 0);
            step[i * n + j] = term[i * n + j] = i == j;
        }
    }
    for (int power = 1; power <= 12; power++) {
        for (size_t i = 0; i < n * n; i++)
            product[i] = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++)
                for (size_t j = 0; j < n && term[i * n + k] != 0; j++)
                    product[i * n + j] += term[i * n + k] * rate[k * n + j] / power;
        for (size_t i = 0; i < n * n; i++)
            step[i] += term[i] = product[i];
    }
}

/* One day on, for somebody who has been there for TENURE days. */
static void go_on(struct expecting *x, int32_t tenure)
{
    size_t n = x->count;
    const double *step = x->step + (size_t)tenure_band(tenure) * n * n;
    for (size_t j = 0; j < n; j++)
        x->next[j] = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n && x->now[i] > 0; j++)
            x->next[j] += x->now[i] * step[i * n + j];
    double *swap = x->now;
    x->now = x->next;
    x->next = swap;
}

static size_t place_of(const struct expecting *x, uint32_t cell)
{
    size_t i = 0;
    while (x->cells[i] != cell)
        i++;
    return i;
}

static void begin_in(struct expecting *x, uint32_t cell)
{
    for (size_t i = 0; i < x->count; i++)
        x->now[i] = 0;
    x->now[place_of(x, cell)] = 1;
}

static void follow_member(struct expecting *x, const struct supply_member *m)
{
    const struct timeline *t = x->s->ahead;
    size_t date = 0;
    begin_in(x, m->cell);
    for (int32_t day = 1; day <= x->last; day++) {
        go_on(x, m->tenure + day - 1);
        if (t->dates[date] - x->s->origin == day)
            memcpy(x->chance + date++ * x->count, x->now, x->count * sizeof *x->now);
    }
}

/* Expected number of newcomers of CELL in each cell, on every date. */
static void follow_newcomers(struct expecting *x, uint32_t cell)
{
    const struct supply *s = x->s;
    const struct newcomers *n = &s->newcomers;
    const double *mean = n->mean + cell * n->months;
    size_t k = x->count;
    begin_in(x, cell);
    memcpy(x->path, x->now, k * sizeof *x->path);
    for (int32_t day = 1; day <= x->last; day++) {
        go_on(x, day - 1);
        memcpy(x->path + (size_t)day * k, x->now, k * sizeof *x->path);
    }
    memset(x->chance, 0, s->ahead->count * k * sizeof *x->chance);
    for (size_t m = 0; m < n->months; m++) {
        int32_t after, until;
        double wanted = newcomers_month(n, cell, m, mean[m], &after, &until);
        for (int32_t come = after + 1; come <= until && wanted > 0; come++)
            for (size_t d = 0; d < s->ahead->count; d++) {
                int32_t stay = s->ahead->dates[d] - s->origin - come;
                for (size_t i = 0; i < k && stay >= 0; i++)
                    x->chance[d * k + i] +=
                        wanted / (double)(until - after) * x->path[(size_t)stay * k + i];
            }
    }
}

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
        for (size_t i = 0; i < x->count; i++) {
            size_t c = x->cells[i];
            double p = x->chance[d * x->count + i], mean = 0, sure = 0;
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
        for (size_t i = 0; i < x->count; i++)
            if (r->cells[x->cells[i]].line == line) {
                add_item(x, item, line);
                break;
            }
}

static void expect_authority(struct expecting *x, uint32_t authority)
{
    const struct supply *s = x->s;
    const struct roster *r = s->roster;
    x->count = 0;
    for (uint32_t c = 0; c < r->cell_count; c++)
        if (r->cells[c].authority == authority && !r->cells[c].agency)
            x->cells[x->count++] = c;
    for (int b = 0; b < TENURE_BANDS; b++)
        make_step(x, b);
    for (size_t i = 0; i < s->member_count; i++) {
        const struct supply_member *m = &s->members[i];
        if (r->cells[m->cell].authority != authority)
            continue;
        struct item item = member_item(s, m);
        follow_member(x, m);
        add_to_lines(x, &item);
    }
    for (size_t i = 0; i < x->count; i++) {
        struct item item = unknown_item(s, x->cells[i]);
        item.poisson = true;
        follow_newcomers(x, x->cells[i]);
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
    x->last = s->ahead->dates[dates - 1] - s->origin;
    size_t all = EXPECT_MEASURES * dates * x->e->lines;
    x->e->mean = calloc(2 * all + 1, sizeof *x->e->mean);
    x->cells = malloc((n + 1) * sizeof *x->cells);
    x->step = calloc((TENURE_BANDS + 3) * n * n + 2 * n + 1, sizeof *x->step);
    x->path = malloc((((size_t)x->last + 1) * n + dates * n + 1) * sizeof *x->path);
    x->number[0] = calloc(2 * numbers + 1, sizeof *x->number[0]);
    if (!x->e->mean || !x->cells || !x->step || !x->path || !x->number[0])
        return false;
    x->e->variance = x->e->mean + all;
    x->now = x->step + (TENURE_BANDS + 3) * n * n;
    x->next = x->now + n;
    x->chance = x->path + ((size_t)x->last + 1) * n;
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
    free(x.cells);
    free(x.step);
    free(x.path);
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
