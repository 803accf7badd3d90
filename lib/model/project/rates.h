// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_RATES_H
#define HEARTH_MODEL_PROJECT_RATES_H

#include "base/random.h"
#include "model/project/exposure.h"

/* How often children leave, move and stay on, and how well that is known.
 *
 * A rate is a product: that of the group and phase, times the effect of the year of age, times that of
 * this year of age in this group.
 *
 *     rate(age, group, phase) = base(group, phase) * age(age) * deviation(age, group)
 *
 * Each factor has a Gamma posterior: events over what would be expected, drawn towards the level
 * above (base towards all groups' rate of the phase, age and deviation towards 1). How strongly is estimated
 * from the data by the marginal likelihood (Gamma-Poisson: Clayton & Kaldor 1987), so that thin
 * cells lean on the pooled rate, well-filled ones speak for themselves, and no rate is zero for want of
 * data. Where a move goes to is Dirichlet by band of age and group, towards the group's shares over
 * all ages. On top of it, years differ: how much is estimated from how the years of the reference period
 * scattered about what the rates say, and drawn as one factor a future. */
enum rates_kind { RATES_LEAVE, RATES_MOVE, RATES_KINDS };

/* One set of rates, a day: what a simulation runs on. Free with hazards_done. */
struct hazards {
    size_t groups, states;
    double *leave, *move; /* by state (exposure.h) */
    double *stay;         /* into the next phase: by group and phase, 0 for the last phase */
    double *to;           /* shares of moves, cumulative: (band * groups + from) * groups + to */
    double *entry_age;    /* cumulative shares of entrants by age */
    double *entry_group;  /* cumulative: band * groups + group */
    double *effect;       /* room for drawing: age * groups + group */
    double year
        [RATES_KINDS]; /* the factor by which this future's years differ; in the rates already */
};
bool hazards_init(struct hazards *h, size_t groups);
void hazards_done(struct hazards *h);
void hazards_copy(struct hazards *to, const struct hazards *from);

/* True when every rate of leaving and of moving is finite and above 0, as rates are that events and pooling
 * make: anything else is a fault of the numbers, not to be run. */
bool hazards_sound(const struct hazards *h);

/* Shares of WEIGHT[0 ... n-1], drawn (Dirichlet) when S is given, summed up in OUT; the last is 1. */
void hazards_put_shares(struct random_stream *s, const double *weight, size_t n, double *out);

struct rates;

/* From the events of the reference period: YEARS parts of it (of a year each, say), all in all of ALL.
 * NULL: out of memory. */
struct rates *rates_new(const struct exposure *all, const struct exposure *years,
                        size_t year_count);
void rates_free(struct rates *r);

/* Posterior means. */
void rates_mean(const struct rates *r, struct hazards *out);

/* A draw from the posterior: what is not known of the rates from S, how the years to come differ from YEARS.
 * OUT must be of the same number of groups. */
void rates_draw(const struct rates *r, struct random_stream *s, struct random_stream *years,
                struct hazards *out);

/* Standard deviation (of the logarithm) by which years differ. */
double rates_scatter(const struct rates *r, enum rates_kind kind);

#endif
