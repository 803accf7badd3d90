// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MASK_PLAN_H
#define HEARTH_MASK_PLAN_H

#include "mask/postcode.h"
#include "mask/pseudonym.h"
#include "table/rows.h"
#include "table/writer.h"

/* What becomes of each column of one table.
 *
 * Which column is what stands in datasets/schema/mask.csv, by exact name: an id, a birth date, a
 * postcode, special (dropped unless named: UPN, UASC, deprivation of liberty), or to be kept. A column
 * that is not in the list is free text for all we know: dropped unless named. */
enum mask_action {
    MASK_KEEP,
    MASK_ID,            /* replaced by its pseudonym */
    MASK_BIRTH_DATE,    /* set to the first of its month, in the shape in which it was written */
    MASK_HOME_POSTCODE, /* made coarser, or left out for a distance */
    MASK_PLACEMENT_POSTCODE, /* the same */
    MASK_SPECIAL,            /* dropped: a national identifier or a special category */
    MASK_FREE                /* dropped: nobody told us what it is */
};

enum mask_postcodes { MASK_SECTOR, MASK_DISTRICT, MASK_DISTANCE, MASK_NO_POSTCODE };

struct mask_options {
    const char *keep; /* columns to keep although special or free: "A,B"; NULL = none */
    const char *drop; /* columns to drop although known; NULL = none */
    const char *ids;  /* further columns that hold ids; NULL = none */
    enum mask_postcodes postcodes;
    const struct postcode_places *places; /* for MASK_DISTANCE */
};

struct mask_column {
    int index; /* in the rows */
    enum mask_action action;
};

enum { MASK_COLUMNS_MOST = 256 };
struct mask_plan {
    struct mask_column columns[MASK_COLUMNS_MOST]; /* those that are written, in the file's order */
    size_t count;
    int home, placement;                          /* postcode columns; -1 = none */
    bool distance;                                /* a column distance_miles is added at the end */
    size_t ids;                                   /* columns that hold ids */
    char dropped_special[300], dropped_free[300]; /* names, for the person */
};

/* The action for the column called NAME by the list; MASK_FREE for an unknown one. */
enum status mask_action_of(struct text name, enum mask_action *out,
                           const struct problem_sink *sink);

/* Plans for R's columns. STATUS_FORMAT, reported, when there is no id column, or an option names a column
 * that does not exist. */
enum status mask_plan(struct mask_plan *plan, const struct rows *r,
                      const struct mask_options *options, const struct problem_sink *sink);

void mask_write_header(const struct mask_plan *plan, const struct rows *r, struct writer *w);

/* What could not be made coarser; the cell is left empty and counted. */
struct mask_counts {
    size_t rows, bad_dates, bad_postcodes, no_distance;
};

/* Writes the present row of R under the header. */
void mask_write_row(const struct mask_plan *plan, struct rows *r, const struct pseudonym_key *key,
                    const struct mask_options *options, struct writer *w,
                    struct mask_counts *counts);

#endif
