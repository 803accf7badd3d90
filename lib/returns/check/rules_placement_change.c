// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/visit.h"
#include "returns/check/tables.h"

/* Whether what an episode says has changed (RNE) did change against the episode before, and whether the
 * reason for a change of placement is given where, and only where, there is one. */

static bool same_place(const struct episode_view *a, const struct episode_view *b)
{
    return text_equal(a->place, b->place) && text_equal(a->provider, b->provider) &&
           postcode_equal(a->placement_post, b->placement_post) && text_equal(a->urn, b->urn);
}

/* Two blank postcodes say nothing about a move where blank is right: for a child who is or was UASC. */
static bool not_moved(const struct visit *v, const struct episode_view *a,
                      const struct episode_view *b)
{
    bool unknown = !a->placement_post.size && !b->placement_post.size && ever_uasc(v);
    return same_place(a, b) && !unknown;
}

static void rule_225(struct visit *v)
{
    for (size_t i = 1; i < v->episode_count; i++) {
        const struct episode_view *before = &v->episodes[i - 1], *now = &v->episodes[i];
        if (text_is(before->rec, "X1") && !before->reason.size && text_in(now->rne, "P,B,T,U") &&
            !is_temporary(before) && !is_temporary(now))
            finding(v, before->row, COLUMN_REASON_PLACE_CHANGE,
                    "the placement changes after this episode: the reason must be given");
    }
}

static void rule_226(struct visit *v)
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *now = &v->episodes[i];
        if (is_temporary(now) && (now->reason.size || (i && v->episodes[i - 1].reason.size)))
            finding(
                v, now->row, COLUMN_REASON_PLACE_CHANGE,
                "neither a temporary placement nor the episode before it has a reason for change");
    }
}

static void rule_434(struct visit *v)
{
    for (size_t i = 1; i < v->episode_count; i++) {
        const struct episode_view *before = &v->episodes[i - 1], *now = &v->episodes[i];
        if (text_is(now->rne, "L") && (text_equal(before->ls, now->ls) || !same_place(before, now)))
            finding(v, now->row, COLUMN_RNE,
                    "RNE L: the legal status changes, and nothing about the placement");
    }
}

static void rule_435(struct visit *v)
{
    for (size_t i = 1; i < v->episode_count; i++) {
        const struct episode_view *before = &v->episodes[i - 1], *now = &v->episodes[i];
        if (text_in(now->rne, "P,T") &&
            (!text_equal(before->ls, now->ls) || not_moved(v, before, now)))
            finding(v, now->row, COLUMN_RNE,
                    "RNE P or T: the placement changes, and the legal status does not");
    }
}

static void rule_436(struct visit *v)
{
    for (size_t i = 1; i < v->episode_count; i++) {
        const struct episode_view *before = &v->episodes[i - 1], *now = &v->episodes[i];
        if (text_in(now->rne, "B,U") &&
            (text_equal(before->ls, now->ls) || not_moved(v, before, now)))
            finding(v, now->row, COLUMN_RNE,
                    "RNE B or U: both the legal status and the placement change");
    }
}

const struct rule_entry rules_placement_change[] = {
    {.code = "225", .tables = NEEDS_EPISODES, .visit = rule_225},
    {.code = "226", .tables = NEEDS_EPISODES, .visit = rule_226},
    {.code = "434", .tables = NEEDS_EPISODES, .visit = rule_434},
    {.code = "435", .tables = NEEDS_EPISODES, .visit = rule_435},
    {.code = "436", .tables = NEEDS_EPISODES, .visit = rule_436},
    {NULL},
};
