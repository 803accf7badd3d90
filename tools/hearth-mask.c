// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-mask - take identities out of a table, so that it still joins
 *
 * Job: check
 * Usage: hearth-mask --key FILE [OPTION]... [FILE]
 *        hearth-mask --make-key FILE
 *        hearth-mask --verify MASKED [ORIGINAL]
 *
 * Replaces ids by keyed pseudonyms, birth dates by the first of their month and postcodes by their
 * sector, in a table of a return or a spells stream. Columns that hold a national identifier or a
 * special category (UPN, UASC, deprivation of liberty) and columns that are not known are dropped,
 * unless --keep names them; what was dropped is said. The same key gives the same pseudonym in every
 * table and year, so that masked tables still join; without the key nobody can test a guess.
 *
 * The key is read from a file that only its owner may read, never from an argument. Make it once
 * with --make-key, keep it apart from the data, and make another for each project.
 *
 * What comes out is pseudonymised, and so still personal data in law: it is safer to hold, not safe
 * to publish. Ages are up to a month off after masking, because birth dates are.
 *
 * --verify reads an original and its masked table and reports every id, UPN, full postcode and exact
 * birth date that survived. Identifiers of six characters or more are looked for inside every cell,
 * shorter ones in columns that hold ids.
 *
 * Columns read: at least one that holds ids: CHILD, id, SWENo, HOUSEHOLD_ID, ... (or --id).
 *
 * Columns written: as read, without those dropped; with --postcodes distance the column
 * distance_miles (home to placement, a straight line) instead of the two postcodes. Spells come in
 * the order of their new ids; other tables keep their order. With --verify: kind, line, column, value.
 *
 * {options}
 *
 * Exit codes:
 *   0  done; with --verify: nothing survived
 *   1  with --verify: something survived
 *   2  wrong use
 *   3  cannot read or write, or the key may be read by others
 *
 * Example:
 *   hearth-mask --make-key project.key
 *   hearth-read ssda903 datasets/ssda903 | hearth-mask --key project.key -o spells.csv
 */
#include "cli/tool.h"
#include "mask/mask.h"
#include "mask/verify.h"

static struct options {
    const char *key, *make_key, *verify, *keep, *drop, *ids, *places;
    int postcodes;
} options;

static const char *const postcode_choices[] = {"sector", "district", "distance", "drop", NULL};

static const struct option table[] = {
    {"key", 'k', OPTION_TEXT, &options.key, "FILE", "the key, in a file that only you may read"},
    {"make-key", 0, OPTION_TEXT, &options.make_key, "FILE",
     "make a new random key in FILE and end"},
    {"postcodes",
     0,
     OPTION_CHOICE,
     &options.postcodes,
     "HOW",
     "sector, district, distance (needs --places) or drop (default: sector)",
     {.choices = postcode_choices}},
    {"places", 0, OPTION_TEXT, &options.places, "FILE",
     "where postcodes are: a CSV with postcode, easting, northing (metres)"},
    {"keep", 0, OPTION_TEXT, &options.keep, "COLUMN,...",
     "keep these columns, although special or not known"},
    {"drop", 0, OPTION_TEXT, &options.drop, "COLUMN,...", "drop these columns, although known"},
    {"id", 0, OPTION_TEXT, &options.ids, "COLUMN,...", "these columns hold ids, too"},
    {"verify", 0, OPTION_TEXT, &options.verify, "MASKED",
     "look for what survived of the input in MASKED, and end"},
    OPTION_END,
};

static void say(struct run *run, const struct mask_plan *plan, const struct mask_counts *counts)
{
    run_say(run, "%zu rows masked", counts->rows);
    if (plan->dropped_special[0])
        run_say(run, "dropped, because special: %s", plan->dropped_special);
    if (plan->dropped_free[0])
        run_say(run, "dropped, because not known: %s", plan->dropped_free);
    if (counts->bad_dates)
        run_say(run, "%zu birth dates that are no dates were left empty", counts->bad_dates);
    if (counts->bad_postcodes)
        run_say(run, "%zu postcodes without a postcode's shape were left empty",
                counts->bad_postcodes);
    if (counts->no_distance)
        run_say(run, "%zu distances unknown: a postcode is not in %s", counts->no_distance,
                options.places);
}

static enum status mask(struct run *run, const char *path, struct writer *out)
{
    struct mask_options how = {.keep = options.keep,
                               .drop = options.drop,
                               .ids = options.ids,
                               .postcodes = (enum mask_postcodes)options.postcodes};
    struct pseudonym_key key;
    struct postcode_places places = {0};
    enum status s = pseudonym_read_key(&key, options.key, &run->sink);
    if (s == STATUS_OK && options.places)
        s = postcode_places_read(&places, options.places, &run->sink);
    how.places = &places;
    struct mask_plan plan;
    struct mask_counts counts;
    if (s == STATUS_OK)
        s = mask_table(path, &key, &how, out, &plan, &counts, &run->sink);
    if (s == STATUS_OK)
        say(run, &plan, &counts);
    if (s == STATUS_OK && !counts.rows) {
        problem_report(&run->sink, PROBLEM_FATAL, "no-row", path, 0, NULL, "no row to mask");
        s = STATUS_SHORT;
    }
    pseudonym_done(&key);
    postcode_places_done(&places);
    return s;
}

static enum status verify(struct run *run, const char *path, struct writer *out)
{
    size_t found;
    enum status s = mask_verify(path, options.verify, options.ids, out, &found, &run->sink);
    if (s != STATUS_OK)
        return s;
    run_say(run, found ? "%zu identifiers of the original survived" : "nothing survived", found);
    if (found)
        run_findings(run);
    return s;
}

static enum status work(struct run *run, const char *path)
{
    if (options.make_key)
        return pseudonym_make_key(options.make_key, &run->sink);
    struct writer *out = writer_open(run->output);
    if (!out)
        return STATUS_MEMORY;
    enum status s = options.verify ? verify(run, path, out) : mask(run, path, out);
    enum status written = writer_close(out);
    return s == STATUS_OK ? written : s;
}

int main(int argc, char **argv)
{
    struct run run;
    const char *path;
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    if (!options.key && !options.make_key && !options.verify)
        run_usage(&run, "--key FILE is needed (hearth-mask --make-key FILE makes one)");
    else if ((options.postcodes == MASK_DISTANCE) != (options.places != NULL))
        run_usage(&run, "--postcodes distance and --places FILE go together");
    else if (run_one_input(&run, &path))
        return run_end(&run, work(&run, path));
    return run_end(&run, STATUS_OK);
}
