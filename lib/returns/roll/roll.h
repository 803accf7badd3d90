// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_ROLL_H
#define HEARTH_RETURNS_ROLL_H

#include "base/problem.h"
#include "returns/files.h"
#include "returns/returns.h"
#include "table/writer.h"

/* Every return but SSDA903: a roll of people, households, posts or terms with their dates, to a stream
 * of spells. What the columns are, and what they become, stands in the schema (returns/schema.h, column
 * `spell`); what kind of return it is in returns/returns.h (form). Code is needed only where a row is
 * not simply a spell:
 *
 *   stages   a row with a date for each step becomes one spell a stage (stages.c)
 *   posts    rows of several yearly censuses become one spell a post (posts.c)
 *
 * What was observed when. A file without a column YEAR is a register as it stood on some day: its
 * window ends with its latest event, or with the year when that event lies within 31 days before the
 * year's end. It begins where the register begins to know of those who left: with the earliest end in
 * it, or the year's first day when that lies within 31 days before; where nothing has ended it is a
 * snapshot, seen on its last day only. Who left before is not in the file, so earlier dates would
 * count survivors alone. Rows with a YEAR were seen over the whole of that year. Windows of an authority that
 * meet are one; a gap between them is said. What is open was seen to the end of the newest file, or
 * year, that sent it. --from and --to replace the windows of all.
 *
 * The same subject, stage and start in several files or years is one spell: the newest says how it
 * went on. Every row that is read is in a spell, or counted and explained. */
struct roll_options {
    const char *la;      /* authority of rows without one; NULL = empty */
    const char *schema;  /* NULL, or a schema file to use instead */
    int year;            /* of rows without YEAR; 0 = none, or from their dates (posts, series) */
    int32_t from, to;    /* DATE_NONE, or the window of every spell */
    bool yearly;         /* posts: a spell for each census, with what it said */
    bool last_day_stays; /* posts: who leaves on 30 September is in post on that day */
};

/* Reads FILES as the return KIND and writes spells to OUT, ordered by la, id, start (stages in their
 * order), end. STATUS_FORMAT when no file is the return's table, STATUS_SHORT when no row could be used;
 * both are reported. */
enum status roll_read(const struct files *files, const struct return_kind *kind,
                      const struct roll_options *options, struct writer *out,
                      const struct problem_sink *sink);

#endif
