// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/service_parameters.h"

/* Sources.
 *   [F]  Ofsted, "Fostering in England" and its data sets, 2017 to 2025 (years to 31 March): initial
 *        enquiries 2017 (local authorities 35,840, of which 18 % became applications then and 12 % in
 *        2023), applications 8,485 and approvals 4,055 in 2024, mainstream households leaving 13 % in
 *        2022, places 62 % filled, 20 % vacant, 18 % not available in 2017
 *   [B]  benchmarking of local authorities 2013-14: 31 % of enquiries reach a visit, 273 days from
 *        enquiry to approval, 12 % of carers leave in a year
 *   [W]  Department for Education, "Children's social work workforce", census 2024: 34,328 full-time
 *        equivalents in post to 83,630 children in care, turnover 13.9 %, agency 16.2 %, vacancies
 *        17.3 %, 15.4 cases for each case holder, sickness absence 3.4 %
 *   [S]  as in parameters.c: children in care and adopted, England 2024
 * "Tuned" marks what no table gives. */

const int32_t service_tenure_cuts[SERVICE_TENURES] = {0, 365, 730, 1826, 3652};

/* [F] 2017, to 72,670 children in care then. */
const double enquiry_rate = 0.49;
/* Tuned; those who know a carer go further. The factors' mean over shares is 1. */
const struct enquiry_source enquiry_sources[ENQUIRY_SOURCES] = {
    {"WEB", 0.40, 0.93},   {"SOCIAL", 0.20, 0.59}, {"CARER", 0.10, 1.95}, {"EVENT", 0.05, 1.1},
    {"PRESS", 0.03, 0.88}, {"OOH", 0.03, 0.88},    {"HUB", 0.07, 1.2},    {"STAFF", 0.03, 1.65},
    {"OTHER", 0.05, 1.0},  {"UNK", 0.04, 0.7}};
/* [B] visits, [F] 12 % to application and 48 % of applications approved; days tuned to [B]. */
const struct service_step enquiry_steps[ENQUIRY_STAGES] = {
    [STAGE_ENQUIRY] = {0.31, 26, 1.5, 30},    [STAGE_VISIT] = {0.39, 30, 1.2, 45},
    [STAGE_APPLICATION] = {0.97, 7, 1.5, 21}, [STAGE_1] = {0.82, 75, 3, 50},
    [STAGE_2] = {0.68, 105, 4, 70},           [STAGE_PANEL] = {0.97, 21, 3, 21},
    [STAGE_DECISION] = {0.93, 7, 2, 7},
};
/* Tuned. Columns: approved, not approved, applicant withdrew, service ended it, not eligible, no
 * response, passed to another service. */
const double enquiry_outcomes[ENQUIRY_STAGES][ENQUIRY_OUTCOMES] = {
    [STAGE_ENQUIRY] = {0, 0, 30, 7, 25, 35, 3},
    [STAGE_VISIT] = {0, 0, 55, 35, 10, 0, 0},
    [STAGE_APPLICATION] = {0, 0, 70, 30},
    [STAGE_1] = {0, 0, 65, 35},
    [STAGE_2] = {0, 0, 65, 35},
    [STAGE_PANEL] = {0, 0, 60, 40},
    [STAGE_DECISION] = {0, 1}};
const struct code_weight withdraw_reasons[WITHDRAW_REASONS] = {
    {"AW1", 20}, {"AW2", 12}, {"AW3", 38}, {"AW4", 8}, {"AW5", 3}, {"AW0", 19}};
const double call_share = 0.75, call_days = 3; /* tuned */

/* [F] 13 %, [B] 12 % a year; the second year is the hardest: tuned. */
const double household_leave[SERVICE_TENURES] = {0.09, 0.17, 0.15, 0.115, 0.13};
const struct code_weight household_types[HOUSEHOLD_TYPES] = {
    {"PERM", 38}, {"TEMP", 42}, {"EMERG", 4},  {"SHORTB", 7},
    {"PARCH", 3}, {"FFA", 3},   {"REMAND", 1}, {"SPECIAL", 2}};
/* [F]: 1.65 places a household in 2024, kinship households included: tuned. */
const double household_places[HOUSEHOLD_PLACES] = {30, 38, 27, 5};
const struct code_weight household_reasons[LEAVE_REASONS] = {
    {"RESIGN", 24}, {"RETIRE", 16},  {"HEALTH", 9},   {"CIRC", 20},    {"FINANCE", 5},
    {"SUPPORT", 5}, {"TRANSFER", 8}, {"TERM_STD", 5}, {"TERM_OTH", 4}, {"UNK", 4}};
const double transfer_in_share = 0.08;
const struct age_range household_ages[AGE_RANGES] = {
    {0, 17, 62}, {0, 8, 14}, {5, 17, 14}, {10, 17, 10}};
/* [F] 18 % of places not available, part of them held by young adults: tuned. */
const double unavailable_rate = 2.5, unavailable_days = 150;
const struct code_weight unavailable_reasons[UNAVAILABLE_REASONS] = {
    {"BREAK", 28}, {"CIRC", 24}, {"SIBLING", 12}, {"CHILDNEED", 26}, {"ALLEG", 4}, {"OTHER", 6}};
const double staying_put_days = 430;
const double concern_rate = 0.07;
const double kinship_days = 150;

/* [W] */
const double worker_fte_rate = 0.41;
const double worker_leave[SERVICE_TENURES] = {0.12, 0.19, 0.165, 0.12, 0.13};
/* Newly qualified, another authority, outside England, agency, other social work, other social care,
 * none, other. */
const struct worker_origin worker_origins[WORKER_ORIGINS] = {
    {42, 0.9}, {27, 1.0}, {5, 1.1}, {13, 1.3}, {3, 1.0}, {5, 0.9}, {3, 1.0}, {2, 1.0}};
const double worker_destinations[WORKER_DESTINATIONS] = {40, 3, 21, 6, 8, 13, 9};
/* Resigned, voluntary and compulsory redundancy, dismissed, retired, died, another role in the
 * authority, other. Retired only from 55 on. */
const double worker_reasons[WORKER_REASONS + 2] = {68, 1, 0.5, 2, 12, 0.5, 9, 7};
const double worker_roles[2][WORKER_ROLES] = {{0, 0, 0, 0, 100, 0}, {2, 6, 16, 24, 46, 6}};
const double worker_promotion = 0.06;
const double worker_part_time = 0.22, vacancy_rate = 0.173, agency_rate = 0.162,
             agency_cover = 0.78;
const double agency_days = 330;
const double case_load = 15.4, absence_days = 8.6;

/* [S]: 2,980 adopted to 83,630 children, 55 % of them with the authority's own adopters; a tenth more
 * are approved than find a child: tuned. */
const double adopter_rate = 0.086;
const struct service_step adopter_steps[ADOPTER_STEPS] = {
    {0.35, 60, 1.5, 40}, {0.85, 65, 3, 45}, {0.90, 125, 4, 60}};
const double adopter_leave = 0.15;
