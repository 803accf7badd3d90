// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_PARAMETERS_H
#define HEARTH_MODEL_SYNTH_PARAMETERS_H

#include <stdbool.h>
#include <stdint.h>

/* What the made-up authority is made of: states and rates.
 *
 * A child's life in care is a continuous-time process. Five things can happen, each with a hazard
 * (events a year) that is constant between the cut points below: leaving care (by age x time in
 * care x kind of placement), moving (kind x time with the carer x age), a change of a placement's
 * status with the same carer, a change of legal status, and a short temporary stay elsewhere. Care
 * always ends by the 18th birthday. The hazards start from published England figures and were tuned
 * until a large made-up authority showed those figures again; parameters.c gives the sources. */

enum synth_age { AGE_UNDER_1, AGE_1_TO_4, AGE_5_TO_9, AGE_10_TO_15, AGE_16_AND_17, SYNTH_AGES };

enum synth_kind {
    KIND_KINSHIP,       /* U1 U2 U3 */
    KIND_IN_HOUSE,      /* U4 U5 U6, the authority's own carers */
    KIND_IFA,           /* U4 U6, an independent fostering agency's carers */
    KIND_ADOPTION,      /* A3 to A6 */
    KIND_PARENTS,       /* P1 */
    KIND_HOME,          /* K2 */
    KIND_SECURE,        /* K1 */
    KIND_SUPPORTED,     /* H5 P2, then K3 */
    KIND_CARE_HOME,     /* R1 */
    KIND_HEALTH,        /* R2 */
    KIND_FAMILY_CENTRE, /* R3 */
    KIND_CUSTODY,       /* R5 */
    KIND_SCHOOL,        /* S1 */
    KIND_OTHER,         /* Z1, then Z11 to Z14 */
    SYNTH_KINDS
};

enum synth_legal {
    LEGAL_INTERIM,       /* C1 */
    LEGAL_CARE,          /* C2 */
    LEGAL_PLACEMENT,     /* E1 */
    LEGAL_VOLUNTARY,     /* V2 */
    LEGAL_POLICE,        /* L1 */
    LEGAL_EMERGENCY,     /* L2 */
    LEGAL_REMAND,        /* J1 */
    LEGAL_BREAKS,        /* V3 */
    LEGAL_BREAKS_AGREED, /* V4 */
    SYNTH_LEGALS
};

enum { SYNTH_CARE_PIECES = 9, SYNTH_STAY_PIECES = 8, SYNTH_LEGAL_PIECES = 4 };
enum { SYNTH_NEEDS = 8, SYNTH_ETHNICITIES = 20, SYNTH_PROVIDERS = 6 };

/* Days on which the pieces begin; the first is 0, the last piece has no end. */
extern const int32_t synth_care_cuts[SYNTH_CARE_PIECES];   /* since care began */
extern const int32_t synth_stay_cuts[SYNTH_STAY_PIECES];   /* since the carer took the child */
extern const int32_t synth_legal_cuts[SYNTH_LEGAL_PIECES]; /* since the legal status began */

/* Arrivals a year for each child in care: of children never in care here before, of unaccompanied
 * asylum-seeking children, and of children who come for short breaks only. */
extern const double synth_first_entries, synth_uasc_entries, synth_break_entries;
/* Spread (standard deviation of the logarithm) of a year's entries around their mean. */
extern const double synth_entry_spread;

/* Entry. */
extern const double synth_entry_age[18], synth_uasc_entry_age[18]; /* by completed years */
extern const double synth_newborn_share; /* of under-ones who come within days of birth */
extern const double synth_entry_kind[SYNTH_AGES][SYNTH_KINDS];
extern const double synth_uasc_entry_kind[SYNTH_KINDS];
extern const double synth_entry_legal[SYNTH_AGES][SYNTH_LEGALS];
extern const double synth_need[SYNTH_NEEDS], synth_uasc_need[SYNTH_NEEDS]; /* N1 to N8 */
extern const double synth_male_share, synth_uasc_male_share;
extern const char synth_ethnic_codes[SYNTH_ETHNICITIES][5];
extern const double synth_ethnicity[SYNTH_ETHNICITIES], synth_uasc_ethnicity[SYNTH_ETHNICITIES];

/* Hazards, events a year. */
extern const double synth_leave[SYNTH_AGES][SYNTH_CARE_PIECES];
extern const double synth_uasc_leave[SYNTH_CARE_PIECES];
extern const double synth_leave_kind[SYNTH_KINDS];    /* factor on synth_leave */
extern const double synth_leave_legal[SYNTH_LEGALS];  /* factor on synth_leave */
extern const double synth_adopted[SYNTH_STAY_PIECES]; /* leaving by adoption, since placed for it */
extern const double synth_move[SYNTH_KINDS][SYNTH_STAY_PIECES];
extern const double synth_move_age[SYNTH_KINDS][SYNTH_AGES]; /* factor on synth_move */
/* A share of children is unsettled: factors on synth_move, for them and for the others. */
extern const double synth_unsettled_share, synth_unsettled, synth_settled;
extern const double synth_long_term[SYNTH_STAY_PIECES]; /* U6 to U4, U3 to U1: same carer */
extern const double synth_matched[SYNTH_LEGAL_PIECES];  /* under E1: placed for adoption */
extern const double synth_temporary; /* stays elsewhere of children with foster carers */

/* Where a move leads: weight by age of the child, times a factor by the kind moved from. */
extern const double synth_destination[SYNTH_AGES][SYNTH_KINDS];
extern const double synth_destination_from[SYNTH_KINDS][SYNTH_KINDS];

/* Legal status: hazards of the next status since the present one began, and its chances. */
extern const double synth_legal_change[SYNTH_LEGALS][SYNTH_LEGAL_PIECES];
extern const double synth_legal_change_age[SYNTH_LEGALS][SYNTH_AGES];
extern const double synth_uasc_legal;                 /* factor on synth_legal_change */
extern const double synth_placement_order_chance[18]; /* by completed years on entering care */

/* Placement details. */
struct synth_kind_facts {
    double outside;                    /* share placed outside the authority's own area */
    double providers[SYNTH_PROVIDERS]; /* PR0 to PR5; all 0: the cell stays blank */
    bool wants_urn;
    bool foster;
};
extern const struct synth_kind_facts synth_kinds[SYNTH_KINDS];

/* Reasons that care ceases. */
enum { SYNTH_REASONS = 16 };
enum synth_leaving { /* who leaves */
                     LEAVING_KINSHIP,
                     LEAVING_FOSTER,
                     LEAVING_PARENTS,
                     LEAVING_RESIDENTIAL,
                     LEAVING_SUPPORTED,
                     LEAVING_UASC,
                     LEAVING_REMAND,
                     SYNTH_LEAVINGS
};
struct synth_reason {
    const char *code; /* E43 stands for special guardianship: see life.c */
    double before_18[SYNTH_LEAVINGS];
    double at_18[SYNTH_LEAVINGS];
    int least_age;
    double comes_back; /* chance to enter care again, if young enough */
};
extern const struct synth_reason synth_reasons[SYNTH_REASONS];
extern const double synth_return_days; /* mean days until a child comes back into care */

/* Reasons that a placement changes, with a new carer. */
enum { SYNTH_CHANGES = 11 };
struct synth_change {
    const char *code;
    double weight;
};
extern const struct synth_change synth_changes[SYNTH_CHANGES];

#endif
