// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_SIMULATE_H
#define HEARTH_MODEL_PROJECT_SIMULATE_H

#include "base/random.h"
#include "base/status.h"
#include "model/project/scenario.h"

/* One future, child by child, in continuous time.
 *
 * Each child has random numbers of their own (a stream by draw and child), so that two scenarios of one
 * draw differ only where the levers make them differ. Cells of few children, as ours are (a hundred
 * states, a few hundred children), make child by child cheaper than multinomials by cell; and dates,
 * birthdays and short placements need no step. A child's path: an exponential amount of risk is used up
 * at the rate of the present state; where it ends, the child leaves, moves or goes on into the next
 * phase; the 18th birthday ends it. Closed_form.h has the law's exact moments. */
struct simulation {
    const struct frame *frame;
    const struct timeline *timeline;
    const struct present *now;
    int32_t origin;
    double end; /* days to simulate */
    const struct hazards *hazards;
    const struct shift *shifts; /* what a scenario does to each month; NULL: the base */
    const struct entry_plan *plan;
    const double *wanted; /* expected entrants of each month in this future */
    const struct random_stream *children, *entrants; /* named by draw; counter[1] is the child */
};

/* Counts the future in COUNT (frame_size places, all 0 before, or with other children of the future); the stock is
 * only noted, see simulate_add_up. STATUS_NUMERIC, and no count to trust: a rate, a
 * time or an expected number of entrants isn't finite, is below 0 or beyond what could ever be meant (a
 * rate of 1,000 a day; 2 million entrants a month). A rate of 0 is one that a lever took away. */
enum status simulate(const struct simulation *s, uint32_t *count);

/* Makes stocks of the changes of stock that simulate noted: once, when all children of a future, perhaps part by
 * part, are in COUNT. */
void simulate_add_up(const struct frame *f, const struct timeline *t, uint32_t *count);

#endif
