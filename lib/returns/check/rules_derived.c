// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/tables.h"
#include "returns/check/visit.h"

/* What the collection's portal works out from postcodes (PL_DISTANCE, PL_LA, PL_LOCATION), where the
 * return has those columns. */

static bool distance_wrong(const struct visit *v, const struct episode_view *e) /* 164 */
{
    struct text miles = cell(v, e->row, COLUMN_PL_DISTANCE);
    double value;
    if (!miles.size || is_short_break(e) || ever_uasc(v))
        return false;
    return !text_number(miles, &value) || value < 0 || value > 999.9;
}

static bool distance_long(const struct visit *v, const struct episode_view *e) /* 454 */
{
    double miles; /* 999.9 stands for "not known" */
    return cell_number(v, e->row, COLUMN_PL_DISTANCE, &miles) && miles > 350 && miles != 999.9;
}

static bool authority_missing(const struct visit *v, const struct episode_view *e) /* 169 */
{
    struct text la = cell(v, e->row, COLUMN_PL_LA);
    if (!la.size)
        return !is_short_break(e);
    return authorities_find(v->authorities, la) < 0 && !code_valid(v, "pl_la_other", la);
}

static bool location_wrong(const struct visit *v, const struct episode_view *e) /* 179 */
{
    struct text location = cell(v, e->row, COLUMN_PL_LOCATION);
    return location.size ? !text_in(location, "IN,OUT") : !is_short_break(e);
}

static bool in_own_authority(const struct visit *v, const struct episode_view *e)
{
    return authorities_find(v->authorities, cell(v, e->row, COLUMN_PL_LA)) == v->authority;
}

static bool location_disagrees(const struct visit *v, const struct episode_view *e) /* 411 */
{
    return text_is(cell(v, e->row, COLUMN_PL_LOCATION), "IN") && !in_own_authority(v, e);
}

static bool own_provision_elsewhere(const struct visit *v, const struct episode_view *e) /* 1015 */
{
    return text_is(e->provider, "PR1") && e->ls.size && e->place.size && !is_short_break(e) &&
           !text_in(e->place, "A3,A4,A5,A6,U1,U2,U3,U4,U5,U6") &&
           !(v->year >= 2026 && text_is(e->place, "K3")) && !in_own_authority(v, e);
}

static const enum column_name distance_sent[] = {COLUMN_PL_DISTANCE, COLUMNS};
static const enum column_name authority_sent[] = {COLUMN_PL_LA, COLUMNS};
static const enum column_name location_sent[] = {COLUMN_PL_LOCATION, COLUMNS};
static const enum column_name both_sent[] = {COLUMN_PL_LA, COLUMN_PL_LOCATION, COLUMNS};

#define DERIVED_RULE(number, sent, needed, function, where, says)                                  \
    {                                                                                              \
        .code = number, .tables = NEEDS_EPISODES, .columns = sent, .wants = needed,                \
        .wrong = function, .column = where, .message = says                                        \
    }

const struct rule_entry rules_derived[] = {
    {.code = "164",
     .tables = NEEDS_EPISODES | NEEDS_UASC,
     .columns = distance_sent,
     .wrong = distance_wrong,
     .column = COLUMN_PL_DISTANCE,
     .message = "a distance is 0 to 999.9 miles (not UASC, not V3 or V4)"},
    DERIVED_RULE("169", authority_sent, 0, authority_missing, COLUMN_PL_LA,
                 "the authority of placement must be given and be an authority (not V3 or V4)"),
    DERIVED_RULE("179", location_sent, 0, location_wrong, COLUMN_PL_LOCATION,
                 "IN or OUT expected (not V3 or V4)"),
    DERIVED_RULE("411", both_sent, WANTS_AUTHORITY, location_disagrees, COLUMN_PL_LOCATION,
                 "IN, but the authority of placement is not the return's"),
    DERIVED_RULE("454", distance_sent, 0, distance_long, COLUMN_PL_DISTANCE,
                 "more than 350 miles from home"),
    DERIVED_RULE("1015", authority_sent, WANTS_AUTHORITY, own_provision_elsewhere, COLUMN_PL_LA,
                 "own provision (PR1), but placed in another authority"),
    {NULL},
};
