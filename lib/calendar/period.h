// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CALENDAR_PERIOD_H
#define HEARTH_CALENDAR_PERIOD_H

#include "base/text.h"

#include <stdint.h>

/* Reporting periods: days, months, quarters and years, with any day of the year as year end. A period
 * is named by its last day and covers (previous end, this end]. Quarters follow the year: with a year
 * ending 31 March they end in June, September, December and March. A year end that is a month's last
 * day makes every period end a month's last day. */
enum period_every { EVERY_DAY, EVERY_MONTH, EVERY_QUARTER, EVERY_YEAR };

struct period_calendar {
    enum period_every every;
    int end_month; /* of the year end, 1-12 */
    int end_day;   /* 31 is read as "last day of the month" in every month */
};

/* The year of placements and carers: to 31 March. */
#define PERIOD_TO_31_MARCH(every) ((struct period_calendar){(every), 3, 31})
/* The year of the workforce census: to 30 September. */
#define PERIOD_TO_30_SEPTEMBER(every) ((struct period_calendar){(every), 9, 31})

/* Reads a year end "MM-DD" such as "03-31" or "09-30"; false when there is no such day. */
bool period_parse_year_end(struct text t, struct period_calendar *c);

/* "day", "month", "quarter" or "year" to the enum; false for anything else. */
bool period_parse_every(struct text t, enum period_every *out);
const char *period_every_name(enum period_every e);

/* Periods are numbered without gaps. period_number: that of the period which DATE falls in.
 * period_end: the last day of period NUMBER. So period_end(period_number(d)) >= d. */
int32_t period_number(const struct period_calendar *c, int32_t date);
int32_t period_end(const struct period_calendar *c, int32_t number);

/* The last day of the period that DATE falls in; DATE itself when it is a period's last day. */
int32_t period_end_from(const struct period_calendar *c, int32_t date);

/* The calendar year in which the reporting year that holds DATE ends: with 31 March,
 * 2024-04-01 ... 2025-03-31 give 2025. */
int period_year(const struct period_calendar *c, int32_t date);

#endif
