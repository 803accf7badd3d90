// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/life.h"

#include <string.h>

/* How care ends, and why. */

static enum synth_leaving leaving(const struct life *l)
{
    if (l->child->uasc)
        return LEAVING_UASC;
    if (life_present(l)->legal == LEGAL_REMAND)
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
    if (life_today(l) <= synth_year_end(2018))
        return carer ? "E43" : "E44";
    if (carer)
        return kin ? "E45" : "E46";
    return kin || random_uniform(l->random) < 0.9 ? "E47" : "E48";
}

static const struct synth_reason *leaving_reason(struct life *l, bool at_18)
{
    double weight[SYNTH_REASONS];
    enum synth_leaving who = leaving(l);
    int age = date_age(l->child->birth, life_today(l));
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
bool life_leave(struct life *l, bool at_18)
{
    struct synth_episode *e = life_present(l);
    if (life_today(l) <= e->start)
        l->now = e->start + 1;
    e->end = life_today(l);
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
