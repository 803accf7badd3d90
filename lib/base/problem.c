// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/problem.h"

#include <stdarg.h>
#include <stdio.h>

void problem_report(const struct problem_sink *sink, enum problem_level level, const char *kind,
                    const char *file, size_t line, const char *column, const char *format, ...)
{
    if (!sink || !sink->report)
        return;
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct problem p = {level, kind, file, line, column, text};
    sink->report(sink->context, &p);
}
