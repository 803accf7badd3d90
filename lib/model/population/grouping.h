// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_POPULATION_GROUPING_H
#define HEARTH_MODEL_POPULATION_GROUPING_H

#include "base/intern.h"
#include "model/population/tuples.h"
#include "stream/dimension.h"
#include "stream/where.h"

/* Which group a spell is in on a given day: --by and --where over spells.
 *
 * --by names columns or derived dimensions (stream/dimension.h); each combination of values that
 * occurs is a group with a number. --where chooses what is counted; it too may name derived
 * dimensions, so that a spell can enter and leave the chosen ones as the child grows. A spell that
 * is not chosen is in GROUPING_OUTSIDE.
 *
 * A spell's columns don't change, its derived values do. So the columns are looked at once a row
 * (grouping_fixed), and the group on a day follows from that number and the spell's dates
 * (grouping_on). Most rows repeat a text that was seen lately: a small cache finds its number without
 * hashing.
 */
enum { GROUPING_MOST = 16 };
#define GROUPING_OUTSIDE UINT32_MAX
#define GROUPING_FAILED  (UINT32_MAX - 1) /* out of memory */

struct grouping;

/* What is wrong with the list BY ("a,b"; NULL: none), by which no stream could be grouped: an empty or
 * repeated name, too many, one that a series needs for a column of its own. Writes the sentence to
 * BUFFER and returns it; NULL when all is well. */
const char *grouping_by_mistake(const char *by, char *buffer, size_t size);

/* The same for the conditions of --where: one is not COLUMN=VALUE, or there are too many. */
const char *grouping_where_mistake(const char *const *where, size_t where_count, char *buffer,
                                   size_t size);

/* Binds both lists, which must be without mistakes, to the columns of S; every missing one is named in one
 * PROBLEM_FATAL with those that there are, and STATUS_FORMAT returned. BY and WHERE must outlive the
 * grouping. CALENDAR says when the year ends. */
enum status grouping_open(struct grouping **out, const char *by, const char *const *where,
                          size_t where_count, const struct period_calendar *calendar,
                          struct spells *s);
void grouping_close(struct grouping *g);

/* What stays the same along the present spell; GROUPING_OUTSIDE when a column leaves it out. */
uint32_t grouping_fixed(struct grouping *g);

/* The dates on which derived values depend; read once a spell. */
struct dimension_dates grouping_dates(const struct grouping *g, const struct spell *spell);

/* The group on day ON, or GROUPING_OUTSIDE. */
uint32_t grouping_on(struct grouping *g, uint32_t fixed, const struct dimension_dates *dates,
                     int32_t on);

/* The first day after ON on which grouping_on may differ; INT32_MAX: it stays. */
int32_t grouping_next_change(const struct grouping *g, const struct dimension_dates *dates,
                             int32_t on);

/* True when a derived dimension is used at all. */
bool grouping_has_derived(const struct grouping *g);

/* The names of --by, in the order given. */
size_t grouping_names(const struct grouping *g, const struct text **names);

/* Writes the labels of GROUP (one for each name) to LABELS; they live as long as the grouping.
 * False when memory is out. */
bool grouping_labels(struct grouping *g, uint32_t group, struct text *labels);

#endif
