// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/whereabouts.h"

#include <stdlib.h>
#include <string.h>

/* One day's transition matrix at the rates of BAND: the exponential of a small matrix, by its series. */
static void make_step(struct whereabouts *x, int band)
{
    const struct supply *s = x->s;
    size_t n = x->count, all = s->roster->cell_count;
    double *step = x->step + (size_t)band * n * n, *rate = x->step + TENURE_BANDS * n * n;
    double *term = rate + n * n, *product = term + n * n;
    for (size_t i = 0; i < n; i++) {
        size_t cell = x->cells[i];
        const double *to = s->to + cell * all;
        bool moves = s->moves && !s->turn.count && to[all - 1] > 0;
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

static void swap_now(struct whereabouts *x)
{
    double *swap = x->now;
    x->now = x->next;
    x->next = swap;
}

/* The evening before a turn: to other cells with the turn's chances. */
static void turn_over(struct whereabouts *x)
{
    const struct supply *s = x->s;
    size_t n = x->count, all = s->roster->cell_count;
    memcpy(x->next, x->now, n * sizeof *x->next);
    for (size_t i = 0; i < n; i++) {
        size_t cell = x->cells[i];
        const double *to = s->to + cell * all;
        double moved = s->turn.moved[cell], stayed = s->turn.stayed[cell];
        double going = to[all - 1] > 0 ? x->now[i] * moved / (moved + stayed) : 0;
        for (size_t j = 0; j < n && going > 0; j++) {
            size_t k = x->cells[j];
            x->next[j] += going * (to[k] - (k ? to[k - 1] : 0));
        }
        x->next[i] -= going;
    }
    swap_now(x);
}

/* To DAY after the origin, for somebody who has been there for TENURE days. */
static void go_on(struct whereabouts *x, int32_t tenure, int32_t day)
{
    size_t n = x->count;
    const double *step = x->step + (size_t)tenure_band(tenure) * n * n;
    if (x->turning[day])
        turn_over(x);
    for (size_t j = 0; j < n; j++)
        x->next[j] = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n && x->now[i] > 0; j++)
            x->next[j] += x->now[i] * step[i * n + j];
    swap_now(x);
}

static size_t place_of(const struct whereabouts *x, uint32_t cell)
{
    size_t i = 0;
    while (x->cells[i] != cell)
        i++;
    return i;
}

static void begin_in(struct whereabouts *x, uint32_t cell)
{
    for (size_t i = 0; i < x->count; i++)
        x->now[i] = 0;
    x->now[place_of(x, cell)] = 1;
}

void whereabouts_member(struct whereabouts *x, const struct supply_member *m)
{
    const struct timeline *t = x->s->ahead;
    size_t date = 0;
    begin_in(x, m->cell);
    for (int32_t day = 1; day <= x->last; day++) {
        go_on(x, m->tenure + day - 1, day);
        if (t->dates[date] - x->s->origin == day)
            memcpy(x->chance + date++ * x->count, x->now, x->count * sizeof *x->now);
    }
}

/* Who comes on day COME, so many of them: followed to every date. */
static void follow_arrival(struct whereabouts *x, uint32_t cell, int32_t come, double number)
{
    const struct timeline *t = x->s->ahead;
    size_t date = 0;
    begin_in(x, cell);
    for (int32_t day = come; day <= x->last; day++) {
        if (day > come)
            go_on(x, day - 1 - come, day);
        while (t->dates[date] - x->s->origin < day)
            date++;
        for (size_t i = 0; i < x->count && t->dates[date] - x->s->origin == day; i++)
            x->chance[date * x->count + i] += number * x->now[i];
    }
}

/* The same without turns, when only the days since somebody came matter. */
static void make_path(struct whereabouts *x, uint32_t cell)
{
    size_t k = x->count;
    begin_in(x, cell);
    memcpy(x->path, x->now, k * sizeof *x->path);
    for (int32_t day = 1; day <= x->last; day++) {
        go_on(x, day - 1, day);
        memcpy(x->path + (size_t)day * k, x->now, k * sizeof *x->path);
    }
}

static void add_path(struct whereabouts *x, int32_t come, double number)
{
    const struct supply *s = x->s;
    size_t k = x->count;
    for (size_t d = 0; d < s->ahead->count; d++) {
        int32_t stay = s->ahead->dates[d] - s->origin - come;
        for (size_t i = 0; i < k && stay >= 0; i++)
            x->chance[d * k + i] += number * x->path[(size_t)stay * k + i];
    }
}

void whereabouts_newcomers(struct whereabouts *x, uint32_t cell)
{
    const struct supply *s = x->s;
    const struct newcomers *n = &s->newcomers;
    const double *mean = n->mean + cell * n->months;
    if (!s->turn.count)
        make_path(x, cell);
    memset(x->chance, 0, s->ahead->count * x->count * sizeof *x->chance);
    for (size_t m = 0; m < n->months; m++) {
        int32_t after, until;
        double wanted = newcomers_month(n, cell, m, mean[m], &after, &until);
        double a_day = wanted / (double)(until - after);
        for (int32_t come = after + 1; come <= until && come <= x->last && wanted > 0; come++)
            if (s->turn.count)
                follow_arrival(x, cell, come, a_day);
            else
                add_path(x, come, a_day);
    }
}

/* --- an authority ---------------------------------------------------------------------------- */

void whereabouts_of(struct whereabouts *x, uint32_t authority)
{
    const struct roster *r = x->s->roster;
    x->count = 0;
    for (uint32_t c = 0; c < r->cell_count; c++)
        if (r->cells[c].authority == authority && !r->cells[c].agency)
            x->cells[x->count++] = c;
    for (int b = 0; b < TENURE_BANDS; b++)
        make_step(x, b);
}

bool whereabouts_init(struct whereabouts *x, const struct supply *s)
{
    size_t n = s->roster->cell_count, dates = s->ahead->count;
    *x = (struct whereabouts){.s = s, .last = s->ahead->dates[dates - 1] - s->origin};
    x->cells = malloc((n + 1) * sizeof *x->cells);
    x->step = calloc((TENURE_BANDS + 3) * n * n + 2 * n + 1, sizeof *x->step);
    x->path = malloc((((size_t)x->last + 1) * n + dates * n + 1) * sizeof *x->path);
    x->turning = calloc((size_t)x->last + 2, sizeof *x->turning);
    if (!x->cells || !x->step || !x->path || !x->turning)
        return false;
    x->now = x->step + (TENURE_BANDS + 3) * n * n;
    x->next = x->now + n;
    x->chance = x->path + ((size_t)x->last + 1) * n;
    for (size_t i = 0; i < s->turn.count; i++)
        x->turning[s->turn.evening[i] + 1] = true;
    return true;
}

void whereabouts_done(struct whereabouts *x)
{
    free(x->cells);
    free(x->step);
    free(x->path);
    free(x->turning);
    *x = (struct whereabouts){0};
}
