// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/truth.h"

#include <stdio.h>

static const char *const ages[SYNTH_AGES] = {"under 1", "1-4", "5-9", "10-15", "16 and over"};
static const char *const kinds[SYNTH_KINDS] = {[KIND_KINSHIP] = "kinship",
                                               [KIND_IN_HOUSE] = "in-house",
                                               [KIND_IFA] = "agency",
                                               [KIND_ADOPTION] = "adoption",
                                               [KIND_PARENTS] = "parents",
                                               [KIND_HOME] = "home",
                                               [KIND_SECURE] = "secure",
                                               [KIND_SUPPORTED] = "supported",
                                               [KIND_CARE_HOME] = "care home",
                                               [KIND_HEALTH] = "health",
                                               [KIND_FAMILY_CENTRE] = "families",
                                               [KIND_CUSTODY] = "custody",
                                               [KIND_SCHOOL] = "school",
                                               [KIND_OTHER] = "other"};
static const char *const legals[SYNTH_LEGALS] = {"C1", "C2", "E1", "V2", "L1",
                                                 "L2", "J1", "V3", "V4"};
static const char *const leavers[SYNTH_LEAVINGS] = {
    "kinship", "foster", "parents", "residential", "supported", "unaccompanied", "remand"};

void truth_begin(struct writer *w)
{
    writer_raw(w,
               text_of("la,process,group,year,legal,from,to,age,clock,from_day,to_day,unit,value"));
}

static void words(struct writer *w, const char *s)
{
    writer_words(w, s ? s : "");
}

static void days(struct writer *w, bool shown, int32_t day)
{
    if (shown && day >= 0)
        writer_integer(w, day);
    else
        writer_empty(w);
}

void truth_write(struct writer *w, const char *la, const struct truth_row *row)
{
    words(w, la);
    words(w, row->process);
    words(w, row->group);
    if (row->year)
        writer_integer(w, row->year);
    else
        writer_empty(w);
    words(w, row->legal);
    words(w, row->from);
    words(w, row->to);
    words(w, row->age);
    words(w, row->clock);
    days(w, row->clock, row->from_day);
    days(w, row->clock, row->to_day);
    words(w, row->unit);
    writer_number(w, row->value);
    writer_row(w);
}

void truth_pieces(struct writer *w, struct truth_row row, const int32_t *cuts, const double *values,
                  int count)
{
    for (int i = 0; i < count; i++) {
        row.from_day = cuts[i];
        row.to_day = i + 1 < count ? cuts[i + 1] : -1;
        row.value = values[i];
        truth_write(w, NULL, &row);
    }
}

/* --- entering care -------------------------------------------------------------------------- */

void truth_entries(struct writer *w, const struct synth_settings *s)
{
    static const char *const groups[] = {"child", "unaccompanied", "short breaks"};
    const double rates[] = {synth_first_entries, synth_uasc_entries, synth_break_entries};
    for (int group = 0; group < 3; group++)
        for (int year = s->first; year <= s->last; year++) {
            double children = s->children * synth_year_factor(s, year) / 365.25;
            truth_write(w, s->la,
                        &(struct truth_row){.process = "entry",
                                            .group = groups[group],
                                            .year = year,
                                            .unit = "per_day",
                                            .value = rates[group] * children});
        }
}

/* One row for each of the COUNT values that are not 0, with TO from NAMES, or the index as the age. */
static void shares(struct writer *w, struct truth_row row, const char *const *names,
                   const double *values, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += values[i];
    for (int i = 0; i < count; i++) {
        char age[12];
        snprintf(age, sizeof age, "%d", i);
        if (names)
            row.to = names[i];
        else
            row.age = age;
        row.value = values[i] / sum;
        if (values[i] > 0)
            truth_write(w, NULL, &row);
    }
}

static void entering(struct writer *w)
{
    struct truth_row row = {.process = "entry age", .group = "child", .unit = "share"};
    shares(w, row, NULL, synth_entry_age, 18);
    row.group = "unaccompanied";
    shares(w, row, NULL, synth_uasc_entry_age, 18);
    for (int age = 0; age < SYNTH_AGES; age++) {
        row = (struct truth_row){
            .process = "entry legal", .group = "child", .age = ages[age], .unit = "share"};
        shares(w, row, legals, synth_entry_legal[age], SYNTH_LEGALS);
    }
    for (int age = 0; age < SYNTH_AGES; age++) {
        row = (struct truth_row){
            .process = "entry to", .group = "child", .age = ages[age], .unit = "weight"};
        shares(w, row, kinds, synth_entry_kind[age], SYNTH_KINDS);
    }
    row = (struct truth_row){.process = "entry to", .group = "unaccompanied", .unit = "weight"};
    shares(w, row, kinds, synth_uasc_entry_kind, SYNTH_KINDS);
}

/* --- leaving care --------------------------------------------------------------------------- */

static void factor(struct writer *w, struct truth_row row, double value)
{
    row.unit = "factor";
    row.value = value;
    truth_write(w, NULL, &row);
}

static void leaving(struct writer *w)
{
    struct truth_row row = {.process = "leave", .group = "child", .clock = "care"};
    row.unit = "per_year";
    for (int age = 0; age < SYNTH_AGES; age++) {
        row.age = ages[age];
        truth_pieces(w, row, synth_care_cuts, synth_leave[age], SYNTH_CARE_PIECES);
    }
    row.age = row.clock = NULL;
    for (int k = 0; k < SYNTH_KINDS; k++) {
        row.from = kinds[k];
        if (k != KIND_ADOPTION)
            factor(w, row, synth_leave_kind[k]);
    }
    row.from = NULL;
    for (int legal = 0; legal < LEGAL_BREAKS; legal++) {
        row.legal = legals[legal];
        factor(w, row, synth_leave_legal[legal]);
    }
    row = (struct truth_row){
        .process = "leave", .group = "unaccompanied", .clock = "care", .unit = "per_year"};
    truth_pieces(w, row, synth_care_cuts, synth_uasc_leave, SYNTH_CARE_PIECES);
    row = (struct truth_row){.process = "leave",
                             .group = "placed for adoption",
                             .from = kinds[KIND_ADOPTION],
                             .clock = "carer",
                             .unit = "per_year"};
    truth_pieces(w, row, synth_stay_cuts, synth_adopted, SYNTH_STAY_PIECES);
}

static void reasons(struct writer *w)
{
    for (int who = 0; who < SYNTH_LEAVINGS; who++)
        for (int at_18 = 0; at_18 < 2; at_18++)
            for (int i = 0; i < SYNTH_REASONS; i++) {
                const struct synth_reason *r = &synth_reasons[i];
                double value = at_18 ? r->at_18[who] : r->before_18[who];
                struct truth_row row = {.process = at_18 ? "reason at 18" : "reason",
                                        .from = leavers[who],
                                        .to = r->code,
                                        .unit = "weight",
                                        .value = value};
                if (value > 0)
                    truth_write(w, NULL, &row);
            }
    for (int i = 0; i < SYNTH_REASONS; i++) {
        struct truth_row row = {.process = "return", .from = synth_reasons[i].code};
        row.unit = "share";
        row.value = synth_reasons[i].comes_back;
        if (row.value > 0)
            truth_write(w, NULL, &row);
    }
    truth_write(w, NULL,
                &(struct truth_row){
                    .process = "return", .unit = "per_year", .value = 365.25 / synth_return_days});
}

/* --- while care goes on --------------------------------------------------------------------- */

static void moving(struct writer *w)
{
    for (int k = 0; k < SYNTH_KINDS; k++) {
        struct truth_row row = {
            .process = "move", .from = kinds[k], .clock = "carer", .unit = "per_year"};
        truth_pieces(w, row, synth_stay_cuts, synth_move[k], SYNTH_STAY_PIECES);
        row.clock = NULL;
        for (int age = 0; age < SYNTH_AGES; age++) {
            row.age = ages[age];
            factor(w, row, synth_move_age[k][age]);
        }
    }
    factor(w, (struct truth_row){.process = "move", .group = "unsettled"}, synth_unsettled);
    factor(w, (struct truth_row){.process = "move", .group = "settled"}, synth_settled);
    struct truth_row row = {.process = "unsettled", .unit = "share"};
    row.value = synth_unsettled_share;
    truth_write(w, NULL, &row);
    row = (struct truth_row){.process = "away", .from = "foster", .unit = "per_year"};
    row.value = synth_temporary;
    truth_write(w, NULL, &row);
}

static void destinations(struct writer *w)
{
    for (int age = 0; age < SYNTH_AGES; age++)
        for (int k = 0; k < SYNTH_KINDS; k++) {
            struct truth_row row = {.process = "move to", .group = "child", .age = ages[age]};
            row.to = kinds[k];
            row.unit = "weight";
            row.value = synth_destination[age][k];
            if (row.value > 0)
                truth_write(w, NULL, &row);
        }
    for (int from = 0; from < SYNTH_KINDS; from++)
        for (int to = 0; to < SYNTH_KINDS; to++) {
            struct truth_row row = {.process = "move to", .from = kinds[from], .to = kinds[to]};
            if (to != KIND_ADOPTION)
                factor(w, row, synth_destination_from[from][to]);
        }
}

static void statuses(struct writer *w)
{
    struct truth_row row = {
        .process = "long term", .from = "U3 U6", .clock = "carer", .unit = "per_year"};
    truth_pieces(w, row, synth_stay_cuts, synth_long_term, SYNTH_STAY_PIECES);
    row =
        (struct truth_row){.process = "match", .legal = "E1", .clock = "legal", .unit = "per_year"};
    truth_pieces(w, row, synth_legal_cuts, synth_matched, SYNTH_LEGAL_PIECES);
    for (int legal = 0; legal < LEGAL_BREAKS; legal++) {
        row = (struct truth_row){.process = "legal change",
                                 .legal = legals[legal],
                                 .clock = "legal",
                                 .unit = "per_year"};
        truth_pieces(w, row, synth_legal_cuts, synth_legal_change[legal], SYNTH_LEGAL_PIECES);
        row.clock = NULL;
        for (int age = 0; age < SYNTH_AGES; age++) {
            row.age = ages[age];
            factor(w, row, synth_legal_change_age[legal][age]);
        }
    }
    row = (struct truth_row){.process = "legal change", .group = "unaccompanied"};
    factor(w, row, synth_uasc_legal);
    row = (struct truth_row){.process = "legal change", .from = kinds[KIND_ADOPTION]};
    factor(w, row, 0);
}

void truth_children(struct writer *w)
{
    entering(w);
    leaving(w);
    reasons(w);
    moving(w);
    destinations(w);
    statuses(w);
}
