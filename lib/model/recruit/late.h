// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_LATE_H
#define HEARTH_MODEL_RECRUIT_LATE_H

#include "calendar/period.h"
#include "model/recruit/lines.h"
#include "stats/recruit/delay.h"

/* Enquiries that have been made but are not in the register yet, where it says on which day each was
 * entered: how late they are entered (stats/recruit/delay.h), of all groups, over the last twelve periods
 * that tell. More than LATE_MOST periods late counts as that. */
enum { LATE_MOST = 12, LATE_DAYS = 30 };

/* What a period is: one of the CALENDAR, or, where that is NULL, LATE_DAYS days that end on ORIGIN
 * (number 0) or that many days before the next (-1, -2, ...). */
struct late_clock {
    const struct period_calendar *calendar;
    int32_t origin;
};
int32_t late_number(const struct late_clock *clock, int32_t day);

/* The delays of what was known on a day: whole periods first ... first + count - 1. */
struct late {
    struct late_clock clock;
    int32_t first;
    size_t count, delays;
    double complete[LATE_MOST + 1]; /* share entered by the end of the period k later */
    double dispersion;
};

/* Of enquiries since FROM and entries until the clock's origin. STATUS_SHORT: the days of entry don't tell. */
enum status late_fit(struct late *t, const struct journeys *j, const struct late_clock *clock,
                     int32_t from);

/* Periods that the enquiry was made before the last one, and in how many of them it was not entered yet;
 * false when the days don't tell, or when it was entered after the last. */
bool late_place(const struct late *t, const struct journey *of, size_t *before, size_t *delay);

/* The nowcasts of each group, as lines of MEASURE with intervals: enquiries entered and to be entered, for
 * periods that are not complete. STATUS_OK, with a warning on SINK where there can be none. */
enum status late_add(struct lines *l, int measure, const struct journeys *j,
                     const struct period_calendar *calendar, const struct problem_sink *sink);

#endif
