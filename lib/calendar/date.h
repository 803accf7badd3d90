// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CALENDAR_DATE_H
#define HEARTH_CALENDAR_DATE_H

#include "base/text.h"

#include <stdint.h>

/* A date is the number of days since 1 January 1970 in the proleptic Gregorian calendar, so that a
 * difference of dates is a number of days. DATE_NONE stands for "empty": it sorts before every date. */
#define DATE_NONE INT32_MIN

enum date_reading {
    DATE_READ,      /* *out is set */
    DATE_EMPTY,     /* no text but blanks: *out = DATE_NONE */
    DATE_SHAPE,     /* neither DD/MM/YYYY nor YYYY-MM-DD */
    DATE_IMPOSSIBLE /* the right shape, but no such day (31/02/2024) or a year outside 1900-2199 */
};

/* Reads DD/MM/YYYY or YYYY-MM-DD, by shape; nothing is guessed. A time of midnight behind it
 * (" 00:00:00" or "T00:00:00", as database exports write) is accepted; any other is DATE_SHAPE. */
enum date_reading date_parse(struct text t, int32_t *out);

/* "is not a date (DD/MM/YYYY or YYYY-MM-DD)", "is not a day of the calendar": the rest of a message
 * that begins with the quoted value. */
const char *date_reading_text(enum date_reading r);

int32_t date_of(int year, int month, int day); /* the day must exist */
void date_split(int32_t date, int *year, int *month, int *day);
int date_days_in_month(int year, int month);

enum { DATE_TEXT = 11 };
/* Writes YYYY-MM-DD and a NUL (DATE_TEXT bytes); DATE_NONE gives "". Returns BUFFER as a text. */
struct text date_write(int32_t date, char buffer[DATE_TEXT]);

/* The same day of the month N months later (earlier if negative); the last day of that month when it
 * has no such day. */
int32_t date_add_months(int32_t date, int months);

/* Completed years from BIRTH to ON by the calendar; negative before birth. A child born on 29 February
 * completes a year on 1 March in common years (spec: SSDA903, age at date). */
int date_age(int32_t birth, int32_t on);

/* The day on which AGE years are completed. */
int32_t date_birthday(int32_t birth, int age);

#endif
