// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RETENTION_STAYS_H
#define HEARTH_MODEL_RETENTION_STAYS_H

#include "model/population/grouping.h"
#include "model/retention/sight.h"
#include "stats/survival/order.h"

/* Spells as stays: how long somebody stayed, and how he was seen.
 *
 * A stay counts its days from an origin: its start, a date in another column (SINCE), a LANDMARK that it
 * spans, or with RE_ENTRY the end of the stay before. It was under observation from the first day on
 * which both it ran and its source could see it (observed_from): who had left before was never seen,
 * so it enters late. It ends with an exit; or it is censored on the last day that it was seen open
 * (observed_to), on an end beyond that, or on an end that is no exit (NOT_EXITS: a transfer).
 *
 * With CHAIN the spells of one subject that follow without a gap (or one of at most GAP days) are one
 * stay: its attributes are those of the first spell, or of the spell at the landmark; its end and
 * reason those of the last. Derived dimensions (age, ...) are those on the origin, or on the first day
 * seen where the origin lies before birth or is not known. */
struct stays_settings {
    const char *by;
    const char *const *where;
    size_t where_count;
    struct period_calendar calendar;
    const char *since;     /* column of the origin, or NULL: start */
    int32_t landmark;      /* or DATE_NONE */
    bool chain, re_entry;  /* not with landmark */
    long gap;              /* days */
    const char *competing; /* column whose values are reasons to leave, or NULL */
    const char *not_exits; /* COLUMN=VALUE,..., or NULL */
    const char *weight;    /* column of numbers, or NULL */
    bool census;           /* keep how each stay was seen by the calendar (out->seen, out->sight) */
    const char *labels;    /* columns (or derived dimensions) to keep the text of, or NULL */
};

enum { STAYS_LABELS_MOST = 24 };

struct stays {
    size_t n, room;
    double *entry, *exit, *weight; /* days since the origin; entry -1: seen from the origin */
    uint32_t *cause;               /* 0 censored; 1; or 1 + number in reasons */
    uint32_t *group, *subject;
    uint32_t *label; /* n rows of label_count: numbers in label_texts */
    uint32_t subjects;
    struct intern reasons, label_texts;
    struct stay_sight *seen; /* with census: n */
    struct sight sight;
    size_t label_count;
    struct text label_names[STAYS_LABELS_MOST];
    int32_t last_seen; /* latest observed_to */
    struct grouping *grouping;
    struct spells *spells; /* at its end; the grouping's labels refer to it */
    bool weighted, by_census;
    struct {
        size_t spells, not_chosen, no_origin, unseen, beyond, before_origin, bad_weight, heavy,
            overlapping, transfers, same_day;
    } count;
};

/* Reads PATH to its end. On success fill *out (stays_done); what is left out is counted in it and said
 * to SINK. STATUS_FORMAT: a column is missing. No stay at all is not a failure: n is 0. */
enum status stays_read(struct stays *out, const char *path, const struct stays_settings *settings,
                       const struct problem_sink *sink);
void stays_done(struct stays *s);

struct survival_data stays_data(const struct stays *s);

#endif
