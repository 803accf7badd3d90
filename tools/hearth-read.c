// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-read - read returns as councils send them; write spells or series
 *
 * Job: read
 * Usage: hearth-read RETURN [OPTION...] FILE|FOLDER...
 *        hearth-read --list
 *        hearth-read RETURN --describe [json]
 *
 * Reads any mix of files and folders (folders to the bottom, *.csv only), years and authorities,
 * and writes one stream of spells. Tables are found by their set of columns: neither the order nor
 * the case of the columns matters, and no name of a file or folder ever reaches the data. Dates are
 * DD/MM/YYYY or YYYY-MM-DD. Every row that is read is in the output, or counted and explained on
 * standard error.
 *
 * --list names the returns. --describe says what each column of one is, which codes it takes, and
 * what it becomes in the stream; with json, as a Frictionless Data Package. RETURN may also be table:
 * any table with a column for the date and one for each measure; writes a series stream.
 *
 * The authority of a row is its LA, else --la, else empty. Its year is its YEAR, else --year, else
 * that of the file's latest start. Of several headers of a child the newest wins, cell by cell.
 * A return whose latest event lies within 31 days before its year end is a full year; any other is
 * seen to its latest event. observed_from is the first day of the unbroken run of returns in which a
 * spell was first sent; observed_to the end of that run, or, of a spell that is open, the end of the
 * last return that sent it. Returns but ssda903 and workforce without YEAR are registers on some
 * day: seen from the first end in them (who left before is not there) to their latest event.
 *
 * ssda903: --definitions dfe leaves out short breaks (legal status V3, V4), folds temporary
 * placements (T0-T4) into the placement before, and repairs the history as the regional pipelines
 * do. --definitions demand-model keeps both, and repairs as the demand model does. --repair none
 * writes the rows as sent; overlaps are counted.
 *
 * enquiries, adopters, adoption: one spell a stage, with its outcome: progress, withdrawn by
 * applicant, withdrawn by service, not approved, pending. workforce: one spell a post, years ending
 * on 30 September; main_post = 1 counts a worker once, as published; fte is added up over all.
 *
 * table: --date holds dates or years (2024, 202324, 2023-24). Symbols in place of a number (c, z, x,
 * k, low, u, older ones such as : ~ ..) go to status. Of two values for one date the last counts.
 *
 * Columns read: those of the return (--describe).
 * Columns written: la, id, start, end, observed_from, observed_to and the attributes that --describe
 *   names; ordered by la, id, start. ssda903 adds category, subcategory, placement_kind,
 *   demand_group, placement_start, care_start and return_year; households, places and providers add
 *   category, subcategory and placement_kind; workforce adds census_year, post_start, main_post, fte,
 *   seniority, route and started_as (newly qualified or experienced; empty where nobody asked).
 *   placement_start and care_start are empty where they lie before the first episode that was sent;
 *   placement_la, location and distance_miles are there where a return has PL_LA, PL_LOCATION and
 *   PL_DISTANCE (of indicators P7 and P9).
 *   table, vacancies: date, measure, dimensions, value, status.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  cannot read or write, no table of the return, or no usable row; with --strict: a row left out
 *
 * Example:
 *     hearth-read ssda903 datasets/ssda903 | hearth-stock --every quarter --by category
 */
#include "calendar/date.h"
#include "cli/beside.h"
#include "cli/tool.h"
#include "returns/describe.h"
#include "returns/roll/roll.h"
#include "returns/ssda903.h"
#include "returns/table.h"

#include <stdio.h>
#include <string.h>

enum { NOT_GIVEN = -1 };

static const char *const definitions[] = {"dfe", "demand-model", NULL};
static const char *const repairs[] = {"standard", "demand-model", "none", NULL};
static const char *const short_breaks[] = {"keep", "drop", NULL};
static const char *const temporary[] = {"keep", "fold", NULL};
static const char *const posts[] = {"whole", "yearly", NULL};
static const char *const last_days[] = {"leaver", "in-post", NULL};

static struct options {
    const char *la, *schema, *repair_log, *date, *period_end;
    struct option_texts dimensions, measures, where; /* of a table */
    long year;
    int32_t from, to;
    int definitions, repair, short_breaks, temporary, posts, last_day; /* index into lists above */
    bool list, describe, periods;
} options = {.from = DATE_NONE,
             .to = DATE_NONE,
             .repair = NOT_GIVEN,
             .short_breaks = NOT_GIVEN,
             .temporary = NOT_GIVEN};

#define WITH(kind, what, word, help, ...)                                                          \
    kind, &options.what, word, help,                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define ONE_OF(what, help, list) WITH(OPTION_CHOICE, what, "WHAT", help, .choices = list)
#define YEAR(what, help)         WITH(OPTION_INTEGER, what, "YYYY", help, .least = 1990, .most = 2199)
static const struct option table[] = {
    {"list", 0, OPTION_FLAG, &options.list, NULL, "name the returns, and do no more"},
    {"describe", 0, OPTION_FLAG, &options.describe, NULL, "say what the return's columns are"},
    {"schema", 0, OPTION_TEXT, &options.schema, "FILE", "columns of the return from FILE"},
    {"la", 0, OPTION_TEXT, &options.la, "CODE", "authority of rows that have no LA"},
    {"year", 0,
     YEAR(year, "in which the return ends, for rows without YEAR (default: from dates)")},
    {"from", 0, OPTION_DATE, &options.from, "DATE",
     "observed_from of every spell; spells that end before are left out and counted"},
    {"to", 0, OPTION_DATE, &options.to, "DATE",
     "observed_to of every spell; spells that start later are left out and counted, later ends are "
     "open"},
    {"definitions", 0,
     ONE_OF(definitions,
            "ssda903: dfe (default) or demand-model: what counts, where the next three do not say",
            definitions)},
    {"repair", 0, ONE_OF(repair, "ssda903: standard, demand-model or none", repairs)},
    {"short-breaks", 0,
     ONE_OF(short_breaks, "ssda903: keep or drop legal status V3 and V4", short_breaks)},
    {"temporary", 0,
     ONE_OF(temporary,
            "ssda903: keep temporary placements (T0-T4), or fold them into the placement before",
            temporary)},
    {"periods", 0, OPTION_FLAG, &options.periods, NULL,
     "ssda903: one spell a period of care, not an episode"},
    {"repair-log", 0, OPTION_TEXT, &options.repair_log, "FILE",
     "ssda903: write one row a repair to FILE: la,id,rule,file,line,column,old,new"},
    {"posts", 0,
     ONE_OF(posts,
            "workforce: whole (default), as the newest census has them, or a piece for each census",
            posts)},
    {"last-day", 0,
     ONE_OF(last_day, "workforce: who leaves on 30 September is a leaver (default) or in-post",
            last_days)},
    {"date", 0, OPTION_TEXT, &options.date, "COLUMN", "table: the column that says when"},
    {"period-end", 0, OPTION_TEXT, &options.period_end, "MM-DD",
     "table: the day on which a year is dated (default: 03-31)"},
    {"dimensions", 0, OPTION_TEXTS, &options.dimensions, "[NAME=]COLUMN,...",
     "table: columns that say for what, under their own name or as NAME"},
    {"measures", 0, OPTION_TEXTS, &options.measures, "[NAME=]COLUMN,...",
     "table: columns that hold a measure each"},
    {"where", 0, OPTION_TEXTS, &options.where, "COLUMN=VALUE,...",
     "table: read only rows whose COLUMN holds one of the values (may stand several times)"},
    OPTION_END,
};

/* With the log of repairs beside it, when that is wanted. */
static enum status read_ssda903(struct run *run, const struct files *files, struct writer *out)
{
    struct ssda903_options o = {.la = options.la,
                                .schema = options.schema,
                                .year = (int)options.year,
                                .from = options.from,
                                .to = options.to,
                                .periods = options.periods};
    ssda903_define(&o, options.definitions, options.repair, options.short_breaks,
                   options.temporary);
    struct beside file;
    struct writer *log = NULL;
    enum status s = beside_open(run, &file, "repair-log", options.repair_log);
    if (s == STATUS_OK && file.fd >= 0 && !(log = writer_open(file.fd)))
        s = STATUS_MEMORY;
    if (s == STATUS_OK)
        s = ssda903_read(files, &o, out, log, &run->sink);
    if (log && writer_close(log) != STATUS_OK && s == STATUS_OK) {
        s = STATUS_WRITE;
        run_fail(run, s, options.repair_log);
    }
    return beside_close(run, &file, "repair-log", s);
}

static struct table_settings table_settings(void)
{
    return (struct table_settings){
        .date = options.date,
        .period_end = options.period_end,
        .dimensions = options.dimensions.items,
        .dimension_lists = (size_t)options.dimensions.count,
        .measures = options.measures.items,
        .measure_lists = (size_t)options.measures.count,
        .where = options.where.items,
        .where_count = (size_t)options.where.count,
    };
}

static enum status read_roll(struct run *run, const struct return_kind *kind,
                             const struct files *files, struct writer *out)
{
    const struct roll_options o = {.la = options.la,
                                   .schema = options.schema,
                                   .year = (int)options.year,
                                   .from = options.from,
                                   .to = options.to,
                                   .yearly = options.posts == 1,
                                   .last_day_stays = options.last_day == 1};
    return roll_read(files, kind, &o, out, &run->sink);
}

struct job {
    struct returns returns;
    const struct return_kind *kind; /* NULL: a table */
    bool is_table;
};

static enum status read_return(struct run *run, const struct job *job, const struct files *files,
                               struct writer *out)
{
    const struct table_settings settings = table_settings();
    if (job->is_table)
        return table_read(files, &settings, out, &run->sink);
    if (job->kind->form == RETURN_EPISODES)
        return read_ssda903(run, files, out);
    return read_roll(run, job->kind, files, out);
}

/* Reports options that can't be meant together, or with this return; false then. */
static bool check_options(struct run *run, const struct job *job)
{
    const struct table_settings t = table_settings();
    char mistake[200] = "";
    if (options.from != DATE_NONE && options.to != DATE_NONE && options.to < options.from)
        snprintf(mistake, sizeof mistake, "--to is before --from");
    else if (options.describe && job->is_table)
        snprintf(mistake, sizeof mistake, "a table has the columns that it has");
    else if (options.describe && run->argument_count > 1 &&
             (run->argument_count > 2 || strcmp(run->arguments[1], "json") != 0))
        snprintf(mistake, sizeof mistake, "--describe reads no file; 'json' may follow");
    else if (job->is_table)
        table_settings_check(&t, mistake, sizeof mistake);
    else if (t.date || t.period_end || t.dimension_lists || t.measure_lists || t.where_count)
        snprintf(mistake, sizeof mistake,
                 "--date, --period-end, --dimensions, --measures and --where are for 'table'");
    if (*mistake)
        run_usage(run, "%s", mistake);
    return !*mistake;
}

/* Finds the return that the command line names; false after a report of wrong use. */
static bool find_return(struct run *run, struct job *job)
{
    const char *name = run->argument_count ? run->arguments[0] : NULL;
    job->is_table = name && strcmp(name, "table") == 0;
    job->kind = name ? returns_find(&job->returns, name) : NULL;
    if (!name)
        run_usage(run, "say which return to read (--list names them), and from which files");
    else if (!job->kind && !job->is_table)
        run_usage(run, "'%s' is not a return that can be read (--list names them)", name);
    return job->kind || job->is_table;
}

static enum status read_files(struct run *run, const struct job *job, struct writer *out)
{
    struct files files;
    static char standard_input[] = "-";
    char *const no_arguments[] = {standard_input};
    bool named = run->argument_count > 1;
    enum status s = files_collect(&files, named ? run->arguments + 1 : no_arguments,
                                  named ? run->argument_count - 1 : 1, &run->sink);
    if (s == STATUS_OK)
        s = read_return(run, job, &files, out);
    files_done(&files);
    return s;
}

static enum status work(struct run *run, struct job *job)
{
    if (!options.list && (!find_return(run, job) || !check_options(run, job)))
        return STATUS_OK;
    struct writer *out = writer_open(run->output);
    enum status s = STATUS_MEMORY;
    if (out && options.list)
        s = describe_list(&job->returns, out);
    else if (out && options.describe)
        s = (run->argument_count > 1 ? describe_json : describe_text)(
            &job->returns, job->kind, options.schema, out, &run->sink);
    else if (out)
        s = read_files(run, job, out);
    enum status closed = writer_close(out);
    if (s == STATUS_OK && closed != STATUS_OK) {
        s = closed;
        run_fail(run, s, "writing");
    }
    return s;
}

int main(int argc, char **argv)
{
    struct run run;
    struct job job;
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    enum status s = returns_load(&job.returns, &run.sink);
    if (s == STATUS_OK)
        s = work(&run, &job);
    returns_done(&job.returns);
    return run_end(&run, s);
}
