// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_FLOW_H
#define HEARTH_MODEL_RECRUIT_FLOW_H

#include "base/random.h"
#include "model/recruit/journeys.h"
#include "stats/recruit/endings.h"
#include "stats/recruit/visits.h"

/* Where journeys go from where they stand: for each stage, how long people stay and what comes next, as
 * Aalen-Johansen jumps of the steps seen until ORIGIN. A journey is continued by taking one of those
 * jumps, from its age in the stage on, and again from the next stage (semi-Markov: what comes next
 * depends on the stage and the time spent in it, not on what was before).
 *
 * Of each group (channel, authority) its own steps count fully and those of all groups together as
 * FLOW_SHARED steps more, so that a group of three enquiries is not projected from three enquiries.
 *
 * How uncertain that is: the Bayesian bootstrap (Rubin 1981) weighs clusters of journeys at random; a
 * cluster is the month in which they began, so that good and bad months count as such, or the
 * journey where there are fewer than twelve months. */
enum { FLOW_SHARED = 20, FLOW_NEVER = INT32_MAX };

struct flow_stage {
    size_t count;          /* steps at this stage */
    int32_t *entry, *exit; /* as struct visits has them */
    uint32_t *cause;       /* 1 + next stage; FLOW_APPROVED, FLOW_LOST; 0: still there */
    uint32_t *group, *cluster;
    uint32_t *by_group, *group_from; /* steps by group, and where each group's begin */
    struct endings endings;
    size_t first_day, first_cell; /* where its numbers begin in a pool and a fit */
};

enum { FLOW_APPROVED = STAGES_MOST + 1, FLOW_LOST = STAGES_MOST + 2 };

struct flow {
    const struct journeys *journeys;
    int32_t origin;
    struct flow_stage stages[STAGES_MOST];
    size_t steps, days, cells; /* of all stages */
    size_t clusters;
    double *starts; /* group * STAGES_MOST + stage: how often journeys begin there */
};

/* What was known on ORIGIN; only what happened in the RECENT days up to it counts (0: everything).
 * STATUS_SHORT: nothing was seen by then. Free with flow_done in any case. */
enum status flow_make(struct flow *f, const struct journeys *j, int32_t origin, int32_t recent);
void flow_done(struct flow *f);

/* What all groups have in common: the sums of one set of weights. */
struct flow_pool {
    double *risk, *ends; /* by day and cell of every stage */
    const double *cluster;
};
bool flow_pool_init(struct flow_pool *pool, const struct flow *f);
void flow_pool_done(struct flow_pool *pool);
/* CLUSTER: f->clusters weights, or NULL: all 1; a view as long as the pool is used. */
void flow_pool_make(struct flow_pool *pool, const struct flow *f, const double *cluster);

/* One fit: the jumps of every stage for one group. */
struct flow_fit {
    double *risk, *ends;          /* the group's own sums */
    double *jumps;                /* sums of them, by cell */
    double *worth;                /* sums of jumps times the chance of approval after them */
    double approved[STAGES_MOST]; /* chance of approval of who has just begun the stage */
};
bool flow_fit_init(struct flow_fit *fit, const struct flow *f);
void flow_fit_done(struct flow_fit *fit);
void flow_fit_make(struct flow_fit *fit, const struct flow *f, const struct flow_pool *pool,
                   uint32_t group);

/* Fills CLUSTER with the weights of draw DRAW. */
void flow_weights(const struct flow *f, uint64_t seed, uint64_t draw, double *cluster);

/* The chance that who has been at STAGE for AGE days (-1: just begun) will be approved. */
double flow_chance(const struct flow *f, const struct flow_fit *fit, uint16_t stage, int32_t age);

/* Continues such a journey at random: the days until approval, or FLOW_NEVER (lost, or beyond
 * HORIZON days). */
int32_t flow_follow(const struct flow *f, const struct flow_fit *fit, struct random_stream *s,
                    uint16_t stage, int32_t age, int32_t horizon);

/* The same of one that will be approved, whenever that is. */
int32_t flow_approve(const struct flow *f, const struct flow_fit *fit, struct random_stream *s,
                     uint16_t stage, int32_t age, int32_t horizon);

/* The chance of approval of a new journey of GROUP, and at which stage one that will be approved begins. */
double flow_start_chance(const struct flow *f, const struct flow_fit *fit, uint32_t group);
uint16_t flow_start(const struct flow *f, const struct flow_fit *fit, uint32_t group,
                    struct random_stream *s);

/* Where JOURNEY stands on ORIGIN: its stage and its age there as last seen (*seen). False: not under way. */
struct standing {
    uint16_t stage;
    int32_t age, seen;
};
bool flow_standing(const struct journeys *j, const struct journey *of, int32_t origin,
                   struct standing *out);

#endif
