// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/life.h"

#include <math.h>
#include <string.h>

/* The course of a life: entering care, what the calendar brings, what chance brings. */

double synth_wait(struct random_stream *r, double per_year)
{
    return -log(random_uniform(r)) / per_year * 365.25;
}

int32_t life_today(const struct life *l)
{
    return (int32_t)floor(l->now);
}

enum synth_age life_age(const struct life *l)
{
    int32_t today = life_today(l);
    int age = AGE_UNDER_1;
    while (age < AGE_16_AND_17 && today >= l->birthdays[age])
        age++;
    return (enum synth_age)age;
}

struct synth_episode *life_present(const struct life *l)
{
    return &l->episodes[l->count - 1];
}

static enum synth_legal entry_legal(struct life *l, enum synth_age age)
{
    if (l->child->uasc)
        return random_uniform(l->random) < 0.97 ? LEGAL_VOLUNTARY : LEGAL_INTERIM;
    return (enum synth_legal)random_choice(l->random, synth_entry_legal[age], SYNTH_LEGALS);
}

static enum synth_kind entry_kind(struct life *l, enum synth_age age, enum synth_legal legal)
{
    double weight[SYNTH_KINDS];
    for (int k = 0; k < SYNTH_KINDS; k++) {
        weight[k] = l->child->uasc ? synth_uasc_entry_kind[k] : synth_entry_kind[age][k];
        if (!life_allowed(l, (enum synth_kind)k, legal, date_age(l->child->birth, life_today(l))))
            weight[k] = 0;
        if (k == KIND_PARENTS) /* the weights are of all children, orders alone may lead there */
            weight[k] *= 2.2;
        if (legal == LEGAL_REMAND && k == KIND_CUSTODY)
            weight[k] *= 30;
    }
    return (enum synth_kind)random_choice(l->random, weight, SYNTH_KINDS);
}

static void enter(struct life *l)
{
    int32_t day = life_today(l);
    enum synth_age age = life_age(l);
    enum synth_legal legal = entry_legal(l, age);
    l->place.kind = KIND_IN_HOUSE;
    l->place = place_draw(l, entry_kind(l, age, legal), day, NULL);
    life_open(l, day, 'S', legal, &l->place);
    l->care_start = l->carer_start = l->legal_start = day;
    l->legal_until = DATE_NONE;
    if (legal == LEGAL_POLICE)
        l->legal_until = day + 1 + (int32_t)random_below(l->random, 3);
    if (legal == LEGAL_EMERGENCY)
        l->legal_until = day + 4 + (int32_t)random_below(l->random, 12);
    l->placement_order_planned =
        random_uniform(l->random) < synth_placement_order_chance[date_age(l->child->birth, day)];
    l->in_care = true;
}

/* What the calendar brings, without chance: true when care ended for good. */
static bool due(struct life *l, bool *comes_back)
{
    *comes_back = false;
    if (life_today(l) >= l->eighteenth) {
        l->now = l->eighteenth;
        life_leave(l, true);
        return true;
    }
    bool protection_over = l->legal_until != DATE_NONE && life_today(l) >= l->legal_until;
    bool registered = strcmp(l->place.type, "P2") == 0 && life_today(l) >= place_registration_day();
    if ((protection_over || registered) && life_today(l) <= life_present(l)->start) {
        l->now = life_present(l)->start + 1; /* an episode lasts a day at least */
        return due(l, comes_back);
    }
    if (protection_over) {
        if (random_uniform(l->random) < 0.15) {
            *comes_back = life_leave(l, false);
            return true;
        }
        life_change_legal(l);
    } else if (registered) {
        life_same_carer(l, "H5");
    }
    return false;
}

static bool happen(struct life *l, enum life_event event, bool *comes_back)
{
    switch (event) {
    case EVENT_LEAVE:
        *comes_back = life_leave(l, false);
        return true;
    case EVENT_MOVE:
        life_move(l, life_destination(l, life_present(l)->legal), life_present(l)->legal);
        return false;
    case EVENT_STATUS:
        life_change_status(l);
        return false;
    case EVENT_LEGAL:
        life_change_legal(l);
        return false;
    default:
        life_go_away(l);
        return false;
    }
}

/* One period of care; true when another will follow. */
static bool period(struct life *l)
{
    bool comes_back = false;
    while (life_today(l) <= l->world->stop && l->count < LIFE_EPISODES - 4) {
        if (due(l, &comes_back))
            return comes_back;
        double hazard[EVENTS], sum = 0;
        double horizon = life_hazards(l, hazard);
        for (int i = 0; i < EVENTS; i++)
            sum += hazard[i];
        double wait = sum > 0 ? synth_wait(l->random, sum) : horizon + 1;
        if (wait >= horizon) {
            l->now += horizon;
            continue;
        }
        l->now += wait;
        enum life_event event = (enum life_event)random_choice(l->random, hazard, EVENTS);
        if (life_today(l) <= life_present(l)->start)
            l->now = life_present(l)->start + 1;
        if (life_today(l) > l->world->stop || life_today(l) >= l->eighteenth)
            continue;
        if (happen(l, event, &comes_back))
            return comes_back;
    }
    return false;
}

/* Unaccompanied status can end before care does (leave to stay, or family found): the day, drawn
 * before the life so that the life's length does not change it. */
static int32_t draw_decision(struct life *l, int32_t entry)
{
    bool early = random_uniform(l->random) < 0.3;
    int32_t day = entry + 90 + (int32_t)synth_wait(l->random, 1.0);
    return l->child->uasc && early ? day : DATE_NONE;
}

static void decide(struct life *l, int32_t day)
{
    const struct synth_episode *last = life_present(l);
    int32_t end = last->end == DATE_NONE ? l->eighteenth : last->end;
    if (day != DATE_NONE && day < end && day < l->eighteenth)
        l->child->uasc_ended = day;
}

void life_run(struct life *l, int32_t entry)
{
    l->now = entry + random_uniform(l->random) * 0.5;
    static const int years[SYNTH_AGES] = {1, 5, 10, 16, 18};
    for (int age = 0; age < SYNTH_AGES; age++)
        l->birthdays[age] = date_birthday(l->child->birth, years[age]);
    l->eighteenth = l->birthdays[AGE_16_AND_17];
    int32_t decision = draw_decision(l, entry);
    l->unsettled = random_uniform(l->random) < synth_unsettled_share;
    for (bool again = true; again && l->count < LIFE_EPISODES - 4;) {
        enter(l);
        again = period(l);
        if (again) {
            l->now += 5 + synth_wait(l->random, 365.25 / synth_return_days);
            again = life_today(l) <= l->world->stop && life_today(l) < l->eighteenth - 30;
        }
    }
    decide(l, decision);
}
