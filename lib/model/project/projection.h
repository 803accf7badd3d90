// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_PROJECTION_H
#define HEARTH_MODEL_PROJECT_PROJECTION_H

#include "model/project/closed_form.h"
#include "model/project/entries.h"
#include "model/project/rates_parts.h"
#include "model/project/reference.h"

/* A fitted model, ready to be run forward: rates, entries, who is there.
 *
 * Years are counted back from the origin. Rates rest on the reference period (given, or chosen:
 * reference.h), entries on every month that was seen. Where the lives have parts, rates are those of all, and
 * each part has its own beside them; what is said above of all children then adds the parts up. */
enum { PROJECTION_YEARS = 30 }; /* looked back at most */

struct projection_settings {
    int32_t origin;
    int32_t reference_from, reference_to; /* DATE_NONE: chosen */
    int32_t until;                        /* last day to project to */
};

/* Children who are projected apart (lives_part): their own entries and present, rates drawn towards those of all. */
struct projection_part {
    struct entries entries;
    bool seen; /* at least one month of entries was */
    struct entry_plan plan;
    struct present present;
    struct hazards mean;
};

struct projection {
    const struct lives *lives;
    int32_t origin, reference_from, reference_to;
    struct reference_choice choice; /* candidates is 0 where the period was given */
    size_t years;                   /* whole years observed before the origin */
    struct rates *rates;
    struct hazards mean;
    struct entries entries;
    double entered;         /* in the last year */
    int month;              /* calendar month (0 ... 11) of the plan's first */
    struct entry_plan plan; /* means: expected entrants */
    struct present present;
    struct rates_parts *rates_of_parts; /* NULL without parts */
    struct projection_part *parts;
    size_t part_count; /* 0: all are one, and entries are theirs */
};

/* STATUS_SHORT: not one month was observed before the origin, or nothing in the reference period.
 * STATUS_NUMERIC: a rate came out as no number above 0. L must
 * outlive the projection. Free with projection_done. */
enum status projection_fit(struct projection *p, const struct lives *l,
                           const struct projection_settings *settings);
void projection_done(struct projection *p);

#endif
