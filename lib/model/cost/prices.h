// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_PRICES_H
#define HEARTH_MODEL_COST_PRICES_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/status.h"

#include <stdint.h>

/* Weekly prices by kind of placement, and by provider where one has its own: the spells of
 * `hearth-read prices`. A price with an end holds unchanged until then; one without goes on, and is
 * raised by inflation on each 1 April after it began. */
enum { PRICE_OPEN = INT32_MAX };

struct price {
    struct text la;     /* empty: of any authority */
    struct text kind;   /* as kinds.h matches */
    struct text urn;    /* empty: of the kind, not of one provider */
    int32_t start, end; /* half-open; end PRICE_OPEN: while nothing else is said */
    bool rises;         /* it was given without an end */
    double weekly;      /* pounds */
    double low, high;   /* of the mean price: one time in ten below, one above */
    struct text basis;
    bool marginal; /* basis "marginal cost": what one child more, or fewer, changes */
};

struct prices {
    struct price *items;
    size_t count;
    bool one_authority; /* la is not looked at: the children's is not known */
    struct arena arena;
};

/* Failures are reported with file, line and column: a price that is no number or below 0, low and high that
 * do not stand on its two sides, two prices for the same at one time. Free with prices_done. */
enum status prices_read(struct prices *p, const char *path, const struct problem_sink *sink);
void prices_done(struct prices *p);

/* For children whose authority (LA false) or provider (URN false) is not known: prices of one authority are
 * then those of all, of several STATUS_VALUE (reported); those of single providers are not used, which is said. */
enum status prices_fit(struct prices *p, bool la, bool urn, const struct problem_sink *sink);

/* The price of KIND at provider URN in LA on day ON, or SIZE_MAX: a provider's own first, then the
 * kind that matches best, then one of that authority before one of any. Marginal costs are no prices of
 * all care; they are looked at with MARGINAL only, and then go before all others. */
size_t prices_find(const struct prices *p, struct text la, struct text kind, struct text urn,
                   int32_t on, bool marginal);

/* The first day after ON on which some price of P begins or ends; INT32_MAX: none. */
int32_t prices_next_change(const struct prices *p, int32_t on);

#endif
