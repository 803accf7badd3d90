// SPDX-License-Identifier: GPL-3.0-or-later
/* What surrounds the made-up children fits them: households with room for whoever lives there, adopters
 * who were approved before the match; and the rates behind enquiries and households are found again in
 * what they generated. For workers see test_workforce.c. */
#include "unit.h"

#include "calendar/date.h"
#include "model/synth/order.h"
#include "model/synth/service_parameters.h"
#include "model/synth/service_sheets.h"
#include "tenure.h"

#include <math.h>
#include <stdlib.h>
#include <strings.h>

static const struct synth_settings usual = {
    .seed = 12, .la = "900", .children = 1500, .first = 2018, .last = 2025, .entry_spread = 0.05};

static struct synth_authority authority;
static struct synth_fostering fostering;
static struct synth_workforce workforce;
static struct synth_adoption adoption;

static int make_all(void **state)
{
    (void)state;
    return synth_make(&authority, &usual) == STATUS_OK &&
                   fostering_make(&fostering, &authority) == STATUS_OK &&
                   workforce_make(&workforce, &authority) == STATUS_OK &&
                   adoption_make(&adoption, &authority) == STATUS_OK
               ? 0
               : -1;
}

static int done_all(void **state)
{
    (void)state;
    adoption_done(&adoption);
    workforce_done(&workforce);
    fostering_done(&fostering);
    synth_done(&authority);
    return 0;
}

/* --- fostering ------------------------------------------------------------------------------ */

static bool in_house(const struct synth_episode *e)
{
    return (e->place.kind == KIND_IN_HOUSE || e->place.kind == KIND_KINSHIP) &&
           strcmp(e->place.provider, "PR1") == 0 && e->legal != LEGAL_BREAKS &&
           e->legal != LEGAL_BREAKS_AGREED;
}

/* Children with in-house carers or relatives on DAY; who is away for days still counts. */
static int placed_on(const struct synth_authority *a, int32_t day)
{
    int n = 0;
    for (size_t c = 0; c < a->count; c++)
        for (int i = 0; i < a->children[c].episode_count; i++) {
            const struct synth_episode *e = &a->children[c].episodes[i];
            if (e->start > day || (e->end != DATE_NONE && e->end <= day))
                continue;
            while (e->place.temporary)
                e--;
            n += in_house(e);
        }
    return n;
}

static void places_filled_are_children_placed(const struct synth_authority *a,
                                              const struct synth_fostering *f)
{
    int32_t first = synth_year_start(a->settings.first) - 1,
            last = synth_year_end(a->settings.last);
    for (int32_t day = first; day <= last; day += 23) {
        int filled = 0;
        for (size_t i = 0; i < f->offer_count; i++)
            if (f->offers[i].from <= day && (f->offers[i].to == DATE_NONE || f->offers[i].to > day))
                filled += f->offers[i].filled;
        assert_int_equal(filled, placed_on(a, day));
    }
}

static void lodgers_have_an_approved_household(const struct synth_authority *a,
                                               const struct synth_fostering *f)
{
    int32_t last = synth_year_end(a->settings.last);
    for (size_t i = 0; i < f->lodging_count; i++) {
        const struct synth_lodging *l = &f->lodgings[i];
        const struct synth_household *h = &f->households[l->household];
        assert_true(h->approved <= l->start);
        assert_true(l->end == DATE_NONE ? h->left > last : h->left >= l->end);
        assert_true(!l->staying_put || l->start >= date_birthday(l->child->birth, 18));
    }
}

static void offers_are_whole(const struct synth_authority *a, const struct synth_fostering *f)
{
    int32_t first = synth_year_start(a->settings.first) - 1,
            last = synth_year_end(a->settings.last);
    size_t at = 0;
    for (size_t i = 0; i < f->household_count; i++) {
        const struct synth_household *h = &f->households[i];
        int32_t day = h->approved > first ? h->approved : first;
        for (; at < f->offer_count && f->offers[at].household == i; at++) {
            const struct synth_offer *o = &f->offers[at];
            assert_int_equal(o->from, day);
            assert_true(o->to == DATE_NONE || o->to > o->from);
            day = o->to;
            int sum = o->filled + o->vacant + o->not_available;
            assert_true(sum == h->places || (o->filled > h->places && sum == o->filled));
            assert_int_equal(o->not_available > 0, o->reason != NULL);
        }
        assert_int_equal(day, h->left <= last ? h->left : DATE_NONE);
    }
    assert_int_equal(at, f->offer_count);
}

static void check_fostering(const struct synth_authority *a, const struct synth_fostering *f)
{
    places_filled_are_children_placed(a, f);
    lodgers_have_an_approved_household(a, f);
    offers_are_whole(a, f);
}

static void children_and_households_fit(void **state)
{
    (void)state;
    check_fostering(&authority, &fostering);
    assert_int_equal(fostering.added, 0);
    assert_int_equal(fostering.overfilled, 0);
    assert_true(fostering.lodging_count > 2000);
}

/* A handful of children, and a rush of them: what makes households overfull, or want more of them. */
static void they_fit_when_there_are_few_or_too_many(void **state)
{
    (void)state;
    int beyond = 0;
    for (int i = 0; i < 6; i++) {
        struct synth_settings s = usual;
        struct synth_authority a;
        struct synth_fostering f;
        s.seed = (uint64_t)i;
        s.children = i < 3 ? 12 : 150;
        s.drift = i < 3 ? 0 : 0.7;
        s.drift_from = i < 3 ? 0 : 2021;
        assert_int_equal(synth_make(&a, &s), STATUS_OK);
        assert_int_equal(fostering_make(&f, &a), STATUS_OK);
        check_fostering(&a, &f);
        beyond += f.added + f.overfilled;
        fostering_done(&f);
        synth_done(&a);
    }
    assert_true(beyond > 0);
}

static void enquiries_go_step_by_step(void **state)
{
    (void)state;
    size_t approved = 0;
    for (size_t i = 0; i < fostering.enquiry_count; i++) {
        const struct synth_enquiry *e = &fostering.enquiries[i];
        const int32_t steps[] = {e->enquiry, e->visit,       e->application,
                                 e->stage_1, e->stage_1_end, e->stage_2_end,
                                 e->panel,   e->decision,    e->end};
        int32_t day = e->enquiry;
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
            assert_true(steps[k] == DATE_NONE || steps[k] >= day);
            day = steps[k] == DATE_NONE ? day : steps[k];
        }
        assert_true(e->stage_2 == DATE_NONE ||
                    (e->stage_2 >= e->stage_1 && e->stage_2 <= e->stage_2_end) ||
                    e->stage_2_end == DATE_NONE);
        assert_int_equal(e->outcome == OUTCOME_APPROVED, e->household[0] != '\0');
        approved += e->outcome == OUTCOME_APPROVED && !e->kinship;
    }
    assert_true(approved > 200);
}

/* An approval is somebody's enquiry, and every enquiry that was approved is a household's. */
static void approvals_are_enquiries(void **state)
{
    (void)state;
    int32_t first = synth_year_start(usual.first), last = synth_year_end(usual.last);
    size_t found = 0, approved = 0;
    for (size_t i = 0; i < fostering.household_count; i++) {
        const struct synth_household *h = &fostering.households[i];
        if (h->kinship || h->approved < first || h->approved > last)
            continue;
        approved++;
        for (size_t k = 0; k < fostering.enquiry_count; k++) {
            const struct synth_enquiry *e = &fostering.enquiries[k];
            found += strcmp(e->household, h->id) == 0 && e->decision == h->approved;
        }
    }
    assert_true(approved > 200);
    assert_int_equal(found, approved);
}

/* --- rates are found again ------------------------------------------------------------------- */

static void leaving_by_tenure_is_recovered(void **state)
{
    (void)state;
    struct piece carers[SERVICE_TENURES] = {{0, 0}};
    int32_t first = synth_year_start(usual.first), last = synth_year_end(usual.last);
    for (size_t i = 0; i < fostering.mainstream_count; i++)
        follow(carers, fostering.households[i].approved, fostering.households[i].left, first, last);
    assert_true(disagreement(carers, household_leave, 1) > level);
    assert_true(disagreement(carers, household_leave, 1.3) < level); /* it can tell */
}

/* Of the enquiries that came early enough to be over, so many got to each stage. */
static void conversion_is_recovered(void **state)
{
    (void)state;
    int32_t early = synth_year_end(usual.last - 3), first = synth_year_start(usual.first);
    double reached[ENQUIRY_STAGES] = {0}, passed[ENQUIRY_STAGES] = {0}, chi2 = 0;
    for (size_t i = 0; i < fostering.enquiry_count; i++) {
        const struct synth_enquiry *e = &fostering.enquiries[i];
        if (e->kinship || e->enquiry < first || e->enquiry > early)
            continue;
        int stages = e->outcome == OUTCOME_APPROVED ? ENQUIRY_STAGES : (int)e->end_stage;
        for (int k = 0; k < ENQUIRY_STAGES && k <= stages; k++) {
            reached[k]++;
            passed[k] += k < stages;
        }
    }
    for (int k = 0; k < ENQUIRY_STAGES; k++) {
        double p = enquiry_steps[k].goes_on, excess = passed[k] - reached[k] * p;
        chi2 += excess * excess / (reached[k] * p * (1 - p));
    }
    assert_true(reached[STAGE_DECISION] > 100);
    assert_true(gsl_cdf_chisq_Q(chi2, ENQUIRY_STAGES) > level);
}

/* --- adopters ------------------------------------------------------------------------------- */

static void adopters_were_approved_before(void **state)
{
    (void)state;
    size_t own = 0;
    for (size_t i = 0; i < adoption.plan_count; i++) {
        const struct synth_adoption_plan *p = &adoption.plans[i];
        assert_true(p->care <= p->decision && p->decision <= p->order);
        assert_true(p->matched == DATE_NONE || (p->order <= p->matched && p->matched <= p->placed));
        assert_true(p->adopted == DATE_NONE || p->placed < p->adopted);
        assert_int_equal(p->matched != DATE_NONE, p->family[0] != '\0');
        for (size_t k = 0; k < adoption.adopter_count; k++) {
            const struct synth_adopters *f = &adoption.adopters[k];
            if (strcmp(f->family, p->family) != 0)
                continue;
            own++;
            assert_true(f->approved <= p->matched);
            assert_int_equal(f->matched, p->matched);
            assert_int_equal(f->order, p->adopted);
        }
    }
    assert_true(own > 100);
}

/* --- faults --------------------------------------------------------------------------------- */

static enum status sheets_of(enum synth_return which, struct sheet_set *set)
{
    switch (which) {
    case RETURN_WORKFORCE:
        return workforce_sheets(&workforce, &usual, set);
    case RETURN_HOUSEHOLDS:
        return households_sheets(&fostering, &usual, SHEET_DATES_UK, set);
    case RETURN_PLACES:
        return places_sheets(&fostering, &usual, SHEET_DATES_UK, set);
    case RETURN_ENQUIRIES:
        return enquiries_sheets(&fostering, &usual, SHEET_DATES_UK, set);
    case RETURN_CONCERNS:
        return concerns_sheets(&fostering, &usual, SHEET_DATES_UK, set);
    default:
        return adoption_sheets(&adoption, &usual, SHEET_DATES_UK, set);
    }
}

/* Every fault of a return is planted once, and the row holds what the list says. */
static void faults_are_where_the_list_says(void **state)
{
    (void)state;
    for (int which = RETURN_WORKFORCE; which < SYNTH_RETURNS; which++) {
        struct sheet_set set;
        struct fault_list list = {0};
        size_t kinds = 0;
        assert_int_equal(sheets_of((enum synth_return)which, &set), STATUS_OK);
        assert_int_equal(faults_plant((enum synth_return)which, &set, &usual, "all", &list, NULL),
                         STATUS_OK);
        for (; fault_kind((enum synth_return)which, (int)kinds).name; kinds++)
            assert_string_equal(list.items[kinds].name,
                                fault_kind((enum synth_return)which, (int)kinds).name);
        assert_int_equal(list.count, kinds);
        for (size_t i = 0; i < list.count; i++) {
            const struct fault *f = &list.items[i];
            if (!f->line)
                continue;
            const struct sheet_row *row = f->sheet->rows[f->line - 2];
            assert_string_equal(row->cells[which == RETURN_WORKFORCE], f->id);
            if (*f->column) /* a file's columns may be in lower case by now */
                for (int c = 0; c < f->sheet->column_count; c++)
                    if (strcasecmp(f->sheet->columns[c], f->column) == 0)
                        assert_string_equal(row->cells[c], f->value);
        }
        fault_list_done(&list);
        sheet_set_done(&set);
    }
}

/* --- whatever else is asked for -------------------------------------------------------------- */

/* The same settings give the same, another authority shares nobody. */
static void the_same_again_and_others_apart(void **state)
{
    (void)state;
    struct synth_settings settings = usual;
    struct synth_authority a;
    struct synth_fostering f;
    for (int other = 0; other < 2; other++) {
        settings.la = other ? "901" : usual.la;
        assert_int_equal(synth_make(&a, &settings), STATUS_OK);
        assert_int_equal(fostering_make(&f, &a), STATUS_OK);
        size_t same = 0;
        for (size_t i = 0; i < f.household_count && i < fostering.household_count; i++)
            same += strcmp(f.households[i].id, fostering.households[i].id) == 0 &&
                    f.households[i].left == fostering.households[i].left;
        assert_int_equal(same, other ? 0 : fostering.household_count);
        fostering_done(&f);
        synth_done(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_and_households_fit),
        cmocka_unit_test(they_fit_when_there_are_few_or_too_many),
        cmocka_unit_test(enquiries_go_step_by_step),
        cmocka_unit_test(approvals_are_enquiries),
        cmocka_unit_test(leaving_by_tenure_is_recovered),
        cmocka_unit_test(conversion_is_recovered),
        cmocka_unit_test(adopters_were_approved_before),
        cmocka_unit_test(faults_are_where_the_list_says),
        cmocka_unit_test(the_same_again_and_others_apart),
    };
    return cmocka_run_group_tests(tests, make_all, done_all);
}
