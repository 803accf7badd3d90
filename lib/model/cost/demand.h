// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_DEMAND_H
#define HEARTH_MODEL_COST_DEMAND_H

#include "calendar/date.h"
#include "stream/future.h"

#include <stdbool.h>
#include <stddef.h>

/* Days of care, future by future, on a calendar of financial years (to 31 March).
 *
 * The stream says how many days of care lie in each period. Where a period lies in two financial
 * years, its days are shared out evenly over its length. A financial year is whole when periods, of
 * history and of the future, cover each of its days. History is the base's in every scenario. */
struct demand_period {
    int32_t from, to; /* first and last day */
    bool actual;
    size_t at; /* number of its date among the future's, or of its row of `actual` */
};

/* What a period has in one financial year. */
struct demand_part {
    size_t period, year;
    int32_t from, to;
    double share; /* of the period's days */
};

struct demand_year {
    int year;          /* the calendar year in which it ends */
    int32_t from, to;  /* 1 April, 31 March */
    int32_t covered;   /* days of it that some period has */
    bool ahead;        /* some of them lie in the future */
    size_t first, end; /* its parts */
};

struct demand {
    struct future *future;
    struct future_settings settings;
    const double *waiting; /* draw 0, read ahead; NULL once it was handed out */
    const struct future_shape *shape;
    int kind, la, urn, scenario; /* numbers of these dimensions; -1: none */
    size_t period_count, part_count, year_count;
    struct demand_period *periods;
    struct demand_part *parts; /* by date */
    struct demand_year *years;
    double *actual; /* actual period * cells + cell */
    size_t strange; /* actual rows whose labels no future has */
};

/* Opens draws with measure care_days and a dimension KIND. Failures are reported: no care_days (with what
 * writes them), no such dimension, dates that are not the ends of days, months, quarters or years one
 * after another, a cell without a value on some date. Free with demand_close. */
enum status demand_open(struct demand *c, const char *path, const char *kind,
                        const char *const *where, size_t where_count,
                        const struct problem_sink *sink);
void demand_close(struct demand *c);

/* The next future; STATUS_END after the last. VALUE is for care_days. */
enum status demand_next(struct demand *c, long *draw, const double **value);

/* Days of care of a cell in a part; VALUE may be NULL where the part is of history. */
static inline double demand_days(const struct demand *c, const double *value,
                                 const struct demand_part *p, size_t cell)
{
    const struct demand_period *of = &c->periods[p->period];
    const double *days = of->actual ? c->actual : value;
    return p->share * days[of->at * c->shape->cell_count + cell];
}

/* A label of a cell; empty where there is no such dimension (-1). */
static inline struct text demand_label(const struct demand *c, size_t cell, int dimension)
{
    return dimension < 0 ? text_of("")
                         : c->shape->labels[cell * c->shape->dimension_count + (size_t)dimension];
}

/* The financial year that DAY lies in, and its first day. */
int demand_year_of(int32_t day);
int32_t demand_year_from(int year);

#endif
