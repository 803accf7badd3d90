// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_OUTCOME_H
#define HEARTH_MODEL_SUFFICIENCY_OUTCOME_H

#include "model/sufficiency/area.h"
#include "model/sufficiency/market.h"
#include "stats/counts/histogram.h"

/* What becomes of demand and supply, counted over all futures.
 *
 * A block is a group of the market in which kinds can stand in for each other: one authority, or (with
 * pooling) authorities together. A leaf is one kind of one block. A line is what is written: a leaf, the
 * sum of the kinds of a block, of all authorities each on its own ("Total") or together ("Pooled"), and
 * what pooling alone saves. Sums are taken inside each future, so their intervals are right. */
enum outcome_measure {
    OUTCOME_SHORTFALL,     /* children whose kind has no place for them */
    OUTCOME_SURPLUS,       /* usable places that stay empty when all are placed */
    OUTCOME_P_SHORTFALL,   /* share of futures with a shortfall */
    OUTCOME_PLACES_NEEDED, /* smallest number that suffices in a stated share of futures */
    OUTCOME_PLACES_TO_ADD, /* the same beyond the supply of the same future */
    OUTCOME_OCCUPANCY,     /* children placed for each usable place */
    OUTCOME_SECOND_CHOICE, /* children placed in another kind than theirs */
    OUTCOME_PLACED,        /* children in the kind, those of other kinds included */
    OUTCOME_UNMET,         /* children for whom no rule finds a place */
    OUTCOME_OUT_OF_AREA,   /* of those placed, how many far away */
    OUTCOME_PER_WORKER,    /* children for each full-time worker */
    OUTCOME_MEASURES
};

/* Their names; false at an item of LIST ("a,b") that is none, which *mistake then holds. */
const char *outcome_name(enum outcome_measure m);
bool outcome_read_measures(const char *list, bool measures[OUTCOME_MEASURES], struct text *mistake);

/* Histograms kept for each line and date. */
enum outcome_count {
    COUNT_NEED, /* demand; of a kind without limit those placed in it */
    COUNT_SHORTFALL,
    COUNT_SURPLUS,
    COUNT_OCCUPANCY, /* thousandths */
    COUNT_SECOND_CHOICE,
    COUNT_PLACED,
    COUNT_UNMET,
    COUNT_OUT_OF_AREA,
    COUNT_PER_WORKER, /* hundredths */
    OUTCOME_COUNTS
};

struct outcome_line {
    struct text *labels; /* by_count of the market */
    size_t label_count;
    uint32_t *plus, *minus; /* leaves whose numbers are added and taken off */
    size_t plus_count, minus_count;
    bool single;              /* one leaf */
    bool limited;             /* some of its leaves have a limit */
    bool apart;               /* of the market as it is, not pooled */
    struct histogram *counts; /* by date * OUTCOME_COUNTS + count */
};

/* One leaf on one date in one future. */
struct outcome_leaf {
    int64_t demand, supply, own, arrived, sent, unmet, away;
    double children; /* before they were turned into workers needed */
};

struct outcome {
    struct market *market;
    struct overflow_plan plan;
    const struct area *area; /* NULL: not asked for */
    uint64_t seed;
    size_t block_count, leaf_count; /* leaf = block * kind_count + kind */
    uint32_t *pooled_block;         /* by group: the block that it is pooled in */
    enum market_state *state;       /* by leaf */
    struct outcome_leaf *leaf;      /* by leaf: the date being counted */
    uint32_t *line_of;              /* by leaf; UINT32_MAX: none */
    struct outcome_line *lines;     /* in the order in which they are written */
    size_t line_count;
    double *demand_sum; /* by cell: children at date sum_date, over all futures */
    size_t sum_date;    /* the last, unless set */
    struct overflow_result result;
    int64_t *demand, *supply; /* by kind, of a block */
    double *luck;             /* by block * steps + step, of a date */
    struct arena arena;
};

/* POOL: the dimension whose authorities are also to be pooled; NULL: none. On failure nothing is left. */
enum status outcome_init(struct outcome *o, struct market *m, struct overflow_table *t,
                         const char *pool, const struct area *area, uint64_t seed);
void outcome_done(struct outcome *o);

/* Counts the market's present future. EACH, where given, is called for every date once its leaves are filled. */
enum status outcome_add(struct outcome *o,
                        enum status (*each)(void *context, const struct outcome *o, size_t date),
                        void *context);

static inline struct histogram *outcome_count(const struct outcome_line *line, size_t date,
                                              enum outcome_count c)
{
    return &line->counts[date * OUTCOME_COUNTS + c];
}

/* Moves of the block that was placed last are in o->result; this places block B of DATE again. */
void outcome_place(struct outcome *o, size_t block, size_t date);

#endif
