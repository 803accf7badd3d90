// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_LATE_H
#define HEARTH_MODEL_RECRUIT_LATE_H

#include "calendar/period.h"
#include "model/recruit/lines.h"

/* Enquiries that have been made but are not in the register yet, where it says on which day each was
 * entered: for each group and whole period, those recorded and to be recorded (stats/recruit/delay.h), as
 * lines of MEASURE. How late enquiries are entered is that of all groups, over the last twelve periods that
 * tell; more than LATE_MOST periods late counts as that. Periods that are complete get no line. */
enum { LATE_MOST = 12 };

/* STATUS_OK, with a warning on SINK where the register is too short or no day of entry is known. */
enum status late_add(struct lines *l, int measure, const struct journeys *j,
                     const struct period_calendar *calendar, const struct problem_sink *sink);

#endif
