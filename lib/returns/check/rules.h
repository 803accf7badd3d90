// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_RULES_H
#define HEARTH_RETURNS_CHECK_RULES_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/status.h"
#include "returns/check/check.h"

/* What is known about each numbered rule, from datasets/schema/rules_RETURN.csv, in that file's order:
 * which is the order of findings on one line and of the summary. */
struct rule {
    const char *code;  /* "388" */
    const char *class; /* "sequence of rows" */
    enum check_severity severity;
    char priority;             /* A, B or C: how much of what follows stands on it */
    int first_year, last_year; /* return years in which the rule is in force; 0 = without limit */
    const char *description;   /* our own words */
};

static inline bool rule_in_force(const struct rule *r, int year) /* 0: the year is not known */
{
    return !year ||
           ((!r->first_year || year >= r->first_year) && (!r->last_year || year <= r->last_year));
}

struct rules {
    struct arena arena;
    struct rule *list;
    size_t count;
};

/* Loads the rules of the return called NAME; a return without numbered rules gives none. Caller-owned:
 * rules_done. */
enum status rules_load(struct rules *r, const char *name, const struct problem_sink *sink);
void rules_done(struct rules *r);

/* The number of the rule called CODE, or -1. */
int rules_find(const struct rules *r, struct text code);

/* Adds a rule (its texts must live in r->arena or be static); its number, or -1 when memory is out. */
int rules_add(struct rules *r, const struct rule *rule);

extern const char *const check_severity_names[CHECK_SEVERITIES + 1]; /* NULL-terminated */

#endif
