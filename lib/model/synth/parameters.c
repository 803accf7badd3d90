// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/parameters.h"

/* Sources. Department for Education, "Children looked after in England including adoptions",
 * reporting year 2024 (year ending 31 March 2024), national tables; Open Government Licence v3.0:
 *   [S]  CLA on 31 March by characteristics: 83,630 children
 *   [P]  CLA on 31 March by placement provider, type and locality
 *   [N]  CLA who started to be looked after: 33,050 children
 *   [C]  CLA who ceased to be looked after: 33,620 children
 *   [D]  Duration of placements ceasing in the year, by type: 98,880 placements
 *   [K]  CLA ceased: numbers of periods of care and of placements
 *   [R]  Reason for placement change during the year: 66,070 changes
 *   [U]  CLA on 31 March who were unaccompanied asylum-seeking children: 7,380 children
 *   [A]  CLA who were adopted during the year: 2,980 children
 * "Tuned" marks a figure that no table gives: it was moved until a made-up authority of 40,000
 * children showed the published shares (tests/unit/test_synth_england.c holds them together). */

/* The class limits of [C] (duration of the last period of care) and [D], in days. */
const int32_t synth_care_cuts[SYNTH_CARE_PIECES] = {0, 14, 56, 182, 365, 730, 1096, 1826, 3652};
const int32_t synth_stay_cuts[SYNTH_STAY_PIECES] = {0, 8, 31, 91, 182, 365, 730, 1826};
/* Care proceedings should take 26 weeks and take longer: tuned. */
const int32_t synth_legal_cuts[SYNTH_LEGAL_PIECES] = {0, 120, 210, 365};

/* [N]: 33,050 starts (7,270 of them UASC) to 83,630 children; 11% of children who cease were in care
 * before [K]. Tuned so that the stock stays at the size asked for. 570 children only had short
 * breaks in the year (CLA exclusively under a series of short-term placements, 2024). */
const double synth_first_entries = 0.300;
const double synth_uasc_entries = 0.096;
const double synth_break_entries = 0.0040;
/* England's starts moved by 2% to 9% from year to year in 2019-2024 ([N], time series). */
const double synth_entry_spread = 0.05;

/* [N] by age band, less the UASC; single years tuned within the band. */
const double synth_entry_age[18] = {5100, 1500, 1250, 1050, 950,  980,  960,  950,  950,
                                    950,  960,  1020, 1150, 1300, 1480, 1600, 1750, 1000};
/* [U]: 89% of those in care are 16 and over. */
const double synth_uasc_entry_age[18] = {
    [11] = 10, [12] = 20, [13] = 70, [14] = 200, [15] = 650, [16] = 3300, [17] = 3000};
const double synth_newborn_share = 0.55; /* tuned: half of under-ones come at or near birth */

/* [N], placement on starting, split over ages with [U] taken out: tuned. Own carers against agencies:
 * from [P]. Columns: kinship, own carers, agency, adoption, parents, home, secure, supported, care
 * home, health, family centre, custody, school, other. */
const double synth_entry_kind[SYNTH_AGES][SYNTH_KINDS] = {
    {1000, 1800, 700, 0, 500, 0, 0, 0, 0, 1000, 480, 0, 0, 20},
    {1850, 1550, 700, 0, 680, 10, 0, 0, 0, 60, 90, 0, 0, 40},
    {1750, 1450, 900, 0, 590, 60, 0, 0, 20, 20, 0, 0, 10, 100},
    {1300, 2100, 1600, 0, 480, 760, 50, 0, 80, 70, 0, 170, 30, 650},
    {220, 330, 260, 0, 60, 220, 15, 4600, 60, 40, 20, 260, 10, 330},
};
/* [U] placements, with a first stay elsewhere for some. */
const double synth_uasc_entry_kind[SYNTH_KINDS] = {[KIND_IN_HOUSE] = 9,
                                                   [KIND_IFA] = 23,
                                                   [KIND_HOME] = 1,
                                                   [KIND_SUPPORTED] = 66,
                                                   [KIND_OTHER] = 36};

/* [N] legal status (care order 31%, placement order 0%, s20 57%, child protection 10%, youth justice
 * 2%), UASC (all but some s20) taken out; split over ages tuned. Columns: C1 C2 E1 V2 L1 L2 J1. */
const double synth_entry_legal[SYNTH_AGES][SYNTH_LEGALS] = {
    {58, 1, 0, 25, 8, 8, 0}, {46, 1, 0, 30, 14, 9, 0}, {42, 1, 0, 36, 13, 8, 0},
    {27, 1, 0, 59, 8, 2, 3}, {10, 1, 0, 77, 3, 0, 9},
};

/* [N] category of need less [U]; [U]. */
const double synth_need[SYNTH_NEEDS] = {18010, 590, 720, 2110, 3090, 540, 30, 690};
const double synth_uasc_need[SYNTH_NEEDS] = {500, 0, 0, 310, 60, 5, 10, 6500};

/* [N] 20,160 boys and 12,900 girls, less the UASC; [U]. */
const double synth_male_share = 0.51;
const double synth_uasc_male_share = 0.96;

/* [N] ethnicity, less the UASC of [U] at 7,270 starts; [U]. */
const char synth_ethnic_codes[SYNTH_ETHNICITIES][5] = {
    "WBRI", "WIRI", "WOTH", "WIRT", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND",
    "APKN", "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT"};
const double synth_ethnicity[SYNTH_ETHNICITIES] = {17080, 70,   1190, 80,  170, 920, 390,
                                                   410,   1120, 180,  470, 180, 0,   540,
                                                   1370,  410,  40,   930, 90,  410};
const double synth_uasc_ethnicity[SYNTH_ETHNICITIES] = {
    0, 0, 330, 0, 0, 0, 20, 20, 90, 0, 30, 0, 1820, 30, 1630, 230, 10, 2930, 30, 190};

/* [C] by age and by duration of the last period of care against the stock [S]: tuned together. Rows:
 * under 1, 1-4, 5-9, 10-15, 16-17. */
const double synth_leave[SYNTH_AGES][SYNTH_CARE_PIECES] = {
    {0.65, 0.22, 0.38, 0.72, 0.60, 0.50, 0.50, 0.50, 0.50},
    {1.1, 0.32, 0.45, 1.05, 0.76, 0.48, 0.26, 0.14, 0.14},
    {1.5, 0.38, 0.45, 0.68, 0.38, 0.20, 0.085, 0.035, 0.025},
    {2.3, 0.56, 0.55, 0.52, 0.24, 0.14, 0.06, 0.018, 0.01},
    {2.4, 0.60, 0.52, 0.46, 0.22, 0.13, 0.08, 0.03, 0.02},
};
/* [C] care taken over by another authority, age assessed as adult, other reason: tuned. */
const double synth_uasc_leave[SYNTH_CARE_PIECES] = {1.2,  1.0,  0.3,  0.1, 0.05,
                                                    0.03, 0.03, 0.03, 0.03};
/* [C] placement on ceasing against [S]: tuned. */
const double synth_leave_kind[SYNTH_KINDS] = {
    [KIND_KINSHIP] = 1.4, [KIND_IN_HOUSE] = 0.55,     [KIND_IFA] = 0.35,
    [KIND_ADOPTION] = 0,  [KIND_PARENTS] = 2.9,       [KIND_HOME] = 0.30,
    [KIND_SECURE] = 0.8,  [KIND_SUPPORTED] = 1.2,     [KIND_CARE_HOME] = 0.6,
    [KIND_HEALTH] = 0.8,  [KIND_FAMILY_CENTRE] = 1.4, [KIND_CUSTODY] = 1.8,
    [KIND_SCHOOL] = 0.5,  [KIND_OTHER] = 1.9};
/* [C] legal status on ceasing against [S]: tuned. */
const double synth_leave_legal[SYNTH_LEGALS] = {
    [LEGAL_INTERIM] = 0.9, [LEGAL_CARE] = 0.8, [LEGAL_VOLUNTARY] = 1.4, [LEGAL_REMAND] = 4.0};
/* [D], placed for adoption: 53% between 6 and 12 months, few later. */
const double synth_adopted[SYNTH_STAY_PIECES] = {0.05, 0.1, 0.3, 1.2, 2.6, 2.3, 1.8, 1.8};

/* [D] by type: the total hazard of an end in each class, less leaving care and changes of status.
 * Columns: to 7 days, to 1, 3, 6 months, to 1, 2, 5 years, longer. */
const double synth_move[SYNTH_KINDS][SYNTH_STAY_PIECES] = {
    [KIND_KINSHIP] = {2.0, 0.9, 0.45, 0.33, 0.22, 0.14, 0.08, 0.05},
    [KIND_IN_HOUSE] = {7.0, 2.1, 0.75, 0.52, 0.33, 0.22, 0.13, 0.08},
    [KIND_IFA] = {5.0, 1.6, 0.7, 0.50, 0.32, 0.21, 0.13, 0.09},
    [KIND_ADOPTION] = {0.05, 0.05, 0.05, 0.04, 0.03, 0.03, 0.03, 0.03},
    [KIND_PARENTS] = {0.7, 0.55, 0.50, 0.45, 0.30, 0.20, 0.12, 0.08},
    [KIND_HOME] = {0.9, 0.55, 0.60, 0.62, 0.52, 0.42, 0.30, 0.25},
    [KIND_SECURE] = {3.0, 3.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0},
    [KIND_SUPPORTED] = {0.9, 1.0, 1.05, 0.95, 0.85, 0.6, 0.5, 0.5},
    [KIND_CARE_HOME] = {1.8, 1.0, 0.9, 0.8, 0.7, 0.5, 0.5, 0.5},
    [KIND_HEALTH] = {26.0, 10.0, 5.0, 4.0, 4.0, 4.0, 4.0, 4.0},
    [KIND_FAMILY_CENTRE] = {4.0, 2.2, 2.2, 2.5, 3.0, 3.0, 3.0, 3.0},
    [KIND_CUSTODY] = {2.0, 1.0, 0.8, 0.5, 1.0, 1.0, 1.0, 1.0},
    [KIND_SCHOOL] = {0.8, 0.6, 0.5, 0.5, 0.4, 0.35, 0.3, 0.3},
    [KIND_OTHER] = {6.0, 4.0, 3.4, 3.4, 2.0, 1.6, 1.6, 1.6},
};
/* Tuned: children's homes are left for supported accommodation at 16 and 17. */
const double synth_move_age[SYNTH_KINDS][SYNTH_AGES] = {
    [KIND_KINSHIP] = {1.1, 0.85, 0.75, 1.0, 1.0},
    [KIND_IN_HOUSE] = {1.1, 0.85, 0.75, 1.0, 0.95},
    [KIND_IFA] = {1.1, 0.85, 0.75, 1.0, 0.95},
    [KIND_ADOPTION] = {1, 1, 1, 1, 1},
    [KIND_PARENTS] = {1.1, 0.9, 0.8, 1.1, 1.2},
    [KIND_HOME] = {1, 1, 0.8, 0.85, 1.9},
    [KIND_SECURE] = {1, 1, 1, 1, 1},
    [KIND_SUPPORTED] = {1, 1, 1, 1, 1},
    [KIND_CARE_HOME] = {1, 1, 1, 1, 1.3},
    [KIND_HEALTH] = {1, 1, 1, 1, 1},
    [KIND_FAMILY_CENTRE] = {1, 1, 1, 1, 1},
    [KIND_CUSTODY] = {1, 1, 1, 1, 1},
    [KIND_SCHOOL] = {1, 1, 1, 1, 1.3},
    [KIND_OTHER] = {1, 1, 0.9, 1, 1.1},
};
/* [K]: 3.3% of those who cease had ten placements or more, and 10% of those in care three or more in
 * the year ("Placement stability"): some children move much more often than others. Tuned. */
const double synth_unsettled_share = 0.15, synth_unsettled = 3.1, synth_settled = 0.58;
/* [R]: 16,110 of 66,070 changes only change the placement's status: tuned. */
const double synth_long_term[SYNTH_STAY_PIECES] = {0, 0.03, 0.16, 0.55, 0.80, 0.75, 0.5, 0.3};
/* [A]: 35% of those adopted had 2 to 3 years in care, 39% 1 to 2: tuned. */
const double synth_matched[SYNTH_LEGAL_PIECES] = {0.9, 1.1, 1.0, 0.45};
const double synth_temporary = 0.06; /* not published: DfE counts the placement before */

/* Tuned to [S] and [P], placements on 31 March. */
const double synth_destination[SYNTH_AGES][SYNTH_KINDS] = {
    {28, 31, 19, 0, 27, 0, 0, 0, 0, 1, 5, 0, 0, 0.5},
    {26, 35, 19, 0, 38, 0.3, 0, 0, 0, 0.3, 1, 0, 0, 0.8},
    {19, 26, 28, 0, 34, 7, 0, 0, 0.9, 0.2, 0, 0, 0.2, 6},
    {11, 16, 23, 0, 18, 23, 0.9, 0, 1.9, 0.5, 0, 0, 0.2, 27},
    {6, 7, 10, 0, 12, 12, 0.7, 38, 1.6, 0.5, 0.2, 0, 0.1, 29},
};
/* Rows: from; 0 forbids. A carer's own kind is likelier, homes lead to homes. */
const double synth_destination_from[SYNTH_KINDS][SYNTH_KINDS] = {
    [KIND_KINSHIP] = {0.6, 1, 1, 0, 1.2, 0.8, 0.6, 0.8, 1, 1, 1, 1, 1, 1},
    [KIND_IN_HOUSE] = {1.1, 1.3, 1, 0, 1, 0.8, 0.7, 0.55, 1, 1, 1, 1, 1, 1},
    [KIND_IFA] = {0.8, 0.8, 1.6, 0, 0.8, 0.9, 0.8, 0.55, 1, 1, 1, 1, 1, 1},
    [KIND_ADOPTION] = {0.2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
    [KIND_PARENTS] = {1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0.5, 1, 1, 1},
    [KIND_HOME] = {0.4, 0.4, 0.5, 0, 1, 2, 1.8, 1.6, 1.5, 1, 0, 1, 1.5, 1.2},
    [KIND_SECURE] = {0.1, 0.1, 0.2, 0, 0.3, 3, 0, 1, 1, 1, 0, 1, 1, 2},
    [KIND_SUPPORTED] = {0.3, 0.3, 0.4, 0, 0.6, 0.3, 0.5, 2, 0.5, 1, 1, 1, 0, 0.6},
    [KIND_CARE_HOME] = {0.4, 0.4, 0.4, 0, 1, 2, 1, 1, 2, 1, 0, 1, 1, 1.5},
    [KIND_HEALTH] = {1, 1, 1, 0, 1, 1, 1, 1, 2, 0, 2, 1, 1, 2},
    [KIND_FAMILY_CENTRE] = {1, 1, 1, 0, 2, 0, 0, 1, 0, 0, 0.5, 0, 0, 0.5},
    [KIND_CUSTODY] = {0.3, 0.5, 0.7, 0, 1, 2, 2, 1, 0, 0, 0, 0, 0, 1.5},
    [KIND_SCHOOL] = {1, 1, 1, 0, 1, 2, 0, 1, 2, 1, 0, 0, 1, 1},
    [KIND_OTHER] = {0.5, 0.6, 0.8, 0, 1, 2, 1.5, 1.2, 1.5, 1, 0, 1, 1, 1.2},
};

/* Tuned to [S] (care orders 75%, placement orders 6%, s20 19%) and to the length of proceedings. The
 * row of C2 is the rare new placement order, that of E1 its revocation, that of V2 the start of
 * proceedings, that of J1 accommodation after remand. */
const double synth_legal_change[SYNTH_LEGALS][SYNTH_LEGAL_PIECES] = {
    [LEGAL_INTERIM] = {0.10, 0.7, 2.2, 2.6},
    [LEGAL_CARE] = {0.01, 0.01, 0.01, 0.004},
    [LEGAL_PLACEMENT] = {0.02, 0.05, 0.10, 0.2},
    [LEGAL_VOLUNTARY] = {1.7, 1.3, 1.0, 0.45},
    [LEGAL_REMAND] = {1.0, 1.0, 1.0, 1.0}};
const double synth_legal_change_age[SYNTH_LEGALS][SYNTH_AGES] = {
    [LEGAL_INTERIM] = {1, 1, 1, 1, 1},
    [LEGAL_CARE] = {1, 1, 0.3, 0, 0},
    [LEGAL_PLACEMENT] = {0.5, 0.6, 1.5, 4, 8},
    [LEGAL_VOLUNTARY] = {1.6, 1.4, 1.2, 0.7, 0.2},
    [LEGAL_REMAND] = {1, 1, 1, 1, 1}};
const double synth_uasc_legal = 0.15;
/* [A]: 2,060 of 2,980 entered under 1, 310 at 1, 250 at 2, 180 at 3, 190 older; against [N]. The
 * chance that proceedings end in a placement order: tuned. */
const double synth_placement_order_chance[18] = {0.70, 0.45, 0.36, 0.28, 0.20, 0.10, 0.05, 0.03};

/* [P]: inside or outside the council boundary, and provider. Columns PR0 to PR5. */
const struct synth_kind_facts synth_kinds[SYNTH_KINDS] = {
    [KIND_KINSHIP] = {0.32, {0, 1}, true, true},
    [KIND_IN_HOUSE] = {0.28, {0, 0.985, 0.015}, true, true},
    [KIND_IFA] = {0.62, {0, 0, 0, 0, 0.8, 0.2}, true, true},
    [KIND_ADOPTION] = {0.8, {0, 0.55, 0.2, 0, 0, 0.25}, true, false},
    [KIND_PARENTS] = {0.19, {1}, false, false},
    [KIND_HOME] = {0.68, {0, 0.13, 0.01, 0, 0.8, 0.06}, true, false},
    [KIND_SECURE] = {0.9, {0, 0.1, 0.9}, true, false},
    [KIND_SUPPORTED] = {0.44, {0, 0.05, 0, 0, 0.86, 0.09}, true, false},
    [KIND_CARE_HOME] = {0.65, {0, 0.1, 0, 0, 0.84, 0.06}, false, false},
    [KIND_HEALTH] = {0.5, {0, 0, 0, 1}, false, false},
    [KIND_FAMILY_CENTRE] = {0.8, {0, 0.06, 0, 0, 0.84, 0.1}, true, false},
    [KIND_CUSTODY] = {0.95, {0, 0, 0, 0.7, 0.3}, false, false},
    [KIND_SCHOOL] = {0.7, {0, 0.1, 0.08, 0, 0.55, 0.27}, true, false},
    [KIND_OTHER] = {0.6, {0}, false, false},
};

/* [C], reason ceased, by the last placement: tuned. Columns: kinship, other foster, parents,
 * residential and other, supported, UASC, remand. At 18: staying put from foster care. */
const struct synth_reason synth_reasons[SYNTH_REASONS] = {
    {"E4A", {22, 42, 66, 40, 30, 4, 10}, {4, 3, 60, 14, 6, 1, 10}, 0, 0.24},
    {"E4B", {2, 9, 3, 14, 14, 1, 8}, {0, 0, 2, 2, 2, 0, 5}, 0, 0.45},
    {"E43", {52, 24, 6, 3, 0, 0, 0}, {0}, 0, 0.03}, /* to the carer, or to somebody else */
    {"E41", {11, 5, 9, 2, 1, 0, 0}, {0}, 0, 0.05},
    {"E13", {7, 8, 2, 10, 10, 4, 5}, {5, 3, 3, 4, 4, 3, 4}, 0, 0.12},
    {"E3", {3, 4, 3, 4, 4, 52, 0}, {0, 0, 0, 0, 0, 0, 0}, 0, 0},
    {"E5", {0, 0, 0, 3, 18, 3, 3}, {6, 9, 8, 40, 66, 58, 25}, 16, 0},
    {"E6", {0, 0, 0, 2, 6, 2, 2}, {3, 3, 8, 7, 12, 14, 7}, 16, 0},
    {"E7", {0, 0, 0, 0, 0, 0, 0}, {1, 3, 2, 14, 2, 1, 2}, 16, 0},
    {"E8", {4, 7, 8, 18, 14, 14, 12}, {6, 6, 17, 18, 7, 9, 16}, 0, 0.10},
    {"E9", {0, 0.2, 0.2, 3, 3, 0.5, 28}, {0, 0, 0, 1, 1, 0, 31}, 10, 0},
    {"E14", {0, 0, 0, 0, 0, 0, 32}, {0}, 10, 0.15},
    {"E15", {0, 0, 0, 0, 0, 18, 0}, {0}, 0, 0},
    {"E16", {0.3, 0.3, 0.1, 0.3, 0.3, 1.5, 0}, {0}, 0, 0},
    {"E17", {0}, {160, 150, 0, 0, 0, 160, 0}, 0, 0},
    {"E2", {0.3, 0.4, 0.3, 1, 0.5, 0.2, 0}, {0}, 0, 0},
};
const double synth_return_days = 420; /* tuned to [K] */

/* [R], without changes of status only. */
const struct synth_change synth_changes[SYNTH_CHANGES] = {
    {"CARPL", 20700}, {"OTHER", 14790}, {"CREQB", 5310}, {"CREQO", 4190},
    {"CHILD", 2030},  {"LAREQ", 950},   {"STAND", 670},  {"CLOSE", 530},
    {"ALLEG", 440},   {"APPRR", 200},   {"CUSTOD", 150}};
