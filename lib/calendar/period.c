// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/period.h"
#include "calendar/date.h"

static const char *const names[] = {"day", "month", "quarter", "year"};

bool period_parse_every(struct text t, enum period_every *out)
{
    for (int i = 0; i < 4; i++)
        if (text_is(t, names[i])) {
            *out = (enum period_every)i;
            return true;
        }
    return false;
}

const char *period_every_name(enum period_every e)
{
    return names[e];
}

bool period_parse_year_end(struct text t, struct period_calendar *c)
{
    long month, day;
    if (t.size != 5 || t.at[2] != '-' || !text_integer((struct text){t.at, 2}, &month) ||
        !text_integer((struct text){t.at + 3, 2}, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > date_days_in_month(2024, (int)month))
        return false;
    c->end_month = (int)month;
    /* The last day of a month (28 February too) means month ends throughout. */
    c->end_day = day >= date_days_in_month(2023, (int)month) ? 31 : (int)day;
    return true;
}

static int months_in(enum period_every e)
{
    return e == EVERY_MONTH ? 1 : e == EVERY_QUARTER ? 3 : 12;
}

/* The end day of the period that ends in month MONTHS (counted from year 0). */
static int32_t end_in_month(const struct period_calendar *c, int32_t months)
{
    int year = months / 12, month = months % 12 + 1;
    int last = date_days_in_month(year, month);
    return date_of(year, month, c->end_day < last ? c->end_day : last);
}

/* Months by which period ends are ahead of the multiples of the period's length. */
static int offset(const struct period_calendar *c)
{
    return (c->end_month - 1) % months_in(c->every);
}

int32_t period_number(const struct period_calendar *c, int32_t date)
{
    if (c->every == EVERY_DAY)
        return date;
    int year, month, day;
    date_split(date, &year, &month, &day);
    int32_t months = year * 12 + month - 1;
    if (date > end_in_month(c, months))
        months++;
    int step = months_in(c->every);
    return (months - offset(c) + step - 1) / step;
}

int32_t period_end(const struct period_calendar *c, int32_t number)
{
    if (c->every == EVERY_DAY)
        return number;
    return end_in_month(c, number * months_in(c->every) + offset(c));
}

int32_t period_end_from(const struct period_calendar *c, int32_t date)
{
    return period_end(c, period_number(c, date));
}

int period_year(const struct period_calendar *c, int32_t date)
{
    struct period_calendar years = *c;
    years.every = EVERY_YEAR;
    int year, month, day;
    date_split(period_end_from(&years, date), &year, &month, &day);
    return year;
}
