// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_AUTHORITIES_H
#define HEARTH_RETURNS_AUTHORITIES_H

#include "base/intern.h"
#include "base/problem.h"
#include "base/status.h"

/* Local authorities by any of their names: the old three-digit code, the new nine-character code or
 * the name, with or without "County Council" behind it, in either case. From datasets/schema/la.csv.
 * Codes change now and then, so returns of different years, and other people's registers, name the
 * same authority differently. */
struct authorities {
    struct intern names; /* lower case */
    int *number;         /* of the authority each name belongs to */
    struct intern codes; /* new codes, by number of the authority */
};

/* Loads the built-in list. Caller-owned: authorities_done. */
enum status authorities_load(struct authorities *a, const struct problem_sink *sink);
void authorities_done(struct authorities *a);

/* The number of the authority called NAME, or -1. */
int authorities_find(const struct authorities *a, struct text name);

#endif
