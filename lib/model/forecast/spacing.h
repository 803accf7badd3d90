// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_SPACING_H
#define HEARTH_MODEL_FORECAST_SPACING_H

#include "base/status.h"
#include "calendar/period.h"

#include <stdbool.h>
#include <stddef.h>

/* The regular calendar behind a series' dates: every so many months on the same day (31 = the last
 * day of the month, so that month ends stay month ends), or every so many days.
 *
 * Dates where more than half are month ends, or fall on one day of the month, are counted in months;
 * any others in days. The step is the commonest distance between neighbouring dates (the smallest of
 * equally common ones), and the phase the one on which most dates lie. A date off the grid belongs to
 * no period.
 */
struct spacing {
    int months;     /* step in months; 0: counted in days */
    int days;       /* step in days where months is 0 */
    int day;        /* of the month, 31 = its last day; for steps in months */
    int32_t origin; /* a date on the grid: period number 0 */
};

/* Finds the spacing of DATES (sorted, all different). SCRATCH has N places. STATUS_SHORT when there are
 * fewer than two dates to measure a distance between. */
enum status spacing_find(struct spacing *out, const int32_t *dates, size_t n, int32_t *scratch);

/* As spacing_find, with the step given: only day and phase come from the dates (at least one). */
void spacing_fix(struct spacing *out, enum period_every every, const int32_t *dates, size_t n,
                 int32_t *scratch);

/* As spacing_fix, with another series' step. */
void spacing_like(struct spacing *out, const struct spacing *step, const int32_t *dates, size_t n,
                  int32_t *scratch);

/* The number of the period that ends on DATE; false when DATE is off the grid. */
bool spacing_number(const struct spacing *s, int32_t date, long *number);

/* The date of period NUMBER. */
int32_t spacing_date(const struct spacing *s, long number);

/* Periods in the season: a year's for months, quarters, ...; a week's for days; else 1. */
size_t spacing_season(const struct spacing *s);

/* Periods in a year, rounded; at least 1. */
size_t spacing_year(const struct spacing *s);

/* "month", "quarter", "year", "day", "week", "6 months", "5 days": for messages. */
const char *spacing_name(const struct spacing *s, char *buffer, size_t size);

#endif
