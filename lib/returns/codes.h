// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CODES_H
#define HEARTH_RETURNS_CODES_H

#include "base/intern.h"
#include "base/problem.h"
#include "base/status.h"

/* Published code lists as data (datasets/schema/codes.csv: code_list, code, meaning, first_year,
 * last_year, note, word), with the return years in which each code is valid. word, which a file may
 * lack, is what a stream says in place of the code ("case holder" for OrgRole 5): short, and without
 * commas, so that it can be asked for in --where. Where it is empty the code itself is written. */
enum code_standing {
    CODE_VALID,
    CODE_OTHER_YEAR, /* in the list, but not in that year */
    CODE_UNKNOWN     /* not in the list in any year */
};

struct code {
    const char *meaning;
    const char *word;          /* "" = none */
    int first_year, last_year; /* 0 = without limit */
};

struct codes {
    struct intern keys; /* list and code */
    struct arena arena; /* owns the meanings */
    struct code *codes; /* by key */
};

/* Loads the built-in lists, or those of PATH when it is not NULL. Caller-owned: codes_done. */
enum status codes_load(struct codes *c, const char *path, const struct problem_sink *sink);
void codes_done(struct codes *c);

/* The code called CODE of LIST, or NULL. */
const struct code *codes_find(const struct codes *c, const char *list, struct text code);

/* The code at POSITION (0, 1, ... in the order of the file) of LIST, its text in *CODE; NULL after the
 * last. */
const struct code *codes_at(const struct codes *c, const char *list, size_t position,
                            struct text *code);

/* The code of LIST that a person means by T: the code in any case, the code before other words ("1.
 * Withdrew", "b) K2"), or its meaning or word. NULL when it is none; *CODE is the code as in the list. */
const struct code *codes_read(const struct codes *c, const char *list, struct text t,
                              struct text *code);

/* Whether CODE stands in LIST in the return of YEAR (0 = in any year). */
enum code_standing codes_check(const struct codes *c, const char *list, struct text code, int year);

#endif
