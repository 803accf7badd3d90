// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_SENTENCE_H
#define HEARTH_BASE_SENTENCE_H

#include <stddef.h>

/* A sentence for a person, put together piece by piece; what doesn't fit is cut. Starts as {0}. */
struct sentence {
    char text[600];
    size_t used;
};

void sentence_add(struct sentence *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* X as people write it: DIGITS significant ones, never an exponent below 10^15. */
void sentence_number(struct sentence *s, double x, int digits);

#endif
