// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-synth - make up a local authority's returns from a seed; no real child, ever
 *
 * Job: read
 *
 * Usage: hearth-synth ssda903 -o FOLDER [options]
 *
 * Writes the statutory returns on children looked after (SSDA903) that a made-up authority would
 * send: FOLDER/YEAR/header.csv, episodes.csv and uasc.csv for each return year, in the layout and
 * the codes of that year (dates DD/MM/YYYY). Children are simulated one by one: arrivals, first
 * placement, moves, changes of legal status, temporary stays, leaving care by the 18th birthday,
 * some coming back. Rates are tuned to published figures on England. Years agree with each other: an
 * episode that is open on 31 March is sent again, closed, in the return of the year that ends it.
 *
 * A seed always gives the same bytes. More years or a larger authority add children and leave the
 * others as they were; another --la gives other children from the same seed. Postcodes lie in areas
 * that do not exist, and register numbers begin with 9.
 *
 * --faults plants known mistakes, such as readers of returns must survive, and lists each one.
 * Without --seed, one is drawn and said on standard error.
 *
 * Columns read:
 *   none
 *
 * Columns written:
 *   header.csv     CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB
 *   episodes.csv   CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST
 *                  PL_POST URN
 *   uasc.csv       CHILD SEX DOB DUC
 *   list of faults fault year file line column id value
 *
 * {options}
 * Faults:
 *   missing-year         a year's folder is not there
 *   no-uasc              the first year's uasc.csv is not there
 *   mid-year             the last return was taken on 30 September
 *   stale-open           children open in an early return (1 in 30) are never sent again
 *   missing-header-child a child with episodes has no header row
 *   duplicate-rows       five episode rows stand twice
 *   header-twice         a header row stands twice
 *   blank-ethnicity      ETHNIC is blank
 *   unknown-ethnicity    ETHNIC is no code
 *   blank-birth-date     DOB is blank
 *   birth-date-1985      DOB makes the child a grown-up
 *   birth-after-start    DOB is three years after care began
 *   blank-start          DECOM is blank
 *   impossible-date      DECOM is 31 February
 *   end-before-start     DEC is 30 days before DECOM
 *   no-end-reason        DEC without REC
 *   unknown-placement    PLACE is no code
 *   overlap              an episode ends ten days after the next began
 *   lower-case-columns   a file's column names are in lower case
 *   windows-1252         a file holds a no-break space in Windows-1252
 *   bom                  a file begins with a byte-order mark
 *   crlf                 a file's lines end with CR LF
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  a file could not be written
 *
 * Example:
 *   hearth-synth ssda903 --children 600 --years 2018-2025 --seed 903 -o returns
 *   hearth-read ssda903 returns | hearth-stock --every quarter
 */
#include "cli/tool.h"
#include "model/synth/faults.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static struct options {
    const char *folder, *years, *la, *faults, *faults_list;
    long children, seed;
} options = {.years = "2018-2025", .la = "900", .children = 600, .seed = -1};

static const struct option table[] = {
    {"output",
     'o',
     OPTION_TEXT,
     &options.folder,
     "FOLDER",
     "the folder to write to; made when it is not there",
     {0}},
    {"children",
     0,
     OPTION_INTEGER,
     &options.children,
     "N",
     "children in care on a 31 March, on average (600)",
     {1, 100000, NULL}},
    {"years",
     0,
     OPTION_TEXT,
     &options.years,
     "FIRST-LAST",
     "return years, the year to 31 March 2025 being 2025; N alone means N years to 2025 "
     "(2018-2025)",
     {0}},
    {"la",
     0,
     OPTION_TEXT,
     &options.la,
     "CODE",
     "the authority, to draw other children for (900)",
     {0}},
    {"seed",
     0,
     OPTION_INTEGER,
     &options.seed,
     "N",
     "the same seed gives the same bytes",
     {0, 9007199254740992.0, NULL}},
    {"faults",
     0,
     OPTION_TEXT,
     &options.faults,
     "NAME,...",
     "plant these mistakes, or all of them: see the list below",
     {0}},
    {"faults-list",
     0,
     OPTION_TEXT,
     &options.faults_list,
     "FILE",
     "where to list the planted mistakes (standard error)",
     {0}},
    OPTION_END,
};

enum { FIRST_YEAR = 2012, LAST_YEAR = 2040, USUAL_LAST_YEAR = 2025 };

/* "2018-2025", or a number of years that end with USUAL_LAST_YEAR. */
static bool parse_years(const char *text, struct synth_settings *settings)
{
    struct text rest = text_of(text);
    struct text left = text_cut(&rest, '-');
    long first, last = USUAL_LAST_YEAR;
    if (!text_integer(left, &first) || (rest.at && !text_integer(rest, &last)))
        return false;
    if (!rest.at)
        first = USUAL_LAST_YEAR + 1 - first;
    if (first < FIRST_YEAR || last > LAST_YEAR || first > last)
        return false;
    settings->first = (int)first;
    settings->last = (int)last;
    return true;
}

/* False after saying everything that is wrong. */
static bool check_use(struct run *run, struct synth_settings *settings)
{
    bool good = true;
    if (run->argument_count != 1) {
        run_usage(run, "name the return to make: ssda903");
        good = false;
    } else if (strcmp(run->arguments[0], "ssda903") != 0) {
        run_usage(run, "'%s' is not a return that can be made: ssda903", run->arguments[0]);
        good = false;
    }
    if (!options.folder) {
        run_usage(run, "-o FOLDER says where to write the returns");
        good = false;
    }
    if (!parse_years(options.years, settings)) {
        run_usage(run, "--years: '%s' is not FIRST-LAST within %d-%d, nor a number of years",
                  options.years, FIRST_YEAR, LAST_YEAR);
        good = false;
    }
    struct text unknown;
    if (options.faults && !faults_known(options.faults, &unknown)) {
        run_usage(run, "--faults: '%.*s' is not a fault that can be planted", (int)unknown.size,
                  unknown.at);
        good = false;
    }
    if (options.faults_list && !options.faults) {
        run_usage(run, "--faults-list wants --faults");
        good = false;
    }
    return good;
}

/* The seed given, or one drawn and said, so that every run can be repeated. */
static uint64_t chosen_seed(struct run *run)
{
    if (options.seed >= 0)
        return (uint64_t)options.seed;
    uint32_t drawn = 0;
    if (getrandom(&drawn, sizeof drawn, 0) != (ssize_t)sizeof drawn)
        drawn = 1;
    run_say(run, "--seed %lu", (unsigned long)drawn);
    return drawn;
}

/* Writes the list of faults to --faults-list or to standard error. */
static enum status list_faults(struct run *run, const struct fault_list *list)
{
    const char *path = options.faults_list;
    if (!path)
        return fault_list_write(list, STDERR_FILENO);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    enum status s = fd < 0 ? STATUS_WRITE : fault_list_write(list, fd);
    if (fd >= 0 && close(fd) != 0)
        s = STATUS_WRITE;
    if (s != STATUS_OK)
        problem_report(&run->sink, PROBLEM_FATAL, "output", path, 0, NULL, "can't write: %s",
                       strerror(errno));
    return s;
}

static enum status make(struct run *run, const struct synth_settings *settings,
                        struct synth_authority *authority, struct sheet_set *sheets,
                        struct fault_list *faults)
{
    enum status s = synth_make(authority, settings);
    if (s == STATUS_OK)
        s = ssda903_sheets(authority, sheets);
    if (s == STATUS_OK && options.faults)
        s = faults_plant(sheets, settings, options.faults, faults, &run->sink);
    if (s != STATUS_OK)
        run_fail(run, s, "making the authority");
    return s;
}

static enum status work(struct run *run, const struct synth_settings *settings)
{
    struct synth_authority authority;
    struct sheet_set sheets = {0};
    struct fault_list faults = {0};
    enum status s = make(run, settings, &authority, &sheets, &faults);
    if (s == STATUS_OK)
        s = sheet_set_write(&sheets, options.folder, &run->sink);
    if (s == STATUS_OK && options.faults)
        s = list_faults(run, &faults);
    fault_list_done(&faults);
    sheet_set_done(&sheets);
    synth_done(&authority);
    return s;
}

int main(int argc, char **argv)
{
    struct run run;
    struct synth_settings settings = {.entry_spread = 0};
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    if (!check_use(&run, &settings))
        return run_end(&run, STATUS_OK);
    settings.seed = chosen_seed(&run);
    settings.la = options.la;
    settings.children = (int)options.children;
    settings.entry_spread = synth_entry_spread;
    return run_end(&run, work(&run, &settings));
}
