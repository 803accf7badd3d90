// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/outcomes_private.h"

#include "model/recruit/late.h"

#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const measures[] = {
    "enquiries",
    "enquiries nowcast",
    "approved so far",
    "under way",
    "conversion so far",
    "conversion expected",
    "conversion by cure model",
    "period ratio",
    "cost per enquiry",
    "cost per approval expected",
    "entered stage",
    "share of stage",
    "share of enquiries",
    "share approved by cure model",
    "days in stage: median",
    "days in stage: 90th percentile",
    "days to approval: median",
    "days to approval: 90th percentile",
    "ended",
};

void outcomes_set_interval(struct line *line, const struct visit_share *i)
{
    line->in80 = visit_share_interval(i, .8);
    line->in95 = visit_share_interval(i, .95);
}

/* -- visits of whole journeys and of stages */

/* Adds a visit that began on BEGUN; false when it was never at risk. */
static bool add_visit(struct outcomes *k, size_t n, int32_t begun, int32_t ended, int32_t seen_from,
                      int32_t seen_to, uint32_t cause)
{
    k->entry[n] = seen_from > begun ? seen_from - begun - 1 : -1;
    k->exit[n] = (ended == DATE_NONE ? seen_to : ended) - begun;
    k->cause[n] = ended == DATE_NONE ? 0 : cause;
    return k->exit[n] > k->entry[n];
}

bool outcomes_visit(struct outcomes *k, size_t n, const struct journey *of, uint32_t cause)
{
    return add_visit(k, n, of->begun, of->ended, of->seen_from, of->seen_to, cause);
}

/* -- stages */

static void add_days(struct outcomes *k, const struct visits *v, uint32_t group, struct text stage)
{
    static const double shares[] = {.5, .9};
    for (int i = 0; i < 2; i++) {
        struct visits_quantile wide = visits_quantile(v, shares[i], stats_normal_z(.95));
        struct visits_quantile near = visits_quantile(v, shares[i], stats_normal_z(.8));
        if (isnan(wide.days))
            continue;
        struct line *line =
            lines_add(&k->lines, i ? DAYS_90 : DAYS_50, group, k->j->last, wide.days);
        line->extra[LINE_STAGE] = stage;
        line->in95 = (struct interval){wide.low, wide.high};
        line->in80 = (struct interval){near.low, near.high};
    }
}

static void add_shares(struct outcomes *k, const struct visits *v, uint32_t group,
                       struct text stage)
{
    const struct journeys *j = k->j;
    double left = 1;
    for (uint32_t outcome = OUTCOME_PROGRESS; outcome < j->outcomes.count; outcome++) {
        struct visit_share i = visits_share(v, outcome, INT32_MAX);
        if (!(i.value > 0))
            continue;
        struct line *line = lines_add(&k->lines, SHARE, group, j->last, i.value);
        line->extra[LINE_STAGE] = stage;
        line->extra[LINE_OUTCOME] = intern_text(&j->outcomes, outcome);
        outcomes_set_interval(line, &i);
        left -= i.value;
    }
    struct line *line = lines_add(&k->lines, SHARE, group, j->last, left > 1e-12 ? left : 0);
    line->extra[LINE_STAGE] = stage;
    line->extra[LINE_OUTCOME] = intern_text(&j->outcomes, OUTCOME_PENDING);
}

static enum status add_stage(struct outcomes *k, uint32_t group, uint16_t stage)
{
    const struct journeys *j = k->j;
    struct visits v;
    size_t n = 0, entered = 0;
    for (size_t i = 0; i < j->row_count; i++) {
        const struct stage_spell *row = &j->rows[i];
        if (row->stage != stage || j->items[row->journey].group != group)
            continue;
        entered += row->start >= row->seen_from;
        n += add_visit(k, n, row->start, row->end, row->seen_from, row->seen_to, row->outcome);
    }
    if (!n)
        return STATUS_OK;
    enum status s = visits_init(&v, n, k->entry, k->exit, k->cause, VISITS_LEAST);
    if (s == STATUS_OK) {
        struct line *line = lines_add(&k->lines, ENTERED, group, j->last, (double)entered);
        line->extra[LINE_STAGE] = j->stages[stage];
        add_shares(k, &v, group, j->stages[stage]);
        add_days(k, &v, group, j->stages[stage]);
    }
    visits_done(&v);
    return s;
}

/* -- whole journeys */

enum { CAUSE_APPROVED = 1, CAUSE_LOST = 2 }; /* CAUSE_LOST + the stage in which */

static uint16_t last_stage(const struct journeys *j, const struct journey *of)
{
    return j->steps[of->first_step + of->steps - 1].stage;
}

static void add_share_of_all(struct outcomes *k, const struct visits *v, uint32_t group)
{
    const struct journeys *j = k->j;
    double left = 1;
    for (uint32_t cause = CAUSE_APPROVED; cause < CAUSE_LOST + j->stage_count; cause++) {
        struct visit_share i = visits_share(v, cause, INT32_MAX);
        left -= i.value;
        if (cause == CAUSE_APPROVED)
            outcomes_cure_group(k, group, &i);
        if (!(i.value > 0) && cause != CAUSE_APPROVED)
            continue;
        struct line *line = lines_add(&k->lines, OF_ALL, group, j->last, i.value);
        line->extra[LINE_OUTCOME] = text_of(cause == CAUSE_APPROVED ? "approved" : "lost");
        if (cause >= CAUSE_LOST)
            line->extra[LINE_STAGE] = j->stages[cause - CAUSE_LOST];
        outcomes_set_interval(line, &i);
    }
    struct line *line = lines_add(&k->lines, OF_ALL, group, j->last, left > 1e-12 ? left : 0);
    line->extra[LINE_OUTCOME] = text_of("pending");
}

static enum status add_whole(struct outcomes *k, uint32_t group)
{
    const struct journeys *j = k->j;
    struct visits v;
    size_t n = 0;
    for (size_t i = 0; i < j->count; i++) {
        const struct journey *of = &j->items[i];
        if (of->group == group)
            n += outcomes_visit(k, n, of,
                                of->outcome == OUTCOME_PROGRESS ? CAUSE_APPROVED
                                                                : CAUSE_LOST + last_stage(j, of));
    }
    if (!n)
        return STATUS_OK;
    enum status s = visits_init(&v, n, k->entry, k->exit, k->cause, VISITS_LEAST);
    if (s == STATUS_OK) {
        add_share_of_all(k, &v, group);
        for (int i = 0; i < 2; i++) {
            double days = visits_quantile_of(&v, CAUSE_APPROVED, i ? .9 : .5);
            if (!isnan(days))
                lines_add(&k->lines, i ? APPROVAL_90 : APPROVAL_50, group, j->last, days);
        }
    }
    visits_done(&v);
    return s;
}

/* -- reasons */

struct ending {
    uint32_t group, reason;
    uint16_t stage, outcome;
};

static int compare_endings(const void *a, const void *b)
{
    const struct ending *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->stage != y->stage)
        return x->stage < y->stage ? -1 : 1;
    if (x->outcome != y->outcome)
        return x->outcome < y->outcome ? -1 : 1;
    return (x->reason > y->reason) - (x->reason < y->reason);
}

static enum status add_reasons(struct outcomes *k)
{
    const struct journeys *j = k->j;
    size_t n = 0;
    struct ending *endings = malloc((j->count + 1) * sizeof *endings);
    if (!endings)
        return STATUS_MEMORY;
    for (size_t i = 0; i < j->count; i++) {
        const struct journey *of = &j->items[i];
        if (of->outcome > OUTCOME_PROGRESS)
            endings[n++] = (struct ending){of->group, of->reason, last_stage(j, of), of->outcome};
    }
    qsort(endings, n, sizeof *endings, compare_endings);
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && compare_endings(&endings[i], &endings[to]) == 0;)
            to++;
        struct line *line =
            lines_add(&k->lines, ENDED, endings[i].group, j->last, (double)(to - i));
        line->extra[LINE_STAGE] = j->stages[endings[i].stage];
        line->extra[LINE_OUTCOME] = intern_text(&j->outcomes, endings[i].outcome);
        line->extra[LINE_REASON] = intern_text(&j->words, endings[i].reason);
    }
    free(endings);
    return STATUS_OK;
}

static enum status add_all(struct outcomes *k, const struct problem_sink *sink)
{
    const struct journeys *j = k->j;
    enum status s = outcomes_cohorts(k);
    for (uint32_t g = 0; g < j->group_count && s == STATUS_OK; g++) {
        for (uint16_t stage = 0; stage < j->stage_count && s == STATUS_OK; stage++)
            s = add_stage(k, g, stage);
        if (s == STATUS_OK)
            s = add_whole(k, g);
    }
    if (s == STATUS_OK)
        s = add_reasons(k);
    if (s == STATUS_OK && j->has_recorded)
        s = late_add(&k->lines, NOWCAST, j, &k->plan->calendar, sink);
    return s;
}

enum status outcomes_write(const struct journeys *j, const struct outcomes_plan *plan,
                           struct writer *w, const struct problem_sink *sink)
{
    static const struct lines_layout layout = {measures, {true, true, false}, NULL};
    static const struct lines_layout with_reasons = {measures, {true, true, true}, NULL};
    struct outcomes k = {.j = j, .plan = plan};
    size_t room = j->row_count + 1;
    if (plan->costs) {
        enum status read = costs_read(&k.costs, plan->costs, j, sink);
        if (read != STATUS_OK)
            return read;
    }
    k.entry = malloc(room * sizeof *k.entry);
    k.exit = malloc(room * sizeof *k.exit);
    k.cause = malloc(room * sizeof *k.cause);
    enum status s = k.entry && k.exit && k.cause ? add_all(&k, sink) : STATUS_MEMORY;
    if (s == STATUS_OK)
        s = lines_write(&k.lines, j, j->has_reason ? &with_reasons : &layout, w);
    outcomes_cure_end(&k, sink);
    free(k.lines.items);
    free(k.members);
    free(k.cohorts);
    free(k.entry);
    free(k.exit);
    free(k.cause);
    if (plan->costs)
        costs_done(&k.costs);
    return s;
}
