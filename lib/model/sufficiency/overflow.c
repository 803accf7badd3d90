// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/overflow.h"
#include "calendar/date.h"

#include <math.h>
#include <stdlib.h>

bool overflow_is_about(struct text name, struct text kind)
{
    return text_equal(name, kind) ||
           (name.size && kind.size > name.size && kind.at[name.size] == ':' &&
            memcmp(kind.at, name.at, name.size) == 0);
}

enum overflow_places overflow_places_of(struct overflow_table *t, struct text kind)
{
    struct overflow_statement *found = NULL;
    for (size_t i = 0; i < t->statement_count; i++) {
        struct overflow_statement *s = &t->statements[i];
        if (!overflow_is_about(s->kind, kind))
            continue;
        bool exact = text_equal(s->kind, kind);
        s->used = true;
        if (!found || (exact && !text_equal(found->kind, kind) && found->line))
            found = s;
    }
    return found ? found->places : PLACES_COUNTED;
}

static int by_order(const void *a, const void *b)
{
    const struct overflow_step *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

static enum status refuse(const struct overflow_table *t, const struct overflow_rule *r,
                          const struct problem_sink *sink, const char *why)
{
    char shown[96];
    problem_report(sink, PROBLEM_FATAL, "overflow", t->path, r->line, "next_kind", "'%s' %s",
                   text_show(r->next, shown, sizeof shown), why);
    return STATUS_VALUE;
}

static enum status bind_rule(struct overflow_plan *p, struct overflow_table *t, size_t rule,
                             const struct text *kinds, size_t kind_count,
                             const struct problem_sink *sink)
{
    const struct overflow_rule *r = &t->rules[rule];
    uint32_t to = UINT32_MAX;
    bool used = false;
    for (uint32_t k = 0; k < kind_count; k++)
        if (text_equal(kinds[k], r->next))
            to = k;
    for (uint32_t k = 0; k < kind_count; k++) {
        if (!overflow_is_about(r->kind, kinds[k]) || k == to)
            continue;
        used = true;
        if (to == UINT32_MAX)
            return refuse(t, r, sink,
                          "is in neither demand nor supply: say in the table (PLACES) or by "
                          "--no-limit that it has places");
        if (overflow_places_of(t, r->next) == PLACES_LEFT_OUT)
            return refuse(t, r, sink, "is left out, so no child can be sent there");
        p->steps[p->count++] = (struct overflow_step){.from = k,
                                                      .to = to,
                                                      .share = r->share,
                                                      .start = r->start,
                                                      .end = r->end,
                                                      .rule = (uint32_t)rule,
                                                      .order = r->order};
    }
    char shown[96];
    if (!used)
        problem_report(sink, PROBLEM_WARNING, "overflow-unused", t->path, r->line, "kind",
                       "'%s' is in neither demand nor supply: the rule is not used",
                       text_show(r->kind, shown, sizeof shown));
    return STATUS_OK;
}

enum status overflow_bind(struct overflow_plan *p, struct overflow_table *t,
                          const struct text *kinds, size_t kind_count,
                          const struct problem_sink *sink)
{
    *p = (struct overflow_plan){
        .steps = malloc((t->rule_count * kind_count + 1) * sizeof *p->steps),
    };
    if (!p->steps)
        return STATUS_MEMORY;
    enum status s = STATUS_OK;
    for (size_t i = 0; s == STATUS_OK && i < t->rule_count; i++)
        s = bind_rule(p, t, i, kinds, kind_count, sink);
    qsort(p->steps, p->count, sizeof *p->steps, by_order);
    if (s != STATUS_OK)
        overflow_plan_done(p);
    return s;
}

void overflow_plan_done(struct overflow_plan *p)
{
    free(p->steps);
    *p = (struct overflow_plan){0};
}

void overflow_place(const struct overflow_plan *p, size_t kind_count, int32_t date,
                    const int64_t *demand, const int64_t *supply, const double *luck,
                    struct overflow_result *r)
{
    for (size_t k = 0; k < kind_count; k++) {
        bool enough = supply[k] == OVERFLOW_NO_LIMIT || supply[k] >= demand[k];
        r->own[k] = enough ? demand[k] : supply[k];
        r->unmet[k] = demand[k] - r->own[k];
        r->left[k] = supply[k] == OVERFLOW_NO_LIMIT ? OVERFLOW_NO_LIMIT : supply[k] - r->own[k];
        r->arrived[k] = r->sent[k] = 0;
    }
    for (size_t i = 0; i < p->count; i++) {
        const struct overflow_step *s = &p->steps[i];
        r->moved[i] = 0;
        if (date < s->start || (s->end != DATE_NONE && date >= s->end) || !r->unmet[s->from])
            continue;
        int64_t may = r->unmet[s->from];
        if (s->share < 1)
            may = (int64_t)floor(s->share * (double)may + luck[i]);
        int64_t moved = may < r->left[s->to] ? may : r->left[s->to];
        r->moved[i] = moved;
        r->unmet[s->from] -= moved;
        r->sent[s->from] += moved;
        r->arrived[s->to] += moved;
        if (r->left[s->to] != OVERFLOW_NO_LIMIT)
            r->left[s->to] -= moved;
    }
}
