// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-read - read returns as councils send them; write spells or series
 *
 * Job: read
 * Usage: hearth-read RETURN [OPTION...] FILE|FOLDER...
 *
 * Reads any mix of files and folders (folders to the bottom, *.csv only), years and authorities,
 * and writes one stream of spells. Tables are found by their set of columns: neither the order nor
 * the case of the columns matters, and no name of a file or folder ever reaches the data. Dates are
 * DD/MM/YYYY or YYYY-MM-DD. Every row that is read is in the output, or counted and explained on
 * standard error.
 *
 * RETURN is
 *   ssda903   children looked after: the tables header, episodes and uasc, in the statutory layout or
 *             in the regional one with the columns LA and YEAR
 *   table     any table with a column for the date and one for each measure, such as published
 *             statistics; writes a series stream (see below)
 *
 * The authority of a row is its LA, else --la, else empty. Its year is its YEAR, else --year, else
 * the year that ends on the 31 March on or after the file's latest DECOM. A header file without
 * YEAR belongs to the episodes of its folder; where there are several, to those whose children it
 * shares most. Of several headers of a child the newest wins, cell by cell; blank cells never do.
 *
 * A return whose latest event lies within 31 days before its year end is a full year; any other is
 * an extract from within the year, and is seen to its latest event. observed_from is the 1 April
 * before the first of the unbroken run of returns in which a spell was first sent. observed_to is
 * the end of that run, or, of a spell that is still open, the end of the last return that sent it.
 *
 * --definitions dfe leaves out short breaks (legal status V3, V4), folds temporary placements (T0-T4)
 * into the placement before, and repairs the history as the regional pipelines do. --definitions
 * demand-model keeps both, and repairs as the demand model does. --repair none writes the rows as
 * sent; overlaps are counted.
 *
 * A table's --date holds dates or years; a year (2024, 202324, 2023-24) is dated --period-end.
 * Symbols in place of a number (c, z, x, k, low, u and older ones such as : ~ .. *) go to status.
 * Written are date, measure, the dimensions, value, and status where there was a symbol; ordered by
 * measure as asked for, labels, date. Files are read in byte order of their paths; of two values
 * for one date the last counts.
 *
 * Columns read: those of the return (hearth-read knows them from datasets/schema/RETURN.csv).
 * Columns written: la, id, start, end, observed_from, observed_to, birth_date, sex, ethnicity,
 *   uasc, legal_status, need, reason_started, reason_ended, reason_changed, placement_type,
 *   provider, category, subcategory, placement_kind, demand_group, placement_start, care_start,
 *   home_postcode, placement_postcode, urn, return_year; ordered by la, id, start, end.
 *   placement_start and care_start are empty where they lie before the first episode that was sent.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  cannot read or write, no table of episodes, or no usable row; with --strict: a row left out
 *
 * Example:
 *     hearth-read ssda903 datasets/ssda903 | hearth-stock --every quarter --by category
 */
#include "calendar/date.h"
#include "cli/beside.h"
#include "cli/tool.h"
#include "returns/ssda903.h"
#include "returns/table.h"

#include <stdio.h>
#include <string.h>

enum { DEFINITIONS_DFE, DEFINITIONS_DEMAND_MODEL };
enum { SHORT_BREAKS_KEEP, SHORT_BREAKS_DROP };
enum { TEMPORARY_KEEP, TEMPORARY_FOLD };
enum { NOT_GIVEN = -1 };

static const char *const definitions[] = {"dfe", "demand-model", NULL};
static const char *const repairs[] = {"standard", "demand-model", "none", NULL};
static const char *const short_breaks[] = {"keep", "drop", NULL};
static const char *const temporary[] = {"keep", "fold", NULL};

static struct options {
    const char *la, *repair_log, *date, *period_end;
    struct option_texts dimensions, measures, where; /* of a table */
    long year;
    int32_t from, to;
    int definitions, repair, short_breaks, temporary; /* index into the lists above */
} options = {.from = DATE_NONE,
             .to = DATE_NONE,
             .repair = NOT_GIVEN,
             .short_breaks = NOT_GIVEN,
             .temporary = NOT_GIVEN};

static const struct option table[] = {
    {"la", 0, OPTION_TEXT, &options.la, "CODE", "authority of rows that have no LA"},
    {"year",
     0,
     OPTION_INTEGER,
     &options.year,
     "YYYY",
     "year in which the return ends, for rows without YEAR (default: from their dates)",
     {.least = 1990, .most = 2199}},
    {"from", 0, OPTION_DATE, &options.from, "DATE",
     "observed_from of every spell; spells that end before are left out and counted"},
    {"to", 0, OPTION_DATE, &options.to, "DATE",
     "observed_to of every spell; spells that start later are left out and counted, later ends are "
     "open"},
    {"definitions",
     0,
     OPTION_CHOICE,
     &options.definitions,
     "WHOSE",
     "dfe or demand-model: what counts, where the next three do not say (default: dfe)",
     {.choices = definitions}},
    {"repair",
     0,
     OPTION_CHOICE,
     &options.repair,
     "HOW",
     "standard, demand-model or none",
     {.choices = repairs}},
    {"short-breaks",
     0,
     OPTION_CHOICE,
     &options.short_breaks,
     "WHAT",
     "keep or drop legal status V3 and V4",
     {.choices = short_breaks}},
    {"temporary",
     0,
     OPTION_CHOICE,
     &options.temporary,
     "WHAT",
     "keep temporary placements (T0-T4), or fold them into the placement before",
     {.choices = temporary}},
    {"date", 0, OPTION_TEXT, &options.date, "COLUMN", "table: the column that says when"},
    {"period-end", 0, OPTION_TEXT, &options.period_end, "MM-DD",
     "table: the day on which a year is dated (default: 03-31)"},
    {"dimensions", 0, OPTION_TEXTS, &options.dimensions, "[NAME=]COLUMN,...",
     "table: columns that say for what, under their own name or as NAME"},
    {"measures", 0, OPTION_TEXTS, &options.measures, "[NAME=]COLUMN,...",
     "table: columns that hold a measure each"},
    {"where", 0, OPTION_TEXTS, &options.where, "COLUMN=VALUE,...",
     "table: read only rows whose COLUMN holds one of the values (may stand several times)"},
    {"repair-log", 0, OPTION_TEXT, &options.repair_log, "FILE",
     "write one row a repair to FILE: la,id,rule,file,line,column,old,new"},
    OPTION_END,
};

/* -- the repair log */

struct log {
    struct beside file;
    struct writer *writer; /* NULL: not wanted */
};

static enum status log_open(struct run *run, struct log *log)
{
    static const char *const names[] = {"la", "id", "rule", "file", "line", "column", "old", "new"};
    *log = (struct log){0};
    enum status s = beside_open(run, &log->file, "repair-log", options.repair_log);
    if (s != STATUS_OK || log->file.fd < 0)
        return s;
    log->writer = writer_open(log->file.fd);
    for (size_t i = 0; log->writer && i < sizeof names / sizeof *names; i++)
        writer_words(log->writer, names[i]);
    if (log->writer)
        writer_row(log->writer);
    return log->writer ? STATUS_OK : STATUS_MEMORY;
}

static enum status log_close(struct run *run, struct log *log, enum status s)
{
    if (log->writer && writer_close(log->writer) != STATUS_OK && s == STATUS_OK) {
        s = STATUS_WRITE;
        run_fail(run, s, options.repair_log);
    }
    return beside_close(run, &log->file, "repair-log", s);
}

/* -- the returns */

static int choice(int given, int otherwise)
{
    return given == NOT_GIVEN ? otherwise : given;
}

static enum status read_ssda903(struct run *run, const struct files *files, struct writer *out,
                                struct writer *log)
{
    bool dfe = options.definitions == DEFINITIONS_DFE;
    struct ssda903_options o = {
        .la = options.la, .year = (int)options.year, .from = options.from, .to = options.to};
    o.repair =
        (enum ssda903_repair)choice(options.repair, dfe ? SSDA903_STANDARD : SSDA903_DEMAND_MODEL);
    o.keep_short_breaks = choice(options.short_breaks,
                                 dfe ? SHORT_BREAKS_DROP : SHORT_BREAKS_KEEP) == SHORT_BREAKS_KEEP;
    o.keep_temporary =
        choice(options.temporary, dfe ? TEMPORARY_FOLD : TEMPORARY_KEEP) == TEMPORARY_KEEP;
    return ssda903_read(files, &o, out, log, &run->sink);
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

static enum status read_table(struct run *run, const struct files *files, struct writer *out,
                              struct writer *log)
{
    const struct table_settings settings = table_settings();
    (void)log;
    return table_read(files, &settings, out, &run->sink);
}

static const struct reader {
    const char *name;
    enum status (*read)(struct run *run, const struct files *files, struct writer *out,
                        struct writer *log);
} readers[] = {{"ssda903", read_ssda903}, {"table", read_table}};

/* Reports options that can't be meant together, or with this return; false then. */
static bool check_options(struct run *run, const struct reader *reader)
{
    const struct table_settings t = table_settings();
    char mistake[200] = "";
    if (options.from != DATE_NONE && options.to != DATE_NONE && options.to < options.from)
        snprintf(mistake, sizeof mistake, "--to is before --from");
    else if (reader->read == read_table)
        table_settings_check(&t, mistake, sizeof mistake);
    else if (t.date || t.period_end || t.dimension_lists || t.measure_lists || t.where_count)
        snprintf(mistake, sizeof mistake,
                 "--date, --period-end, --dimensions, --measures and --where are for 'table'");
    if (*mistake)
        run_usage(run, "%s", mistake);
    return !*mistake;
}

/* The reader of the return that the command line names; NULL after a report of wrong use. */
static const struct reader *find_reader(struct run *run)
{
    char names[256] = "";
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (run->argument_count && strcmp(run->arguments[0], readers[i].name) == 0)
            return &readers[i];
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", readers[i].name);
    }
    if (run->argument_count)
        run_usage(run, "'%s' is not a return that can be read (%s)", run->arguments[0], names);
    else
        run_usage(run, "say which return to read (%s), and from which files", names);
    return NULL;
}

static enum status work(struct run *run, const struct reader *reader)
{
    struct files files;
    struct log log;
    static char standard_input[] = "-";
    char *const no_arguments[] = {standard_input};
    bool named = run->argument_count > 1;
    enum status s = files_collect(&files, named ? run->arguments + 1 : no_arguments,
                                  named ? run->argument_count - 1 : 1, &run->sink);
    if (s == STATUS_OK) {
        struct writer *out = writer_open(run->output);
        s = log_open(run, &log);
        if (s == STATUS_OK)
            s = out ? reader->read(run, &files, out, log.writer) : STATUS_MEMORY;
        enum status closed = writer_close(out);
        if (s == STATUS_OK && closed != STATUS_OK) {
            s = closed;
            run_fail(run, s, "writing spells");
        }
        s = log_close(run, &log, s);
    }
    files_done(&files);
    return s;
}

int main(int argc, char **argv)
{
    struct run run;
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    const struct reader *reader = find_reader(&run);
    bool good = reader && check_options(&run, reader);
    return run_end(&run, good ? work(&run, reader) : STATUS_OK);
}
