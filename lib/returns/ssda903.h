// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_SSDA903_H
#define HEARTH_RETURNS_SSDA903_H

#include "base/problem.h"
#include "base/status.h"
#include "returns/files.h"
#include "table/writer.h"

#include <stdint.h>

/* The children looked after return (SSDA903), any number of years and authorities, to episode spells.
 *
 * Tables are known by their columns (returns/schema.h): header, episodes and uasc are used, the other
 * tables of the return are recognised and left alone. Both layouts are read: the statutory one, and the
 * regional one with the columns LA and YEAR.
 *
 * A return is what one authority sent for one year (1 April to 31 March, named by the year it ends
 * in). Its authority is the LA column, else --la, else empty. Its year is the YEAR column, else --year, else
 * the year that ends on the 31 March on or after the file's latest DECOM. A header file without YEAR
 * takes the year of the episodes file in its folder; where there are several, of the one whose
 * children it shares most.
 *
 * What the dates of a spell are seen through is the window of its returns: see ssda903_window.c.
 * How several years' copies of one episode become one spell: see ssda903_standard.c and
 * ssda903_demand_model.c. Every row read is in a spell, or counted and explained to the sink. */
enum ssda903_repair { SSDA903_STANDARD, SSDA903_DEMAND_MODEL, SSDA903_AS_SENT };

struct ssda903_options {
    const char *la;     /* authority of rows without one; NULL = empty */
    const char *schema; /* NULL, or a schema file to use instead */
    int year;           /* of files without YEAR; 0 = from their dates */
    int32_t from;       /* DATE_NONE, or observed_from of every spell */
    int32_t to;         /* DATE_NONE, or observed_to of every spell */
    enum ssda903_repair repair;
    bool periods;           /* write periods of care instead of episodes */
    bool keep_short_breaks; /* legal status V3 and V4 */
    bool keep_temporary; /* T0-T4 as spells of their own; else folded into the placement before */
};

/* What counts, by the definitions of (0) the DfE or (1) the demand model; REPAIR, SHORT_BREAKS (0 keep,
 * 1 drop) and TEMPORARY (0 keep, 1 fold) go before them unless they are -1. */
void ssda903_define(struct ssda903_options *o, int definitions, int repair, int short_breaks,
                    int temporary);

/* Periods of care: episodes that follow without a break are one spell, seen from the window of its first
 * episode to that of its last. Its columns, after the reserved ones: birth_date, sex, ethnicity, uasc, need
 * (of the first episode), reason_started (RNE; S unless it began before the first episode that was sent),
 * reason_ended, episodes, placements (how many, as the definitions count them), first_ and last_ of
 * category, placement_kind and legal_status, home_postcode, return_year (of the last episode). */

/* Reads FILES and writes spells to OUT (header line first; ordered by la, id, start, end). LOG, unless
 * NULL, gets one row a repair: la,id,rule,file,line,column,old,new (header line first). STATUS_FORMAT when there is no
 * table of episodes, STATUS_SHORT when there is no usable row; both are reported. */
enum status ssda903_read(const struct files *files, const struct ssda903_options *options,
                         struct writer *out, struct writer *log, const struct problem_sink *sink);

#endif
