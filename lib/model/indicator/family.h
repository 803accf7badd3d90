// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_FAMILY_H
#define HEARTH_MODEL_INDICATOR_FAMILY_H

#include "base/intern.h"
#include "calendar/date.h"
#include "calendar/period.h"
#include "stream/dimension.h"

/* From spells to counts, one subject and one year at a time.
 *
 * A family knows one kind of spells: which counts it makes of them, and which columns it looks at. It
 * is called for every subject and every year in which the subject was seen, with all spells of the
 * subject in their order, and adds to the counts of that year (family_add). */
enum { FAMILY_CELLS = 24 };

struct family_spell {
    int32_t start, end, over, observed_from, observed_to;
    uint32_t fixed; /* grouping_fixed */
    struct dimension_dates dates;
    struct text
        cells[FAMILY_CELLS]; /* of the family's columns; empty where there is no such column */
};

struct subject {
    const struct family_spell *spells; /* in row order: by start */
    size_t count;
    int32_t before, on; /* the year is (before, on] */
};

struct family_count {
    const char *name;
    int years; /* seen for so many years up to the date: 0 = a stock */
};

struct reckoning;
struct family {
    const char *name;         /* definition.from */
    const char *const *marks; /* columns by which spells of this kind are known, NULL-terminated */
    const char *const *columns; /* in the order of cells, NULL-terminated */
    const struct family_count *counts;
    size_t count_count;
    int end_month, end_day; /* of the year */
    void (*count)(struct reckoning *r, const struct subject *s);
};

extern const struct family family_placements, family_workforce, family_contacts, family_households,
    family_places, family_enquiries;

/* Adds AMOUNT to count number COUNT of the year, in the group that SPELL is in on day AT, for PART of
 * a whole (empty: the whole). Nothing where --where leaves the spell out on that day. */
void family_add(struct reckoning *r, const struct subject *s, int count,
                const struct family_spell *spell, int32_t at, struct text part, double amount);

/* Adds a time in days to sample number COUNT (durations.h): seen over (ENTRY, EXIT], ended for CAUSE or
 * 0; AGAIN: it goes on with one that was added for an earlier year. */
struct family_time {
    double entry, exit;
    uint32_t cause;
    bool again;
};
void family_add_time(struct reckoning *r, const struct subject *s, int count,
                     const struct family_spell *spell, int32_t at, struct text part,
                     const struct family_time *time);

/* True when a column of the family is in the input. */
bool family_has(const struct reckoning *r, int cell);

/* The choice about a last day that is the census day (workforce): true = still in post on it. */
bool family_last_day_stays(const struct reckoning *r);
/* Counts one such last day, for the message. */
void family_saw_last_day(struct reckoning *r);

/* Whether SPELL is open on day ON: it has started and ends later; without an end, while it was seen. */
static inline bool family_open(const struct family_spell *spell, int32_t on)
{
    return spell->start <= on &&
           (spell->end == DATE_NONE ? on <= spell->observed_to : spell->end > on);
}

/* True when DATE is in the subject's year. */
static inline bool family_in_year(const struct subject *s, int32_t date)
{
    return date != DATE_NONE && date > s->before && date <= s->on;
}

#endif
