// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_POSTS_H
#define HEARTH_MODEL_SUPPLY_POSTS_H

#include "base/problem.h"
#include "model/supply/supply.h"

/* Vacancies and agency workers, given how many are in post: an authority pays for so many posts; those that
 * nobody is in are vacant; agency workers fill the gap as far as they did before.
 *
 *     posts      = in post + vacancies, on the days of the vacancy counts up to the origin; ahead they
 *                  wander from the last: log-normal steps a year, as large as those seen (drawn towards
 *                  2 % a year, two years' worth), or stand where they are stated
 *     vacancies  = posts less in post, at least 0
 *     agency     on those days, in logs, a line through vacancies (and one post more), with its
 *                  spread; a balancing item has a slope of 1, one that goes its own way 0: the slope
 *                  is drawn towards 1 (give or take a half), the spread towards 15 %; at most LIMIT of all
 *                  who work there
 *
 * Full posts in tenths. What is true of agency workers beside vacancies (posts left open on purpose, posts
 * covered twice) is in the line. */
struct post_history {
    bool known;                /* a vacancy count on or before the origin */
    int32_t last;              /* its day */
    double posts;              /* tenths, on that day */
    double step;               /* standard deviation of the logarithm, a year */
    double days;               /* with agency workers and vacancies both */
    double vacant, agency;     /* means of the logarithms on those days */
    double slope, slope_error; /* of agency by vacant */
    double spread;             /* around the line */
};

struct posts {
    struct post_history *authorities;
    struct stated_range stated; /* full posts of each authority; high 0: not stated */
    double limit;               /* share of all who work there; 1: none */
    int32_t *dates;             /* of the vacancy counts, ascending */
    size_t date_count;
    double *past; /* [date * authorities + authority]: vacancies, tenths; NaN: none */
};

/* Reads vacancies_fte (and agency_covering_fte, where the spells know no agency workers) from PATH, a
 * series as hearth-read vacancies writes it. An authority without is said. STATUS_SHORT: none has any.
 * Free with posts_done, also after failure. */
enum status posts_read(struct posts *p, const struct supply *s, const char *path,
                       const struct problem_sink *sink);
void posts_done(struct posts *p);

/* One future of one authority: IN_POST tenths on each date ahead gives vacancies and agency workers. */
void posts_draw(const struct posts *p, const struct supply *s, uint32_t authority, uint64_t seed,
                size_t draw, const int32_t *in_post, int32_t *vacancies, int32_t *agency);

/* In post on DAY, tenths of full posts; AGENCY: agency workers instead. */
double posts_filled(const struct roster *r, uint32_t authority, int32_t day, bool agency);

#endif
