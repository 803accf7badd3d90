// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/service_parameters.h"
#include "stats/random/variates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Children for whom adoption was the plan, as their lives have it, and the adopters they go to. Adopters
 * come, are approved or not, and wait; a child who is placed with adopters of the authority's own goes
 * to those who have waited longest, and to another agency's where nobody waits. What is decided but has
 * not shown in a child's episodes by the last day (a decision before its order, a match before its
 * placement) is not known. */

/* --- children ------------------------------------------------------------------------------- */

/* The first episode of C from I on that is placed for adoption, or the count. */
static int placed_from(const struct synth_child *c, int i)
{
    while (i < c->episode_count && c->episodes[i].place.kind != KIND_ADOPTION)
        i++;
    return i;
}

static void find_care(const struct synth_child *c, int order, struct synth_adoption_plan *p)
{
    for (int i = 0; i <= order; i++) {
        if (c->episodes[i].rne == 'S') {
            p->care = c->episodes[i].start;
            p->fostered_first = DATE_NONE;
        }
        if (p->fostered_first == DATE_NONE && strcmp(c->episodes[i].place.type, "U5") == 0)
            p->fostered_first = c->episodes[i].start;
    }
}

static void find_match(struct random_stream *r, const struct synth_child *c, int order,
                       struct synth_adoption_plan *p)
{
    int placed = placed_from(c, order);
    if (placed == c->episode_count)
        return;
    p->placed = c->episodes[placed].start;
    p->matched = p->placed - 7 - (int32_t)random_below(r, 28);
    if (p->matched < p->order)
        p->matched = p->order;
    const struct synth_episode *last = &c->episodes[c->episode_count - 1];
    const char *why = last->reason_ended;
    if (why && (strcmp(why, "E11") == 0 || strcmp(why, "E12") == 0))
        p->adopted = last->end;
}

/* The plan changes with the order's end, or with the end of care but for adoption. */
static void find_reversal(struct random_stream *r, const struct synth_child *c, int order,
                          struct synth_adoption_plan *p)
{
    static const char *const reasons[] = {"Child's needs changed", "No adopters found", "Other"};
    static const double weight[] = {42, 43, 15};
    int i = order;
    while (i < c->episode_count && c->episodes[i].legal == LEGAL_PLACEMENT)
        i++;
    const struct synth_episode *last = &c->episodes[i - 1];
    if (last->end == DATE_NONE || p->adopted != DATE_NONE)
        return;
    p->reversed = last->end;
    p->reversal = reasons[random_choice(r, weight, 3)];
    if (p->placed != DATE_NONE && p->placed >= p->reversed)
        p->placed = p->matched = DATE_NONE;
}

static enum status plan(struct synth_adoption *d, const struct synth_authority *a,
                        const struct synth_child *c)
{
    struct synth_adoption_plan p = {.child = c, .fostered_first = DATE_NONE, .matched = DATE_NONE};
    struct random_stream r;
    int order = 0;
    while (order < c->episode_count && c->episodes[order].legal != LEGAL_PLACEMENT)
        order++;
    if (order == c->episode_count)
        return STATUS_OK;
    random_start(&r, a->settings.seed, "synth-adoption", text_of(a->settings.la), text_of(c->id),
                 0);
    p.placed = p.adopted = p.reversed = DATE_NONE;
    find_care(c, order, &p);
    p.order = c->episodes[order].start;
    p.decision = p.order - 14 - (int32_t)random_below(&r, 60);
    if (p.decision < p.care)
        p.decision = p.care;
    find_match(&r, c, order, &p);
    find_reversal(&r, c, order, &p);
    int32_t end = p.adopted != DATE_NONE ? p.adopted : p.reversed;
    if (end != DATE_NONE && end < synth_year_start(a->settings.first))
        return STATUS_OK;
    if (!service_room((void **)&d->plans, d->plan_count, &d->plan_room, sizeof *d->plans))
        return STATUS_MEMORY;
    d->plans[d->plan_count++] = p;
    return STATUS_OK;
}

/* --- adopters ------------------------------------------------------------------------------- */

static void draw_family(struct random_stream *r, struct synth_adopters *f)
{
    f->adults = random_uniform(r) < 0.11 ? 1 : 2;
    f->male[0] = f->adults == 1 ? random_uniform(r) < 0.15 : random_uniform(r) < 0.08;
    f->male[1] = !(f->male[0] && random_uniform(r) < 0.9);
    if (f->adults == 2 && !f->male[0] && random_uniform(r) < 0.08)
        f->male[1] = false;
    f->fostering_first = random_uniform(r) < 0.2;
    f->ethnicity = synth_ethnic_codes[random_choice(r, synth_ethnicity, SYNTH_ETHNICITIES)];
}

/* Through the steps to the approval, or to wherever it ends. */
static void run(struct random_stream *r, struct synth_adopters *f)
{
    int32_t day = f->enquiry;
    int32_t *done[ADOPTER_STEPS] = {&f->stage_1, &f->stage_1_end, &f->stage_2_end};
    f->stage_1 = f->stage_1_end = f->stage_2 = f->stage_2_end = f->approved = DATE_NONE;
    f->matched = f->placed = f->order = DATE_NONE;
    for (int i = 0; i < ADOPTER_STEPS; i++) {
        const struct service_step *step = &adopter_steps[i];
        static const double reasons[ADOPTER_STEPS][3] = {{70, 28, 2}, {66, 22, 12}, {60, 18, 22}};
        if (i == 2)
            f->stage_2 = day + (int32_t)random_below(r, 15);
        if (random_uniform(r) >= step->goes_on) {
            f->left = (i == 2 ? f->stage_2 : day) + 1 +
                      (int32_t)random_exponential(r, 1 / step->ends_days);
            f->reason = 1 + (int)random_choice(r, reasons[i], 3);
            return;
        }
        day = (i == 2 ? f->stage_2 : day) + service_delay(r, step->days, step->shape, 1);
        *done[i] = day;
    }
    f->approved = day + 7 + (int32_t)random_below(r, 21);
    f->left = f->approved + 1 + (int32_t)random_exponential(r, adopter_leave / 365.25);
    f->reason = random_uniform(r) < 0.8 ? 1 : 2;
}

/* Those approved so long ago that they had their child before the first return are not there. */
enum { QUEUE_DAYS = 250 };

static enum status come(struct synth_adoption *d, const struct synth_settings *s, int32_t day,
                        int n)
{
    struct random_stream r;
    struct synth_adopters f = {.enquiry = day};
    int32_t first = synth_year_start(s->first);
    service_stream(&r, s, "synth-adopters", day, n);
    service_id(s, 'P', day, n, f.family);
    draw_family(&r, &f);
    run(&r, &f);
    bool earlier = f.left < first || (f.approved != DATE_NONE && f.approved < first - QUEUE_DAYS);
    if (earlier)
        return STATUS_OK;
    if (!service_room((void **)&d->adopters, d->adopter_count, &d->adopter_room,
                      sizeof *d->adopters))
        return STATUS_MEMORY;
    d->adopters[d->adopter_count++] = f;
    return STATUS_OK;
}

/* --- who goes to whom ----------------------------------------------------------------------- */

static int by_match(const void *a, const void *b)
{
    const struct synth_adoption_plan *x = *(struct synth_adoption_plan *const *)a;
    const struct synth_adoption_plan *y = *(struct synth_adoption_plan *const *)b;
    if (x->matched != y->matched)
        return x->matched < y->matched ? -1 : 1;
    return strcmp(x->child->id, y->child->id);
}

static struct synth_adopters *longest_waiting(struct synth_adoption *d, int32_t day)
{
    struct synth_adopters *found = NULL;
    for (size_t i = 0; i < d->adopter_count; i++) {
        struct synth_adopters *f = &d->adopters[i];
        bool waits = f->approved != DATE_NONE && f->approved <= day && f->left != DATE_NONE &&
                     f->left > day && f->matched == DATE_NONE;
        if (waits && (!found || f->approved < found->approved))
            found = f;
    }
    return found;
}

static void match(struct synth_adoption *d, struct synth_adoption_plan *p)
{
    const struct synth_child *c = p->child;
    const struct synth_place *place = &c->episodes[placed_from(c, 0)].place;
    bool own = strcmp(place->provider, "PR1") == 0;
    struct synth_adopters *f = own ? longest_waiting(d, p->matched) : NULL;
    snprintf(p->family, sizeof p->family, "Y%s", c->id); /* another agency's */
    if (!f)
        return;
    memcpy(p->family, f->family, sizeof p->family);
    f->matched = p->matched;
    f->placed = p->placed;
    f->order = p->adopted;
    f->fostering_first = p->fostered_first != DATE_NONE;
    f->left = p->reversed != DATE_NONE ? p->reversed : DATE_NONE;
    f->reason = 1;
}

static enum status match_all(struct synth_adoption *d, const struct synth_settings *s)
{
    struct synth_adoption_plan **order = malloc((d->plan_count + 1) * sizeof(*order));
    size_t count = 0;
    if (!order)
        return STATUS_MEMORY;
    for (size_t i = 0; i < d->plan_count; i++)
        if (d->plans[i].matched != DATE_NONE)
            order[count++] = &d->plans[i];
    qsort(order, count, sizeof *order, by_match);
    for (size_t i = 0; i < count; i++)
        if (order[i]->matched >= synth_year_start(s->first))
            match(d, order[i]);
        else
            snprintf(order[i]->family, sizeof order[i]->family, "Y%s", order[i]->child->id);
    free(order);
    return STATUS_OK;
}

enum status adoption_make(struct synth_adoption *d, const struct synth_authority *a)
{
    enum { YEARS_BEFORE = 3 };
    const struct synth_settings *s = &a->settings;
    enum status status = STATUS_OK;
    *d = (struct synth_adoption){0};
    for (size_t i = 0; i < a->count && status == STATUS_OK; i++)
        status = plan(d, a, &a->children[i]);
    int32_t last = synth_year_end(s->last);
    for (int32_t day = synth_year_start(s->first - YEARS_BEFORE);
         day <= last && status == STATUS_OK; day++) {
        int n = service_arrivals(s, "synth-adopters", day, adopter_rate * s->children);
        for (int i = 0; i < n && status == STATUS_OK; i++)
            status = come(d, s, day, i);
    }
    return status == STATUS_OK ? match_all(d, s) : status;
}

void adoption_done(struct synth_adoption *d)
{
    free(d->adopters);
    free(d->plans);
    *d = (struct synth_adoption){0};
}
