// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_PROBLEM_H
#define HEARTH_BASE_PROBLEM_H

#include "base/text.h"

/* What the library tells a person, without printing.
 *
 * Every reader takes a problem_sink. The command-line layer gives one that prints
 * "hearth-stock: episodes.csv:1042: DECOM: '31/02/2024' is not a date", at most 20 of a kind and
 * then their number; tests give one that records. A NULL sink swallows everything.
 */
enum problem_level {
    PROBLEM_NOTE,    /* said for the record: nothing was lost ("read as Windows-1252") */
    PROBLEM_WARNING, /* used, but the reader should look: counts towards nothing */
    PROBLEM_ROW,     /* a row (or value) was left out: with --strict the run ends 3 */
    PROBLEM_FATAL    /* the function that reports this also returns a failure */
};

struct problem {
    enum problem_level level;
    const char
        *kind; /* a fixed key, such as "not-a-date"; problems of a kind are counted together */
    const char *file;   /* as the user named it; NULL when no file is meant */
    size_t line;        /* physical line, 1 = first; 0 when no line is meant */
    const char *column; /* a column's name; NULL when none is meant */
    const char *text;   /* value quoted, and what was expected */
};

struct problem_sink {
    void (*report)(void *context, const struct problem *p);
    void *context;
};

/* Fills a struct problem with a formatted text (cut at 1 KiB) and hands it to SINK. All pointers
 * are views that the sink must copy if it keeps them. */
void problem_report(const struct problem_sink *sink, enum problem_level level, const char *kind,
                    const char *file, size_t line, const char *column, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

#endif
