// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/life.h"

#include <string.h>

/* What may happen to a child at this moment, how often, and for how long that holds. */

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

static double leave_hazard(const struct life *l, enum synth_age age, double *horizon)
{
    const struct synth_episode *e = life_present(l);
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
    const struct synth_episode *e = life_present(l);
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
    enum synth_legal legal = life_present(l)->legal;
    int i = piece(synth_legal_cuts, SYNTH_LEGAL_PIECES, l->now - l->legal_start, horizon);
    double hazard = synth_legal_change[legal][i] * synth_legal_change_age[legal][age];
    if (l->child->uasc)
        hazard *= synth_uasc_legal;
    if (l->place.kind == KIND_ADOPTION)
        hazard = 0;
    return hazard;
}

/* Fills the hazards, events a year, and returns the days for which they hold. */
double life_hazards(const struct life *l, double hazard[EVENTS])
{
    double horizon = 3653;
    enum synth_age age = life_age(l);
    until(l, l->birthdays[age], &horizon);
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
    until(l, l->eighteenth - 60, &horizon);
    bool settled = synth_kinds[l->place.kind].foster && l->eighteenth - l->now > 60;
    hazard[EVENT_AWAY] = settled && l->legal_until == DATE_NONE ? synth_temporary : 0;
    return horizon;
}
