// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_OVERFLOW_H
#define HEARTH_MODEL_SUFFICIENCY_OVERFLOW_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/status.h"

#include <stdint.h>

/* What is tried when a kind of placement has no place left, as `hearth-read overflow` writes it, and
 * what is to be taken where nobody has counted places or children. Labels are kinds, "category: subcategory";
 * a row about a category is about all its kinds. */
enum overflow_places {
    PLACES_COUNTED,   /* nothing is said: demand and supply must both be there */
    PLACES_NO_LIMIT,  /* bought as needed: never short */
    PLACES_NONE,      /* there is none: all who need one lack it */
    PLACES_NO_DEMAND, /* nobody's first choice */
    PLACES_LEFT_OUT   /* not planned for: out of every sum */
};

struct overflow_rule {
    struct text kind, next;
    long order;
    double share;       /* 0-1 of those still without a place */
    int32_t start, end; /* holds on [start, end); end DATE_NONE: stays */
    size_t line;
};

struct overflow_statement {
    struct text kind;
    enum overflow_places places;
    int32_t start, end; /* DATE_NONE: always */
    size_t line;        /* 0: from an option */
    bool used;
};

struct overflow_table {
    const char *path; /* NULL: no table */
    struct overflow_rule *rules;
    struct overflow_statement *statements;
    size_t rule_count, statement_count, room;
    struct arena arena;
};

/* Adds what an option says: LIST is "kind,kind". A statement made first counts. */
enum status overflow_state(struct overflow_table *t, const char *list, enum overflow_places places);

/* Adds the rows of the spells in PATH. An unreadable one is PROBLEM_FATAL with its line. */
enum status overflow_read(struct overflow_table *t, const char *path,
                          const struct problem_sink *sink);
void overflow_done(struct overflow_table *t);

/* What is said about KIND: of the kind itself before its category. Marks the statement as used. */
enum overflow_places overflow_places_of(struct overflow_table *t, struct text kind);

/* True when NAME is KIND, or the category before its colon. */
bool overflow_is_about(struct text name, struct text kind);

/* Rules with kinds as numbers, in the order in which they are tried. */
struct overflow_step {
    uint32_t from, to;
    double share;
    int32_t start, end;
    uint32_t rule; /* names its random numbers */
    long order;
};

struct overflow_plan {
    struct overflow_step *steps;
    size_t count;
};

/* Binds the rules to KINDS. A rule from a kind that is not there is passed over (PROBLEM_WARNING); one to a
 * kind that is not there, or is left out, is refused. */
enum status overflow_bind(struct overflow_plan *p, struct overflow_table *t,
                          const struct text *kinds, size_t kind_count,
                          const struct problem_sink *sink);
void overflow_plan_done(struct overflow_plan *p);

/* One authority on one date in one future, by kind. Own children have the first claim on a kind's
 * places; then, rank by rank of the rules, those still without a place take what is left. So
 * demand = own + sent away + unmet for every kind, and no place is taken twice. */
#define OVERFLOW_NO_LIMIT INT64_MAX
struct overflow_result {
    int64_t *own, *arrived, *sent, *unmet; /* by kind */
    int64_t *moved;                        /* by step */
    int64_t *left;                         /* workspace: places left, by kind */
};

/* SUPPLY may be OVERFLOW_NO_LIMIT. LUCK: a uniform number for each step, by which a share of few
 * children is rounded so that it is right on average. */
void overflow_place(const struct overflow_plan *p, size_t kind_count, int32_t date,
                    const int64_t *demand, const int64_t *supply, const double *luck,
                    struct overflow_result *r);

#endif
