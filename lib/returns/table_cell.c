// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/table.h"

#include "calendar/date.h"

#include <math.h>
#include <string.h>

enum { LONGEST_NUMBER = 40 };

static bool digits(struct text t, size_t from, size_t count, int *out)
{
    *out = 0;
    for (size_t i = from; i < from + count; i++) {
        if (i >= t.size || t.at[i] < '0' || t.at[i] > '9')
            return false;
        *out = *out * 10 + (t.at[i] - '0');
    }
    return true;
}

/* The calendar year in which the year that T names ends; 0 when it names none. */
static int year_of(struct text t)
{
    int first, second;
    if (!digits(t, 0, 4, &first))
        return 0;
    if (t.size == 4)
        return first;
    bool parted = t.at[4] == '-' || t.at[4] == '/';
    size_t rest = t.size - 4 - parted;
    if (rest == 4 && parted && digits(t, 5, 4, &second) && second == first + 1)
        return second;
    if (rest == 2 && digits(t, 4 + (size_t)parted, 2, &second) && second == (first + 1) % 100)
        return first + 1;
    return 0;
}

bool table_date(struct text cell, const struct period_calendar *period, int32_t *out)
{
    struct text t = text_trim(cell);
    *out = DATE_NONE;
    int year = t.size >= 4 ? year_of(t) : 0;
    if (year >= 1900 && year <= 2199) {
        int last = date_days_in_month(year, period->end_month);
        *out = date_of(year, period->end_month, period->end_day < last ? period->end_day : last);
        return true;
    }
    return date_parse(t, out) == DATE_READ;
}

static const struct symbol {
    const char *written, *status;
} symbols[] = {
    {"c", "c"}, {"z", "z"}, {"x", "x"},  {"k", "k"},   {"low", "low"},
    {"u", "u"}, {":", "x"}, {"..", "x"}, {"~", "low"}, {"*", "c"},
    {".", "z"}, {"-", "x"}, {"na", "x"}, {"n/a", "x"}, {"null", "x"},
};

/* "54,870" without its commas, when they part thousands. */
static bool grouped_number(struct text t, double *value)
{
    char plain[LONGEST_NUMBER];
    size_t used = 0, since = 0;
    bool parted = false, fraction = false;
    for (size_t i = 0; i < t.size && used + 1 < sizeof plain; i++) {
        char c = t.at[i];
        if (c == ',') {
            if (fraction || since == 0 || since > 3 || (parted && since != 3))
                return false;
            parted = true;
            since = 0;
            continue;
        }
        if (c == '.') {
            if (parted && since != 3)
                return false;
            fraction = true;
        } else if (c >= '0' && c <= '9') {
            since += !fraction;
        } else if (i > 0 || c != '-') {
            return false;
        }
        plain[used++] = c;
    }
    if (!parted || (!fraction && since != 3) || t.size >= sizeof plain)
        return false;
    return text_number((struct text){plain, used}, value);
}

bool table_value(struct text cell, double *value, const char **status, bool *old)
{
    struct text t = text_trim(cell);
    *value = NAN;
    *status = "";
    *old = false;
    if (t.size == 0 || text_number(t, value) || grouped_number(t, value))
        return true;
    bool bracket = t.size > 2 && t.at[0] == '[' && t.at[t.size - 1] == ']';
    if (bracket)
        t = (struct text){t.at + 1, t.size - 2};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (text_is_nocase(t, symbols[i].written)) {
            *status = symbols[i].status;
            *old = bracket || !text_is(t, symbols[i].status);
            return true;
        }
    return false;
}
