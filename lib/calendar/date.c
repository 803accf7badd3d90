// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"

#include <string.h>

enum { YEAR_FIRST = 1900, YEAR_LAST = 2199 };

/* Days from 1970-01-01, counting years from 1 March so that the leap day comes last. */
int32_t date_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

/* Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms"
 * (Software: Practice and Experience 2023), figure 12: divisions become multiplications. Counts from
 * 1 March of the year -32800, so that every date in use is positive. */
void date_split(int32_t date, int *year, int *month, int *day)
{
    enum { ERAS = 82 };
    uint32_t n = 4 * (uint32_t)(date + 719468 + 146097 * ERAS) + 3;
    uint32_t century = n / 146097;
    uint32_t of_century = n % 146097 | 3; /* 4 times the day of the century, and 3 */
    uint64_t product = (uint64_t)2939745 * of_century;
    uint32_t year_of_century = (uint32_t)(product >> 32);
    uint32_t day_of_year = (uint32_t)product / 2939745 / 4;
    uint32_t months = 2141 * day_of_year + 197913;
    bool next_year = day_of_year >= 306; /* January and February */
    *year = (int)(100 * century + year_of_century) - 400 * ERAS + next_year;
    *month = (int)(months >> 16) - (next_year ? 12 : 0);
    *day = (int)((months & 0xFFFF) / 2141) + 1;
}

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* The number written in two digits at AT, or something negative. */
static inline int two_digits(const char *at)
{
    unsigned tens = (unsigned)(at[0] - '0'), ones = (unsigned)(at[1] - '0');
    return tens > 9 || ones > 9 ? -10000 : (int)(tens * 10 + ones);
}

/* date_of for the days that files may hold, by the fewest steps: they hold millions of dates. False
 * when there is no such day. */
static inline bool day_number(int year, int month, int day, int32_t *out)
{
    static const short before[2][13] = {
        {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
        {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
    };
    if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 || day < 1)
        return false;
    const short *days = before[(year % 4 == 0) & (year != 1900) & (year != 2100)]; /* no branch */
    if (day > days[month] - days[month - 1])
        return false;
    /* 29 February from 1970 to the year before; 1900 and 2100 had none. */
    int leap_days = (year - 1) / 4 - 492 + (year == 1900) - (year > 2100);
    *out = (year - 1970) * 365 + leap_days + days[month - 1] + day - 1;
    return true;
}

/* The bytes at AT, the first one lowest: one load where the processor is so ordered. */
static inline uint64_t eight_bytes(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

/* YYYY-MM-DD, all digits at once: after the XOR a digit is 0 to 9 and a dash 0 when it is what it
 * should be, and the sums below carry into a top bit when it isn't. */
static inline bool is_iso(const char *at, int *year, int *month, int *day)
{
    uint64_t w = eight_bytes(at) ^ 0x2D30302D30303030u; /* "0000-00-" */
    unsigned tens = (unsigned char)at[8] - (unsigned)'0',
             ones = (unsigned char)at[9] - (unsigned)'0';
    if ((((w + 0x7F76767F76767676u) | w) & 0x8080808080808080u) || tens > 9 || ones > 9)
        return false;
    w = w * 10 + (w >> 8); /* pairs of digits, in bytes 0, 2 and 5 */
    *year = (int)(w & 0xFF) * 100 + (int)(w >> 16 & 0xFF);
    *month = (int)(w >> 40 & 0xFF);
    *day = (int)(tens * 10 + ones);
    return true;
}

static bool is_midnight(struct text t)
{
    return t.size == 9 && (t.at[0] == ' ' || t.at[0] == 'T') &&
           memcmp(t.at + 1, "00:00:00", 8) == 0;
}

/* Every other form: DD/MM/YYYY, a time behind the date, blanks around it. (Kept apart, so that the
 * way of the many is short.) */
static __attribute__((noinline)) enum date_reading parse_other(struct text t, int32_t *out)
{
    int year, month, day;
    if (t.size != 10) {
        t = text_trim(t);
        if (t.size != 10 && t.size && !(t.size == 19 && is_midnight((struct text){t.at + 10, 9})))
            return DATE_SHAPE;
    }
    if (t.size && t.at[2] == '/' && t.at[5] == '/') {
        day = two_digits(t.at);
        month = two_digits(t.at + 3);
        year = two_digits(t.at + 6) * 100 + two_digits(t.at + 8);
        if (year < 0 || month < 0 || day < 0)
            return DATE_SHAPE;
    } else if (!text_trim(t).size) {
        *out = DATE_NONE;
        return DATE_EMPTY;
    } else if (!is_iso(t.at, &year, &month, &day)) {
        return DATE_SHAPE;
    }
    return day_number(year, month, day, out) ? DATE_READ : DATE_IMPOSSIBLE;
}

enum date_reading date_parse(struct text t, int32_t *out)
{
    int year, month, day;
    if (t.size == 10 && is_iso(t.at, &year, &month, &day))
        return day_number(year, month, day, out) ? DATE_READ : DATE_IMPOSSIBLE;
    return parse_other(t, out);
}

const char *date_reading_text(enum date_reading r)
{
    switch (r) {
    case DATE_READ:
        return "is a date";
    case DATE_EMPTY:
        return "is empty, expected a date";
    case DATE_SHAPE:
        return "is not a date (expected DD/MM/YYYY or YYYY-MM-DD)";
    case DATE_IMPOSSIBLE:
        return "is not a day of the calendar between 1900 and 2199";
    }
    return "is not a date";
}

struct text date_write(int32_t date, char buffer[DATE_TEXT])
{
    if (date == DATE_NONE) {
        buffer[0] = '\0';
        return (struct text){buffer, 0};
    }
    int year, month, day;
    date_split(date, &year, &month, &day);
    for (int i = 3; i >= 0; i--, year /= 10)
        buffer[i] = (char)('0' + year % 10);
    buffer[4] = buffer[7] = '-';
    buffer[5] = (char)('0' + month / 10);
    buffer[6] = (char)('0' + month % 10);
    buffer[8] = (char)('0' + day / 10);
    buffer[9] = (char)('0' + day % 10);
    buffer[10] = '\0';
    return (struct text){buffer, 10};
}

int32_t date_add_months(int32_t date, int months)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    int count = year * 12 + month - 1 + months;
    year = count / 12;
    month = count % 12 + 1;
    int last = date_days_in_month(year, month);
    return date_of(year, month, day < last ? day : last);
}

/* A year has 365 1/4 days, so that the calendar decides only near a birthday: leap days and the
 * centuries without one move it by less than four days from there in 300 years. */
int date_age(int32_t birth, int32_t on)
{
    int64_t quarter_days = 4 * ((int64_t)on - birth);
    int64_t since = quarter_days % 1461;
    if (quarter_days >= 0 && quarter_days < 300 * 1461 && since >= 16 && since < 1461 - 16)
        return (int)(quarter_days / 1461);
    int birth_year, birth_month, birth_day, year, month, day;
    date_split(birth, &birth_year, &birth_month, &birth_day);
    date_split(on, &year, &month, &day);
    bool before = month < birth_month || (month == birth_month && day < birth_day);
    return year - birth_year - before;
}

int32_t date_birthday(int32_t birth, int age)
{
    int year, month, day;
    date_split(birth, &year, &month, &day);
    year += age;
    if (month == 2 && day == 29 && date_days_in_month(year, 2) == 28)
        return date_of(year, 3, 1);
    return date_of(year, month, day);
}
