// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_PRIVATE_H
#define HEARTH_RETURNS_CHECK_PRIVATE_H

#include "returns/check/rules.h"
#include "returns/check/visit.h"

/* What the parts of the engine share. */
struct finding {
    uint32_t rule; /* number in check.rules */
    uint32_t line;
    uint16_t book, file;
    const char *column; /* published name */
    struct text id, value;
    const char *message;
};

/* What became of a rule in this run. */
struct outcome {
    size_t findings;
    bool wanted;        /* by --rules and --severity */
    size_t ran;         /* books in which it could run */
    size_t skipped;     /* books in force in which it could not */
    const char *reason; /* of the first skip: "no table episodes" */
    int skipped_year;
};

/* A numbered rule that has a function, and a check of one column: with the numbers of their rules. */
struct linked_rule {
    const struct rule_entry *entry;
    uint32_t rule;
};
struct column_rule {
    uint16_t table, position;
    int kind;
    uint32_t rule;
};

struct check {
    const struct library *library;
    const struct check_options *options;
    const struct problem_sink *sink;
    struct rules rules;
    struct outcome *outcomes; /* one a rule */
    struct codes codes;
    struct authorities authorities;
    struct providers providers; /* empty unless options.providers */
    struct postcodes postcodes; /* empty unless options.postcodes */
    struct linked_rule *linked; /* in the order of the lists */
    size_t linked_count;
    struct column_rule *columns; /* in the order of the schema */
    size_t column_count;
    int twice[BOOK_TABLES_MOST]; /* rule of the table's key; -1 = none */
    struct arena arena;          /* messages and reasons */
    struct finding *findings;
    size_t finding_count, finding_room;
    bool out_of_memory;
    uint32_t rule;     /* the one that is running */
    uint16_t book;     /* the one that is looked at */
    bool is_ssda903;   /* some numbered rules are checks of columns and keys */
    int table[TABLES]; /* schema table of each published table; -1 = the schema has none */
    int table_name_of[BOOK_TABLES_MOST];   /* the other way round */
    signed char position[TABLES][COLUMNS]; /* of a column in its table; -1 = none */
    uint64_t sent[BOOK_TABLES_MOST];       /* columns that at least one file had */
};

/* findings.c */
void check_add_finding(struct check *c, const struct book_row *row, const char *column,
                       struct text value, const char *message);
enum status check_write_findings(struct check *c, struct writer *out);
enum status check_write_summary(struct check *c, struct writer *out);

/* columns.c: adds the schema's own rules to c->rules and notes all checks of columns, then runs them. */
enum status check_add_column_rules(struct check *c);
void check_columns(struct check *c, uint16_t book);

/* twice.c: the rules that tables' keys are. */
enum status check_add_key_rules(struct check *c);
void check_keys(struct check *c, uint16_t book);

/* engine.c: finds the function of each numbered rule; the numbered rules over one book. */
enum status check_link_rules(struct check *c);
void check_rules(struct check *c, uint16_t book);

/* Notes that the rule could not run in the book for REASON (kept by copy). */
void check_skip(struct check *c, uint32_t rule, int year, const char *reason);

#endif
