// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cost/money.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int64_t money_pence(double pounds)
{
    return (int64_t)llround(pounds * 100);
}

void money_write(struct writer *w, int64_t pence)
{
    char text[MONEY_TEXT];
    snprintf(text, sizeof text, "%s%lld.%02lld", pence < 0 ? "-" : "", llabs(pence) / 100,
             llabs(pence) % 100);
    writer_words(w, text);
}

/* DIGITS with a comma before every third from the right. */
static void group(const char *digits, char *out)
{
    size_t n = strlen(digits);
    for (size_t i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            *out++ = ',';
        *out++ = digits[i];
    }
    *out = '\0';
}

const char *money_say_number(double x, char buffer[MONEY_TEXT])
{
    char digits[24];
    snprintf(digits, sizeof digits, "%.0f", fmin(fabs(x), 1e15));
    group(digits, buffer + (x <= -0.5));
    if (x <= -0.5)
        buffer[0] = '-';
    return buffer;
}

const char *money_say_exactly(int64_t pence, char buffer[MONEY_TEXT])
{
    char number[MONEY_TEXT];
    money_say_number((double)(llabs(pence) / 100), number);
    snprintf(buffer, MONEY_TEXT, "%s\xC2\xA3%.22s.%02lld", pence < 0 ? "-" : "", number,
             llabs(pence) % 100);
    return buffer;
}

const char *money_say(double pence, char buffer[MONEY_TEXT])
{
    char number[MONEY_TEXT];
    money_say_number(pence / 100, number);
    bool below = number[0] == '-';
    snprintf(buffer, MONEY_TEXT, "%s\xC2\xA3%.28s", below ? "-" : "", number + below);
    return buffer;
}
