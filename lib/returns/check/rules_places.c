// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/visit.h"
#include "returns/check/tables.h"

#include <string.h>

/* Placement type, provider, register number and postcode of one episode against each other, its legal
 * status and reasons. */

static const char same_carer_adoption[] = "A3,A5";
static const char adoption[] = "A3,A4,A5,A6";
static const char foster[] = "U1,U2,U3,U4,U5,U6";

/* On this day semi-independent and independent living without registration ceased to be lawful. */
static int32_t supported_accommodation_day(void)
{
    return date_of(2023, 10, 28);
}

static bool no_provider_wanted(const struct episode_view *e)
{
    return is_temporary(e) || is_other_placement(e);
}

/* Placements without a register number of their own. H5 had none before 2023-24, P2 never had. */
static bool no_urn_wanted(const struct visit *v, const struct episode_view *e)
{
    return text_in(e->place, "P1,P3,R1,R2,R5") || is_temporary(e) || is_other_placement(e) ||
           (v->year <= 2024 && text_is(e->place, "P2")) ||
           (v->year <= 2023 && text_is(e->place, "H5"));
}

/* Outside England, or in a place kept secret, Ofsted gives no number: PL_LA, where the return has it, is
 * a word of the portal's or an authority of Wales, Scotland or Northern Ireland. */
static bool outside_england(const struct visit *v, const struct episode_view *e)
{
    struct text la = cell(v, e->row, COLUMN_PL_LA);
    return text_is(la, "CON") || (la.size && strchr("WSN", *la.at));
}

static bool provider_not_wanted(const struct visit *v, const struct episode_view *e) /* 213 */
{
    (void)v;
    return e->provider.size && no_provider_wanted(e);
}

static bool provider_missing(const struct visit *v, const struct episode_view *e) /* 526 */
{
    (void)v;
    return !e->provider.size && e->place.size && !no_provider_wanted(e);
}

static bool adopter_carer_new(const struct visit *v, const struct episode_view *e) /* 217 */
{
    (void)v;
    return text_in(e->place, same_carer_adoption) && date_known(e->start) &&
           e->start >= date_of(2015, 4, 1) && !text_in(e->rne, "S,T,U");
}

static bool p2_after_2023(const struct visit *v, const struct episode_view *e) /* 217t */
{
    (void)v;
    return text_is(e->place, "P2") &&
           (e->end == DATE_NONE || e->end > supported_accommodation_day());
}

/* Not asked of short breaks (rule 214 forbids it there), nor of H5, of which rule 230 asks it. */
static bool urn_missing(const struct visit *v, const struct episode_view *e) /* 218 */
{
    return !e->urn.size && e->place.size && !no_urn_wanted(v, e) && !text_is(e->place, "H5") &&
           !is_short_break(e) && !outside_england(v, e) &&
           (e->end == DATE_NONE || e->end >= v->year_start);
}

static bool has_urn(const struct episode_view *e)
{
    return e->urn.size && !text_is_nocase(e->urn, "XXXXXXX");
}

static bool urn_not_wanted(const struct visit *v, const struct episode_view *e) /* 222 */
{
    return has_urn(e) && no_urn_wanted(v, e);
}

static bool h5_without_urn(const struct visit *v, const struct episode_view *e) /* 230 */
{
    return text_is(e->place, "H5") && !has_urn(e) && !outside_england(v, e) &&
           (e->end == DATE_NONE || e->end > supported_accommodation_day());
}

static void rule_214(struct visit *v)
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (is_short_break(e) && (e->placement_post.size || e->urn.size))
            finding(v, e->row, e->urn.size ? COLUMN_URN : COLUMN_PL_POST,
                    "a short break (V3, V4) has no placement postcode and no URN");
    }
}

static bool parents_with_v2(const struct visit *v, const struct episode_view *e) /* 378 */
{
    (void)v;
    return text_is(e->place, "P1") && text_is(e->ls, "V2");
}

static bool temporary_starts_without_move(const struct visit *v,
                                          const struct episode_view *e) /* 380 */
{
    (void)v;
    return is_temporary(e) && !text_in(e->rne, "P,B");
}

static bool care_ends_in_temporary(const struct visit *v, const struct episode_view *e) /* 381 */
{
    (void)v;
    return is_temporary(e) && e->rec.size && !text_is(e->rec, "X1");
}

static bool short_break_in_temporary(const struct visit *v, const struct episode_view *e) /* 382 */
{
    (void)v;
    return is_short_break(e) && is_temporary(e);
}

static bool short_break_long_term(const struct visit *v, const struct episode_view *e) /* 384 */
{
    (void)v;
    return is_short_break(e) && text_in(e->place, "U1,U4");
}

static bool short_break_goes_on(const struct visit *v, const struct episode_view *e) /* 366 */
{
    (void)v;
    return text_is(e->ls, "V3") && !text_is(e->rne, "S");
}

static bool adopted_from_elsewhere(const struct visit *v, const struct episode_view *e) /* 390 */
{
    (void)v;
    return text_in(e->rec, "E11,E12") && !text_in(e->place, adoption);
}

static bool postcodes_missing(const struct visit *v, const struct episode_view *e) /* 392b */
{
    return !is_short_break(e) && !ever_uasc(v) && (!e->home_post.size || !e->placement_post.size);
}

static bool placed_at_home(const struct visit *v, const struct episode_view *e) /* 392d */
{
    (void)v;
    return e->home_post.size && postcode_equal(e->home_post, e->placement_post) &&
           !text_is(e->place, "P1");
}

static bool placement_order_missing(const struct visit *v, const struct episode_view *e) /* 408 */
{
    (void)v;
    return text_in(e->place, "A5,A6") && !text_is(e->ls, "E1");
}

static bool guardian_not_carer(const struct visit *v, const struct episode_view *e) /* 516 */
{
    (void)v;
    return text_in(e->rec, "E45,E46") && !text_in(e->place, foster);
}

static bool pr1_or_pr2_elsewhere(const struct episode_view *e, const char *provider)
{
    return text_is(e->provider, provider) && text_in(e->place, "P1,R2,R5");
}

static bool pr1_misplaced(const struct visit *v, const struct episode_view *e) /* 527 */
{
    (void)v;
    return pr1_or_pr2_elsewhere(e, "PR1");
}

static bool pr2_misplaced(const struct visit *v, const struct episode_view *e) /* 528 */
{
    (void)v;
    return pr1_or_pr2_elsewhere(e, "PR2");
}

static bool pr3_misplaced(const struct visit *v, const struct episode_view *e) /* 529 */
{
    (void)v;
    return text_is(e->provider, "PR3") &&
           (text_in(e->place, "P1,K1,K2") || text_in(e->place, adoption) ||
            text_in(e->place, foster));
}

static bool pr4_misplaced(const struct visit *v, const struct episode_view *e) /* 530 */
{
    (void)v;
    return text_is(e->provider, "PR4") && text_is(e->place, "P1");
}

static bool pr5_misplaced(const struct visit *v, const struct episode_view *e) /* 531 */
{
    (void)v;
    return text_is(e->provider, "PR5") && text_is(e->place, "P1");
}

static bool pr0_misplaced(const struct visit *v, const struct episode_view *e) /* 550 */
{
    (void)v;
    return text_is(e->provider, "PR0") && !text_is(e->place, "P1");
}

static bool reason_on_open(const struct visit *v, const struct episode_view *e) /* 233 */
{
    (void)v;
    return e->reason.size && e->end == DATE_NONE;
}

static bool half_ended(const struct visit *v, const struct episode_view *e) /* 148 */
{
    (void)v;
    return (e->end == DATE_NONE) != (e->rec.size == 0);
}

static const enum column_name urn_sent[] = {COLUMN_URN, COLUMNS};
static const enum column_name posts_sent[] = {COLUMN_HOME_POST, COLUMN_PL_POST, COLUMNS};

#define EPISODE_RULE(number, function, where, says)                                                \
    {                                                                                              \
        .code = number, .tables = NEEDS_EPISODES, .wrong = function, .column = where,              \
        .message = says                                                                            \
    }

const struct rule_entry rules_places[] = {
    EPISODE_RULE("148", half_ended, COLUMN_REC,
                 "end date and end reason must both be given or both be blank"),
    EPISODE_RULE("213", provider_not_wanted, COLUMN_PLACE_PROVIDER,
                 "a temporary or other (Z) placement has no provider code"),
    {.code = "214", .tables = NEEDS_EPISODES, .visit = rule_214},
    EPISODE_RULE("217", adopter_carer_new, COLUMN_RNE,
                 "adoption by the present foster carer (A3, A5) starts with RNE S, T or U"),
    EPISODE_RULE("217t", p2_after_2023, COLUMN_PLACE,
                 "independent living (P2) is no placement after 28/10/2023"),
    {.code = "218",
     .tables = NEEDS_EPISODES,
     .columns = urn_sent,
     .wrong = urn_missing,
     .column = COLUMN_URN,
     .message = "a placement of this type in England needs a URN"},
    EPISODE_RULE("222", urn_not_wanted, COLUMN_URN, "a placement of this type has no URN"),
    {.code = "230",
     .tables = NEEDS_EPISODES,
     .columns = urn_sent,
     .wrong = h5_without_urn,
     .column = COLUMN_URN,
     .message = "supported accommodation after 28/10/2023 needs a URN"},
    EPISODE_RULE("233", reason_on_open, COLUMN_REASON_PLACE_CHANGE,
                 "an open episode has no reason for a placement change"),
    EPISODE_RULE("366", short_break_goes_on, COLUMN_RNE,
                 "each short break under V3 starts with RNE S"),
    EPISODE_RULE("378", parents_with_v2, COLUMN_LS,
                 "a child placed with parents (P1) is not accommodated under V2"),
    EPISODE_RULE("380", temporary_starts_without_move, COLUMN_RNE,
                 "a temporary placement starts with RNE P or B"),
    EPISODE_RULE("381", care_ends_in_temporary, COLUMN_REC,
                 "care does not end from a temporary placement: X1 expected"),
    EPISODE_RULE("382", short_break_in_temporary, COLUMN_PLACE,
                 "a short break (V3, V4) is not a temporary placement"),
    EPISODE_RULE("384", short_break_long_term, COLUMN_PLACE,
                 "a short break (V3, V4) is not a long-term foster placement (U1, U4)"),
    EPISODE_RULE("390", adopted_from_elsewhere, COLUMN_PLACE,
                 "an adopted child was placed for adoption (A3-A6) in its last episode"),
    {.code = "392b",
     .tables = NEEDS_EPISODES | NEEDS_UASC,
     .columns = posts_sent,
     .wrong = postcodes_missing,
     .column = COLUMN_PL_POST,
     .message = "home and placement postcode must be given (not UASC, not V3 or V4)"},
    EPISODE_RULE("392d", placed_at_home, COLUMN_PL_POST,
                 "the placement has the home's postcode, but is not with parents (P1)"),
    EPISODE_RULE("408", placement_order_missing, COLUMN_LS,
                 "placed for adoption under a placement order (A5, A6): legal status E1 expected"),
    EPISODE_RULE("516", guardian_not_carer, COLUMN_REC,
                 "special guardianship to a former foster carer (E45, E46), but the child was not "
                 "in a foster placement"),
    EPISODE_RULE("526", provider_missing, COLUMN_PLACE_PROVIDER,
                 "a placement of this type needs a provider code"),
    EPISODE_RULE("527", pr1_misplaced, COLUMN_PLACE_PROVIDER,
                 "own provision (PR1) does not go with P1, R2 or R5"),
    EPISODE_RULE("528", pr2_misplaced, COLUMN_PLACE_PROVIDER,
                 "another authority (PR2) does not go with P1, R2 or R5"),
    EPISODE_RULE("529", pr3_misplaced, COLUMN_PLACE_PROVIDER,
                 "another public body (PR3) does not go with P1, A3-A6, K1, K2 or U1-U6"),
    EPISODE_RULE("530", pr4_misplaced, COLUMN_PLACE_PROVIDER,
                 "a private provider (PR4) does not go with P1"),
    EPISODE_RULE("531", pr5_misplaced, COLUMN_PLACE_PROVIDER,
                 "a voluntary provider (PR5) does not go with P1"),
    EPISODE_RULE("550", pr0_misplaced, COLUMN_PLACE_PROVIDER, "PR0 (parent) goes with P1 only"),
    {NULL},
};
