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
 * that do not exist, and register numbers begin with 9. Without --seed, one is drawn and said on
 * standard error.
 *
 * --world says how entries behave over the years: stationary (the same rate for ever), varying (each
 * year by a lognormal factor with a spread of 15 %), drift (growing by --drift percent in the year
 * --drift-from and every year after it). Without it they vary by 5 %, as England's do.
 *
 * --authorities N makes a region, or England: the first N authorities of datasets/schema/la.csv, with
 * sizes spread as England's are, --children being the children of all of them. Each is made and
 * written before the next, so that memory is that of the largest. The layout is then regional: one
 * file for all years and authorities, with the columns LA and YEAR and dates YYYY-MM-DD; with --layout
 * folders it is FOLDER/LA/YEAR/FILE.
 *
 * --truth writes the rates that generated the data. A row is one number of one process, an empty cell
 * means any; the rate for somebody is the product of the rows that apply to them: one row per_year
 * and factors. Clocks count from_day to to_day since care began, since the carer took the child, or
 * since the legal status began. Entries are per_day, by authority and return year. Groups (child,
 * unaccompanied, placed for adoption) exclude each other; a child is unsettled or settled for life.
 * The kinds of placement are kinship (U1-U3), in-house (U4-U6 of PR1, PR2), agency (U4-U6 of PR4,
 * PR5), adoption (A3-A6), parents (P1), home (K2), secure (K1), supported (K3, H5, P2), care home
 * (R1), health (R2), families (R3), custody (R5), school (S1), other (Z1). Certain, without a rate:
 * care ends by the 18th birthday; an episode lasts a day at least, what happens on its first day being
 * dated the day after; under a placement order (E1) what would become long term is matched instead.
 *
 * --faults plants known mistakes, such as readers of returns must survive, and lists each one; it
 * wants one authority in folders. hearth-synth RETURN --faults list says which there are.
 *
 * Columns read:
 *   none
 *
 * Columns written:
 *   header.csv     CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB
 *   episodes.csv   CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST
 *                  PL_POST URN
 *   uasc.csv       CHILD SEX DOB DUC
 *   regional       the same, and LA YEAR
 *   --truth        la process group year legal from to age clock from_day to_day unit value
 *   --faults-list  fault year file line column id value
 *   --faults list  fault meaning
 *
 * {options}
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  a file could not be written
 *
 * Example:
 *   hearth-synth ssda903 --children 600 --years 2018-2025 --seed 903 -o returns
 *   hearth-read ssda903 returns | hearth-stock --every quarter
 */
#include "cli/beside.h"
#include "model/synth/order.h"
#include "returns/embedded.h"

#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { WORLD_STATIONARY, WORLD_VARYING, WORLD_DRIFT, NOT_GIVEN = -1 };
static const char *const worlds[] = {"stationary", "varying", "drift", NULL};
static const char *const layouts[] = {"folders", "regional", NULL};

static struct options {
    const char *folder, *years, *la, *faults, *faults_list, *truth;
    long children, authorities, seed, drift_from;
    double drift;
    int world, layout;
} options = {.years = "2018-2025",
             .la = "900",
             .children = 600,
             .seed = NOT_GIVEN,
             .drift = 10,
             .world = NOT_GIVEN,
             .layout = NOT_GIVEN};

#define WITHIN(low, high)                                                                          \
    {                                                                                              \
        low, high                                                                                  \
    }
#define ONE_OF(list)                                                                               \
    {                                                                                              \
        .choices = list                                                                            \
    }
static const struct option table[] = {
    {"output", 'o', OPTION_TEXT, &options.folder, "FOLDER",
     "the folder to write to; made when it is not there"},
    {"children", 0, OPTION_INTEGER, &options.children, "N",
     "children in care on a 31 March, on average (600)", WITHIN(1, 100000)},
    {"years", 0, OPTION_TEXT, &options.years, "FIRST-LAST",
     "return years, the year to 31 March 2025 being 2025; N alone means N years to 2025 "
     "(2018-2025)"},
    {"la", 0, OPTION_TEXT, &options.la, "CODE", "the authority, to draw other children for (900)"},
    {"authorities", 0, OPTION_INTEGER, &options.authorities, "N",
     "a region of so many authorities, with --children together", WITHIN(1, MEMBERS_MOST)},
    {"layout", 0, OPTION_CHOICE, &options.layout, "HOW",
     "folders or regional (default: folders; with --authorities regional)", ONE_OF(layouts)},
    {"world", 0, OPTION_CHOICE, &options.world, "HOW",
     "entries over the years: stationary, varying or drift", ONE_OF(worlds)},
    {"drift", 0, OPTION_NUMBER, &options.drift, "PERCENT",
     "growth of entries a year in the drifting world (10)", WITHIN(-50, 100)},
    {"drift-from", 0, OPTION_INTEGER, &options.drift_from, "YEAR",
     "the first return year that drifts (the first of --years)", WITHIN(1990, 2199)},
    {"seed", 0, OPTION_INTEGER, &options.seed, "N", "the same seed gives the same bytes",
     WITHIN(0, 9007199254740992.0)},
    {"truth", 0, OPTION_TEXT, &options.truth, "FILE", "where to write the true rates"},
    {"faults", 0, OPTION_TEXT, &options.faults, "NAME,...",
     "plant these mistakes, or all; the name list writes what there is"},
    {"faults-list", 0, OPTION_TEXT, &options.faults_list, "FILE",
     "where to list the planted mistakes (standard error)"},
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

static bool wants_fault_names(void)
{
    return options.faults && strcmp(options.faults, "list") == 0;
}

static bool check_return(struct run *run)
{
    bool known = run->argument_count == 1 && strcmp(run->arguments[0], "ssda903") == 0;
    if (run->argument_count != 1)
        run_usage(run, "name the return to make: ssda903");
    else if (!known)
        run_usage(run, "'%s' is not a return that can be made: ssda903", run->arguments[0]);
    bool folder = options.folder || wants_fault_names();
    if (!folder)
        run_usage(run, "-o FOLDER says where to write the returns");
    return known && folder;
}

static bool check_faults(struct run *run)
{
    struct text unknown;
    bool known = !options.faults || wants_fault_names() || faults_known(options.faults, &unknown);
    bool list_alone = options.faults_list && !options.faults;
    bool many = options.faults && (options.authorities || options.layout == LAYOUT_REGIONAL);
    if (!known)
        run_usage(run, "--faults: '%.*s' is not a fault that can be planted", (int)unknown.size,
                  unknown.at);
    if (list_alone)
        run_usage(run, "--faults-list wants --faults");
    if (many)
        run_usage(run, "--faults are planted in one authority's folders");
    return known && !list_alone && !many;
}

/* False after saying everything that is wrong. */
static bool check_use(struct run *run, struct synth_settings *settings)
{
    bool good = check_return(run);
    if (!parse_years(options.years, settings)) {
        run_usage(run, "--years: '%s' is not FIRST-LAST within %d-%d, nor a number of years",
                  options.years, FIRST_YEAR, LAST_YEAR);
        good = false;
    }
    if (options.drift_from && options.world != WORLD_DRIFT) {
        run_usage(run, "--drift-from wants --world drift");
        good = false;
    }
    return check_faults(run) && good;
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

static void choose_world(struct synth_settings *settings)
{
    settings->entry_spread = options.world == NOT_GIVEN       ? synth_entry_spread
                             : options.world == WORLD_VARYING ? 0.15
                                                              : 0;
    if (options.world == WORLD_DRIFT) {
        settings->drift = options.drift / 100;
        settings->drift_from = options.drift_from ? (int)options.drift_from : settings->first;
    }
}

/* Opens FILE for a list; *WRITER is NULL when no PATH was given. */
static enum status open_list(struct run *run, struct beside *file, const char *option,
                             const char *path, struct writer **writer)
{
    enum status s = beside_open(run, file, option, path);
    *writer = s == STATUS_OK && path ? writer_open(file->fd) : NULL;
    return s == STATUS_OK && path && !*writer ? STATUS_MEMORY : s;
}

static enum status load_members(struct run *run, struct synth_order *order,
                                struct synth_member members[MEMBERS_MOST])
{
    struct rows *la;
    if (!options.authorities)
        return STATUS_OK;
    enum status s = embedded_open(&la, "la", NULL, &run->sink);
    if (s != STATUS_OK)
        return s;
    order->members = members;
    order->member_count = (size_t)options.authorities;
    s = members_load(members, order->member_count, la, order->settings.seed, options.children);
    rows_close(la);
    return s;
}

static enum status list_faults(struct run *run, const struct synth_order *order)
{
    struct beside file;
    if (!options.faults_list)
        return fault_list_write(&order->fault_list, STDERR_FILENO);
    enum status s = beside_open(run, &file, "faults-list", options.faults_list);
    if (s == STATUS_OK)
        s = fault_list_write(&order->fault_list, file.fd);
    return beside_close(run, &file, "faults-list", s);
}

static enum status work(struct run *run, struct synth_order *order)
{
    struct synth_member members[MEMBERS_MOST];
    struct beside truth;
    enum status s = open_list(run, &truth, "truth", options.truth, &order->truth);
    if (s == STATUS_OK)
        s = load_members(run, order, members);
    if (s == STATUS_OK)
        s = order_make(order, &run->sink);
    if (s == STATUS_OK && options.faults)
        s = list_faults(run, order);
    if (s == STATUS_MEMORY)
        run_fail(run, s, "making the authority");
    if (order->truth && writer_close(order->truth) != STATUS_OK && s == STATUS_OK)
        run_fail(run, s = STATUS_WRITE, options.truth);
    order_done(order);
    return beside_close(run, &truth, "truth", s);
}

int main(int argc, char **argv)
{
    struct run run;
    struct synth_order order = {.folder = NULL};
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    if (!check_use(&run, &order.settings))
        return run_end(&run, STATUS_OK);
    if (wants_fault_names())
        return run_end(&run, fault_names_write(run.output));
    order.folder = options.folder;
    order.faults = options.faults;
    order.settings.seed = chosen_seed(&run);
    order.settings.la = options.la;
    order.settings.children = (int)options.children;
    choose_world(&order.settings);
    bool regional = options.authorities && options.layout == NOT_GIVEN;
    order.layout = regional || options.layout == LAYOUT_REGIONAL ? LAYOUT_REGIONAL : LAYOUT_FOLDERS;
    return run_end(&run, work(&run, &order));
}
