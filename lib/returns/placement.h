// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_PLACEMENT_H
#define HEARTH_RETURNS_PLACEMENT_H

#include "base/intern.h"
#include "base/problem.h"
#include "base/status.h"

/* What a placement counts as, from its type (PLACE) and provider, as data: the table
 * datasets/schema/placement_categories.csv, where the provider "*" stands for any. */
struct placement_category {
    const char *category;     /* Fostering, Residential, Supported, ... */
    const char *subcategory;  /* in-house, IFA, kinship, ... */
    const char *kind;         /* "category: subcategory": what demand, supply and prices share */
    const char *demand_group; /* the demand models' Fostering, Residential, Supported, Other */
};

struct placements {
    struct intern keys; /* type and provider */
    struct arena arena; /* owns every string */
    struct placement_category *categories;
    struct placement_category unknown; /* "Other: unknown code" */
};

/* Loads the built-in table, or PATH when it is not NULL. Caller-owned: placements_done. */
enum status placements_load(struct placements *p, const char *path,
                            const struct problem_sink *sink);
void placements_done(struct placements *p);

/* The category of TYPE with PROVIDER: that pair's own row, else the type's row for any provider, else
 * the type's row for a blank provider (a provider that is not in the list is unknown), else NULL: no
 * such type. */
const struct placement_category *placements_find(const struct placements *p, struct text type,
                                                 struct text provider);

#endif
