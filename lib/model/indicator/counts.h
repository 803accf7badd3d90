// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_COUNTS_H
#define HEARTH_MODEL_INDICATOR_COUNTS_H

#include "base/intern.h"
#include "model/indicator/region.h"
#include "stream/series.h"

/* The counts that indicators are made of, summed by name, part, group and date before anything is
 * divided: rates are never averaged.
 *
 * A group is one combination of labels of the dimensions asked for. The dimension "region" is worked
 * out from the authority where the source has no column of that name. */
struct count_entry {
    uint32_t name, part,
        group; /* name and part: numbers in words; part of a whole, or that of "" */
    int32_t date;
    double value;    /* sum; NaN when an addend is unknown */
    uint32_t status; /* why, as a word; that of "" when it is known or nothing was said */
};

enum { COUNTS_DIMENSIONS = 32 };
struct counts {
    struct intern words;  /* names, parts, labels and statuses; 0 is "" */
    struct intern groups; /* the labels' numbers, as bytes */
    struct intern keys;   /* name, part, group and date, as bytes */
    struct count_entry *entries;
    size_t dimension_count;
    struct text dimensions[COUNTS_DIMENSIONS]; /* views of the caller's */
    int region;                                /* the dimension that is worked out; -1: none */
    const struct regions *regions;
    struct intern seen; /* authorities in the main input; others' counts are not added to theirs */
    bool has_authorities;
};

/* DIMENSIONS as in --by; the texts and REGIONS (may be NULL) must outlive the counts. False when memory is
 * out; counts_done frees. */
bool counts_init(struct counts *c, const struct text *dimensions, size_t count,
                 const struct regions *regions);
void counts_done(struct counts *c);

/* The number of T in words; INTERN_NONE when memory is out. */
uint32_t counts_word(struct counts *c, struct text t);

/* The number of the group with LABELS (one a dimension); INTERN_NONE when memory is out. */
uint32_t counts_group(struct counts *c, const struct text *labels);
struct text counts_label(const struct counts *c, uint32_t group, size_t dimension);

/* Adds AMOUNT (NaN: unknown, because of STATUS). False when memory is out. */
bool counts_add(struct counts *c, const struct count_entry *key, double amount, uint32_t status);

/* The sum for name, part, group and date of KEY, or NULL when nothing was added. */
const struct count_entry *counts_find(const struct counts *c, const struct count_entry *key);

/* Adds every actual row of T: its measures are the names, its column "part" the part. Columns that no
 * dimension names are summed over. A dimension that T has not: STATUS_FORMAT, reported with NAME. Rows
 * of authorities that were not seen are passed over when ONLY_SEEN. */
enum status counts_add_series(struct counts *c, const struct series_table *t, const char *name,
                              bool only_seen, const struct problem_sink *sink);

#endif
