// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MASK_POSTCODE_H
#define HEARTH_MASK_POSTCODE_H

#include "base/intern.h"
#include "base/problem.h"
#include "base/status.h"

/* Postcodes made coarser. A full postcode is about 15 addresses; a sector ("SW1A 1") about 3,000, a
 * district ("SW1A") about 8,000 to 20,000. */
enum { POSTCODE_TEXT = 12 };

/* The sector or district of a postcode, upper case; empty when T has no postcode's shape (outward part
 * of two to four letters and digits, inward part of a digit and two letters). A postcode that was cut to
 * its sector already gives its sector, too. */
struct text postcode_sector(struct text t, char buffer[POSTCODE_TEXT]);
struct text postcode_district(struct text t, char buffer[POSTCODE_TEXT]);

/* Where postcodes are: Ordnance Survey grid references in metres, from the user's own file. */
struct postcode_places {
    struct intern codes; /* without blanks, upper case */
    double (*metres)[2]; /* easting, northing */
    size_t room;
};

/* Reads a CSV with the columns postcode, easting, northing. Caller-owned: postcode_places_done. */
enum status postcode_places_read(struct postcode_places *p, const char *path,
                                 const struct problem_sink *sink);
void postcode_places_done(struct postcode_places *p);

/* The straight line between two postcodes in miles, as published: sqrt(dE^2 + dN^2) / 1609.3. False when
 * one of them is not in the file. */
bool postcode_distance(const struct postcode_places *p, struct text a, struct text b,
                       double *miles);

#endif
