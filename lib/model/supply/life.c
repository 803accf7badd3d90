// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/life.h"
#include "stats/random/variates.h"

#include <math.h>

void load_add(struct load *to, const struct load *x, int32_t sign)
{
    to->count += sign * x->count;
    to->places += sign * x->places;
    to->ours += sign * x->ours;
    to->held += sign * x->held;
    to->later += sign * x->later;
}

size_t life_choose(const double *sums, size_t n, double u)
{
    size_t k = 0;
    while (k + 1 < n && sums[k] <= u)
        k++;
    return k;
}

/* The time of the next event after TENURE at the rates of CELL: days from now; beyond MOST: none. */
static double next_event(const double *leave, const double *move, double tenure, double most,
                         struct random_stream *r, int *band)
{
    double left = random_exponential(r, 1), t = 0;
    int b = 0;
    while (b + 1 < TENURE_BANDS && tenure >= tenure_cuts[b + 1])
        b++;
    for (; t <= most; b++) {
        double rate = leave[b] + move[b];
        double span = b + 1 < TENURE_BANDS ? tenure_cuts[b + 1] - (tenure + t) : INFINITY;
        *band = b;
        if (rate * span >= left)
            return t + left / rate;
        left -= rate * span;
        t += span;
    }
    return INFINITY;
}

static void change_cell(const struct life_rates *f, const struct life *l, size_t date, size_t *cell,
                        struct random_stream *r)
{
    size_t cells = f->s->roster->cell_count;
    load_add(&f->loads[date * cells + *cell], &l->load, -1);
    *cell = life_choose(f->s->to + *cell * cells, cells, random_uniform(r));
    load_add(&f->loads[date * cells + *cell], &l->load, 1);
}

/* Between the evenings of turns nothing is remembered but cell and tenure, so that each stretch draws anew. */
void life_live(const struct life_rates *f, const struct life *l, struct random_stream *r)
{
    const struct supply *s = f->s;
    const struct timeline *ahead = s->ahead;
    const struct turn *turn = &s->turn;
    size_t cells = s->roster->cell_count, cell = l->cell, next = 0;
    int32_t last = ahead->dates[ahead->count - 1] - s->origin;
    double now = l->day;
    while (next < turn->count && turn->evening[next] < l->day)
        next++;
    load_add(&f->loads[timeline_place(ahead, s->origin + l->day) * cells + cell], &l->load, 1);
    while (now <= last) {
        const double *leave = f->leave + cell * TENURE_BANDS, *move = f->move + cell * TENURE_BANDS;
        double until = next < turn->count ? turn->evening[next] : last;
        int band = 0;
        now += next_event(leave, move, l->tenure + (now - l->day), until - now, r, &band);
        if (!(now <= until)) {
            if (next == turn->count)
                return;
            now = until;
            size_t date = timeline_place(ahead, s->origin + turn->evening[next++] + 1);
            if (f->turn[cell] > 0 && random_uniform(r) < f->turn[cell])
                change_cell(f, l, date, &cell, r);
            continue;
        }
        size_t date = timeline_place(ahead, s->origin + (int32_t)ceil(now));
        if (move[band] <= 0 || random_uniform(r) * (leave[band] + move[band]) < leave[band]) {
            load_add(&f->loads[date * cells + cell], &l->load, -1);
            return;
        }
        change_cell(f, l, date, &cell, r);
    }
}
