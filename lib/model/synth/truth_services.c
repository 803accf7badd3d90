// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/service_parameters.h"
#include "model/synth/truth.h"

/* The truth of enquiries, households, workers and adopters. */

static void one(struct writer *w, const char *la, struct truth_row row, const char *unit,
                double value)
{
    row.unit = unit;
    row.value = value;
    truth_write(w, la, &row);
}

static void tenure(struct writer *w, const char *process, const char *clock,
                   const double hazard[SERVICE_TENURES])
{
    struct truth_row row = {.process = process, .clock = clock, .unit = "per_year"};
    truth_pieces(w, row, service_tenure_cuts, hazard, SERVICE_TENURES);
}

static void codes(struct writer *w, const char *process, const struct code_weight *list, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += list[i].weight;
    for (int i = 0; i < count; i++)
        one(w, NULL, (struct truth_row){.process = process, .to = list[i].code}, "share",
            list[i].weight / sum);
}

/* Who goes on from one stage to the next, how long that takes, and how long until the others end. */
static void step(struct writer *w, const char *process, const char *from, const char *to,
                 const struct service_step *s)
{
    struct truth_row row = {.process = process, .from = from, .to = to};
    one(w, NULL, row, "share", s->goes_on);
    one(w, NULL, row, "days", s->days);
    one(w, NULL, row, "shape", s->shape);
    row.to = "closed";
    one(w, NULL, row, "days", s->ends_days);
}

static void enquiries(struct writer *w)
{
    for (int i = 0; i < ENQUIRY_SOURCES; i++) {
        struct truth_row row = {.process = "enquiry source", .to = enquiry_sources[i].code};
        one(w, NULL, row, "share", enquiry_sources[i].share);
    }
    for (int i = 0; i < ENQUIRY_STAGES; i++)
        step(w, "enquiry stage", enquiry_stage_codes[i],
             i + 1 < ENQUIRY_STAGES ? enquiry_stage_codes[i + 1] : "APPROVED", &enquiry_steps[i]);
    for (int i = 0; i < ENQUIRY_SOURCES; i++) {
        struct truth_row row = {.process = "enquiry stage",
                                .group = enquiry_sources[i].code,
                                .from = "ENQ",
                                .to = "VISIT"};
        one(w, NULL, row, "factor", enquiry_sources[i].visit);
    }
    for (int stage = 0; stage < ENQUIRY_STAGES; stage++)
        for (int i = 0; i < ENQUIRY_OUTCOMES; i++) {
            struct truth_row row = {.process = "enquiry outcome",
                                    .from = enquiry_stage_codes[stage],
                                    .to = enquiry_outcome_codes[i]};
            if (enquiry_outcomes[stage][i] > 0)
                one(w, NULL, row, "weight", enquiry_outcomes[stage][i]);
        }
    codes(w, "enquiry withdrawn", withdraw_reasons, WITHDRAW_REASONS);
}

static void households(struct writer *w)
{
    static const char *const numbers[] = {"1", "2", "3", "4"};
    tenure(w, "household leave", "approval", household_leave);
    codes(w, "household reason", household_reasons, LEAVE_REASONS);
    codes(w, "household type", household_types, HOUSEHOLD_TYPES);
    double sum = 0;
    for (int i = 0; i < HOUSEHOLD_PLACES; i++)
        sum += household_places[i];
    for (int i = 0; i < HOUSEHOLD_PLACES; i++)
        one(w, NULL, (struct truth_row){.process = "household places", .to = numbers[i]}, "share",
            household_places[i] / sum);
    one(w, NULL, (struct truth_row){.process = "household pauses"}, "per_year", unavailable_rate);
    one(w, NULL, (struct truth_row){.process = "household paused"}, "days", unavailable_days);
    one(w, NULL, (struct truth_row){.process = "staying put"}, "days", staying_put_days);
    one(w, NULL, (struct truth_row){.process = "concern"}, "per_year", concern_rate);
}

static void workers(struct writer *w)
{
    static const char *const origins[] = {"1", "2", "3", "4", "5", "6", "7", "8"};
    double sum = 0;
    for (int i = 0; i < WORKER_ORIGINS; i++)
        sum += worker_origins[i].weight;
    for (int i = 0; i < WORKER_ORIGINS; i++)
        one(w, NULL, (struct truth_row){.process = "worker origin", .to = origins[i]}, "share",
            worker_origins[i].weight / sum);
    tenure(w, "worker leave", "start", worker_leave);
    for (int i = 0; i < WORKER_ORIGINS; i++)
        one(w, NULL, (struct truth_row){.process = "worker leave", .group = origins[i]}, "factor",
            worker_origins[i].leave);
    one(w, NULL, (struct truth_row){.process = "worker promotion"}, "per_year", worker_promotion);
    one(w, NULL, (struct truth_row){.process = "agency leave"}, "per_year", 365.25 / agency_days);
}

static void adopters(struct writer *w)
{
    static const char *const stages[] = {"enquiry", "stage 1", "stage 2", "approved"};
    for (int i = 0; i < ADOPTER_STEPS; i++)
        step(w, "adopter stage", stages[i], stages[i + 1], &adopter_steps[i]);
    one(w, NULL, (struct truth_row){.process = "adopter leave", .from = "approved"}, "per_year",
        adopter_leave);
}

void truth_service_shares(struct writer *w, unsigned which)
{
    if (which & SERVICE_FOSTERING) {
        enquiries(w);
        households(w);
    }
    if (which & SERVICE_WORKFORCE)
        workers(w);
    if (which & SERVICE_ADOPTION)
        adopters(w);
}

static void fostering_of(struct writer *w, const struct synth_made *m)
{
    const struct synth_settings *s = &m->authority.settings;
    for (int year = s->first; year <= s->last; year++) {
        double rate = enquiry_rate * s->children * synth_drift(s, year) / 365.25;
        one(w, s->la, (struct truth_row){.process = "enquiry", .year = year}, "per_day", rate);
    }
    struct truth_row row = {.process = "household added to fit a child"};
    one(w, s->la, row, "number", m->fostering.added);
    row.process = "child beyond approved places";
    one(w, s->la, row, "number", m->fostering.overfilled);
}

void truth_services(struct writer *w, const struct synth_made *m, unsigned which)
{
    const struct synth_settings *s = &m->authority.settings;
    if (which & SERVICE_FOSTERING)
        fostering_of(w, m);
    if (which & SERVICE_WORKFORCE) {
        one(w, s->la, (struct truth_row){.process = "worker start"}, "per_day",
            workforce_hires(s) / 365.25);
        one(w, s->la, (struct truth_row){.process = "agency start"}, "per_day",
            workforce_engagements(s) / 365.25);
        one(w, s->la, (struct truth_row){.process = "establishment"}, "number",
            m->workforce.establishment);
    }
    if (which & SERVICE_ADOPTION)
        one(w, s->la, (struct truth_row){.process = "adopter enquiry"}, "per_day",
            adopter_rate * s->children / 365.25);
}
