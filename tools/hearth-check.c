// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-check - check returns against the rules of their collection, one finding a row
 *
 * Job: check
 * Usage: hearth-check RETURN [OPTION]... FILE|FOLDER...
 *
 * Reads the tables of a return, any number of years and authorities, found by their columns and not
 * by their names, and writes what is wrong: which rule, which file, line, column, id and value, and
 * what was expected. RETURN is ssda903, or any other that --list names.
 *
 * The numbered rules of the SSDA903 collection are those on which stock, flow and forecast stand.
 * The collection does not publish which of its rules are errors and which are queries, so severity
 * is ours: error = trust nothing that follows until it is put right; warning = use with care;
 * query = look at it. Rules without a number follow from the return's schema: a date is a date
 * (date:), a number a number (number:), a code is in its list in that year (code:), what must be
 * given is given (missing:), postcodes, register and pupil numbers have their shape and numbers
 * their range (format:), and no row stands twice (twice:). A rule that can't run for want of a
 * table, a column or last year's return is named on standard error and in --summary as skipped: it
 * is never passed.
 *
 * workforce has named rules on posts (dates, hours, leavers), and one on agency workers who held a
 * permanent post here shortly before. assignments holds agency assignments against the agency rules
 * of the statutory guidance in force from 31 October 2024: price caps, by a table of the caps that
 * the region agreed (columns ROLE, HOURLY_CAP, FROM_DATE, TO_DATE) among the files; three years'
 * direct employment; three months between a permanent post in the region and an assignment.
 *
 * Columns read: those of the return's tables (hearth-read RETURN --describe lists them).
 *
 * Columns written: rule, severity, la, year, file, line, column, id, value, message; ordered by la,
 * year, file, line, rule. With --summary: rule, severity, class, status, findings, reason,
 * description.
 *
 * {options}
 *
 * Exit codes:
 *   0  no finding
 *   1  findings
 *   2  wrong use
 *   3  nothing could be read, or writing failed
 *
 * Example:
 *   hearth-check ssda903 --severity error --summary datasets/ssda903
 */
#include "cli/tool.h"
#include "returns/check/check.h"

#include <stdio.h>

static struct options {
    const char *rules, *la, *schema, *providers, *postcodes;
    int severity;
    long year, only_year;
    bool summary, mask_ids, list;
} options = {.severity = CHECK_QUERY};

static const char *const severities[] = {"error", "warning", "query", NULL};

static const struct option table[] = {
    {"summary", 0, OPTION_FLAG, &options.summary, NULL,
     "one row a rule with the number of its findings, and whether it ran"},
    {"list", 0, OPTION_FLAG, &options.list, NULL,
     "list the returns that can be checked, with the number of their columns and rules"},
    {"rules", 0, OPTION_TEXT, &options.rules, "CODE,...", "only these rules"},
    {"severity",
     0,
     OPTION_CHOICE,
     &options.severity,
     "LEVEL",
     "only findings of this severity or graver: error, warning or query (default: query)",
     {.choices = severities}},
    {"year",
     0,
     OPTION_INTEGER,
     &options.year,
     "YEAR",
     "year in which the returns end, for tables without a YEAR column (default: the year ending "
     "on the 31 March on or after the latest DECOM)",
     {.least = 1992, .most = 2199}},
    {"only-year",
     0,
     OPTION_INTEGER,
     &options.only_year,
     "YEAR",
     "only findings in the returns of this year; other years are read for the rules that need them",
     {.least = 1992, .most = 2199}},
    {"la", 0, OPTION_TEXT, &options.la, "CODE", "authority of tables without an LA column"},
    {"providers", 0, OPTION_TEXT, &options.providers, "FILE",
     "Ofsted's register (columns URN, placement code, placement provider code, local authority): "
     "rules on URNs need it"},
    {"postcodes", 0, OPTION_TEXT, &options.postcodes, "FILE",
     "directory of postcodes (column postcode): rule 392c needs it"},
    {"mask", 0, OPTION_FLAG, &options.mask_ids, NULL, "print *** instead of ids"},
    {"schema", 0, OPTION_TEXT, &options.schema, "FILE",
     "columns of the return from FILE instead of the built-in ones"},
    OPTION_END,
};

static enum status check(struct run *run, struct library *l, const struct files *files,
                         const struct library_options *from)
{
    enum status s = library_load(l, files, from, &run->sink);
    if (s != STATUS_OK)
        return s;
    struct check_options what = {
        .rules = options.rules,
        .least_severity = options.severity,
        .only_year = (int)options.only_year,
        .providers = options.providers,
        .postcodes = options.postcodes,
        .mask = options.mask_ids ? "***" : NULL,
    };
    struct check_counts counts;
    struct writer *out = writer_open(run->output);
    if (!out)
        return STATUS_MEMORY;
    s = check_run(l, &what, options.summary, out, &counts, &run->sink);
    enum status written = writer_close(out);
    if (s != STATUS_OK)
        return s;
    run_say(run, "%zu finding%s in %zu rows; %zu rules ran, %zu skipped", counts.findings,
            counts.findings == 1 ? "" : "s", l->rows_read, counts.rules_run, counts.rules_skipped);
    if (counts.findings)
        run_findings(run);
    return written;
}

static enum status check_files(struct run *run, const struct return_kind *kind)
{
    struct library_options from = {kind, options.schema, options.la, (int)options.year};
    struct library l = {0};
    struct files files;
    enum status s = files_collect(&files, run->arguments + 1, run->argument_count - 1, &run->sink);
    if (s == STATUS_OK)
        s = check(run, &l, &files, &from);
    library_done(&l);
    files_done(&files);
    return s;
}

static enum status list_returns(struct run *run, const struct returns *known)
{
    struct writer *out = writer_open(run->output);
    if (!out)
        return STATUS_MEMORY;
    enum status s = check_list(known, out, &run->sink);
    enum status written = writer_close(out);
    return s == STATUS_OK ? written : s;
}

/* "ssda903, workforce, ..." */
static const char *known_returns(const struct returns *known, char *list, size_t size)
{
    size_t used = 0;
    *list = '\0';
    for (size_t i = 0; i < known->count && used < size; i++)
        used +=
            (size_t)snprintf(list + used, size - used, "%s%s", i ? ", " : "", known->list[i].name);
    return list;
}

int main(int argc, char **argv)
{
    struct run run;
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    struct returns known;
    enum status s = returns_load(&known, &run.sink);
    const struct return_kind *kind = NULL;
    char list[400];
    if (s == STATUS_OK && options.list)
        s = list_returns(&run, &known);
    else if (s == STATUS_OK && run.argument_count < 1)
        run_usage(&run, "name a return and its files: hearth-check ssda903 returns");
    else if (s == STATUS_OK && !(kind = returns_find(&known, run.arguments[0])))
        run_usage(&run, "'%s' is not a return that can be checked: %s", run.arguments[0],
                  known_returns(&known, list, sizeof list));
    else if (s == STATUS_OK && run.argument_count < 2)
        run_usage(&run, "name the files or folders of the return %s ('-' is standard input)",
                  kind->name);
    else if (s == STATUS_OK)
        s = check_files(&run, kind);
    returns_done(&known);
    return run_end(&run, s);
}
