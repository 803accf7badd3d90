// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_TEXT_H
#define HEARTH_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A view of bytes that somebody else owns: not NUL-terminated, never freed through this struct.
 * How long it stays valid is said by whoever hands it out. An empty text has size 0; at may then
 * be NULL. */
struct text {
    const char *at;
    size_t size;
};

/* A view of the NUL-terminated string S (NULL counts as empty). Valid as long as S. */
struct text text_of(const char *s);

static inline bool text_equal(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

static inline bool text_is(struct text a, const char *b)
{
    size_t size = b ? strlen(b) : 0; /* known to the compiler where B is a literal */
    return a.size == size && (size == 0 || memcmp(a.at, b, size) == 0);
}

/* Equal, taking ASCII letters of either case as the same. For column names and key words only. */
bool text_is_nocase(struct text a, const char *b);

/* Byte order (as strcmp): negative, zero or positive. The order of every sorted output of ours. */
int text_compare(struct text a, struct text b);

/* T without leading and trailing blanks (space, tab, CR and no-break space in UTF-8). */
struct text text_trim(struct text t);

/* Whole of T as a decimal number; false (and *out untouched) for anything else: blanks, hex,
 * "nan", "inf", "1,000", trailing bytes. '.' is the decimal sign whatever the locale. */
bool text_number(struct text t, double *out);

/* Whole of T as a decimal integer with optional sign; false on anything else or on overflow. */
bool text_integer(struct text t, long *out);

/* The next item of a list such as "a,b,c": cuts *rest after the separator and returns the item
 * before it. Call while rest->at is not NULL. An empty list gives one empty item. */
struct text text_cut(struct text *rest, char separator);

/* Copies T into the buffer, NUL-terminated, fit to be shown between quotes in a message: control
 * bytes become '?', and text longer than the buffer ends in "...". Returns BUFFER. */
const char *text_show(struct text t, char *buffer, size_t size);

#endif
