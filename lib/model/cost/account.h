// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_ACCOUNT_H
#define HEARTH_MODEL_COST_ACCOUNT_H

#include "model/cost/tariff.h"

/* What one future (or history) comes to: days of care and pence by year and cell. */
struct account {
    size_t cells, years;
    int64_t *pence; /* year * cells + cell */
    double *days;
};

bool account_init(struct account *a, const struct demand *c);
void account_done(struct account *a);
static inline size_t account_at(const struct account *a, size_t year, size_t cell)
{
    return year * a->cells + cell;
}

/* Fills the wanted years with care of VALUE (of a future; NULL: years of history alone) at the present units of
 * T; others stay as they are. A cell and year in which days have no price gets DAYS NaN. */
void account_fill(struct account *a, const struct demand *c, const struct tariff *t,
                  const double *value, const bool *wanted);

/* Rows of an output: cells that have the same labels in the dimensions that are kept. */
struct sheet {
    size_t dimension_count, row_count;
    struct text *dimensions; /* names */
    struct text *labels;     /* row * dimension_count + dimension; rows in byte order */
    size_t *row_of_cell;     /* SIZE_MAX: left out */
    size_t *line_of_row;     /* of the tariff, for a row that is of one kind; else SIZE_MAX */
};

/* KEEP says of each dimension of the stream whether it stays. */
bool sheet_make(struct sheet *s, const struct demand *c, const struct tariff *t, const bool *keep);
void sheet_done(struct sheet *s);

#endif
