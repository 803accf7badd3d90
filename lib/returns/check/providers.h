// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_PROVIDERS_H
#define HEARTH_RETURNS_CHECK_PROVIDERS_H

#include "base/intern.h"
#include "base/problem.h"
#include "base/status.h"

/* Ofsted's register of providers, as the lists of children's homes and of social care providers give it,
 * or the return "providers" of our own: one row a provider, found by its unique reference number. Columns,
 * by any of their names: URN; PLACEMENT_TYPE, "Placement code", "Provider Placement Code" or PLACE_CODES
 * (the placement types it may take, "U1,U4"); PROVIDER, "Placement provider code", "Provider Code" or
 * PROVIDER_CODES; LA or "Local authority". A provider in two rows has the codes of both. */
struct provider {
    struct text places, codes; /* "K2" or "U1,U4"; upper case */
    struct text la;            /* as the list names it */
};

struct providers {
    struct intern urns;
    struct arena arena;
    struct provider *list; /* by number of the URN */
    bool has_places, has_codes, has_la;
};

/* Reads PATH. Caller-owned: providers_done. */
enum status providers_load(struct providers *p, const char *path, const struct problem_sink *sink);
void providers_done(struct providers *p);

/* The provider with this URN, or NULL. */
const struct provider *providers_find(const struct providers *p, struct text urn);

#endif
