// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_SERVICE_PARAMETERS_H
#define HEARTH_MODEL_SYNTH_SERVICE_PARAMETERS_H

#include "model/synth/service.h"

/* Rates and shares behind enquiries, households, workers and adopters. The sources stand in
 * service_parameters.c; all of it is written by --truth. */

/* A step of a process: who goes on, and how long it takes. Gamma: mean days and shape. */
struct service_step {
    double goes_on; /* chance */
    double days, shape;
    double ends_days; /* mean days until it is closed for who does not go on; exponential */
};

/* --- enquiries: a year for each child in care ------------------------------------------------- */
extern const double enquiry_rate;
enum { ENQUIRY_SOURCES = 10, WITHDRAW_REASONS = 6 };
struct enquiry_source {
    const char *code;
    double share, visit; /* visit: factor on the chance of a visit */
};
extern const struct enquiry_source enquiry_sources[ENQUIRY_SOURCES];
/* By the stage that is left: enquiry to visit, visit to application, application to stage 1 (its start),
 * stage 1 to its end, end of stage 1 to end of stage 2, to the panel, to the decision. */
extern const struct service_step enquiry_steps[ENQUIRY_STAGES];
extern const double enquiry_outcomes[ENQUIRY_STAGES]
                                    [ENQUIRY_OUTCOMES]; /* weights of who does not go on */
struct code_weight {
    const char *code;
    double weight;
};
extern const struct code_weight withdraw_reasons[WITHDRAW_REASONS];
extern const double call_share, call_days;

/* --- households ------------------------------------------------------------------------------ */
extern const double household_leave[SERVICE_TENURES]; /* a year */
enum {
    HOUSEHOLD_TYPES = 8,
    HOUSEHOLD_PLACES = 4,
    LEAVE_REASONS = 10,
    AGE_RANGES = 4,
    UNAVAILABLE_REASONS = 6
};
extern const struct code_weight household_types[HOUSEHOLD_TYPES];
extern const double household_places[HOUSEHOLD_PLACES]; /* 1 to 4 */
extern const struct code_weight household_reasons[LEAVE_REASONS];
extern const double transfer_in_share;
struct age_range {
    int least, most;
    double weight;
};
extern const struct age_range household_ages[AGE_RANGES];
/* Whole households stop taking children for a while: a year, and mean days. */
extern const double unavailable_rate, unavailable_days;
extern const struct code_weight unavailable_reasons[UNAVAILABLE_REASONS];
extern const double staying_put_days; /* mean, at most until the 21st birthday */
extern const double concern_rate;     /* a household and year */
extern const double kinship_days;     /* mean, from placement to full approval */

/* --- workers --------------------------------------------------------------------------------- */
extern const double worker_fte_rate;               /* in post for each child in care */
extern const double worker_leave[SERVICE_TENURES]; /* a year */
enum { WORKER_ORIGINS = 8, WORKER_DESTINATIONS = 7, WORKER_REASONS = 6, WORKER_ROLES = 6 };
struct worker_origin {
    double weight, leave; /* leave: factor on worker_leave */
};
extern const struct worker_origin worker_origins[WORKER_ORIGINS]; /* codes 1 to 8 */
extern const double worker_destinations[WORKER_DESTINATIONS];     /* codes 1 to 7 */
extern const double worker_reasons[WORKER_REASONS + 2];           /* codes 1 to 8 */
extern const double worker_roles[2][WORKER_ROLES];                /* newly qualified; others */
extern const double worker_promotion;                             /* a year */
extern const double worker_part_time, vacancy_rate, agency_rate, agency_cover, agency_days;
extern const double case_load, absence_days;

/* --- adopters: a year for each child in care --------------------------------------------------- */
extern const double adopter_rate;
enum { ADOPTER_STEPS = 3 };
extern const struct service_step adopter_steps[ADOPTER_STEPS]; /* enquiry, stage 1, stage 2 */
extern const double adopter_leave;                             /* while waiting, a year */

#endif
