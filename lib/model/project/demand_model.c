// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/demand_model.h"
#include "calendar/date.h"

#include <stdlib.h>
#include <string.h>

static const int bounds[] = {1, 5, 10, 16};
enum { BOUNDS = 4, LEFT = -1 };

struct move {
    int32_t date;
    int16_t from, to; /* states; to: LEFT for leaving care */
};

/* What is counted of all pieces of spells. */
struct count {
    struct demand_model *m;
    int32_t from, to, origin;
    size_t days;
    int32_t *stock; /* days * states: changes by day, then the stock of each day */
    struct move *moves;
    size_t move_count, move_room;
};

/* The band of an age in years, -1 where the model has none. */
static int band_of(double age)
{
    if (age < -1 || age >= 30)
        return -1;
    int band = 0;
    while (band < BOUNDS && age >= bounds[band])
        band++;
    return band;
}

static double age_on(const struct life_spell *s, int32_t on)
{
    return (on - s->birth) / 365.24;
}

static bool add_move(struct count *c, int32_t date, int from, int to)
{
    if (date <= c->from || date > c->to) /* the first day has no stock of the day before */
        return true;
    if (c->move_count == c->move_room) {
        size_t room = c->move_room ? c->move_room * 2 : 1024;
        struct move *moves = realloc(c->moves, room * sizeof *moves);
        if (!moves)
            return false;
        c->moves = moves;
        c->move_room = room;
    }
    c->moves[c->move_count++] = (struct move){date, (int16_t)from, (int16_t)to};
    return true;
}

/* A stay in STATE on [start, over): its days in the reference period, and the origin. */
static void add_stay(struct count *c, int state, int32_t start, int32_t over)
{
    size_t states = c->m->states;
    if (start <= c->origin && c->origin < over)
        c->m->stock[state]++;
    if (start > c->to || over <= c->from)
        return;
    size_t first = (size_t)(start > c->from ? start - c->from : 0);
    c->stock[first * states + (size_t)state]++;
    if (over <= c->to)
        c->stock[(size_t)(over - c->from) * states + (size_t)state]--;
}

/* One merged spell: S, whose end is that of LAST (the last spell merged into it). */
static bool count_spell(struct count *c, const struct lives *l, const struct life_spell *s,
                        const struct life_spell *last)
{
    size_t groups = c->m->groups;
    int32_t start = s->start;
    int band = band_of(age_on(s, start)), end_band = band_of(age_on(s, last->over));
    if (band < 0)
        return true;
    if (s->before == LIVES_NONE && start >= c->from && start <= c->to)
        c->m->entry[(size_t)band * groups + s->group]++;
    double end_age = age_on(s, last->over);
    for (int b = band; b < BOUNDS && bounds[b] <= end_age; b++) {
        int32_t birthday = date_birthday(s->birth, bounds[b]);
        int state = (int)((size_t)b * groups + s->group);
        add_stay(c, state, start, birthday);
        if (!add_move(c, birthday, state, state + (int)groups))
            return false;
        start = birthday;
        band = b + 1;
    }
    int state = (int)((size_t)band * groups + s->group);
    add_stay(c, state, start, last->over);
    if (last->open || end_band < 0)
        return true;
    int to = last->then == LIVES_NONE
                 ? LEFT
                 : (int)((size_t)end_band * groups + l->spells[last->then].group);
    return add_move(c, last->over, state, to);
}

static bool count_lives(struct count *c, const struct lives *l)
{
    for (uint32_t i = 0; i < l->count; i++) {
        const struct life_spell *s = &l->spells[i], *last = s;
        if (s->before != LIVES_NONE && s->same_place_claimed)
            continue; /* merged already */
        while (last->then != LIVES_NONE && l->spells[last->then].same_place_claimed)
            last = &l->spells[last->then];
        if (!count_spell(c, l, s, last))
            return false;
    }
    return true;
}

/* Turns changes into stocks, moves into mean daily rates. */
static void make_rates(struct count *c)
{
    struct demand_model *m = c->m;
    size_t states = m->states;
    for (size_t i = states; i < c->days * states; i++)
        c->stock[i] += c->stock[i - states];
    for (size_t i = 0; i < c->move_count; i++) {
        const struct move *move = &c->moves[i];
        size_t day = (size_t)(move->date - c->from), from = (size_t)move->from;
        int32_t stock = c->stock[(day - 1) * states + from];
        if (stock <= 0)
            continue;
        double *rate =
            move->to == LEFT ? &m->leave[from] : &m->rate[from * states + (size_t)move->to];
        *rate += 1.0 / stock;
    }
    for (size_t s = 0; s < states; s++) {
        double days = 0;
        for (size_t day = 1; day < c->days; day++)
            days += c->stock[(day - 1) * states + s] > 0;
        m->leave[s] = days > 0 ? m->leave[s] / days : 0;
        for (size_t to = 0; to < states; to++) {
            double *rate = &m->rate[s * states + to];
            *rate = days > 0 && to != s ? *rate / days : 0;
        }
        m->entry[s] /= (double)c->days;
    }
}

static bool make_room(struct demand_model *m, size_t groups)
{
    *m = (struct demand_model){.groups = groups, .states = DEMAND_BANDS * groups};
    double **vectors[] = {&m->leave, &m->entry, &m->stock, &m->mean, &m->variance, &m->next};
    bool good = (m->rate = calloc(m->states * m->states, sizeof *m->rate)) != NULL;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        good = (*vectors[i] = calloc(m->states, sizeof(double))) != NULL && good;
    return good;
}

enum status demand_model_fit(struct demand_model *out, const struct lives *l, int32_t from,
                             int32_t to, int32_t origin)
{
    if (to < from)
        return STATUS_SHORT;
    struct count c = {.m = out, .from = from, .to = to, .origin = origin};
    c.days = (size_t)(to - from) + 1;
    bool good = make_room(out, l->group_count);
    c.stock = calloc(c.days * out->states, sizeof *c.stock);
    good = good && c.stock && count_lives(&c, l);
    if (good) {
        make_rates(&c);
        demand_model_restart(out);
    }
    double seen = 0;
    for (size_t i = 0; good && i < c.days * out->states; i++)
        seen += c.stock[i];
    free(c.stock);
    free(c.moves);
    if (good && seen > 0)
        return STATUS_OK;
    demand_model_done(out);
    return good ? STATUS_SHORT : STATUS_MEMORY;
}

void demand_model_done(struct demand_model *m)
{
    free(m->rate);
    free(m->leave);
    free(m->entry);
    free(m->stock);
    free(m->mean);
    free(m->variance);
    free(m->next);
    *m = (struct demand_model){0};
}

void demand_model_restart(struct demand_model *m)
{
    memcpy(m->mean, m->stock, m->states * sizeof *m->mean);
    memset(m->variance, 0, m->states * sizeof *m->variance);
}

void demand_model_step(struct demand_model *m)
{
    size_t states = m->states;
    for (size_t s = 0; s < states; s++) {
        m->next[s] = m->entry[s];
        m->variance[s] += m->entry[s];
    }
    for (size_t from = 0; from < states; from++) {
        double n = m->mean[from], stay = 1 - m->leave[from];
        const double *rate = m->rate + from * states;
        for (size_t to = 0; to < states; to++) {
            stay -= rate[to];
            m->next[to] += rate[to] * n;
            m->variance[to] += rate[to] * (1 - rate[to]) * n;
        }
        m->next[from] += stay * n;
        m->variance[from] += stay * (1 - stay) * n;
    }
    double *swap = m->mean;
    m->mean = m->next;
    m->next = swap;
}

void demand_model_group(const struct demand_model *m, size_t group, double *mean, double *variance)
{
    *mean = *variance = 0;
    for (size_t band = 0; band < DEMAND_BANDS; band++) {
        *mean += m->mean[band * m->groups + group];
        *variance += m->variance[band * m->groups + group];
    }
}
