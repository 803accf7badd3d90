// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/life.h"

#include <string.h>

/* Letter pairs that follow the rules of postcode areas but name none. */
static const char areas[PLACE_AREAS][3] = {"AE", "AH", "AR", "AW", "BE", "BW", "BY", "CY",
                                           "DB", "DR", "EA", "FE", "FR", "GA", "GE", "HE",
                                           "HT", "JA", "KB", "NA", "OB", "RT", "RY", "YE"};

const char *place_area(uint32_t index)
{
    return areas[index % PLACE_AREAS];
}

int32_t place_registration_day(void)
{
    return date_of(2023, 10, 28);
}

void place_postcode(struct random_stream *r, const char *area, char postcode[9])
{
    static const char unit[] = "ABDEFGHJLNPQRSTUWXYZ"; /* C I K M O V do not occur there */
    unsigned district = 1 + random_below(r, 20), sector = 1 + random_below(r, 9);
    char first = unit[random_below(r, 20)], second = unit[random_below(r, 20)];
    *postcode++ = area[0];
    *postcode++ = area[1];
    if (district >= 10)
        *postcode++ = (char)('0' + district / 10);
    *postcode++ = (char)('0' + district % 10);
    *postcode++ = ' ';
    *postcode++ = (char)('0' + sector);
    *postcode++ = first;
    *postcode++ = second;
    *postcode = '\0';
}

/* Inside the authority's own area or in one of five around it. */
static void postcode_near(struct life *l, struct random_stream *r, double outside, char postcode[9])
{
    const char *area = l->world->own_area;
    if (random_uniform(r) < outside)
        area = place_area(l->world->la_offset + 1 + random_below(r, 5));
    do
        place_postcode(r, area, postcode);
    while (strcmp(postcode, l->child->home_postcode) == 0);
}

/* Services of each kind that this authority uses: own ones are few, homes many. */
static uint32_t pool_size(const struct life *l, enum synth_kind kind, const char *provider)
{
    uint32_t children = (uint32_t)l->world->settings->children;
    bool own = strcmp(provider, "PR1") == 0;
    switch (kind) {
    case KIND_IFA:
        return 5 + (children < 2000 ? children / 40 : 50);
    case KIND_HOME:
        return own ? 1 + children / 150 : 4 + children / 9;
    case KIND_SUPPORTED:
        return own ? 1 + children / 400 : 3 + children / 30;
    case KIND_KINSHIP:
    case KIND_IN_HOUSE:
        return own ? 1 : 8;
    default:
        return own ? 1 : 4 + children / 200;
    }
}

/* The register number of a service: 9, the kind, five digits that no two services of it share. */
static void place_urn(struct life *l, struct synth_place *p)
{
    enum synth_kind kind = p->kind == KIND_KINSHIP ? KIND_IN_HOUSE : p->kind;
    uint32_t own = strcmp(p->provider, "PR1") == 0 ? 0 : 1;
    uint32_t index = random_below(&l->details, pool_size(l, p->kind, p->provider));
    uint32_t number = (l->world->la_offset * 31 + (index * 2 + own) * 7919) % 99991;
    for (int i = 6; i > 1; i--, number /= 10)
        p->urn[i] = (char)('0' + number % 10);
    p->urn[0] = '9';
    p->urn[1] = (char)('0' + kind % 10);
    p->urn[7] = '\0';
}

/* A home, unlike a household, is one address for everyone who ever lives there. */
static void home_postcode(struct life *l, struct synth_place *p)
{
    struct random_stream r;
    random_start(&r, l->world->settings->seed, "synth-home", text_of(l->world->settings->la),
                 text_of(p->urn), 0);
    bool own = strcmp(p->provider, "PR1") == 0;
    postcode_near(l, &r, own ? 0.1 : synth_kinds[p->kind].outside, p->postcode);
}

static const char *place_type(struct life *l, enum synth_kind kind, int32_t day)
{
    int age = date_age(l->child->birth, day);
    double u = random_uniform(&l->details);
    switch (kind) {
    case KIND_KINSHIP:
        return age < 2 && u < 0.004 ? "U2" : "U3";
    case KIND_IN_HOUSE:
        return age < 2 && u < 0.09 ? "U5" : "U6";
    case KIND_IFA:
        return "U6";
    case KIND_ADOPTION:
        return "A6"; /* with the same carer, A5: the life decides */
    case KIND_PARENTS:
        return "P1";
    case KIND_HOME:
        return "K2";
    case KIND_SECURE:
        return "K1";
    case KIND_SUPPORTED:
        return u < 0.22 && day < place_registration_day() ? "P2" : "H5";
    case KIND_CARE_HOME:
        return "R1";
    case KIND_HEALTH:
        return "R2";
    case KIND_FAMILY_CENTRE:
        return "R3";
    case KIND_CUSTODY:
        return "R5";
    case KIND_SCHOOL:
        return "S1";
    default:
        return "Z1";
    }
}

static void place_provider(struct life *l, struct synth_place *p)
{
    const double *weight = synth_kinds[p->kind].providers;
    double sum = 0;
    for (int i = 0; i < SYNTH_PROVIDERS; i++)
        sum += weight[i];
    memcpy(p->provider, "", 1);
    if (sum > 0) {
        memcpy(p->provider, "PR0", sizeof p->provider);
        p->provider[2] = (char)('0' + random_choice(&l->details, weight, SYNTH_PROVIDERS));
    }
}

static struct synth_place draw(struct life *l, enum synth_kind kind, int32_t day)
{
    const struct synth_kind_facts *facts = &synth_kinds[kind];
    struct synth_place p = {.kind = kind};
    memcpy(p.type, place_type(l, kind, day), 3);
    place_provider(l, &p);
    if (facts->wants_urn)
        place_urn(l, &p);
    if (kind == KIND_HOME || kind == KIND_SECURE || kind == KIND_SCHOOL)
        home_postcode(l, &p);
    else if (kind == KIND_PARENTS && random_uniform(&l->details) < 0.55)
        memcpy(p.postcode, l->child->home_postcode, sizeof p.postcode);
    else
        postcode_near(l, &l->details, facts->outside, p.postcode);
    return p;
}

/* True when the return would show a difference (rule 435). The return shows no postcodes of
 * unaccompanied children, and no register number of supported accommodation before it had one. */
static bool shows(const struct life *l, const struct synth_place *a, const struct synth_place *b)
{
    bool registered = a->kind != KIND_SUPPORTED || b->kind != KIND_SUPPORTED;
    return strcmp(a->type, b->type) != 0 || strcmp(a->provider, b->provider) != 0 ||
           (registered && strcmp(a->urn, b->urn) != 0) ||
           (!l->child->uasc && strcmp(a->postcode, b->postcode) != 0);
}

struct synth_place place_draw(struct life *l, enum synth_kind kind, int32_t day,
                              const struct synth_place *like)
{
    const struct synth_settings *settings = l->world->settings;
    random_start(&l->details, settings->seed, "synth-place", text_of(settings->la),
                 text_of(l->child->id), (uint64_t)l->count);
    struct synth_place p = draw(l, kind, day);
    for (int tries = 0; like && !shows(l, &p, like) && tries < 20; tries++)
        p = draw(l, kind, day);
    if (like && !shows(l, &p, like))
        p = draw(l, kind == KIND_IFA ? KIND_IN_HOUSE : KIND_IFA, day);
    return p;
}

struct synth_place place_temporary(struct life *l, int *days)
{
    static const char types[4][3] = {"T1", "T3", "T4", "T0"};
    static const double weight[4] = {25, 35, 35, 5};
    static const uint32_t most[4] = {20, 18, 7, 12};
    size_t i = random_choice(l->random, weight, 4);
    struct synth_place p = l->place;
    p.temporary = true;
    memcpy(p.type, types[i], sizeof types[i]);
    p.provider[0] = p.urn[0] = '\0';
    postcode_near(l, l->random, 0.2, p.postcode);
    *days = 1 + (int)random_below(l->random, most[i]);
    return p;
}
