// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_AVAILABILITY_H
#define HEARTH_MODEL_SUPPLY_AVAILABILITY_H

#include "base/random.h"
#include "model/supply/newcomers.h"
#include "model/supply/roster.h"

/* How many of the places can a child of ours have? Not those that are not available (a carer's break, the
 * needs of the placed child, a young adult who stays put), nor those filled by other authorities.
 *
 * From a stream of places (hearth-read places): every household on a day every quarter back from the
 * origin. share: not available of approved. clusters: how much more than binomial households vary,
 * because a household that pauses keeps all of its free places (a design effect, at least 1). hold: what of
 * the difference from the share is left after so many quarters (autocorrelation within households: some
 * pause for weeks, some for years). The share's own uncertainty: what the snapshots' spread says, at
 * least that of the households' number, and a drift of the level on top; cells are drawn towards the
 * common share as far as they are alike.
 *
 * At a period end, of N places the unavailable are beta-binomial:
 *     not available today     chance share + (1 - share) * hold(quarters)
 *     available today         chance share * (1 - hold(quarters))
 *     come later, or unknown  chance share
 * with the clusters' overdispersion; so every number is whole. Those available are ours but for a drawn
 * binomial part that others fill.
 *
 * What this leaves out: a place in use is never unavailable, so that the number in use (demand, which is not
 * known here) steadies the usable ones; they are drawn a little too wide. */
enum { AVAILABILITY_LAGS = 12 };

struct availability_cell {
    double share, variance; /* posterior mean and variance of the share not available */
    double clusters;
    double hold[AVAILABILITY_LAGS + 1]; /* after 0, 1, ... quarters; never rising */
    double rho[3];                      /* overdispersion of the three groups */
    double snapshots, places;           /* that it rests on; 0: taken from other cells */
};

enum { PLACES_HELD, PLACES_FREE, PLACES_LATER, PLACES_GROUPS };

/* Of a household on the origin, by subject: PLACES_UNKNOWN where no place spell covers it. */
struct availability_now {
    int32_t approved, unavailable;
};

struct availability {
    bool from_spells, stated;
    struct stated_range available, others; /* stated shares (low, mid, high) of 0 ... 1 */
    struct availability_cell *cells;
    struct availability_now *now; /* by subject of the roster; NULL without spells */
    double *past; /* [date * cells + cell]: usable places on past dates; NaN: unknown */
    size_t overfilled, unequal, strangers; /* rows */
};

struct availability_settings {
    int32_t origin;
    const int32_t *past; /* dates to count usable places on */
    size_t past_count;
};

/* Reads PATH. STATUS_SHORT: no usable row. Free with availability_done, also after failure. */
enum status availability_read(struct availability *a, const struct roster *r, const char *path,
                              const struct availability_settings *settings,
                              const struct problem_sink *sink);
void availability_done(struct availability *a);

/* Sets the groups' overdispersion from how many places each holds on the origin. */
void availability_groups(struct availability_cell *cell, const double places[PLACES_GROUPS]);

/* The chance that a place of GROUP is unavailable DAYS after the origin, given the SHARE. */
double availability_chance(const struct availability_cell *cell, int group, double share,
                           double days);

/* A future's share not available of CELL, and the share of the rest that others fill. */
double availability_draw(const struct availability *a, size_t cell, struct random_stream *s,
                         bool fixed);
double availability_draw_others(const struct availability *a, struct random_stream *s, bool fixed);

/* Of so many PLACES those that stay usable: beta-binomial, with the chance and overdispersion. */
int32_t availability_usable(struct random_stream *s, int32_t places, double chance, double rho,
                            double others);

#endif
