// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/rows_private.h"

#include <string.h>

/* Length of the UTF-8 character at S (N bytes left), or 0 when it is not well formed. The table is
 * that of RFC 3629: the second byte's range depends on the first. */
static size_t utf8_character(const unsigned char *s, size_t n)
{
    unsigned char c = s[0], low = 0x80, high = 0xBF;
    size_t length;
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c <= 0xDF) {
        length = 2;
    } else if (c >= 0xE0 && c <= 0xEF) {
        length = 3;
        if (c == 0xE0)
            low = 0xA0;
        if (c == 0xED)
            high = 0x9F;
    } else if (c >= 0xF0 && c <= 0xF4) {
        length = 4;
        if (c == 0xF0)
            low = 0x90;
        if (c == 0xF4)
            high = 0x8F;
    } else {
        return 0;
    }
    if (n < length || s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

size_t encoding_valid_size(struct text t)
{
    const unsigned char *s = (const unsigned char *)t.at;
    size_t i = 0, length;
    while (i < t.size && (length = utf8_character(s + i, t.size - i)) > 0)
        i += length;
    return i;
}

/* 0x80 ... 0x9F of Windows-1252; the rest is Latin-1. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

size_t encoding_from_windows_1252(struct text t, char *to)
{
    char *p = to;
    for (size_t i = 0; i < t.size; i++) {
        unsigned char c = (unsigned char)t.at[i];
        unsigned code = c >= 0x80 && c <= 0x9F ? windows_1252[c - 0x80] : c;
        if (code < 0x80) {
            *p++ = (char)code;
        } else if (code < 0x800) {
            *p++ = (char)(0xC0 | code >> 6);
            *p++ = (char)(0x80 | (code & 0x3F));
        } else {
            *p++ = (char)(0xE0 | code >> 12);
            *p++ = (char)(0x80 | (code >> 6 & 0x3F));
            *p++ = (char)(0x80 | (code & 0x3F));
        }
    }
    return (size_t)(p - to);
}

static enum status refuse(struct rows *r, const char *kind, const char *what)
{
    problem_report(r->sink, PROBLEM_FATAL, kind, r->name, 1, NULL,
                   "%s; save it as \"CSV UTF-8 (comma delimited)\"", what);
    return STATUS_FORMAT;
}

static bool begins_with(const struct rows *r, const char *bytes, size_t size)
{
    return r->end - r->begin >= size && memcmp(r->buffer + r->begin, bytes, size) == 0;
}

enum status encoding_check_start(struct rows *r)
{
    while (r->end - r->begin < 4 && !r->at_end) {
        enum status s = source_fill(r);
        if (s)
            return s;
    }
    if (begins_with(r, "\xFF\xFE", 2) || begins_with(r, "\xFE\xFF", 2))
        return refuse(r, "utf-16", "is in UTF-16");
    if (begins_with(r, "PK\x03\x04", 4) || begins_with(r, "\xD0\xCF\x11\xE0", 4))
        return refuse(r, "workbook", "is a workbook, not CSV");
    /* English text in UTF-16 without a mark has a zero in every second byte. */
    const char *s = r->buffer + r->begin;
    if (r->end - r->begin >= 2 && (s[0] == '\0') != (s[1] == '\0'))
        return refuse(r, "utf-16", "looks like UTF-16");
    if (begins_with(r, "\xEF\xBB\xBF", 3))
        r->begin += 3;
    return STATUS_OK;
}
