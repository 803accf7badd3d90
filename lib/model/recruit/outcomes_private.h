// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_OUTCOMES_PRIVATE_H
#define HEARTH_MODEL_RECRUIT_OUTCOMES_PRIVATE_H

#include "model/recruit/lines.h"
#include "model/recruit/outcomes.h"
#include "stats/recruit/cure.h"

/* What the parts of outcomes share: cohorts (outcomes_cohorts.c), and stages, whole journeys and
 * reasons (outcomes.c), and the check by a cure model (outcomes_cure.c). */
enum outcomes_measure {
    ENQUIRIES,
    NOWCAST,
    APPROVED,
    UNDER_WAY,
    SO_FAR,
    EXPECTED,
    CURED,
    PERIOD,
    COST_ENQUIRY,
    COST_APPROVAL,
    ENTERED,
    SHARE,
    OF_ALL,
    CURED_ALL,
    DAYS_50,
    DAYS_90,
    APPROVAL_50,
    APPROVAL_90,
    ENDED
};

/* A journey seen from its first day. */
struct member {
    uint32_t group, journey;
    int32_t period;
};
struct cohort;

/* The cure model of each group, and where it disagrees with what is not from it. */
struct outcomes_cure {
    struct cure *models;
    bool *known;
    struct cure_time *times; /* room for all members */
    size_t groups, cohorts, cohorts_told;
};

struct outcomes {
    const struct journeys *j;
    const struct outcomes_plan *plan;
    struct costs costs; /* where the plan names a file */
    struct lines lines;
    struct member *members; /* journeys seen from their first day, by cohort */
    size_t member_count;
    struct cohort *cohorts;
    size_t cohort_count;
    bool tells; /* an approval was seen: there are chances to expect */
    struct outcomes_cure cure;
    int32_t *entry, *exit; /* room for visits */
    uint32_t *cause;
};

/* Adds OF as visit N of the room; false when it was never at risk. CAUSE: how it ended, if it did. */
bool outcomes_visit(struct outcomes *k, size_t n, const struct journey *of, uint32_t cause);
void outcomes_set_interval(struct line *line, const struct visit_share *i);
enum status outcomes_cohorts(struct outcomes *k);

/* -- outcomes_cure.c: once members are known; then beside each cohort (its members FROM ... TO - 1) and group */
enum status outcomes_cure_begin(struct outcomes *k);
void outcomes_cure_cohort(struct outcomes *k, uint32_t group, size_t from, size_t to, int32_t date,
                          const struct visit_share *expected);
void outcomes_cure_group(struct outcomes *k, uint32_t group, const struct visit_share *approved);
void outcomes_cure_end(struct outcomes *k, const struct problem_sink *sink);

#endif
