// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_H
#define HEARTH_RETURNS_CHECK_H

#include "returns/check/book.h"
#include "table/writer.h"

/* Checks returns against the rules of their collection: one finding a row.
 *
 * What a rule is called, says and needs stands in datasets/schema/rules_RETURN.csv (code, class,
 * severity, priority, needs_last_year, tables, first_year, last_year, description); what it does is a
 * function here, found by its code. A rule that can't run for a year, for want of a table, a column or
 * last year's return, is skipped and said to be: never passed.
 *
 * Beside the numbered rules every schema gets rules of its own from its columns (check/columns.c) and
 * keys (check/twice.c): date:TABLE.COLUMN, number:, code:, missing:, format: and twice:TABLE, wherever no
 * numbered rule says the same.
 */
enum check_severity { CHECK_ERROR, CHECK_WARNING, CHECK_QUERY, CHECK_SEVERITIES };

struct check_options {
    const char *rules;     /* "388,501": only these; NULL = all */
    int least_severity;    /* findings of this severity or graver only */
    int only_year;         /* findings of this return year only; 0 = of all */
    const char *providers; /* file of Ofsted's register (check/providers.h); NULL = not given */
    const char *postcodes; /* file of postcodes (check/postcodes.h); NULL = not given */
    const char *mask;      /* what to print instead of ids; NULL = ids as given */
};

struct check_counts {
    size_t findings, rules_run, rules_skipped;
};

/* Runs the rules over the books of L. Findings go to OUT under the header
 * rule,severity,la,year,file,line,column,id,value,message, ordered by la, year, file, line, rule.
 * With SUMMARY, OUT gets one row a rule instead: rule,severity,class,status,findings,reason,description,
 * where status is run or skipped. Skipped rules are reported to SINK in any case. */
enum status check_run(const struct library *l, const struct check_options *options, bool summary,
                      struct writer *out, struct check_counts *counts,
                      const struct problem_sink *sink);

/* Writes a row for each return that can be checked:
 * return,tables,columns,column_rules,numbered_rules,description. */
enum status check_list(const struct returns *known, struct writer *out,
                       const struct problem_sink *sink);

#endif
