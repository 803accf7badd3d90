// SPDX-License-Identifier: GPL-3.0-or-later
/* A made-up authority of 20,000 children looks like England.
 *
 * Published figures: Department for Education, "Children looked after in England including adoptions",
 * reporting year 2024 (year ending 31 March 2024), national tables, rounded there to the nearest 10;
 * Open Government Licence v3.0. The table is named at each block.
 *
 * Margins, in percentage points, are of two parts. Sampling: two standard errors of a share of 20,000
 * children are at most 0.7, of 8,500 who cease 1.1. Model: the made-up authority is in balance, England
 * in 2024 was not (supported accommodation was being registered, so that 2,900 more children than the
 * year before stood in "other placements"; homes were growing; children who entered in earlier, larger
 * cohorts of babies had been in care for over ten years), and one set of hazards serves every child of
 * an age and kind of placement. So each line's margin says how far the model is trusted: 1.5 to 2 for
 * ages and legal status, 3 to 5 where a line depends on placements that England was changing or on how
 * long placements last. */
#include "unit.h"

#include "calendar/date.h"
#include "model/synth/synth.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { YEAR = 2024, CHILDREN = 20000 };

enum { SPANS = 9, STAYS = 8 };
static struct counts {
    double stock, uasc, by_age[SYNTH_AGES], by_kind[SYNTH_KINDS], by_legal[SYNTH_LEGALS];
    double girls, unsettled; /* three or more placements in the year */
    double starts, uasc_starts, start_age[SYNTH_AGES], start_legal[SYNTH_LEGALS];
    double start_kind[SYNTH_KINDS];
    double ends, end_age[SYNTH_AGES + 1], end_span[SPANS]; /* the last age: 18th birthday */
    double adopted, guardianship, home, stayed_put, independent;
    double placements, status_only, stay[STAYS], foster_stay[STAYS], foster_stays;
} n;

static enum synth_age band(int32_t birth, int32_t day)
{
    int age = date_age(birth, day);
    return age < 1    ? AGE_UNDER_1
           : age < 5  ? AGE_1_TO_4
           : age < 10 ? AGE_5_TO_9
           : age < 16 ? AGE_10_TO_15
                      : AGE_16_AND_17;
}

static bool within_year(int32_t day)
{
    return day != DATE_NONE && day >= synth_year_start(YEAR) && day <= synth_year_end(YEAR);
}

static int class_of(int32_t days, const int32_t *cuts, int count)
{
    int i = count - 1;
    while (i && days < cuts[i])
        i--;
    return i;
}

static void count_end(const struct synth_child *c, const struct synth_episode *e, int32_t began)
{
    bool at_18 = e->end >= date_birthday(c->birth, 18);
    const char *why = e->reason_ended;
    n.ends++;
    n.end_age[at_18 ? SYNTH_AGES : band(c->birth, e->end)]++;
    n.end_span[class_of(e->end - began, synth_care_cuts, SPANS)]++;
    n.adopted += strcmp(why, "E11") == 0 || strcmp(why, "E12") == 0;
    n.guardianship += strncmp(why, "E4", 2) == 0 && strchr("5678", why[2]) != NULL;
    n.home += strcmp(why, "E4A") == 0 || strcmp(why, "E4B") == 0;
    n.stayed_put += strcmp(why, "E17") == 0;
    n.independent += strcmp(why, "E5") == 0 || strcmp(why, "E6") == 0;
}

static void count_start(const struct synth_child *c, const struct synth_episode *e)
{
    n.starts++;
    n.uasc_starts += c->uasc;
    n.start_age[band(c->birth, e->start)]++;
    n.start_legal[e->legal]++;
    n.start_kind[e->place.kind]++;
}

static void count_stock(const struct synth_child *c, const struct synth_episode *e, int placements)
{
    int32_t day = synth_year_end(YEAR);
    n.stock++;
    n.uasc += c->uasc && (c->uasc_ended == DATE_NONE || c->uasc_ended > day);
    n.girls += !c->male;
    n.by_age[band(c->birth, day)]++;
    n.by_kind[e->place.kind]++;
    n.by_legal[e->legal]++;
    n.unsettled += placements >= 3;
}

/* A placement that ceased in the year, DAYS long. */
static void count_stay(enum synth_kind kind, int32_t days)
{
    int i = class_of(days, synth_stay_cuts, STAYS);
    n.stay[i]++;
    n.placements++;
    if (synth_kinds[kind].foster) {
        n.foster_stay[i]++;
        n.foster_stays++;
    }
}

static bool new_placement(const struct synth_child *c, int i)
{
    const struct synth_episode *e = &c->episodes[i];
    return e->rne != 'L' && !e->place.temporary && !(i && e[-1].place.temporary && e->rne == 'P');
}

static void count_child(const struct synth_child *c)
{
    int32_t began = 0, placed = 0;
    int placements = 0;
    for (int i = 0; i < c->episode_count; i++) {
        const struct synth_episode *e = &c->episodes[i];
        if (e->legal == LEGAL_BREAKS || e->legal == LEGAL_BREAKS_AGREED)
            return;
        if (e->rne == 'S') {
            began = e->start;
            if (within_year(e->start))
                count_start(c, e);
        }
        if (e->start < synth_year_start(YEAR) &&
            (e->end == DATE_NONE || e->end > synth_year_start(YEAR)))
            placements = 1; /* the one in which the year began */
        if (new_placement(c, i)) {
            if (i && e->rne != 'S' && within_year(e->start))
                count_stay(e[-1].place.kind, e->start - placed);
            placed = e->start;
            placements += within_year(e->start);
            n.status_only += within_year(e->start) && strchr("TU", e->rne) != NULL;
        }
        bool left = e->end != DATE_NONE && strcmp(e->reason_ended, "X1") != 0;
        if (left && within_year(e->end)) {
            count_stay(e->place.kind, e->end - placed);
            count_end(c, e, began);
        }
        if (left)
            placements = 0;
        if (e->start <= synth_year_end(YEAR) &&
            (e->end == DATE_NONE || e->end > synth_year_end(YEAR)))
            count_stock(c, e, placements);
    }
}

static int count_england(void **state)
{
    (void)state;
    struct synth_settings settings = {.seed = 2024,
                                      .la = "England",
                                      .children = CHILDREN,
                                      .first = YEAR,
                                      .last = YEAR,
                                      .entry_spread = synth_entry_spread};
    struct synth_authority a;
    if (synth_make(&a, &settings) != STATUS_OK)
        return -1;
    for (size_t i = 0; i < a.count; i++)
        count_child(&a.children[i]);
    synth_done(&a);
    return 0;
}

/* --- the comparison ------------------------------------------------------------------------- */

static int wrong;

/* PART of WHOLE against PUBLISHED of ALL, in percentage points. */
static void share(const char *what, double part, double whole, double published, double all,
                  double margin)
{
    double ours = 100 * part / whole, theirs = 100 * published / all;
    if (fabs(ours - theirs) <= margin)
        return;
    wrong++;
    print_error("%s: %.1f%%, published %.1f%%, margin %.1f points\n", what, ours, theirs, margin);
}

static void done(void)
{
    int found = wrong;
    wrong = 0;
    assert_int_equal(found, 0);
}

/* "CLA on 31 March by characteristics" and "... who were unaccompanied asylum-seeking children". */
static void stock_by_age_status_and_sex(void **state)
{
    (void)state;
    const double all = 83630;
    share("under 1", n.by_age[AGE_UNDER_1], n.stock, 3730, all, 1.5);
    share("1 to 4", n.by_age[AGE_1_TO_4], n.stock, 10820, all, 1.5);
    share("5 to 9", n.by_age[AGE_5_TO_9], n.stock, 15020, all, 2);
    share("10 to 15", n.by_age[AGE_10_TO_15], n.stock, 31440, all, 2);
    share("16 and over", n.by_age[AGE_16_AND_17], n.stock, 22620, all, 2);
    double orders = n.by_legal[LEGAL_INTERIM] + n.by_legal[LEGAL_CARE];
    share("care orders", orders, n.stock, 62450, all, 2);
    share("placement orders", n.by_legal[LEGAL_PLACEMENT], n.stock, 4690, all, 1.5);
    share("section 20", n.by_legal[LEGAL_VOLUNTARY], n.stock, 16240, all, 2);
    share("unaccompanied", n.uasc, n.stock, 7380, all, 1.5);
    share("girls", n.girls, n.stock, 35910, all, 2);
    done();
}

/* "CLA on 31 March by placement provider, placement type and locality"; own carers: own provision of
 * foster placements (33,580) less relatives and friends (13,670). */
static void stock_by_placement(void **state)
{
    (void)state;
    const double all = 83630;
    double foster = n.by_kind[KIND_KINSHIP] + n.by_kind[KIND_IN_HOUSE] + n.by_kind[KIND_IFA];
    share("foster", foster, n.stock, 56390, all, 3);
    share("relatives and friends", n.by_kind[KIND_KINSHIP], n.stock, 13670, all, 2);
    share("own foster carers", n.by_kind[KIND_IN_HOUSE], n.stock, 19910, all, 4);
    share("agency carers", n.by_kind[KIND_IFA], n.stock, 22530, all, 3);
    share("for adoption", n.by_kind[KIND_ADOPTION], n.stock, 1910, all, 1);
    share("with parents", n.by_kind[KIND_PARENTS], n.stock, 5300, all, 1.5);
    double homes = n.by_kind[KIND_HOME] + n.by_kind[KIND_SECURE];
    share("homes", homes, n.stock, 8640, all, 1.5);
    share("supported", n.by_kind[KIND_SUPPORTED], n.stock, 6250, all, 1.5);
    share("other", n.by_kind[KIND_OTHER], n.stock, 3790, all, 2);
    done();
}

/* "CLA who started to be looked after". The rate: DfE counts a child once a year, so published starts
 * are a little lower than starts of periods of care; England's long stays do the rest. */
static void starts(void **state)
{
    (void)state;
    const double all = 33050;
    share("starts to stock", n.starts, n.stock, all, 83630, 7);
    share("under 1", n.start_age[AGE_UNDER_1], n.starts, 5210, all, 2.5);
    share("1 to 4", n.start_age[AGE_1_TO_4], n.starts, 4830, all, 2);
    share("5 to 9", n.start_age[AGE_5_TO_9], n.starts, 4890, all, 2);
    share("10 to 15", n.start_age[AGE_10_TO_15], n.starts, 8690, all, 2);
    share("16 and over", n.start_age[AGE_16_AND_17], n.starts, 9440, all, 2);
    share("unaccompanied", n.uasc_starts, n.starts, 7270, all, 2.5);
    double orders = n.start_legal[LEGAL_INTERIM] + n.start_legal[LEGAL_CARE];
    double protection = n.start_legal[LEGAL_POLICE] + n.start_legal[LEGAL_EMERGENCY];
    share("care order", orders, n.starts, 10210, all, 2);
    share("child protection", protection, n.starts, 3350, all, 3);
    share("section 20", n.start_legal[LEGAL_VOLUNTARY], n.starts, 18980, all, 2);
    double foster =
        n.start_kind[KIND_KINSHIP] + n.start_kind[KIND_IN_HOUSE] + n.start_kind[KIND_IFA];
    share("foster", foster, n.starts, 18290, all, 5);
    share("with parents", n.start_kind[KIND_PARENTS], n.starts, 2190, all, 1.5);
    share("supported", n.start_kind[KIND_SUPPORTED], n.starts, 6670, all, 5);
    share("other", n.start_kind[KIND_OTHER], n.starts, 2580, all, 3);
    done();
}

/* "CLA who ceased to be looked after during the year". */
static void ends(void **state)
{
    (void)state;
    static const double spans[SPANS] = {2520, 2400, 4660, 6320, 6990, 2970, 2890, 3090, 1780};
    static const double margins[SPANS] = {2, 2, 2, 2, 2.5, 2, 2, 3, 3.5};
    static const double ages[SYNTH_AGES + 1] = {1660, 6340, 3690, 4830, 4020, 13050};
    static const char *const names[SYNTH_AGES + 1] = {
        "under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17", "on the 18th birthday"};
    const double all = 33620;
    for (int i = 0; i <= SYNTH_AGES; i++)
        share(names[i], n.end_age[i], n.ends, ages[i], all, 2);
    for (int i = 0; i < SPANS; i++) {
        char what[64];
        snprintf(what, sizeof what, "in care for %d days or more", (int)synth_care_cuts[i]);
        share(what, n.end_span[i], n.ends, spans[i], all, margins[i]);
    }
    share("adopted", n.adopted, n.ends, 2980, all, 1.5);
    share("special guardianship", n.guardianship, n.ends, 3860, all, 2);
    share("returned home", n.home, n.ends, 6840, all, 4);
    share("stayed with carers at 18", n.stayed_put, n.ends, 5380, all, 4.5);
    share("independent living", n.independent, n.ends, 5330, all, 5);
    done();
}

/* "Duration of placements by type ceasing during the year", "Reason for placement change during the
 * year" (16,110 changes of status only) and "Placement stability" (8,690 with three or more). */
static void moves_and_stays(void **state)
{
    (void)state;
    static const double stays[STAYS] = {10200, 12660, 16890, 17040, 18620, 13420, 7770, 2270};
    static const double foster[STAYS] = {6310, 5960, 6200, 7000, 8510, 7800, 5850, 2040};
    static const double foster_margins[STAYS] = {2, 2, 2, 3.5, 5, 3, 5, 2};
    for (int i = 0; i < STAYS; i++) {
        char what[64];
        snprintf(what, sizeof what, "placements of %d days or more", (int)synth_stay_cuts[i]);
        share(what, n.stay[i], n.placements, stays[i], 98870, 2.5);
        snprintf(what, sizeof what, "foster placements of %d days or more",
                 (int)synth_stay_cuts[i]);
        share(what, n.foster_stay[i], n.foster_stays, foster[i], 49670, foster_margins[i]);
    }
    share("placements ceasing to stock", n.placements, n.stock, 98880, 83630, 6);
    share("changes of status to stock", n.status_only, n.stock, 16110, 83630, 4);
    share("three placements or more", n.unsettled, n.stock, 8690, 83630, 3);
    done();
}

/* The authority has the size asked for: entries and lengths of stay are in balance. */
static void size(void **state)
{
    (void)state;
    assert_true(fabs(n.stock / CHILDREN - 1) < 0.05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(size),
        cmocka_unit_test(stock_by_age_status_and_sex),
        cmocka_unit_test(stock_by_placement),
        cmocka_unit_test(starts),
        cmocka_unit_test(ends),
        cmocka_unit_test(moves_and_stays),
    };
    return cmocka_run_group_tests(tests, count_england, NULL);
}
