// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct text text_of(const char *s)
{
    return (struct text){s, s ? strlen(s) : 0};
}

bool text_is_nocase(struct text a, const char *b)
{
    return a.size == strlen(b) && (a.size == 0 || strncasecmp(a.at, b, a.size) == 0);
}

int text_compare(struct text a, struct text b)
{
    size_t n = a.size < b.size ? a.size : b.size;
    int order = n ? memcmp(a.at, b.at, n) : 0;
    if (order)
        return order;
    return (a.size > b.size) - (a.size < b.size);
}

static size_t blank_at_front(struct text t)
{
    if (t.size && (*t.at == ' ' || *t.at == '\t' || *t.at == '\r'))
        return 1;
    return t.size >= 2 && memcmp(t.at, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static size_t blank_at_back(struct text t)
{
    if (!t.size)
        return 0; /* at may be NULL */
    const char *end = t.at + t.size;
    if (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r')
        return 1;
    return t.size >= 2 && memcmp(end - 2, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

struct text text_trim(struct text t)
{
    size_t n;
    while ((n = blank_at_front(t)) > 0) {
        t.at += n;
        t.size -= n;
    }
    while ((n = blank_at_back(t)) > 0)
        t.size -= n;
    return t;
}

/* Checks [+-]digits[.digits][e[+-]digits] so that strtod's wider grammar is never reached. */
static bool looks_like_number(struct text t)
{
    size_t i = 0, digits = 0;
    if (i < t.size && (t.at[i] == '+' || t.at[i] == '-'))
        i++;
    for (; i < t.size && t.at[i] >= '0' && t.at[i] <= '9'; i++)
        digits++;
    if (i < t.size && t.at[i] == '.')
        for (i++; i < t.size && t.at[i] >= '0' && t.at[i] <= '9'; i++)
            digits++;
    if (!digits)
        return false;
    if (i < t.size && (t.at[i] == 'e' || t.at[i] == 'E')) {
        size_t exponent = 0;
        i++;
        if (i < t.size && (t.at[i] == '+' || t.at[i] == '-'))
            i++;
        for (; i < t.size && t.at[i] >= '0' && t.at[i] <= '9'; i++)
            exponent++;
        if (!exponent)
            return false;
    }
    return i == t.size;
}

bool text_number(struct text t, double *out)
{
    char copy[64];
    if (t.size >= sizeof copy || !looks_like_number(t))
        return false;
    memcpy(copy, t.at, t.size);
    copy[t.size] = '\0';
    /* No part of the project calls setlocale, so strtod reads '.' as the decimal sign. */
    double number = strtod(copy, NULL);
    if (!isfinite(number))
        return false; /* 1e400 could not be written again */
    *out = number;
    return true;
}

bool text_integer(struct text t, long *out)
{
    char copy[32];
    size_t first = t.size && (t.at[0] == '-' || t.at[0] == '+');
    if (t.size == first || t.size >= sizeof copy)
        return false;
    for (size_t i = first; i < t.size; i++)
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
    memcpy(copy, t.at, t.size);
    copy[t.size] = '\0';
    errno = 0;
    long value = strtol(copy, NULL, 10);
    if (errno)
        return false;
    *out = value;
    return true;
}

struct text text_cut(struct text *rest, char separator)
{
    struct text item = *rest;
    const char *mark = rest->size ? memchr(rest->at, separator, rest->size) : NULL;
    if (!mark) {
        *rest = (struct text){NULL, 0};
        return item;
    }
    item.size = (size_t)(mark - rest->at);
    rest->at += item.size + 1;
    rest->size -= item.size + 1;
    return item;
}

const char *text_show(struct text t, char *buffer, size_t size)
{
    size_t n = t.size < size ? t.size : size - 1;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)t.at[i];
        buffer[i] = c < 0x20 || c == 0x7F ? '?' : (char)c;
    }
    if (t.size >= size && size > 3) {
        size_t keep = size - 4;
        while (keep && ((unsigned char)t.at[keep] & 0xC0) == 0x80)
            keep--; /* never cut a UTF-8 character in two */
        memcpy(buffer + keep, "...", 3);
        n = keep + 3;
    }
    buffer[n] = '\0';
    return buffer;
}
