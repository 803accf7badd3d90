// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sentence.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

void sentence_add(struct sentence *s, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int size = vsnprintf(s->text + s->used, sizeof s->text - s->used, format, values);
    va_end(values);
    if (size > 0)
        s->used += (size_t)size;
    if (s->used > sizeof s->text - 1)
        s->used = sizeof s->text - 1;
}

void sentence_number(struct sentence *s, double x, int digits)
{
    double size = fabs(x);
    if (size >= pow(10, digits) && size < 1e15)
        sentence_add(s, "%.0f", x);
    else
        sentence_add(s, "%.*g", digits, x == 0 ? 0 : x); /* no "-0" */
}
