// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/recruit/endings.h"

#include "stats/recruit/visits.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static uint32_t first_after(const struct endings *e, int32_t time)
{
    size_t low = 0, high = e->days;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (e->day[middle] > time)
            high = middle;
        else
            low = middle + 1;
    }
    return (uint32_t)low;
}

struct end {
    uint32_t day, cause, visit;
};

static int compare_ends(const void *a, const void *b)
{
    const struct end *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->cause != y->cause)
        return x->cause < y->cause ? -1 : 1;
    return (x->visit > y->visit) - (x->visit < y->visit);
}

static bool make_room(struct endings *e, size_t n)
{
    e->day = malloc((n + 1) * sizeof *e->day);
    e->cell_from = malloc((n + 2) * sizeof *e->cell_from);
    e->cause = malloc((n + 1) * sizeof *e->cause);
    e->cell_day = malloc((n + 1) * sizeof *e->cell_day);
    e->from = malloc((n + 1) * sizeof *e->from);
    e->to = malloc((n + 1) * sizeof *e->to);
    e->cell = malloc((n + 1) * sizeof *e->cell);
    return e->day && e->cell_from && e->cause && e->cell_day && e->from && e->to && e->cell;
}

/* Numbers days and cells. ENDS: room for all visits. */
static void number(struct endings *e, const struct visits *v, struct end *ends)
{
    size_t count = 0;
    for (size_t k = 0; k < v->n; k++) {
        uint32_t row = v->by_exit[k];
        if (!e->days || v->exit[row] > e->day[e->days - 1])
            e->day[e->days++] = v->exit[row];
        e->to[row] = (uint32_t)e->days - 1;
        e->cell[row] = ENDINGS_NONE;
        if (v->cause[row] && k >= v->first)
            ends[count++] = (struct end){e->to[row], v->cause[row], row};
    }
    for (size_t i = 0; i < v->n; i++)
        e->from[i] = first_after(e, v->entry[i]);
    qsort(ends, count, sizeof *ends, compare_ends);
    size_t day = 0;
    for (size_t i = 0; i < count; i++) {
        if (!i || ends[i].day != ends[i - 1].day || ends[i].cause != ends[i - 1].cause) {
            while (day <= ends[i].day)
                e->cell_from[day++] = (uint32_t)e->cells;
            e->cause[e->cells] = ends[i].cause;
            e->cell_day[e->cells++] = ends[i].day;
        }
        e->cell[ends[i].visit] = (uint32_t)e->cells - 1;
    }
    while (day <= e->days)
        e->cell_from[day++] = (uint32_t)e->cells;
}

enum status endings_init(struct endings *e, size_t n, const int32_t *entry, const int32_t *exit,
                         const uint32_t *cause, size_t least)
{
    struct visits v;
    *e = (struct endings){.n = n};
    enum status s = visits_init(&v, n, entry, exit, cause, least);
    struct end *ends = s == STATUS_OK ? malloc((n + 1) * sizeof *ends) : NULL;
    if (s == STATUS_OK && (!ends || !make_room(e, n)))
        s = STATUS_MEMORY;
    if (s == STATUS_OK)
        number(e, &v, ends);
    free(ends);
    visits_done(&v);
    return s;
}

void endings_done(struct endings *e)
{
    free(e->day);
    free(e->cell_from);
    free(e->cause);
    free(e->cell_day);
    free(e->from);
    free(e->to);
    free(e->cell);
    *e = (struct endings){0};
}

void endings_clear(const struct endings *e, struct endings_sums *s)
{
    memset(s->risk, 0, (e->days + 1) * sizeof *s->risk);
    memset(s->ends, 0, e->cells * sizeof *s->ends);
}

void endings_add(const struct endings *e, struct endings_sums *s, size_t i, double weight)
{
    s->risk[e->from[i]] += weight;
    s->risk[e->to[i] + 1] -= weight;
    if (e->cell[i] != ENDINGS_NONE)
        s->ends[e->cell[i]] += weight;
}

void endings_sum(const struct endings *e, struct endings_sums *s)
{
    for (size_t d = 1; d < e->days; d++)
        s->risk[d] += s->risk[d - 1];
}

void endings_jumps(const struct endings *e, const struct endings_sums *own,
                   const struct endings_sums *all, double share, double *cumulative)
{
    double sum = 0, survival = 1;
    for (size_t d = 0; d < e->days; d++) {
        double n = own->risk[d] + share * all->risk[d], ends = 0;
        for (size_t k = e->cell_from[d]; k < e->cell_from[d + 1]; k++)
            ends += own->ends[k] + share * all->ends[k];
        /* all that is at risk may end: then nothing is left, whatever rounding says */
        n = n > ends ? n : ends;
        for (size_t k = e->cell_from[d]; k < e->cell_from[d + 1]; k++) {
            if (n > 0)
                sum += survival * (own->ends[k] + share * all->ends[k]) / n;
            cumulative[k] = sum;
        }
        if (n > 0)
            survival *= 1 - ends / n;
    }
}

size_t endings_after(const struct endings *e, int32_t age)
{
    return e->days ? e->cell_from[first_after(e, age)] : 0;
}

size_t endings_reach(const struct endings *e, const double *cumulative, size_t first, double target)
{
    size_t low = first, high = e->cells;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cumulative[middle] >= target)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
