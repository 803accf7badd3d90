// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RETENTION_FACTORS_H
#define HEARTH_MODEL_RETENTION_FACTORS_H

#include "model/retention/retention.h"

/* The columns of --cox as columns of a model: a number stands for itself, any other column for its levels
 * beside the most frequent one that anybody left. Levels that nobody left, and blanks, leave their stays
 * out, which is said. */
struct factor {
    size_t label; /* which of the stays' labels */
    bool numeric;
    double *value;       /* by label number; NaN: the stay is left out */
    size_t *column;      /* by label number: 1 + the model's column; 0: the level compared with */
    size_t first, count; /* its columns of the model */
    size_t term;         /* number in retention.terms of the column itself */
};

enum { FACTORS_COLUMNS_MOST = 200 };
struct factors {
    struct retention *r;
    uint32_t cause; /* 0: any */
    struct factor list[STAYS_LABELS_MOST];
    size_t count, p;                   /* p: columns of the model */
    size_t term[FACTORS_COLUMNS_MOST]; /* of each column: number in retention.terms */
    size_t factor_of[FACTORS_COLUMNS_MOST];
};

/* Finds the factors for leaving for CAUSE. r->failed: out of memory. */
void factors_find(struct factors *f, struct retention *r, uint32_t cause);

/* The model's columns of one stay to X (p numbers); false when the stay lacks one. */
bool factors_row(const struct factors *f, size_t stay, double *x);

/* A row of the output on TERM (SIZE_MAX: all together); NULL when memory is out. */
struct retention_row *factors_add(const struct factors *f, enum retention_measure measure,
                                  size_t term, double value);

/* Hazard ratios with intervals and p: BETA p numbers, their VARIANCE p. */
void factors_write_ratios(const struct factors *f, const double *beta, const double *variance);

#endif
