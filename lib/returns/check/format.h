// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_FORMAT_H
#define HEARTH_RETURNS_CHECK_FORMAT_H

#include "returns/schema.h"

/* What a schema's format says of a cell, as far as a machine can tell. Formats are written for people; of
 * these it knows the first words, and it has nothing to say of any other:
 *
 *   numbers   "0-17" (both inclusive), ">= 0"; more may follow after a comma: "0-1, up to 6 decimals"
 *   texts     "postcode" (whole, or cut to its sector), "7 digits" (a register number of Ofsted's:
 *             SC and six digits, too), with "or XXXXXXX" that word, and "13 characters or UN1-UN5" (a
 *             unique pupil number or the reason for having none)
 */
enum format_kind { FORMAT_NONE, FORMAT_RANGE, FORMAT_POSTCODE, FORMAT_REGISTER, FORMAT_PUPIL };

struct format {
    enum format_kind kind;
    double least, most; /* FORMAT_RANGE */
    bool or_unknown;    /* FORMAT_REGISTER: XXXXXXX is one, too */
};

struct format format_of(const struct schema_column *column);

/* Whether the cell has that form; a blank one has, and so has a number that is none: other rules say it. */
bool format_fits(const struct format *f, struct text cell);

/* "is not a postcode": the rest of a message about a cell that doesn't fit. */
const char *format_message(const struct format *f);

#endif
