// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_MARKET_H
#define HEARTH_MODEL_SUFFICIENCY_MARKET_H

#include "base/intern.h"
#include "model/sufficiency/overflow.h"
#include "stream/future.h"

/* Where demand meets supply: the cells that both streams share, and one future after another of both.
 *
 * Cells are a grid of groups and kinds. A kind is a label of the last dimension of --by (placement_kind as
 * a rule): what can stand in for what. A group is a combination of the labels before it (authority,
 * scenario). What one side divides finer than --by is added up. A stream without the
 * dimension scenario holds for every scenario of the other. Values of several files that fall on one cell
 * are added up.
 *
 * Refused, each by name: a cell with children and no supply, or the reverse, about which nothing is said
 * (overflow.h); dates that differ; numbers of draws that differ. */
enum market_state {
    MARKET_ABSENT, /* in neither stream */
    MARKET_COUNTED,
    MARKET_NO_LIMIT,
    MARKET_LEFT_OUT
};

struct market_settings {
    const char *const *demand, *const *supply; /* files */
    size_t demand_count, supply_count;
    const char *const *demand_where, *const *supply_where;
    size_t demand_where_count, supply_where_count;
    const char *by; /* "la,placement_kind"; NULL: what all files have, placement_kind last */
    const char *demand_measure, *supply_measure;
    double grid; /* of both measures: 1 for children and places */
    double load; /* children a full-time worker can hold; 0: demand is taken as it is */
    bool care_days, households; /* read these measures, too, where they exist */
};

struct market_link {
    uint32_t from, to; /* a file's cell, ours */
};

/* What one file holds. */
struct market_source {
    struct future *future;
    const char *measures[3];
    struct future_settings settings;
    int measure, beside; /* numbers of its measures; beside: care_days or households; -1: none */
    bool is_supply;
    int *position; /* of each of --by among its dimensions; -1: scenario that it hasn't */
    struct market_link *links;
    size_t link_count;
};

struct market {
    const struct market_settings *settings;
    const struct problem_sink *sink;
    size_t by_count;
    struct text *by;
    size_t group_count, kind_count, cell_count; /* cell = group * kind_count + kind */
    struct text *group_labels;                  /* by group * (by_count - 1) + dimension */
    struct text *group_names;                   /* by group: what names its random numbers */
    struct text *kinds;
    enum market_state *state; /* by cell */
    bool *has_demand;         /* by cell */
    size_t date_count;
    const int32_t *dates;
    struct market_source *sources;
    size_t source_count;
    bool has_care_days;
    long draws; /* handed out */

    /* The present future, by date * cell_count + cell; in steps of the grid, but for what stands beside. */
    int64_t *demand, *supply;
    double *care_days, *households, *sum;

    struct intern group_keys, kind_names, scenarios;
    char *key; /* workspace of market_find */
    size_t key_room;
    uint32_t *group_rank, *kind_rank; /* from numbers of the interns to ours */
    struct arena arena;
};

/* Opens all files. On success free with market_close; on failure nothing is left. SETTINGS, T and SINK must
 * outlive it. */
enum status market_open(struct market *m, const struct market_settings *settings,
                        struct overflow_table *t, const struct problem_sink *sink);
void market_close(struct market *m);

/* The next future into m->demand and so on; STATUS_END after the last of all files. */
enum status market_next(struct market *m);

/* The labels of a cell into TO (by_count texts). */
void market_labels(const struct market *m, size_t cell, struct text *to);

/* "Fostering: in-house, 301": the kind, then what comes before it in --by. Returns BUFFER. */
const char *market_name(const struct market *m, size_t cell, char *buffer, size_t size);

/* Actual rows: the sum over all files of one side, for each date and cell that it has. */
struct market_past {
    int32_t date;
    uint32_t cell;
    bool is_supply;
    double value;
};
/* BESIDE: of care_days or households instead. Ordered by cell, date, demand before supply; *out is yours to
 * free. */
enum status market_history(struct market *m, bool beside, struct market_past **out, size_t *count);

/* Our cell of a file's labels, or UINT32_MAX. SCENARIO: number of the scenario to take, where the file has
 * none. */
uint32_t market_find(struct market *m, const struct market_source *source,
                     const struct text *labels, uint32_t scenario);

#endif
