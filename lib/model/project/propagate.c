// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/propagate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STATES = 64, STEPS_A_DAY = 4 };

/* Of one stretch of time: for each age where children go from each state, made when first wanted, and
 * where those are who came in at one a day. */
struct propagator_matrix {
    double days;
    double *image[PROJECT_AGES]; /* states * states: row s is where a child in s goes */
    double
        *inflow[PROJECT_AGES]; /* the same: row s of one a day coming to s; a view behind image */
};

bool propagator_init(struct propagator *p, const struct hazards *h, const double *lengths,
                     size_t count)
{
    *p = (struct propagator){.states = h->groups * PROJECT_PHASES};
    size_t powers = 0;
    if (p->states <= MOST_STATES) {
        p->count = count < PROPAGATOR_LENGTHS ? count : PROPAGATOR_LENGTHS;
        powers = PROPAGATOR_POWERS;
    }
    p->kept = calloc(PROPAGATOR_POWERS + p->count + 1, sizeof *p->kept);
    p->room = malloc((p->states + (powers ? p->states * p->states : 0)) * sizeof *p->room);
    if (!p->kept || !p->room)
        return false;
    p->square = p->room + p->states;
    p->powers = powers;
    for (size_t i = 0; i < powers; i++)
        p->kept[i].days = (double)(1u << i) / STEPS_A_DAY;
    for (size_t i = 0; i < p->count; i++)
        p->kept[powers + i].days = lengths[i];
    return markov_init(&p->markov, h);
}

void propagator_done(struct propagator *p)
{
    for (size_t i = 0; p->kept && i < p->powers + p->count; i++)
        for (int age = 0; age < PROJECT_AGES; age++)
            free(p->kept[i].image[age]);
    free(p->kept);
    free(p->room);
    markov_done(&p->markov);
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

/* State and inflow through one matrix. */
static void apply(struct propagator *p, const struct propagator_matrix *m, int age, double *state,
                  const double *inflow)
{
    memset(p->room, 0, p->states * sizeof *p->room);
    add_rows(m->image[age], state, p->states, p->room);
    if (inflow)
        add_rows(m->inflow[age], inflow, p->states, p->room);
    memcpy(state, p->room, p->states * sizeof *state);
}

/* OUT += A * B, by rows. */
static void multiply(const double *a, const double *b, size_t n, double *out)
{
    for (size_t s = 0; s < n; s++)
        add_rows(b, a + s * n, n, out + s * n);
}

/* From a stretch of time to twice it: those who came in the first half are moved on through the second. */
static void make_twice(struct propagator *p, const struct propagator_matrix *half, int age,
                       double *image, double *inflow)
{
    memcpy(inflow, half->inflow[age], p->states * p->states * sizeof *inflow);
    multiply(half->inflow[age], half->image[age], p->states, inflow);
    multiply(half->image[age], half->image[age], p->states, image);
}

static bool advance_by_powers(struct propagator *p, int age, unsigned steps, double *state,
                              const double *inflow);

/* Row by row, through UNIT children and inflows. */
static bool make_rows(struct propagator *p, const struct propagator_matrix *m, int age, bool power,
                      double *image, double *inflow)
{
    size_t n = p->states;
    double *unit = p->square;
    for (size_t s = 0; s < n; s++) {
        double *rows[] = {image + s * n, inflow + s * n};
        memset(unit, 0, n * sizeof *unit);
        unit[s] = rows[0][s] = 1;
        /* entrants begin in a group's first phase: no others are asked for */
        for (int flow = 0; flow < (s % PROJECT_PHASES ? 1 : 2); flow++)
            if (power)
                markov_advance(&p->markov, age, m->days, rows[flow], flow ? unit : NULL);
            else if (!advance_by_powers(p, age, (unsigned)(m->days * STEPS_A_DAY), rows[flow],
                                        flow ? unit : NULL))
                return false;
    }
    return true;
}

/* Makes matrix NUMBER at AGE where it is not there yet: the first power from the rates, each other one by
 * doubling, the rest from the powers. */
static bool make_matrix(struct propagator *p, size_t number, int age)
{
    struct propagator_matrix *m = &p->kept[number];
    size_t size = p->states * p->states;
    bool doubled = number > 0 && number < p->powers;
    if (m->image[age])
        return true;
    /* the first power before any length: both go through the same unit children */
    if (number && !make_matrix(p, doubled ? number - 1 : 0, age))
        return false;
    double *rows = calloc(2 * size, sizeof *rows);
    if (!rows)
        return false;
    if (doubled) {
        make_twice(p, m - 1, age, rows, rows + size);
    } else if (!make_rows(p, m, age, number == 0, rows, rows + size)) {
        free(rows);
        return false;
    }
    m->image[age] = rows;
    m->inflow[age] = rows + size;
    return true;
}

static bool advance_by_powers(struct propagator *p, int age, unsigned steps, double *state,
                              const double *inflow)
{
    for (size_t i = 0; steps >> i; i++) {
        if (!(steps >> i & 1))
            continue;
        if (!make_matrix(p, i, age))
            return false;
        apply(p, &p->kept[i], age, state, inflow);
    }
    return true;
}

/* True when DAYS is a number of steps that the powers reach. */
static bool in_steps(const struct propagator *p, double days)
{
    double steps = days * STEPS_A_DAY;
    return p->powers && steps < (double)(1u << p->powers) && steps == floor(steps);
}

bool propagator_advance(struct propagator *p, int age, double days, double *state,
                        const double *inflow)
{
    if (!in_steps(p, days)) {
        markov_advance(&p->markov, age, days, state, inflow);
        return true;
    }
    for (size_t i = p->powers; i < p->powers + p->count; i++)
        if (p->kept[i].days == days) {
            if (!make_matrix(p, i, age))
                return false;
            apply(p, &p->kept[i], age, state, inflow);
            return true;
        }
    return advance_by_powers(p, age, (unsigned)(days * STEPS_A_DAY), state, inflow);
}
