// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/markov.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool markov_init(struct markov *m, const struct hazards *h)
{
    m->hazards = h;
    m->room = malloc((5 * h->groups * PROJECT_PHASES + h->groups) * sizeof *m->room);
    return m->room != NULL;
}

void markov_done(struct markov *m)
{
    free(m->room);
    m->room = NULL;
}

static double greatest_rate(const struct hazards *h, int age)
{
    double most = 0;
    size_t states = h->groups * PROJECT_PHASES, first = (size_t)age * states;
    for (size_t s = 0; s < states; s++) {
        double rate = h->leave[first + s] + h->move[first + s] + h->stay[s];
        most = rate > most ? rate : most;
    }
    return most;
}

/* TO = FROM one step on in the chain that jumps TOP times a day: P = I + Q / top. */
static void jump(const struct hazards *h, int age, double top, const double *from, double *to,
                 double *movers)
{
    size_t groups = h->groups, first = (size_t)age * groups * PROJECT_PHASES;
    double step = 1 / top;
    const double *share = h->to + (size_t)project_band(age) * groups * groups;
    for (size_t g = 0; g < groups; g++) {
        double carried = 0;
        movers[g] = 0;
        for (size_t p = 0; p < PROJECT_PHASES; p++) {
            size_t s = g * PROJECT_PHASES + p;
            double move = h->move[first + s], stay = h->stay[s];
            double out = (h->leave[first + s] + move + stay) * step;
            to[s] = from[s] * (1 - out) + carried;
            carried = from[s] * stay * step;
            movers[g] += from[s] * move * step;
        }
    }
    for (size_t g = 0; g < groups; g++) {
        double before = 0;
        for (size_t d = 0; movers[g] > 0 && d < groups; d++) {
            to[d * PROJECT_PHASES] += movers[g] * (share[g * groups + d] - before);
            before = share[g * groups + d];
        }
    }
}

/* A time short enough for exp(-top * days) to be an ordinary number. */
static void advance_piece(struct markov *m, int age, double top, double days, double *p,
                          const double *inflow)
{
    size_t states = m->hazards->groups * PROJECT_PHASES;
    double *at = m->room, *next = at + states, *sum = next + states, *in = sum + states;
    double *movers = in + states;
    double x = top * days, weight = exp(-x), left = 1 - weight;
    memcpy(at, p, states * sizeof *at);
    for (size_t s = 0; s < states; s++) {
        sum[s] = weight * at[s];
        in[s] = inflow ? inflow[s] : 0;
        p[s] = inflow ? left / top * in[s] : 0;
    }
    /* until what is left is nothing beside rounding: stretches are put together by the thousand */
    for (int k = 1; left > 1e-15 && (k <= x || weight > 1e-17); k++) {
        weight *= x / k;
        jump(m->hazards, age, top, at, next, movers);
        double *swap = at;
        at = next;
        next = swap;
        for (size_t s = 0; s < states; s++)
            sum[s] += weight * at[s];
        left -= weight;
        if (!inflow || left <= 0)
            continue;
        jump(m->hazards, age, top, in, next, movers);
        memcpy(in, next, states * sizeof *in);
        for (size_t s = 0; s < states; s++)
            p[s] += left / top * in[s];
    }
    for (size_t s = 0; s < states; s++)
        p[s] += sum[s];
}

/* How many pieces DAYS is cut into, so that exp(-top * piece) is an ordinary number. */
static int find_pieces(const struct markov *m, int age, double days, double *top)
{
    *top = greatest_rate(m->hazards, age);
    if (*top <= 0)
        *top = 1e-9;
    int pieces = (int)ceil(*top * days / 200);
    return pieces < 1 ? 1 : pieces;
}

void markov_advance(struct markov *m, int age, double days, double *p, const double *inflow)
{
    if (days <= 0)
        return;
    double top;
    int pieces = find_pieces(m, age, days, &top);
    for (int i = 0; i < pieces; i++)
        advance_piece(m, age, top, days / pieces, p, inflow);
}

/* With N jumps, Poisson of mean top * days, the time spent after exactly k of them is P(N > k) / top on
 * average; that of those who came in on the way and have made k, E(N - k - 1 | 0 at least) / top^2. */
static void spend_piece(struct markov *m, int age, double top, double days, const double *p,
                        const double *inflow, double *spent)
{
    size_t states = m->hazards->groups * PROJECT_PHASES;
    double *at = m->room, *next = at + states, *in = next + states, *movers = m->room + 4 * states;
    double x = top * days, weight = exp(-x), left = 1 - weight, later = x - left;
    memcpy(at, p, states * sizeof *at);
    for (size_t s = 0; s < states; s++)
        in[s] = inflow ? inflow[s] : 0;
    for (int k = 0; left > 1e-11 && k < 1000; k++) {
        for (size_t s = 0; s < states; s++)
            spent[s] += left / top * at[s] + (later > 0 ? later / top / top * in[s] : 0);
        weight *= x / (k + 1);
        left -= weight;
        later -= left;
        jump(m->hazards, age, top, at, next, movers);
        memcpy(at, next, states * sizeof *at);
        if (!inflow)
            continue;
        jump(m->hazards, age, top, in, next, movers);
        memcpy(in, next, states * sizeof *in);
    }
}

void markov_spend(struct markov *m, int age, double days, const double *p, const double *inflow,
                  double *spent)
{
    if (days <= 0)
        return;
    size_t states = m->hazards->groups * PROJECT_PHASES;
    double top, *now = m->room + 4 * states + m->hazards->groups;
    int pieces = find_pieces(m, age, days, &top);
    memcpy(now, p, states * sizeof *now);
    for (int i = 0; i < pieces; i++) {
        spend_piece(m, age, top, days / pieces, now, inflow, spent);
        if (i + 1 < pieces)
            advance_piece(m, age, top, days / pieces, now, inflow);
    }
}
