// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_POPULATION_POPULATION_H
#define HEARTH_MODEL_POPULATION_POPULATION_H

#include "calendar/period.h"
#include "stream/spells.h"
#include "table/writer.h"

/* Stock and flow: how many spells are open at each period's end, and what changed them.
 *
 * With over(s) = end, or the day after observed_to for a spell without end (spell_over):
 *
 *   stock(d)      spells with start <= d < over
 *   starts, ends  a spell's beginning and its finish, where they are not a move
 *   moves         an end and a start of one (la, id) on one day (events.h): moves_out of the old group
 *                 and moves_in to the new where the group differs; moves_within where only
 *                 placement_start does; nothing where neither does. Being chosen by --where or not counts as a
 *                 difference of group: a move between a chosen and an unchosen spell is a move
 *   ageing        a derived value (age, age_band, tenure, year) that changes on a day c with
 *                 start < c <= over: ageing_out of the old group, ageing_in to the new. What
 *                 happens on that day itself happens in the new group: a child who leaves on a
 *                 birthday leaves at the new age, one who starts on it is in the new group
 *   net           starts - ends + moves_in - moves_out + ageing_in - ageing_out
 *
 * So for every group and period, to the child: stock(t) = stock(t-1) + net. An open spell that was
 * last seen before its authority's last day counts as an end on the day after; how many do is said.
 *
 * Dates. A period is named by its last day and covers (previous end, this end]. The first stock is
 * that of the first period end on or after the day before the earliest observed_from (that day itself
 * when it is a period end: the opening stock); the first flow is that of the period after it. The last
 * date is the last period end not later than the latest observed_to. A period that is seen only in part is
 * not written; it is said. Every group that occurs between the first and the last date has a row for
 * every date.
 *
 * What could not be seen is not counted as nothing. Where an authority that has spells in a group
 * was not seen on a stock's day, or on any day of a flow's period (coverage.h), the value is empty
 * and the status x; so is that of a pair of the matrix where it holds for one of the two groups.
 */
enum population_what {
    POPULATION_STOCK,
    POPULATION_FLOW,
    POPULATION_MATRIX /* measure "moves" by from_X and to_X for every X of --by */
};

/* Labels of the matrix for where a child comes from or goes to without a group. */
#define POPULATION_NOT_IN_CARE  "not in care"
#define POPULATION_NOT_INCLUDED "not included"

struct population_settings {
    enum population_what what;
    struct period_calendar calendar;
    const char *by;           /* "category,age_band"; NULL: no groups */
    const char *const *where; /* "COLUMN=VALUE,VALUE" each */
    size_t where_count;
    int32_t from, to; /* write only dates between them; DATE_NONE: no limit */
};

struct population;

/* Counts the spells of PATH (NULL or "-": standard input), a row at a time: the memory depends on the
 * number of groups and periods, not on that of rows. BY and WHERE must be without mistakes
 * (grouping_by_mistake, grouping_where_mistake) and outlive the result, as SINK must. STATUS_SHORT when there is no usable spell.
 * On success *out is yours: population_free it. */
enum status population_read(struct population **out, const char *path,
                            const struct population_settings *settings,
                            const struct problem_sink *sink);
void population_free(struct population *p);

/* Writes the series: date, measure, the dimensions, value, status; ordered by measure (as listed
 * above; moves_within only where there is a column placement_start, ageing only where something derived
 * is used), labels in byte order, date. Also reports, as notes, what the reader of the numbers has to know:
 * overlaps, open spells lost from sight, unseen times, periods not written. */
enum status population_write(struct population *p, struct writer *w);

#endif
