// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_OUTCOMES_H
#define HEARTH_MODEL_RECRUIT_OUTCOMES_H

#include "calendar/period.h"
#include "model/recruit/costs.h"
#include "model/recruit/flow.h"
#include "table/writer.h"

/* What became of enquiries, as series. In the order written, with the dimensions of --by and stage,
 * outcome and reason:
 *
 * by cohort (date: the end of the period in which they enquired; only those seen from their first day)
 *   enquiries, approved so far, under way
 *   enquiries nowcast        with those that are not recorded yet, where the day of entry is known
 *   conversion so far        Aalen-Johansen incidence of approval at the cohort's greatest age
 *   conversion expected      with the chances of those under way, by stage and age; none before anybody
 *                            was approved
 *   conversion by cure model where some are under way and it disagrees: another way to that conversion
 *                            (stats/recruit/cure.h), from the group's Weibull times to approval, of all its
 *                            cohorts, and the share that the cohort's approvals so far then stand for
 *   period ratio             approvals of the period / enquiries of the period: what the press quotes;
 *                            with months between, it divides one year's approvals by another's enquiries
 *   cost per enquiry, cost per approval expected
 * of all (date: the last day observed)
 *   entered stage            how many
 *   share of stage           by outcome: incidences, and pending: the rest
 *   share of enquiries       approved, lost in stage, pending
 *   share approved by cure model                  by the same model, of all cohorts
 *   days in stage: median, 90th percentile       of all, however they end; open ones included
 *   days to approval: median, 90th percentile    of those who will be approved
 *   ended                    lost journeys by stage, outcome and reason
 */
struct outcomes_plan {
    struct period_calendar calendar;
    uint64_t seed;
    int32_t recent;    /* days that count for chances; 0: all */
    const char *costs; /* a file for costs_read; NULL: none */
};

enum status outcomes_write(const struct journeys *j, const struct outcomes_plan *plan,
                           struct writer *w, const struct problem_sink *sink);

#endif
