// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_FORMULA_H
#define HEARTH_MODEL_INDICATOR_FORMULA_H

#include "base/text.h"

/* Half of an indicator, as data: "agency_fte + in_post_fte", "working_days * in_post_fte". Sums and
 * differences of products of counts and whole numbers; * binds before + and -, there are no brackets.
 * An empty formula has no terms. */
enum { FORMULA_MOST = 8 };

struct formula_factor {
    struct text count; /* a view of the source; size 0: the number */
    double number;
    bool begins, minus; /* a new term, which is taken off */
};

struct formula {
    struct formula_factor factors[FORMULA_MOST];
    size_t size;
};

/* Reads SOURCE, which must outlive *out. False when it isn't a formula or is too long. */
bool formula_parse(struct formula *out, struct text source);

/* Its value with COUNT(CONTEXT, name) for every count; NaN when one of them is. */
double formula_value(const struct formula *f, double (*count)(void *context, struct text name),
                     void *context);

#endif
