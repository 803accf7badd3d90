// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_OUTCOMES_PRIVATE_H
#define HEARTH_MODEL_RECRUIT_OUTCOMES_PRIVATE_H

#include "model/recruit/lines.h"
#include "model/recruit/outcomes.h"

/* What the two halves of outcomes share: cohorts (outcomes_cohorts.c), and stages, whole journeys and
 * reasons (outcomes.c). */
enum outcomes_measure {
    ENQUIRIES,
    NOWCAST,
    APPROVED,
    UNDER_WAY,
    SO_FAR,
    EXPECTED,
    PERIOD,
    COST_ENQUIRY,
    COST_APPROVAL,
    ENTERED,
    SHARE,
    OF_ALL,
    DAYS_50,
    DAYS_90,
    APPROVAL_50,
    APPROVAL_90,
    ENDED
};

struct member;
struct cohort;

struct outcomes {
    const struct journeys *j;
    const struct outcomes_plan *plan;
    struct costs costs; /* where the plan names a file */
    struct lines lines;
    struct member *members; /* journeys seen from their first day, by cohort */
    size_t member_count;
    struct cohort *cohorts;
    size_t cohort_count;
    int32_t *entry, *exit; /* room for visits */
    uint32_t *cause;
};

/* Adds OF as visit N of the room; false when it was never at risk. CAUSE: how it ended, if it did. */
bool outcomes_visit(struct outcomes *k, size_t n, const struct journey *of, uint32_t cause);
void outcomes_set_interval(struct line *line, const struct visit_share *i);
enum status outcomes_cohorts(struct outcomes *k);

#endif
