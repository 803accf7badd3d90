// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_NUMBER_H
#define HEARTH_CHART_NUMBER_H

#include "calendar/date.h"

#include <stdbool.h>
#include <stddef.h>

/* Numbers and dates as people read them: 1,234 · 12.5% · £1.2m · −7 · Mar 2024. Written the same way
 * whatever the locale. */
enum { NUMBER_TEXT = 48, DATE_WORDS = 24 };

/* How all numbers of one axis are written. */
struct number_style {
    int decimals;
    double divisor;     /* 1, a million ... */
    const char *suffix; /* "", "m", "bn", "tn" */
    bool pounds, percent;
};

/* The style for numbers up to LARGEST (by size) that differ by STEP: enough decimals to tell
 * neighbours apart, in millions and more where figures would get long. UNIT "£" is written before
 * the number and "%" after it; any other unit belongs in the subtitle. UNIT may be NULL. */
struct number_style number_style_for(double largest, double step, const char *unit);

/* Writes VALUE to BUFFER (NUMBER_TEXT bytes) and returns it. */
const char *number_write(char buffer[NUMBER_TEXT], double value, const struct number_style *style);

/* One value alone, rounded for reading: whole numbers whole, else three significant figures or so.
 * WHOLE: the values count things, so an expected 12.4 is read as 12. */
const char *number_brief(char buffer[NUMBER_TEXT], double value, bool whole, const char *unit);

/* "in March 2024", "on 15 March 2024". */
const char *date_when(char buffer[DATE_WORDS], int32_t date);

/* "Mar 2024" (or "March 2024" when LONG_MONTH) where DATE is the last day of a month, else with the
 * day before it. */
const char *date_words(char buffer[DATE_WORDS], int32_t date, bool long_month);

#endif
