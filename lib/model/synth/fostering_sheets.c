// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/service_parameters.h"
#include "model/synth/service_sheets.h"

#include <string.h>

static const char *const household_columns[] = {"HOUSEHOLD_ID",
                                                "AGENCY_URN",
                                                "LA",
                                                "SECTOR",
                                                "PRIMARY_TYPE",
                                                "KINSHIP",
                                                "APPROVAL_DATE",
                                                "TEMP_APPROVAL",
                                                "DEREG_DATE",
                                                "DEREG_REASON",
                                                "TRANSFER_FROM",
                                                "TRANSFER_TO",
                                                "CARERS",
                                                "C1_DOB",
                                                "C1_SEX",
                                                "C1_ETHNIC",
                                                "C1_DISABILITY",
                                                "C2_DOB",
                                                "C2_SEX",
                                                "C2_ETHNIC",
                                                "C2_DISABILITY",
                                                "APPROVED_MIN_AGE",
                                                "APPROVED_MAX_AGE",
                                                "MOCKINGBIRD",
                                                "POSTCODE_SECTOR",
                                                NULL};
static const char *const place_columns[] = {
    "HOUSEHOLD_ID", "FROM_DATE",     "TO_DATE",   "APPROVED",   "FILLED",
    "VACANT",       "NOT_AVAILABLE", "NA_REASON", "PLACE_TYPE", NULL};
static const char *const enquiry_columns[] = {"ENQUIRY_ID",
                                              "AGENCY_URN",
                                              "HUB",
                                              "LA",
                                              "SOURCE",
                                              "ROUTE",
                                              "ENQUIRY_DATE",
                                              "INFO_CALL_DATE",
                                              "INITIAL_VISIT_DATE",
                                              "APPLICATION_DATE",
                                              "STAGE1_START",
                                              "STAGE1_END",
                                              "STAGE2_START",
                                              "STAGE2_END",
                                              "PANEL_DATE",
                                              "DECISION_DATE",
                                              "OUTCOME",
                                              "END_DATE",
                                              "END_STAGE",
                                              "WITHDRAW_REASON",
                                              "HOUSEHOLD_ID",
                                              "PREVIOUS_FOSTER",
                                              "C1_AGE_BAND",
                                              "C2_AGE_BAND",
                                              NULL};
static const char *const concern_columns[] = {"HOUSEHOLD_ID", "KIND",       "RECEIVED_DATE",
                                              "SOURCE",       "ABUSE_TYPE", "CONCLUDED_DATE",
                                              "OUTCOME",      NULL};
static const char *const concern_kinds[] = {"ALLEG", "COMPL", "STAND"};
static const char *const concern_sources[] = {"CHILD", "PARENT", "SCHOOL",
                                              "STAFF", "PUBLIC", "OTHER"};
static const char *const abuse_types[] = {"PHYS", "EMOT", "SEX", "NEGL", "OTHER"};
static const char *const concern_outcomes[] = {"NFA", "MONITOR", "PANEL"};

/* A register of one sheet. */
static enum status begin(struct sheet_set *set, const char *file, const char *const *columns,
                         enum sheet_dates style)
{
    if (!sheet_set_init(set, 1, style))
        return STATUS_MEMORY;
    sheet_begin(set->sheets, 0, file, columns);
    return STATUS_OK;
}

/* Another service's register number, where a household came from or went to. */
static const char *other_urn(struct sheet_set *set, const struct synth_household *h)
{
    char urn[] = "9200000";
    unsigned n = 0;
    for (const char *id = h->id; *id; id++)
        n = n * 7 + (unsigned char)*id;
    for (int i = 6; i > 2; i--, n /= 10)
        urn[i] = (char)('0' + n % 10);
    return sheet_text(set, urn);
}

static void carer(struct sheet_pen *p, const struct synth_household *h, int i)
{
    static const char *const answers[] = {"N", "Y", "U"};
    if (h->birth[i] == DATE_NONE) {
        pen_skip(p, 4);
        return;
    }
    pen_date(p, h->birth[i]);
    pen_words(p, h->male[i] ? "M" : "F");
    pen_words(p, h->ethnicity);
    pen_words(p, answers[h->disability[i] == 'Y' ? 1 : h->disability[i] == 'U' ? 2 : 0]);
}

/* A relative's approval is temporary for 16 weeks. */
static bool temporary(const struct synth_household *h, int32_t last)
{
    int32_t end = h->left <= last ? h->left : last;
    return h->kinship && end - h->approved < 112;
}

static bool household_row(struct sheet_set *set, const struct synth_household *h,
                          const struct synth_settings *settings, const char *urn)
{
    int32_t last = synth_year_end(settings->last);
    struct sheet_pen p = sheet_pen(set, set->sheets, last);
    pen_copy(&p, h->id);
    pen_copy(&p, urn);
    pen_words(&p, settings->la);
    pen_words(&p, "LA");
    pen_words(&p, h->type);
    pen_flag(&p, h->kinship);
    pen_date(&p, h->approved);
    pen_flag(&p, temporary(h, last));
    bool gone = pen_date(&p, h->left);
    pen_words(&p, gone ? h->reason_left : "");
    pen_words(&p, h->transferred_in ? other_urn(set, h) : "");
    pen_words(&p, gone && h->transferred_out ? other_urn(set, h) : "");
    pen_integer(&p, h->carers);
    carer(&p, h, 0);
    carer(&p, h, 1);
    pen_integer(&p, h->least_age);
    pen_integer(&p, h->most_age);
    pen_flag(&p, h->mockingbird);
    return p.row;
}

enum status households_sheets(const struct synth_fostering *f,
                              const struct synth_settings *settings, enum sheet_dates style,
                              struct sheet_set *set)
{
    char urn[8];
    fostering_urn(settings, urn);
    enum status s = begin(set, "foster_households.csv", household_columns, style);
    for (size_t i = 0; i < f->household_count && s == STATUS_OK; i++)
        if (!household_row(set, &f->households[i], settings, urn))
            s = STATUS_MEMORY;
    return s;
}

enum status places_sheets(const struct synth_fostering *f, const struct synth_settings *settings,
                          enum sheet_dates style, struct sheet_set *set)
{
    enum status s = begin(set, "foster_places.csv", place_columns, style);
    for (size_t i = 0; i < f->offer_count && s == STATUS_OK; i++) {
        const struct synth_offer *o = &f->offers[i];
        const struct synth_household *h = &f->households[o->household];
        struct sheet_pen p = sheet_pen(set, set->sheets, synth_year_end(settings->last));
        pen_copy(&p, h->id);
        pen_date(&p, o->from);
        pen_date(&p, o->to);
        pen_integer(&p, h->places);
        pen_integer(&p, o->filled);
        pen_integer(&p, o->vacant);
        pen_integer(&p, o->not_available);
        pen_words(&p, o->not_available ? o->reason : "");
        pen_words(&p, h->type);
        s = p.row ? STATUS_OK : STATUS_MEMORY;
    }
    return s;
}

static const char *age_band(int32_t birth, int32_t day)
{
    static const char *const bands[] = {"20-29", "30-39", "40-49", "50-59"};
    if (birth == DATE_NONE)
        return "";
    int age = date_age(birth, day);
    return age < 20 ? "18-19" : age >= 60 ? "60+" : bands[age / 10 - 2];
}

static bool enquiry_row(struct sheet_set *set, const struct synth_enquiry *e,
                        const struct synth_settings *settings, const char *urn)
{
    const int32_t dates[] = {e->enquiry, e->call,        e->visit,   e->application,
                             e->stage_1, e->stage_1_end, e->stage_2, e->stage_2_end,
                             e->panel,   e->decision};
    struct sheet_pen p = sheet_pen(set, set->sheets, synth_year_end(settings->last));
    bool closed = e->end <= p.last;
    pen_copy(&p, e->id);
    pen_copy(&p, urn);
    pen_skip(&p, 1);
    pen_words(&p, settings->la);
    pen_words(&p, enquiry_sources[e->source].code);
    pen_words(&p, e->kinship ? "KIN" : "MAIN");
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        pen_date(&p, dates[i]);
    pen_words(&p, closed ? enquiry_outcome_codes[e->outcome] : "");
    pen_date(&p, e->end);
    pen_words(&p, closed ? enquiry_stage_codes[e->end_stage] : "");
    bool reason = closed && e->reason >= 0 && e->end >= synth_year_start(2024); /* asked since */
    pen_words(&p, reason ? withdraw_reasons[e->reason].code : "");
    pen_copy(&p, closed ? e->household : "");
    pen_flag(&p, e->fostered_before);
    pen_words(&p, age_band(e->birth[0], e->enquiry));
    pen_words(&p, age_band(e->birth[1], e->enquiry));
    return p.row;
}

enum status enquiries_sheets(const struct synth_fostering *f, const struct synth_settings *settings,
                             enum sheet_dates style, struct sheet_set *set)
{
    char urn[8];
    fostering_urn(settings, urn);
    enum status s = begin(set, "foster_enquiries.csv", enquiry_columns, style);
    for (size_t i = 0; i < f->enquiry_count && s == STATUS_OK; i++)
        if (f->enquiries[i].enquiry <= synth_year_end(settings->last) &&
            !enquiry_row(set, &f->enquiries[i], settings, urn))
            s = STATUS_MEMORY;
    return s;
}

enum status concerns_sheets(const struct synth_fostering *f, const struct synth_settings *settings,
                            enum sheet_dates style, struct sheet_set *set)
{
    enum status s = begin(set, "foster_concerns.csv", concern_columns, style);
    for (size_t i = 0; i < f->concern_count && s == STATUS_OK; i++) {
        const struct synth_concern *c = &f->concerns[i];
        struct sheet_pen p = sheet_pen(set, set->sheets, synth_year_end(settings->last));
        pen_copy(&p, f->households[c->household].id);
        pen_words(&p, concern_kinds[c->kind]);
        pen_date(&p, c->received);
        pen_words(&p, concern_sources[c->source]);
        pen_words(&p, c->kind == 0 ? abuse_types[c->abuse] : "");
        bool concluded = pen_date(&p, c->concluded);
        pen_words(&p, concluded ? concern_outcomes[c->outcome] : "");
        s = p.row ? STATUS_OK : STATUS_MEMORY;
    }
    return s;
}
