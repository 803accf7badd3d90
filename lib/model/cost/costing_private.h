// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_COSTING_PRIVATE_H
#define HEARTH_MODEL_COST_COSTING_PRIVATE_H

#include "model/cost/account.h"
#include "model/cost/costing.h"
#include "model/cost/invest.h"

/* Shared by the three outputs: costs, bridges (costing_bridge.c), investments (costing_invest.c). */
struct costing {
    const struct costing_request *request;
    const struct problem_sink *sink;
    struct writer *w;
    struct demand demand;
    struct tariff tariff;
    struct tariff margin;  /* with marginal costs before other prices, where they are asked for */
    bool *wanted;          /* years */
    struct account known;  /* of history, at the middle prices */
    struct account future; /* of the present draw; whole years of history as known */
    double left_out_days;  /* of all futures */
    long draws;
};

/* Labels of the scenarios, in byte order; one nameless without scenarios. Yours to free. */
struct scenario_list {
    size_t count;
    struct text *names;
    size_t *of_cell;
};
bool scenario_list_make(struct scenario_list *l, const struct demand *c);
void scenario_list_done(struct scenario_list *l);

/* Takes the next future into k->future. STATUS_END after the last. */
enum status costing_next(struct costing *k, const double **value);

void costing_header(struct costing *k, const struct sheet *s, bool draws);
/* Everything up to the value. DRAW < 0: empty (or no such column). */
void costing_start_row(struct costing *k, const struct sheet *s, size_t row, int32_t date,
                       const char *measure, bool draws, long draw);
void costing_end_row(struct costing *k, const char *kind);

/* "2025-26" */
enum { COSTING_YEAR = 24 };
const char *costing_year(int year, char buffer[COSTING_YEAR]);

/* Values of one number in many futures, for a sentence: their mean; and, from the first few thousand, which say
 * it well enough in flat memory, the interval that holds 80 of 100. */
struct tally {
    double sum;
    size_t count, kept;
    double *values;
};
enum { TALLY_KEPT = 4000 };
bool tally_add(struct tally *t, double x);
double tally_mean(const struct tally *t);
double tally_quantile(struct tally *t, double p); /* a value that occurred */
void cost_tally_done(struct tally *t);

enum status costing_costs(struct costing *k);
enum status costing_bridge(struct costing *k);
enum status costing_invest(struct costing *k);

#endif
