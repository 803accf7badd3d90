// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_RECKONING_H
#define HEARTH_MODEL_INDICATOR_RECKONING_H

#include "model/indicator/counts.h"
#include "model/indicator/durations.h"
#include "model/indicator/family.h"
#include "model/population/coverage.h"

/* Reads spells to counts, whatever their kind. */
struct reckoning_settings {
    const char *const *where;
    size_t where_count;
    bool last_day_stays;
    bool times; /* durations are wanted, too */
};

struct reckoning; /* family.h sees it only so */

/* Reads ROWS, which it closes, into COUNTS, whose dimensions are those of --by. On success *out is yours
 * (reckoning_free) and knows what was seen when. */
enum status reckoning_read(struct reckoning **out, struct rows *rows,
                           const struct reckoning_settings *settings, struct counts *counts);
void reckoning_free(struct reckoning *r);

/* Times, where they were wanted; empty otherwise. */
struct durations *reckoning_durations(struct reckoning *r);

const struct family *reckoning_family(const struct reckoning *r);
bool reckoning_has_column(const struct reckoning *r, struct text name);

/* The year of these spells. */
const struct period_calendar *reckoning_years(const struct reckoning *r);

/* The first and last year end (numbers of periods) at which a stock can be told. False when there is
 * none. */
bool reckoning_span(const struct reckoning *r, int32_t *first, int32_t *last);

/* Whether every authority of GROUP could be seen for YEARS years up to ON (0: on that day). */
bool reckoning_covers(const struct reckoning *r, uint32_t group, int32_t on, int years);

/* The family's count called NAME, or NULL. */
const struct family_count *reckoning_count(const struct reckoning *r, struct text name);

/* Last days that fall on the census day, each once a year end. */
size_t reckoning_last_days(const struct reckoning *r);

#endif
