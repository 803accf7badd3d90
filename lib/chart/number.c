// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct number_style number_style_for(double largest, double step, const char *unit)
{
    struct number_style style = {0, 1, "", false, false};
    largest = fabs(largest);
    if (unit && strcmp(unit, "£") == 0)
        style.pounds = true;
    if (unit && strcmp(unit, "%") == 0)
        style.percent = true;
    if (largest >= 1e15)
        return style; /* written with an exponent */
    if (largest >= 1e12)
        style.divisor = 1e12, style.suffix = "tn";
    else if (largest >= 1e9)
        style.divisor = 1e9, style.suffix = "bn";
    else if (largest >= 1e6)
        style.divisor = 1e6, style.suffix = "m";
    step = fabs(step) / style.divisor;
    /* The slack keeps 0.1 (stored a little low or high) at one decimal. */
    while (style.decimals < 12 && step > 0 && fabs(step - round(step)) > 1e-6 * step) {
        style.decimals++;
        step *= 10;
    }
    return style;
}

/* Puts a comma between every three figures of the whole part of DIGITS. */
static void group_thousands(char *out, size_t size, const char *digits)
{
    size_t whole = strcspn(digits, "."), used = 0;
    for (size_t i = 0; digits[i] && used + 2 < size; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            out[used++] = ',';
        out[used++] = digits[i];
    }
    out[used] = '\0';
}

const char *number_write(char buffer[NUMBER_TEXT], double value, const struct number_style *style)
{
    char digits[NUMBER_TEXT - 16], grouped[NUMBER_TEXT - 12];
    double size = fabs(value) / style->divisor;
    if (!isfinite(value)) {
        snprintf(buffer, NUMBER_TEXT, "not available");
        return buffer;
    }
    if (size >= 1e15)
        snprintf(grouped, sizeof grouped, "%.2e", size);
    else {
        snprintf(digits, sizeof digits, "%.*f", style->decimals, size);
        group_thousands(grouped, sizeof grouped, digits);
    }
    bool zero = strspn(grouped, "0.,") == strlen(grouped);
    snprintf(buffer, NUMBER_TEXT, "%s%s%s%s%s", value < 0 && !zero ? "\u2212" : "",
             style->pounds ? "£" : "", grouped, style->suffix, style->percent ? "%" : "");
    return buffer;
}

const char *number_brief(char buffer[NUMBER_TEXT], double value, bool whole, const char *unit)
{
    struct number_style style = number_style_for(value, 1, unit);
    double size = fabs(value) / style.divisor;
    if (style.divisor > 1)
        style.decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    else if (whole || size >= 1000 || size == round(size))
        style.decimals = 0;
    else
        style.decimals = size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 5;
    double scaled = size * pow(10, style.decimals);
    for (; style.decimals > 0 && fmod(round(scaled), 10) == 0; style.decimals--)
        scaled /= 10; /* 0.250 is read as 0.25 */
    return number_write(buffer, value, &style);
}

const char *date_words(char buffer[DATE_WORDS], int32_t date, bool long_month)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    if (date == DATE_NONE) {
        buffer[0] = '\0';
        return buffer;
    }
    int year, month, day;
    date_split(date, &year, &month, &day);
    int letters = long_month ? 9 : 3;
    if (day == date_days_in_month(year, month))
        snprintf(buffer, DATE_WORDS, "%.*s %d", letters, months[month - 1], year);
    else
        snprintf(buffer, DATE_WORDS, "%d %.*s %d", day, letters, months[month - 1], year);
    return buffer;
}

const char *date_when(char buffer[DATE_WORDS], int32_t date)
{
    char words[DATE_WORDS];
    date_words(words, date, true);
    bool day = words[0] >= '0' && words[0] <= '9';
    snprintf(buffer, DATE_WORDS, "%s %.20s", day ? "on" : "in", words);
    return buffer;
}
