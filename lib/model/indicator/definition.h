// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_DEFINITION_H
#define HEARTH_MODEL_INDICATOR_DEFINITION_H

#include "base/arena.h"
#include "model/indicator/durations.h"
#include "model/indicator/formula.h"
#include "table/rows.h"

/* The published indicators as data (datasets/schema/indicators.csv). One row is one measure; an id has
 * several where it is published in several forms (full-time equivalents and headcount; count and
 * rate). Columns:
 *
 *   id, measure    "W1"; "W1 turnover rate": what the series calls it, without commas
 *   from           whose spells tell the counts: placements, workforce, contacts, households, places,
 *                  enquiries; plan = from none, a series of counts only
 *   numerator, denominator   formulas (formula.h) of counts; without a denominator the numerator is the
 *                  value
 *   scale          the quotient is multiplied by it; decimals: of the published rounding
 *   parts          yes: the numerator is counted for each part of a whole (category, reason, role)
 *   statistic      empty; or median, p90, staying, ended (durations.h): of the times that numerator names
 *   at             for staying and ended: the times asked for, "1 year|2 years"; they are the parts
 *   left_out       a formula that counts what could not be used, for want of a date or a number
 *   needs          columns of the spells, without which the measure can't be had
 *   name, formula, population, unit, better   in words, as published
 *   status         published = the definition is; checked = it was also recomputed from published counts and
 *                  found to agree; proposed = no published definition was found, this is ours
 */
struct definition {
    struct text id, measure, from, needs, name, words, population, unit, better, status;
    struct text numerator_text, denominator_text, left_out_text;
    struct formula numerator, denominator, left_out;
    double scale;
    int decimals;
    bool parts;
    enum duration_statistic statistic;
    struct text at;
    bool by_letter; /* asked for by a letter, among others: may be left out quietly */
};

struct definitions {
    struct arena arena; /* owns the texts */
    struct definition *list;
    size_t count;
};

/* Reads the table R. Caller-owned: definitions_done, also after a failure (which was reported). */
enum status definitions_read(struct definitions *d, struct rows *r);
void definitions_done(struct definitions *d);

/* Whether one of COUNT definitions is a statistic of times. */
bool definitions_want_times(const struct definition *const *chosen, size_t count);

/* The days of a time such as "6 months" or "1 year"; NaN when it isn't one. */
double definition_days(struct text t);

/* True when NAME is an id, or the letter of several ("W"). */
bool definitions_know(const struct definitions *d, struct text name);

/* The definitions that any of the COUNT names asks for, in their own order, to CHOSEN (room for all);
 * returns how many. Those asked for by letter only are marked so. Names that aren't known ask for nothing. */
size_t definitions_choose(struct definitions *d, char *const *names, int count,
                          const struct definition **chosen);

#endif
