// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/life.h"

#include <string.h>

/* Everything that begins a new episode while care goes on. */

void life_open(struct life *l, int32_t day, char rne, enum synth_legal legal,
               const struct synth_place *place)
{
    l->episodes[l->count++] = (struct synth_episode){
        .start = day, .end = DATE_NONE, .place = *place, .legal = legal, .rne = rne};
}

/* Ends the present episode and begins the next on the same day, at least a day after the start. */
void life_next(struct life *l, char rne, enum synth_legal legal, const struct synth_place *place,
               const char *changed)
{
    struct synth_episode *e = life_present(l);
    if (life_today(l) <= e->start)
        l->now = e->start + 1;
    e->end = life_today(l);
    e->reason_ended = "X1";
    e->reason_changed = changed;
    life_open(l, life_today(l), rne, legal, place);
}

/* Who may go where, whatever the weights. */
bool life_allowed(const struct life *l, enum synth_kind kind, enum synth_legal legal, int age)
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

enum synth_kind life_destination(const struct life *l, enum synth_legal legal)
{
    double weight[SYNTH_KINDS], sum = 0;
    enum synth_age band = life_age(l);
    int age = date_age(l->child->birth, life_today(l));
    for (int k = 0; k < SYNTH_KINDS; k++) {
        double base = l->child->uasc ? synth_uasc_entry_kind[k] : synth_destination[band][k];
        weight[k] = base * synth_destination_from[l->place.kind][k];
        if (!life_allowed(l, (enum synth_kind)k, legal, age))
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
        bool young = date_age(l->child->birth, life_today(l)) < 10;
        weight[i] = custody && young ? 0 : synth_changes[i].weight;
    }
    return synth_changes[random_choice(l->random, weight, SYNTH_CHANGES)].code;
}

void life_move(struct life *l, enum synth_kind kind, enum synth_legal legal)
{
    bool same_legal = legal == life_present(l)->legal;
    struct synth_place next = place_draw(l, kind, life_today(l), &l->place);
    if (kind == KIND_ADOPTION)
        memcpy(next.type, random_uniform(l->random) < 0.11 ? "A4" : "A6", 3);
    const char *reason = kind == KIND_ADOPTION ? "CARPL" : change_reason(l);
    l->place = next;
    life_next(l, same_legal ? 'P' : 'B', legal, &next, reason);
    l->carer_start = life_today(l);
}

/* The same carer: long term, for adoption, or registered as supported accommodation now. */
void life_same_carer(struct life *l, const char *type)
{
    memcpy(l->place.type, type, strlen(type) + 1);
    life_next(l, 'T', life_present(l)->legal, &l->place, "PLACE");
}

static void match(struct life *l)
{
    bool early = strcmp(l->place.type, "U5") == 0 || strcmp(l->place.type, "U2") == 0;
    double same = early ? 0.9 : synth_kinds[l->place.kind].foster ? 0.13 : 0;
    if (random_uniform(l->random) >= same) {
        life_move(l, KIND_ADOPTION, LEGAL_PLACEMENT);
        return;
    }
    l->place.kind = KIND_ADOPTION;
    life_same_carer(l, "A5");
    l->carer_start = life_today(l); /* the adoption's own clock: days since placed for it */
}

void life_change_status(struct life *l)
{
    bool order = life_present(l)->legal == LEGAL_PLACEMENT;
    if (order && l->place.kind != KIND_ADOPTION)
        match(l);
    else
        life_same_carer(l, strcmp(l->place.type, "U3") == 0 ? "U1" : "U4");
}

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

void life_change_legal(struct life *l)
{
    enum synth_legal legal = next_legal(l, life_present(l)->legal);
    int age = date_age(l->child->birth, life_today(l));
    bool moves = !life_allowed(l, l->place.kind, legal, age) || random_uniform(l->random) < 0.10;
    bool short_term = strcmp(l->place.type, "U6") == 0;
    if (moves) {
        life_move(l, life_destination(l, legal), legal);
    } else if (legal == LEGAL_CARE && short_term && random_uniform(l->random) < 0.1) {
        memcpy(l->place.type, "U4", 3);
        life_next(l, 'U', legal, &l->place, "PLACE");
    } else {
        life_next(l, 'L', legal, &l->place, NULL);
    }
    l->legal_start = life_today(l);
    l->legal_until = DATE_NONE;
}

void life_go_away(struct life *l)
{
    int days;
    struct synth_place elsewhere = place_temporary(l, &days);
    life_next(l, 'P', life_present(l)->legal, &elsewhere, NULL);
    if (life_today(l) + days > l->world->stop) {
        l->now = l->world->stop + 1;
        return;
    }
    l->now = life_today(l) + days;
    life_next(l, 'P', life_present(l)->legal, &l->place, NULL);
}
