// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_UNIT_H
#define HEARTH_TESTS_UNIT_H

/* What every unit test includes: cmocka with the headers it wants first, and a problem sink that
 * remembers what was reported. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/problem.h"
#include "base/status.h"

struct recorded {
    size_t count;
    size_t by_level[PROBLEM_FATAL + 1];
    char last[1200]; /* "file:line: column: text" of the latest */
    char kind[64];   /* of the latest */
};

static inline void record_problem(void *context, const struct problem *p)
{
    struct recorded *r = context;
    r->count++;
    r->by_level[p->level]++;
    snprintf(r->last, sizeof r->last, "%s:%zu: %s: %s", p->file ? p->file : "", p->line,
             p->column ? p->column : "", p->text);
    snprintf(r->kind, sizeof r->kind, "%s", p->kind);
}

/* A sink that writes to R, which must outlive it. */
static inline struct problem_sink record_to(struct recorded *r)
{
    *r = (struct recorded){0};
    return (struct problem_sink){record_problem, r};
}

#define assert_text(t, expected)                                                                   \
    do {                                                                                           \
        struct text text_ = (t);                                                                   \
        char shown_[512];                                                                          \
        snprintf(shown_, sizeof shown_, "%.*s", (int)text_.size, text_.size ? text_.at : "");      \
        assert_string_equal(shown_, expected);                                                     \
    } while (0)

#endif
