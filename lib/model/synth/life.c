// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/life.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum event { EVENT_LEAVE, EVENT_MOVE, EVENT_STATUS, EVENT_LEGAL, EVENT_AWAY, EVENTS };

double synth_wait(struct random_stream *r, double per_year)
{
    return -log(random_uniform(r)) / per_year * 365.25;
}

static int32_t today(const struct life *l)
{
    return (int32_t)floor(l->now);
}

static enum synth_age age_band(const struct life *l)
{
    int years = date_age(l->child->birth, today(l));
    return years < 1    ? AGE_UNDER_1
           : years < 5  ? AGE_1_TO_4
           : years < 10 ? AGE_5_TO_9
           : years < 16 ? AGE_10_TO_15
                        : AGE_16_AND_17;
}

/* The piece of CUTS that DAYS falls in; lowers *horizon to the days until the next. */
static int piece(const int32_t *cuts, int count, double days, double *horizon)
{
    int i = count - 1;
    while (i && days < cuts[i])
        i--;
    if (i + 1 < count && cuts[i + 1] - days < *horizon)
        *horizon = cuts[i + 1] - days;
    return i;
}

static void until(const struct life *l, int32_t day, double *horizon)
{
    if (day != DATE_NONE && day > l->now && day - l->now < *horizon)
        *horizon = day - l->now;
}

static struct synth_episode *present(struct life *l)
{
    return &l->episodes[l->count - 1];
}

/* --- episodes ------------------------------------------------------------------------------- */

static void episode_open(struct life *l, int32_t day, char rne, enum synth_legal legal,
                         const struct synth_place *place)
{
    l->episodes[l->count++] = (struct synth_episode){
        .start = day, .end = DATE_NONE, .place = *place, .legal = legal, .rne = rne};
}

/* Ends the present episode and begins the next on the same day, at least a day after the start. */
static void episode_next(struct life *l, char rne, enum synth_legal legal,
                         const struct synth_place *place, const char *changed)
{
    struct synth_episode *e = present(l);
    if (today(l) <= e->start)
        l->now = e->start + 1;
    e->end = today(l);
    e->reason_ended = "X1";
    e->reason_changed = changed;
    episode_open(l, today(l), rne, legal, place);
}

/* --- hazards -------------------------------------------------------------------------------- */

static double leave_hazard(const struct life *l, enum synth_age age, double *horizon)
{
    const struct synth_episode *e = &l->episodes[l->count - 1];
    int care = piece(synth_care_cuts, SYNTH_CARE_PIECES, l->now - l->care_start, horizon);
    if (l->child->uasc)
        return synth_uasc_leave[care];
    if (l->place.kind == KIND_ADOPTION)
        return synth_adopted[piece(synth_stay_cuts, SYNTH_STAY_PIECES, l->now - l->carer_start,
                                   horizon)];
    return synth_leave[age][care] * synth_leave_kind[l->place.kind] * synth_leave_legal[e->legal];
}

static double status_hazard(const struct life *l, int stay, double *horizon)
{
    const struct synth_episode *e = &l->episodes[l->count - 1];
    double hazard = 0;
    if (strcmp(l->place.type, "U6") == 0 || strcmp(l->place.type, "U3") == 0)
        hazard += synth_long_term[stay];
    if (e->legal == LEGAL_PLACEMENT && l->place.kind != KIND_ADOPTION)
        hazard += synth_matched[piece(synth_legal_cuts, SYNTH_LEGAL_PIECES, l->now - l->legal_start,
                                      horizon)];
    return hazard;
}

static double legal_hazard(const struct life *l, enum synth_age age, double *horizon)
{
    enum synth_legal legal = l->episodes[l->count - 1].legal;
    int i = piece(synth_legal_cuts, SYNTH_LEGAL_PIECES, l->now - l->legal_start, horizon);
    double hazard = synth_legal_change[legal][i] * synth_legal_change_age[legal][age];
    if (l->child->uasc)
        hazard *= 0.15;
    if (l->place.kind == KIND_ADOPTION)
        hazard = 0;
    return hazard;
}

/* Fills the hazards, events a year, and returns the days for which they hold. */
static double hazards(const struct life *l, double hazard[EVENTS])
{
    double horizon = 3653;
    enum synth_age age = age_band(l);
    static const int birthdays[SYNTH_AGES] = {1, 5, 10, 16, 18};
    until(l, date_birthday(l->child->birth, birthdays[age]), &horizon);
    until(l, l->legal_until, &horizon);
    if (strcmp(l->place.type, "P2") == 0)
        until(l, place_registration_day(), &horizon);
    until(l, l->world->stop + 1, &horizon);
    int stay = piece(synth_stay_cuts, SYNTH_STAY_PIECES, l->now - l->carer_start, &horizon);
    hazard[EVENT_LEAVE] = leave_hazard(l, age, &horizon);
    hazard[EVENT_MOVE] = synth_move[l->place.kind][stay] * synth_move_age[l->place.kind][age] *
                         (l->unsettled ? synth_unsettled : synth_settled);
    hazard[EVENT_STATUS] = status_hazard(l, stay, &horizon);
    hazard[EVENT_LEGAL] = legal_hazard(l, age, &horizon);
    bool settled = synth_kinds[l->place.kind].foster && l->eighteenth - l->now > 60;
    hazard[EVENT_AWAY] = settled && l->legal_until == DATE_NONE ? synth_temporary : 0;
    return horizon;
}

/* --- moves ---------------------------------------------------------------------------------- */

/* Who may go where, whatever the weights. */
static bool allowed(const struct life *l, enum synth_kind kind, enum synth_legal legal, int age)
{
    switch (kind) {
    case KIND_ADOPTION:
        return false; /* only by a match */
    case KIND_PARENTS:
        return !l->child->uasc && (legal == LEGAL_INTERIM || legal == LEGAL_CARE);
    case KIND_CUSTODY:
        return legal == LEGAL_REMAND && age >= 10;
    case KIND_SUPPORTED:
        return age >= 16;
    case KIND_SECURE:
        return age >= 10;
    case KIND_SCHOOL:
        return age >= 5 && legal != LEGAL_PLACEMENT;
    case KIND_KINSHIP:
        return !l->child->uasc && legal != LEGAL_REMAND;
    case KIND_FAMILY_CENTRE:
        return !l->child->uasc && legal != LEGAL_PLACEMENT;
    case KIND_HEALTH:
        return !l->child->uasc;
    case KIND_OTHER:
        return l->place.kind != KIND_OTHER || !l->child->uasc;
    default:
        return legal != LEGAL_PLACEMENT || synth_kinds[kind].foster || age >= 5;
    }
}

static enum synth_kind destination(const struct life *l, enum synth_legal legal)
{
    double weight[SYNTH_KINDS], sum = 0;
    enum synth_age band = age_band(l);
    int age = date_age(l->child->birth, today(l));
    for (int k = 0; k < SYNTH_KINDS; k++) {
        double base = l->child->uasc ? synth_uasc_entry_kind[k] : synth_destination[band][k];
        weight[k] = base * synth_destination_from[l->place.kind][k];
        if (!allowed(l, (enum synth_kind)k, legal, age))
            weight[k] = 0;
        if (legal == LEGAL_REMAND && k == KIND_CUSTODY)
            weight[k] = 20;
        sum += weight[k];
    }
    return sum > 0 ? (enum synth_kind)random_choice(l->random, weight, SYNTH_KINDS) : KIND_IN_HOUSE;
}

static const char *change_reason(struct life *l)
{
    double weight[SYNTH_CHANGES];
    for (int i = 0; i < SYNTH_CHANGES; i++) {
        bool custody = strcmp(synth_changes[i].code, "CUSTOD") == 0;
        bool young = date_age(l->child->birth, today(l)) < 10;
        weight[i] = custody && young ? 0 : synth_changes[i].weight;
    }
    return synth_changes[random_choice(l->random, weight, SYNTH_CHANGES)].code;
}

static void move_to(struct life *l, enum synth_kind kind, enum synth_legal legal)
{
    bool same_legal = legal == present(l)->legal;
    struct synth_place next = place_draw(l, kind, today(l), &l->place);
    if (kind == KIND_ADOPTION)
        memcpy(next.type, random_uniform(l->random) < 0.11 ? "A4" : "A6", 3);
    const char *reason = kind == KIND_ADOPTION ? "CARPL" : change_reason(l);
    l->place = next;
    episode_next(l, same_legal ? 'P' : 'B', legal, &next, reason);
    l->carer_start = today(l);
}

/* The same carer: long term, for adoption, or registered as supported accommodation now. */
static void status_change(struct life *l, const char *type)
{
    memcpy(l->place.type, type, strlen(type) + 1);
    episode_next(l, 'T', present(l)->legal, &l->place, "PLACE");
}

static void match(struct life *l)
{
    bool early = strcmp(l->place.type, "U5") == 0 || strcmp(l->place.type, "U2") == 0;
    double same = early ? 0.9 : synth_kinds[l->place.kind].foster ? 0.13 : 0;
    if (random_uniform(l->random) >= same) {
        move_to(l, KIND_ADOPTION, LEGAL_PLACEMENT);
        return;
    }
    l->place.kind = KIND_ADOPTION;
    status_change(l, "A5");
    l->carer_start = today(l); /* the adoption's own clock: days since placed for it */
}

static void change_status(struct life *l)
{
    bool order = present(l)->legal == LEGAL_PLACEMENT;
    if (order && l->place.kind != KIND_ADOPTION)
        match(l);
    else
        status_change(l, strcmp(l->place.type, "U3") == 0 ? "U1" : "U4");
}

/* --- legal status --------------------------------------------------------------------------- */

static enum synth_legal next_legal(struct life *l, enum synth_legal from)
{
    switch (from) {
    case LEGAL_INTERIM:
        return l->placement_order_planned ? LEGAL_PLACEMENT : LEGAL_CARE;
    case LEGAL_CARE:
        return LEGAL_PLACEMENT;
    case LEGAL_PLACEMENT:
        return LEGAL_CARE;
    case LEGAL_POLICE:
    case LEGAL_EMERGENCY:
        return random_uniform(l->random) < 0.55 ? LEGAL_INTERIM : LEGAL_VOLUNTARY;
    case LEGAL_REMAND:
        return LEGAL_VOLUNTARY;
    default:
        return LEGAL_INTERIM;
    }
}

static void legal_change(struct life *l)
{
    enum synth_legal legal = next_legal(l, present(l)->legal);
    int age = date_age(l->child->birth, today(l));
    bool moves = !allowed(l, l->place.kind, legal, age) || random_uniform(l->random) < 0.10;
    bool short_term = strcmp(l->place.type, "U6") == 0;
    if (moves) {
        move_to(l, destination(l, legal), legal);
    } else if (legal == LEGAL_CARE && short_term && random_uniform(l->random) < 0.1) {
        memcpy(l->place.type, "U4", 3);
        episode_next(l, 'U', legal, &l->place, "PLACE");
    } else {
        episode_next(l, 'L', legal, &l->place, NULL);
    }
    l->legal_start = today(l);
    l->legal_until = DATE_NONE;
}

/* --- temporary stays ------------------------------------------------------------------------ */

static void away(struct life *l)
{
    int days;
    struct synth_place elsewhere = place_temporary(l, &days);
    episode_next(l, 'P', present(l)->legal, &elsewhere, NULL);
    if (today(l) + days > l->world->stop) {
        l->now = l->world->stop + 1;
        return;
    }
    l->now = today(l) + days;
    episode_next(l, 'P', present(l)->legal, &l->place, NULL);
}

/* --- leaving -------------------------------------------------------------------------------- */

static enum synth_leaving leaving(const struct life *l)
{
    if (l->child->uasc)
        return LEAVING_UASC;
    if (l->episodes[l->count - 1].legal == LEGAL_REMAND)
        return LEAVING_REMAND;
    switch (l->place.kind) {
    case KIND_KINSHIP:
        return LEAVING_KINSHIP;
    case KIND_IN_HOUSE:
    case KIND_IFA:
        return LEAVING_FOSTER;
    case KIND_PARENTS:
        return LEAVING_PARENTS;
    case KIND_SUPPORTED:
        return LEAVING_SUPPORTED;
    default:
        return LEAVING_RESIDENTIAL;
    }
}

/* Special guardianship: to the former foster carer or to somebody else, and with codes of the day. */
static const char *guardianship(struct life *l)
{
    bool carer = synth_kinds[l->place.kind].foster && random_uniform(l->random) < 0.7;
    bool kin = l->place.kind == KIND_KINSHIP;
    if (today(l) <= synth_year_end(2018))
        return carer ? "E43" : "E44";
    if (carer)
        return kin ? "E45" : "E46";
    return kin || random_uniform(l->random) < 0.9 ? "E47" : "E48";
}

static const struct synth_reason *leaving_reason(struct life *l, bool at_18)
{
    double weight[SYNTH_REASONS];
    enum synth_leaving who = leaving(l);
    int age = date_age(l->child->birth, today(l));
    for (int i = 0; i < SYNTH_REASONS; i++) {
        const struct synth_reason *r = &synth_reasons[i];
        weight[i] = at_18 ? r->at_18[who] : r->before_18[who];
        bool home = strcmp(r->code, "E17") == 0 && !synth_kinds[l->place.kind].foster;
        if (age < r->least_age || home)
            weight[i] = 0;
    }
    return &synth_reasons[random_choice(l->random, weight, SYNTH_REASONS)];
}

/* Ends care today; true when the child may come back. */
static bool leave(struct life *l, bool at_18)
{
    struct synth_episode *e = present(l);
    if (today(l) <= e->start)
        l->now = e->start + 1;
    e->end = today(l);
    l->in_care = false;
    if (l->place.kind == KIND_ADOPTION && !at_18) {
        e->reason_ended = random_uniform(l->random) < 0.2 ? "E11" : "E12";
        return false;
    }
    const struct synth_reason *r = leaving_reason(l, at_18);
    e->reason_ended = strcmp(r->code, "E43") == 0 ? guardianship(l) : r->code;
    if (l->child->uasc && l->child->uasc_ended == DATE_NONE && (at_18 || !strcmp(r->code, "E15")))
        l->child->uasc_ended = e->end;
    return !at_18 && random_uniform(l->random) < r->comes_back;
}

/* --- entering ------------------------------------------------------------------------------- */

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
        if (!allowed(l, (enum synth_kind)k, legal, date_age(l->child->birth, today(l))))
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
    int32_t day = today(l);
    enum synth_age age = age_band(l);
    enum synth_legal legal = entry_legal(l, age);
    l->place.kind = KIND_IN_HOUSE;
    l->place = place_draw(l, entry_kind(l, age, legal), day, NULL);
    episode_open(l, day, 'S', legal, &l->place);
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

/* --- the course of a life ------------------------------------------------------------------- */

/* What the calendar brings, without chance: true when care ended for good. */
static bool due(struct life *l, bool *comes_back)
{
    *comes_back = false;
    if (today(l) >= l->eighteenth) {
        l->now = l->eighteenth;
        leave(l, true);
        return true;
    }
    bool protection_over = l->legal_until != DATE_NONE && today(l) >= l->legal_until;
    bool registered = strcmp(l->place.type, "P2") == 0 && today(l) >= place_registration_day();
    if ((protection_over || registered) && today(l) <= present(l)->start) {
        l->now = present(l)->start + 1; /* an episode lasts a day at least */
        return due(l, comes_back);
    }
    if (protection_over) {
        if (random_uniform(l->random) < 0.15) {
            *comes_back = leave(l, false);
            return true;
        }
        legal_change(l);
    } else if (registered) {
        status_change(l, "H5");
    }
    return false;
}

static bool happen(struct life *l, enum event event, bool *comes_back)
{
    switch (event) {
    case EVENT_LEAVE:
        *comes_back = leave(l, false);
        return true;
    case EVENT_MOVE:
        move_to(l, destination(l, present(l)->legal), present(l)->legal);
        return false;
    case EVENT_STATUS:
        change_status(l);
        return false;
    case EVENT_LEGAL:
        legal_change(l);
        return false;
    default:
        away(l);
        return false;
    }
}

/* One period of care; true when another will follow. */
static bool period(struct life *l)
{
    bool comes_back = false;
    while (today(l) <= l->world->stop && l->count < LIFE_EPISODES - 4) {
        if (due(l, &comes_back))
            return comes_back;
        double hazard[EVENTS], sum = 0;
        double horizon = hazards(l, hazard);
        for (int i = 0; i < EVENTS; i++)
            sum += hazard[i];
        double wait = sum > 0 ? synth_wait(l->random, sum) : horizon + 1;
        if (wait >= horizon) {
            l->now += horizon;
            continue;
        }
        l->now += wait;
        enum event event = (enum event)random_choice(l->random, hazard, EVENTS);
        if (today(l) <= present(l)->start)
            l->now = present(l)->start + 1;
        if (today(l) > l->world->stop || today(l) >= l->eighteenth)
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
    const struct synth_episode *last = present(l);
    int32_t end = last->end == DATE_NONE ? l->eighteenth : last->end;
    if (day != DATE_NONE && day < end && day < l->eighteenth)
        l->child->uasc_ended = day;
}

void life_run(struct life *l, int32_t entry)
{
    l->now = entry + random_uniform(l->random) * 0.5;
    l->eighteenth = date_birthday(l->child->birth, 18);
    int32_t decision = draw_decision(l, entry);
    l->unsettled = random_uniform(l->random) < synth_unsettled_share;
    for (bool again = true; again && l->count < LIFE_EPISODES - 4;) {
        enter(l);
        again = period(l);
        if (again) {
            l->now += 5 + synth_wait(l->random, 365.25 / synth_return_days);
            again = today(l) <= l->world->stop && today(l) < l->eighteenth - 30;
        }
    }
    decide(l, decision);
}
