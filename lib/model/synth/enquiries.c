// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/fostering_private.h"

#include <string.h>

/* Enquiries about fostering, from the first contact to approval, or to wherever they end. */

const char *const enquiry_stage_codes[ENQUIRY_STAGES] = {"ENQ", "VISIT", "APP", "ST1",
                                                         "ST2", "PANEL", "DEC"};
const char *const enquiry_outcome_codes[ENQUIRY_OUTCOMES] = {
    "APPROVED", "NOTAPPR", "WD_APP", "WD_AGENCY", "INELIGIBLE", "NORESP", "TRANSFER"};

static size_t choose(struct random_stream *r, const struct code_weight *list, size_t count)
{
    double weight[16];
    for (size_t i = 0; i < count; i++)
        weight[i] = list[i].weight;
    return random_choice(r, weight, count);
}

const char *fostering_choose(struct random_stream *r, const struct code_weight *list, size_t count)
{
    return list[choose(r, list, count)].code;
}

static void draw_enquirer(struct random_stream *r, struct synth_enquiry *e)
{
    double share[ENQUIRY_SOURCES];
    for (int i = 0; i < ENQUIRY_SOURCES; i++)
        share[i] = enquiry_sources[i].share;
    e->source = (int)random_choice(r, share, ENQUIRY_SOURCES);
    e->fostered_before = random_uniform(r) < transfer_in_share;
    e->birth[0] = service_birth(r, e->enquiry, 45, 10, 21, 68);
    e->birth[1] = e->birth[0] + (int32_t)(1500 * random_normal(r));
    if (random_uniform(r) < 0.42)
        e->birth[1] = DATE_NONE;
    if (e->birth[1] != DATE_NONE && e->enquiry - e->birth[1] < 21 * 366)
        e->birth[1] = e->birth[0];
    e->call = DATE_NONE;
    if (random_uniform(r) < call_share)
        e->call = e->enquiry + service_delay(r, call_days, 1, 0);
}

/* The date on which STAGE is done with. */
static int32_t *stage_date(struct synth_enquiry *e, enum enquiry_stage stage)
{
    int32_t *dates[ENQUIRY_STAGES] = {&e->visit,       &e->application, &e->stage_1,
                                      &e->stage_1_end, &e->stage_2_end, &e->panel,
                                      &e->decision};
    return dates[stage];
}

static void close_enquiry(struct random_stream *r, struct synth_enquiry *e,
                          enum enquiry_stage stage, int32_t day)
{
    e->end_stage = stage;
    e->outcome = (enum enquiry_outcome)random_choice(r, enquiry_outcomes[stage], ENQUIRY_OUTCOMES);
    e->end = day + 1 + (int32_t)random_exponential(r, 1 / enquiry_steps[stage].ends_days);
    if (stage == STAGE_DECISION)
        e->decision = e->end;
    if (e->outcome == OUTCOME_WITHDREW)
        e->reason = (int)choose(r, withdraw_reasons, WITHDRAW_REASONS);
}

/* Goes as far as it goes; true when it ends with an approval. */
static bool run(struct random_stream *r, struct synth_enquiry *e)
{
    int32_t day = e->enquiry;
    for (int stage = 0; stage < ENQUIRY_STAGES; stage++)
        *stage_date(e, (enum enquiry_stage)stage) = DATE_NONE;
    e->stage_2 = DATE_NONE;
    e->reason = -1;
    for (int stage = 0; stage < ENQUIRY_STAGES; stage++) {
        const struct service_step *step = &enquiry_steps[stage];
        double chance = step->goes_on;
        if (stage == STAGE_ENQUIRY)
            chance *= enquiry_sources[e->source].visit;
        if (random_uniform(r) >= chance) {
            close_enquiry(r, e, (enum enquiry_stage)stage, day);
            return false;
        }
        day += service_delay(r, step->days, step->shape, 1);
        *stage_date(e, (enum enquiry_stage)stage) = day;
        if (stage == STAGE_1) /* the assessment begins while the checks run */
            e->stage_2 = e->stage_1 + (day - e->stage_1) * 3 / 5;
    }
    e->end = day;
    e->end_stage = STAGE_DECISION;
    e->outcome = OUTCOME_APPROVED;
    return true;
}

static void soonest_call(struct synth_enquiry *e)
{
    int32_t before = e->visit != DATE_NONE ? e->visit : e->end;
    if (e->call > before)
        e->call = before;
}

/* Adds E when it was open in the return years. */
static enum status keep(struct making *m, const struct synth_enquiry *e)
{
    struct synth_fostering *f = m->fostering;
    if (e->end < m->first)
        return STATUS_OK;
    if (!service_room((void **)&f->enquiries, f->enquiry_count, &f->enquiry_room,
                      sizeof *f->enquiries))
        return STATUS_MEMORY;
    f->enquiries[f->enquiry_count++] = *e;
    return STATUS_OK;
}

static enum status enquire(struct making *m, int32_t day, int n)
{
    struct random_stream r;
    struct synth_enquiry e = {.enquiry = day};
    enum status s = STATUS_OK;
    service_stream(&r, m->settings, "synth-enquiry", day, n);
    service_id(m->settings, 'E', day, n, e.id);
    draw_enquirer(&r, &e);
    if (run(&r, &e)) {
        service_id(m->settings, 'F', day, n, e.household);
        s = household_approve(m, &e, &r);
    }
    soonest_call(&e);
    return s == STATUS_OK ? keep(m, &e) : s;
}

enum status enquiries_make(struct making *m)
{
    enum { YEARS_BEFORE = 40 }; /* who has fostered for longer is not missed */
    enum status s = STATUS_OK;
    for (int year = m->settings->first - YEARS_BEFORE; year <= m->settings->last; year++) {
        double rate = enquiry_rate * m->settings->children * synth_drift(m->settings, year);
        int32_t end = synth_year_end(year);
        for (int32_t day = synth_year_start(year); day <= end && s == STATUS_OK; day++) {
            int count = service_arrivals(m->settings, "synth-enquiry", day, rate);
            for (int i = 0; i < count && s == STATUS_OK; i++)
                s = enquire(m, day, i);
        }
    }
    return s;
}

/* A relative is approved for the time being when the child comes, and assessed afterwards. */
enum status enquiries_add_kinship(struct making *m, const struct synth_household *h)
{
    struct random_stream r;
    struct synth_enquiry e = {.enquiry = h->approved, .kinship = true, .reason = -1};
    random_start(&r, m->settings->seed, "synth-kinship", text_of(m->settings->la), text_of(h->id),
                 1);
    memcpy(e.id, h->id, sizeof e.id);
    e.id[0] = 'R'; /* unlike any E */
    memcpy(e.birth, h->birth, sizeof e.birth);
    e.enquiry -= (int32_t)random_below(&r, 8);
    e.source = ENQUIRY_SOURCES - 1;
    e.call = e.visit = DATE_NONE;
    e.application = h->approved + (int32_t)random_below(&r, 10);
    e.stage_1 = e.application + (int32_t)random_below(&r, 15);
    e.stage_1_end = e.stage_1 + service_delay(&r, 50, 3, 1);
    e.stage_2 = e.stage_1 + (e.stage_1_end - e.stage_1) / 2;
    e.stage_2_end = e.stage_1_end + service_delay(&r, kinship_days - 85, 4, 1);
    e.panel = e.stage_2_end + service_delay(&r, 14, 3, 1);
    e.decision = e.end = e.panel + service_delay(&r, 7, 2, 1);
    e.end_stage = STAGE_DECISION;
    e.outcome = OUTCOME_APPROVED;
    memcpy(e.household, h->id, sizeof e.household);
    if (h->left < e.decision) { /* the child has left: the assessment ends */
        int32_t *dates[] = {&e.application, &e.stage_1, &e.stage_1_end, &e.stage_2,
                            &e.stage_2_end, &e.panel,   &e.decision};
        for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
            if (*dates[i] > h->left)
                *dates[i] = DATE_NONE;
        e.end = h->left;
        e.outcome = OUTCOME_ENDED;
        e.end_stage = e.stage_1_end != DATE_NONE ? STAGE_2
                      : e.stage_1 != DATE_NONE   ? STAGE_1
                                                 : STAGE_APPLICATION;
        if (e.application == DATE_NONE)
            e.end_stage = STAGE_ENQUIRY;
        e.household[0] = '\0';
    }
    return keep(m, &e);
}
