// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/service_sheets.h"

#include <stdio.h>
#include <string.h>

/* Annex A, lists 10 and 11. */

static const char *const child_columns[] = {
    "Child Unique ID",
    "Family identifier",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age of Child (Years)",
    "Does the Child have a Disability",
    "Date the Child Entered Care",
    "Date of Decision that Child Should be Placed for Adoption",
    "Date of Placement Order",
    "Date of Matching Child and Prospective Adopters",
    "Date Placed for Adoption",
    "Date of Adoption Order",
    "Date of Decision that Child Should No Longer be Placed for Adoption",
    "Reason Why Child No Longer Placed for Adoption",
    "Date the child was placed for fostering in FFA or concurrent planning placement",
    NULL};
static const char *const adopter_columns[] = {
    "Individual adopter identifier",
    "Family identifier",
    "Gender",
    "Ethnicity",
    "Disability",
    "Is the (prospective) adopter fostering for adoption?",
    "Date enquiry received",
    "Date Stage 1 started",
    "Date Stage 1 ended",
    "Date Stage 2 started",
    "Date Stage 2 ended",
    "Date application submitted",
    "Date application approved",
    "Date adopter matched with child(ren)",
    "Date child/children placed with adopter(s)",
    "No. of children placed",
    "Date of Adoption Order",
    "Date of leaving adoption process",
    "Reason for leaving adoption process",
    NULL};

static bool child_row(struct sheet_set *set, const struct synth_adoption_plan *plan, int32_t last)
{
    const struct synth_child *c = plan->child;
    struct sheet_pen p = sheet_pen(set, &set->sheets[ADOPTION_CHILDREN], last);
    pen_copy(&p, c->id);
    pen_copy(&p, plan->family);
    pen_words(&p, c->male ? "M" : "F");
    pen_words(&p, c->ethnicity);
    pen_date(&p, c->birth);
    pen_integer(&p, date_age(c->birth, last));
    pen_words(&p, c->need == 2 ? "Y" : "N");
    pen_date(&p, plan->care);
    pen_date(&p, plan->decision);
    pen_date(&p, plan->order);
    pen_date(&p, plan->matched);
    pen_date(&p, plan->placed);
    pen_date(&p, plan->adopted);
    if (pen_date(&p, plan->reversed))
        pen_words(&p, plan->reversal);
    else
        pen_skip(&p, 1);
    pen_date(&p, plan->fostered_first);
    return p.row;
}

static bool adopter_row(struct sheet_set *set, const struct synth_adopters *f, int adult,
                        int32_t last)
{
    static const char *const reasons[] = {"", "1", "2", "3"};
    char id[32];
    snprintf(id, sizeof id, "%s-%d", f->family, adult + 1);
    struct sheet_pen p = sheet_pen(set, &set->sheets[ADOPTION_ADOPTERS], last);
    pen_copy(&p, id);
    pen_copy(&p, f->family);
    pen_words(&p, f->male[adult] ? "M" : "F");
    pen_words(&p, f->ethnicity);
    pen_words(&p, "N");
    pen_words(&p, f->fostering_first ? "Y" : "N");
    pen_date(&p, f->enquiry);
    pen_date(&p, f->stage_1);
    pen_date(&p, f->stage_1_end);
    pen_date(&p, f->stage_2);
    pen_date(&p, f->stage_2_end);
    pen_date(&p, f->stage_2); /* the application opens stage 2 */
    pen_date(&p, f->approved);
    pen_date(&p, f->matched);
    if (pen_date(&p, f->placed))
        pen_words(&p, "1");
    else
        pen_skip(&p, 1);
    pen_date(&p, f->order);
    bool left = f->order == DATE_NONE && pen_date(&p, f->left);
    if (f->order != DATE_NONE)
        pen_skip(&p, 1);
    pen_words(&p, left ? reasons[f->reason] : "");
    return p.row;
}

enum status adoption_sheets(const struct synth_adoption *d, const struct synth_settings *settings,
                            enum sheet_dates style, struct sheet_set *set)
{
    int32_t last = synth_year_end(settings->last);
    if (!sheet_set_init(set, ADOPTION_SHEETS, style))
        return STATUS_MEMORY;
    sheet_begin(&set->sheets[ADOPTION_CHILDREN], 0, "list_10_adoption.csv", child_columns);
    sheet_begin(&set->sheets[ADOPTION_ADOPTERS], 0, "list_11_adopters.csv", adopter_columns);
    for (size_t i = 0; i < d->plan_count; i++)
        if (!child_row(set, &d->plans[i], last))
            return STATUS_MEMORY;
    for (size_t i = 0; i < d->adopter_count; i++)
        for (int adult = 0; adult < d->adopters[i].adults; adult++)
            if (!adopter_row(set, &d->adopters[i], adult, last))
                return STATUS_MEMORY;
    return STATUS_OK;
}
