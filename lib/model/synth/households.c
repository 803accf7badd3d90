// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/fostering_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Foster households: who they are, from when to when they are approved. */

static void draw_carers(struct random_stream *r, struct synth_household *h)
{
    static const char disabled[] = "NNNNNNNNNNNNNNNYU";
    h->carers = h->birth[1] == DATE_NONE ? 1 : 2;
    h->male[0] = random_uniform(r) < (h->carers == 1 ? 0.08 : 0.3);
    h->male[1] = random_uniform(r) < 0.93 ? !h->male[0] : h->male[0];
    h->ethnicity = synth_ethnic_codes[random_choice(r, synth_ethnicity, SYNTH_ETHNICITIES)];
    for (int i = 0; i < 2; i++)
        h->disability[i] = disabled[random_below(r, sizeof disabled - 1)];
}

static void draw_offer(struct random_stream *r, struct synth_household *h)
{
    double weight[AGE_RANGES];
    for (int i = 0; i < AGE_RANGES; i++)
        weight[i] = household_ages[i].weight;
    const struct age_range *ages = &household_ages[random_choice(r, weight, AGE_RANGES)];
    h->type = fostering_choose(r, household_types, HOUSEHOLD_TYPES);
    h->places = 1 + (int)random_choice(r, household_places, HOUSEHOLD_PLACES);
    h->least_age = ages->least;
    h->most_age = strcmp(h->type, "FFA") == 0 ? 8 : ages->most;
    if (h->least_age > h->most_age)
        h->least_age = 0;
    h->mockingbird = random_uniform(r) < 0.08;
}

/* Why they leave; nobody fosters beyond 80, which makes who leaves late younger, not early. */
static void draw_leaving(struct random_stream *r, struct synth_household *h)
{
    const int32_t most = 80 * 365;
    for (int i = 0; i < 2; i++)
        if (h->birth[i] != DATE_NONE && h->left - h->birth[i] > most)
            h->birth[i] += (h->left - h->birth[i] - most) / 2;
    do
        h->reason_left = fostering_choose(r, household_reasons, LEAVE_REASONS);
    while (strcmp(h->reason_left, "RETIRE") == 0 && h->left - h->birth[0] < 55 * 365);
    h->transferred_out = strcmp(h->reason_left, "TRANSFER") == 0;
}

static enum status add(struct making *m, const struct synth_household *h)
{
    struct synth_fostering *f = m->fostering;
    if (h->left <= m->first || h->approved > m->last)
        return STATUS_OK;
    if (!service_room((void **)&f->households, f->household_count, &f->household_room,
                      sizeof *f->households))
        return STATUS_MEMORY;
    f->households[f->household_count++] = *h;
    return STATUS_OK;
}

enum status household_approve(struct making *m, const struct synth_enquiry *e,
                              struct random_stream *r)
{
    struct synth_household h = {.approved = e->decision, .transferred_in = e->fostered_before};
    memcpy(h.id, e->household, sizeof h.id);
    memcpy(h.birth, e->birth, sizeof h.birth);
    h.left = h.approved + service_stay(r, household_leave, 1);
    draw_carers(r, &h);
    draw_offer(r, &h);
    draw_leaving(r, &h);
    return add(m, &h);
}

enum status household_add(struct making *m, const struct synth_child *child, int32_t start,
                          int32_t end)
{
    struct random_stream r;
    struct synth_household h = {.added = true};
    random_start(&r, m->settings->seed, "synth-added", text_of(m->settings->la), text_of(child->id),
                 (uint64_t)start);
    h.approved = start - 30 - (int32_t)random_below(&r, 400);
    h.left = (end == DATE_NONE ? m->last + 1 : end) + 30 + (int32_t)random_below(&r, 400);
    snprintf(h.id, sizeof h.id, "A%s%d", child->id, m->fostering->added % 100);
    h.birth[0] = service_birth(&r, h.approved, 45, 9, 25, 65);
    h.birth[1] = DATE_NONE;
    draw_carers(&r, &h);
    draw_offer(&r, &h);
    draw_leaving(&r, &h);
    m->fostering->added++;
    return add(m, &h);
}

static const char *kinship_reason(const struct synth_episode *last)
{
    const char *why = last->reason_ended;
    if (strncmp(why, "E4", 2) == 0 && strchr("3578", why[2]))
        return "ADOPT_SGO";
    return strcmp(why, "E17") == 0 ? "TURN18" : "CHILDMOVED";
}

enum status household_kinship(struct making *m, const struct synth_child *child, int nth,
                              int32_t start, const struct synth_episode *last)
{
    struct random_stream r;
    struct synth_household h = {.kinship = true, .type = "FF", .places = 1, .most_age = 17};
    snprintf(h.id, sizeof h.id, "K%s%d", child->id, nth % 100);
    random_start(&r, m->settings->seed, "synth-kinship", text_of(m->settings->la), text_of(h.id),
                 0);
    h.approved = start;
    h.left = last->end == DATE_NONE ? m->last + 1 : last->end;
    h.birth[0] = service_birth(&r, start, 50, 11, 21, 78);
    h.birth[1] =
        random_uniform(&r) < 0.5 ? DATE_NONE : h.birth[0] + 400 - (int32_t)random_below(&r, 800);
    draw_carers(&r, &h);
    h.ethnicity = child->ethnicity;
    h.reason_left = last->end == DATE_NONE ? NULL : kinship_reason(last);
    enum status s = add(m, &h);
    return s == STATUS_OK ? enquiries_add_kinship(m, &h) : s;
}
