// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-synth - make up a local authority's returns from a seed; no real child, ever
 *
 * Job: read
 *
 * Usage: hearth-synth RETURN -o FOLDER [options]
 *
 * Writes the returns that a made-up authority would send. RETURN is
 *   ssda903     children looked after: YEAR/header.csv, episodes.csv, uasc.csv, a folder a year
 *   workforce   social workers, census of 30 September: YEAR/csww_worker.csv, csww_la.csv
 *   households, places, enquiries, concerns   fostering registers as on the last day: foster_*.csv
 *   adopters    children for adoption and adopters: list_10_adoption.csv, list_11_adopters.csv
 *   all         all of them, in the folders ssda903, workforce, fostering and adoption
 *
 * Children are simulated one by one: arrivals, placements, changes of legal status, temporary stays,
 * leaving care by the 18th birthday, some coming back; years agree with each other. What surrounds
 * them fits: each child with in-house carers or relatives lives with a household approved for that
 * time (so that places filled are children placed), and everybody in care on a census day is some
 * worker's case. Enquiries arrive, households and workers leave by tenure, adopters wait, all by
 * rates of their own, tuned as the children's are to published figures on England. Registers hold
 * who was there in the first return year or later. Layouts and codes are those of each year.
 *
 * A seed always gives the same bytes, whichever RETURN is asked for. More years or a larger
 * authority leave the children there are as they were; another --la gives others. Postcodes lie in
 * areas that do not exist, register numbers begin with 9. Without --seed, one is drawn and said.
 *
 * --world says how entries behave over the years: stationary (the same rate for ever), varying (each
 * year by a lognormal factor with a spread of 15 %), drift (growing by --drift percent in the year
 * --drift-from and every year after it, enquiries about fostering too). Without it they vary by 5 %,
 * as England's do.
 *
 * --authorities N makes a region, or England: the first N authorities of datasets/schema/la.csv, with
 * sizes spread as England's are, --children being the children of all of them. Each is made and
 * written before the next, so that memory is that of the largest. The layout is then regional: one
 * file for all years and authorities, with the columns LA and YEAR and dates YYYY-MM-DD; with --layout
 * folders it is FOLDER/LA/YEAR/FILE.
 *
 * --truth writes the rates that generated the data. A row is one number of one process, an empty cell
 * means any; the rate for somebody is the product of the rows that apply to them: one row per_year
 * and factors. Clocks count from_day to to_day since care began, since the carer took the child, since
 * the legal status began, since approval, since the start in post. What arrives is per_day; delays
 * are gamma variates with a mean of days and a shape. Groups (child, unaccompanied, placed for
 * adoption) exclude each other; a child is unsettled or settled for life. Kinds of placement are
 * kinship (U1-U3), in-house (U4-U6 of PR1, PR2), agency (U4-U6 of PR4, PR5), adoption (A3-A6),
 * parents (P1), home (K2), secure (K1), supported (K3, H5, P2), care home (R1), health (R2), families
 * (R3), custody (R5), school (S1), other (Z1). Certain, without a rate: care ends by the 18th
 * birthday; an episode lasts a day at least, what happens on its first day being dated the day
 * after; under a placement order (E1) what would become long term is matched instead. Relatives'
 * approvals last as long as the placement.
 *
 * --faults plants known mistakes, such as readers of returns must survive, and lists each one; it
 * wants one RETURN of one authority in folders. With --faults list, RETURN's faults are named.
 *
 * Columns read:
 *   none
 *
 * Columns written: those of each return (hearth-read --list), regional files with LA and YEAR, and
 *   --truth        la process group year legal from to age clock from_day to_day unit value
 *   --links        la link child household worker from to; link: lodging, staying put, case
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

enum { NOT_GIVEN = -1 };
static const char *const worlds[] = {"stationary", "varying", "drift", NULL}; /* synth_world_kind */
static const char *const layouts[] = {"folders", "regional", NULL};

static struct options {
    const char *folder, *years, *la, *faults, *faults_list, *truth, *links;
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
    {"links", 0, OPTION_TEXT, &options.links, "FILE",
     "where to write who lived with whom and held whose case"},
    {"faults", 0, OPTION_TEXT, &options.faults, "NAME,...",
     "plant these mistakes, or all; the name list writes what there is"},
    {"faults-list", 0, OPTION_TEXT, &options.faults_list, "FILE",
     "where to list the planted mistakes (standard error)"},
    OPTION_END,
};

static bool wants_fault_names(void)
{
    return options.faults && strcmp(options.faults, "list") == 0;
}

static bool check_return(struct run *run)
{
    static const char list[] = "ssda903, workforce, households, places, enquiries, concerns, "
                               "adopters or all";
    bool known = run->argument_count == 1 && order_return(run->arguments[0]) <= RETURN_ALL;
    if (run->argument_count != 1)
        run_usage(run, "name the return to make: %s", list);
    else if (!known)
        run_usage(run, "'%s' is not a return that can be made: %s", run->arguments[0], list);
    bool folder = options.folder || wants_fault_names();
    if (!folder)
        run_usage(run, "-o FOLDER says where to write the returns");
    return known && folder;
}

static bool check_faults(struct run *run, enum synth_return which)
{
    struct text unknown;
    bool known =
        !options.faults || wants_fault_names() || faults_known(which, options.faults, &unknown);
    bool list_alone = options.faults_list && !options.faults;
    bool many = options.faults && (options.authorities || options.layout == LAYOUT_REGIONAL ||
                                   which >= SYNTH_RETURNS);
    if (!known)
        run_usage(run, "--faults: '%.*s' is not a fault that can be planted", (int)unknown.size,
                  unknown.at);
    if (list_alone)
        run_usage(run, "--faults-list wants --faults");
    if (many)
        run_usage(run, "--faults are planted in one return of one authority, in folders");
    return known && !list_alone && !many;
}

/* False after saying everything that is wrong. */
static bool check_use(struct run *run, struct synth_settings *settings)
{
    bool good = check_return(run);
    int named = run->argument_count ? order_return(run->arguments[0]) : RETURN_ALL;
    enum synth_return which = named < SYNTH_RETURNS ? (enum synth_return)named : SYNTH_RETURNS;
    if (!synth_years(settings, options.years)) {
        run_usage(run, "--years: '%s' is not FIRST-LAST within %d-%d, nor a number of years",
                  options.years, SYNTH_FIRST_YEAR, SYNTH_LAST_YEAR);
        good = false;
    }
    if (options.drift_from && options.world != WORLD_DRIFT) {
        run_usage(run, "--drift-from wants --world drift");
        good = false;
    }
    return check_faults(run, which) && good;
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

/* Opens FILE for a list; *WRITER is NULL when no PATH was given. */
static enum status open_list(struct run *run, struct beside *file, const char *option,
                             const char *path, struct writer **writer)
{
    enum status s = beside_open(run, file, option, path);
    *writer = s == STATUS_OK && path ? writer_open(file->fd) : NULL;
    return s == STATUS_OK && path && !*writer ? STATUS_MEMORY : s;
}

/* S is how the run goes so far; how it goes then. */
static enum status close_list(struct run *run, struct beside *file, const char *option,
                              struct writer *writer, enum status s)
{
    if (writer && writer_close(writer) != STATUS_OK && s == STATUS_OK)
        run_fail(run, s = STATUS_WRITE, option);
    return beside_close(run, file, option, s);
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
    struct beside truth, links;
    enum status s = open_list(run, &truth, "truth", options.truth, &order->truth);
    enum status opened = open_list(run, &links, "links", options.links, &order->links);
    s = s == STATUS_OK ? opened : s;
    if (s == STATUS_OK)
        s = load_members(run, order, members);
    if (s == STATUS_OK)
        s = order_make(order, &run->sink);
    if (s == STATUS_OK && options.faults)
        s = list_faults(run, order);
    if (s == STATUS_MEMORY)
        run_fail(run, s, "making the authority");
    order_done(order);
    s = close_list(run, &links, "links", order->links, s);
    return close_list(run, &truth, "truth", order->truth, s);
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
        return run_end(
            &run, fault_names_write((enum synth_return)order_return(run.arguments[0]), run.output));
    order.which = order_return(run.arguments[0]);
    order.folder = options.folder;
    order.faults = options.faults;
    order.settings.seed = chosen_seed(&run);
    order.settings.la = options.la;
    order.settings.children = (int)options.children;
    synth_world_of(&order.settings, (enum synth_world_kind)options.world, options.drift / 100,
                   (int)options.drift_from);
    bool regional = options.authorities && options.layout == NOT_GIVEN;
    order.layout = regional || options.layout == LAYOUT_REGIONAL ? LAYOUT_REGIONAL : LAYOUT_FOLDERS;
    return run_end(&run, work(&run, &order));
}
