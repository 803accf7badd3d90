// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/tables.h"
#include "returns/check/visit.h"

/* URN and postcodes against what others publish: Ofsted's register of providers and a directory of
 * postcodes, where they are given (hearth-check --providers, --postcodes). */

static bool has_urn(const struct episode_view *e)
{
    return e->urn.size && !text_is_nocase(e->urn, "XXXXXXX");
}

static bool not_registered(const struct visit *v, const struct episode_view *e) /* 1008 */
{
    return has_urn(e) && !providers_find(v->providers, e->urn);
}

/* Whether CODE stands in LIST, a text such as "U1,U4". */
static bool listed(struct text code, struct text list)
{
    struct text rest = list;
    while (rest.at)
        if (text_equal(text_cut(&rest, ','), code))
            return true;
    return false;
}

static bool place_differs(const struct visit *v, const struct episode_view *e) /* 219 */
{
    const struct provider *p = has_urn(e) ? providers_find(v->providers, e->urn) : NULL;
    return p && !listed(e->place, p->places);
}

static bool provider_differs(const struct visit *v, const struct episode_view *e) /* 224 */
{
    const struct provider *p = has_urn(e) ? providers_find(v->providers, e->urn) : NULL;
    return p && !listed(e->provider, p->codes);
}

/* Own provision (PR1) is registered in the own authority, another authority's (PR2) elsewhere. */
static bool authority_differs(const struct visit *v, const struct episode_view *e) /* 229 */
{
    const struct provider *p = has_urn(e) ? providers_find(v->providers, e->urn) : NULL;
    if (!p || is_temporary(e) || is_other_placement(e) || text_in(e->place, "P1,P3,R1,R2,R5") ||
        (v->year >= 2026 && text_is(e->place, "K3")))
        return false;
    int la = authorities_find(v->authorities, p->la);
    return (text_is(e->provider, "PR1") && la != v->authority) ||
           (text_is(e->provider, "PR2") && la == v->authority);
}

static bool unknown_postcode(const struct visit *v, const struct episode_view *e) /* 392c */
{
    return (e->home_post.size && !postcodes_have(v->postcodes, e->home_post)) ||
           (e->placement_post.size && !postcodes_have(v->postcodes, e->placement_post));
}

static void rule_392c(struct visit *v)
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (!unknown_postcode(v, e))
            continue;
        bool home = e->home_post.size && !postcodes_have(v->postcodes, e->home_post);
        finding(v, e->row, home ? COLUMN_HOME_POST : COLUMN_PL_POST,
                "the postcode is not in the directory");
    }
}

static const enum column_name urn_sent[] = {COLUMN_URN, COLUMNS};
static const enum column_name posts_sent[] = {COLUMN_HOME_POST, COLUMN_PL_POST, COLUMNS};

#define REGISTER_RULE(number, more, function, where, says)                                         \
    {                                                                                              \
        .code = number, .tables = NEEDS_EPISODES, .columns = urn_sent,                             \
        .wants = WANTS_PROVIDERS | (more), .wrong = function, .column = where, .message = says     \
    }

const struct rule_entry rules_register[] = {
    REGISTER_RULE("219", WANTS_PLACES, place_differs, COLUMN_PLACE,
                  "the register has another placement type for this URN"),
    REGISTER_RULE("224", WANTS_CODES, provider_differs, COLUMN_PLACE_PROVIDER,
                  "the register has another provider code for this URN"),
    REGISTER_RULE("229", WANTS_AUTHORITY | WANTS_LA, authority_differs, COLUMN_PLACE_PROVIDER,
                  "PR1 is registered in the own authority, PR2 in another: this URN is not"),
    REGISTER_RULE("1008", 0, not_registered, COLUMN_URN, "the URN is not in the register"),
    {.code = "392c",
     .tables = NEEDS_EPISODES,
     .columns = posts_sent,
     .wants = WANTS_POSTCODES,
     .visit = rule_392c},
    {NULL},
};
