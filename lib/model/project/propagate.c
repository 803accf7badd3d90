// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/propagate.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_STATES = 64 };

/* Of one length: for each age where children go from each state, made when first wanted, and where
 * those are who came in at one a day. */
struct propagator_matrix {
    double days;
    double *image[PROJECT_AGES];  /* states * states: row s is where a child in s goes */
    double *inflow[PROJECT_AGES]; /* states * states: row s of one a day coming to s */
};

bool propagator_init(struct propagator *p, const struct hazards *h, const double *lengths,
                     size_t count)
{
    *p = (struct propagator){.states = h->groups * PROJECT_PHASES};
    if (p->states <= MOST_STATES)
        p->count = count < PROPAGATOR_LENGTHS ? count : PROPAGATOR_LENGTHS;
    p->kept = calloc(p->count + 1, sizeof *p->kept);
    p->room = malloc(p->states * sizeof *p->room);
    for (size_t i = 0; p->kept && i < p->count; i++)
        p->kept[i].days = lengths[i];
    return markov_init(&p->markov, h) && p->kept && p->room;
}

void propagator_done(struct propagator *p)
{
    for (size_t i = 0; p->kept && i < p->count; i++)
        for (int age = 0; age < PROJECT_AGES; age++) {
            free(p->kept[i].image[age]);
            free(p->kept[i].inflow[age]);
        }
    free(p->kept);
    free(p->room);
    markov_done(&p->markov);
}

/* Rows of the images of unit vectors; with FLOW, of unit inflows into nothing. */
static double *make_rows(struct propagator *p, int age, double days, bool flow)
{
    double *rows = calloc(p->states * p->states, sizeof *rows);
    double *unit = calloc(p->states, sizeof *unit);
    for (size_t s = 0; rows && unit && s < p->states; s++) {
        double *row = rows + s * p->states;
        /* entrants begin in a group's first phase: no others are asked for */
        if (flow && s % PROJECT_PHASES)
            continue;
        unit[s] = 1;
        if (!flow)
            row[s] = 1;
        markov_advance(&p->markov, age, days, row, flow ? unit : NULL);
        unit[s] = 0;
    }
    if (!unit) {
        free(rows);
        rows = NULL;
    }
    free(unit);
    return rows;
}

static void add_rows(const double *rows, const double *weight, size_t n, double *sum)
{
    for (size_t s = 0; s < n; s++) {
        if (weight[s] == 0)
            continue;
        for (size_t t = 0; t < n; t++)
            sum[t] += weight[s] * rows[s * n + t];
    }
}

bool propagator_advance(struct propagator *p, int age, double days, double *state,
                        const double *inflow)
{
    size_t at = 0;
    while (at < p->count && p->kept[at].days != days)
        at++;
    if (at == p->count) {
        markov_advance(&p->markov, age, days, state, inflow);
        return true;
    }
    struct propagator_matrix *m = &p->kept[at];
    if (!m->image[age] && !(m->image[age] = make_rows(p, age, days, false)))
        return false;
    if (inflow && !m->inflow[age] && !(m->inflow[age] = make_rows(p, age, days, true)))
        return false;
    memset(p->room, 0, p->states * sizeof *p->room);
    add_rows(m->image[age], state, p->states, p->room);
    if (inflow)
        add_rows(m->inflow[age], inflow, p->states, p->room);
    memcpy(state, p->room, p->states * sizeof *state);
    return true;
}
