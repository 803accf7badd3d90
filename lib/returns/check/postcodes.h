// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_POSTCODES_H
#define HEARTH_RETURNS_CHECK_POSTCODES_H

#include "base/problem.h"
#include "base/status.h"

#include <stdint.h>

/* A directory of postcodes, for asking whether one exists: eight bytes each, so that all of the
 * country's take some 20 MB. Read from a file with a column postcode, pcd, pcds or pcd7 (in either
 * case); its other columns (easting, northing) are not needed here. */
struct postcodes {
    uint64_t *list; /* ascending */
    size_t count;
};

/* Reads PATH. Caller-owned: postcodes_done. */
enum status postcodes_load(struct postcodes *p, const char *path, const struct problem_sink *sink);
void postcodes_done(struct postcodes *p);

/* Whether the directory has the postcode, however it is spaced and in either case. */
bool postcodes_have(const struct postcodes *p, struct text postcode);

#endif
