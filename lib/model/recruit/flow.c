// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/flow.h"

#include "calendar/period.h"
#include <stdlib.h>

enum { MONTHS_LEAST = 12 };

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* A step as it was known on ORIGIN, over the days from FROM on. False: not seen at risk. */
static bool see_step(const struct step *step, const struct journey *of, int32_t origin,
                     int32_t recent, int32_t *entry, int32_t *exit, uint32_t *cause)
{
    int32_t seen_to = least(of->seen_to, origin);
    int32_t from = recent ? most(of->seen_from, origin - recent) : of->seen_from;
    if (step->begun > seen_to)
        return false;
    bool ended = step->left != DATE_NONE && step->left <= seen_to;
    *exit = (ended ? step->left : seen_to) - step->begun;
    *entry = from > step->begun ? from - step->begun - 1 : -1;
    *cause = !ended                        ? 0
             : step->next == STEP_APPROVED ? FLOW_APPROVED
             : step->next == STEP_LOST     ? FLOW_LOST
                                           : step->next + 1u;
    return *exit > *entry;
}

/* The cluster of each journey; the number of clusters. */
static size_t find_clusters(const struct journeys *j, int32_t origin, uint32_t *cluster)
{
    const struct period_calendar months = PERIOD_TO_31_MARCH(EVERY_MONTH);
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t i = 0; i < j->count; i++) {
        int32_t month = period_number(&months, j->items[i].begun);
        if (journey_known(j, &j->items[i], origin)) {
            first = least(first, month);
            last = most(last, month);
        }
    }
    if (last < first)
        return 0;
    bool by_month = last - first + 1 >= MONTHS_LEAST;
    for (size_t i = 0; i < j->count; i++)
        cluster[i] =
            by_month ? (uint32_t)(period_number(&months, j->items[i].begun) - first) : (uint32_t)i;
    return by_month ? (size_t)(last - first + 1) : j->count;
}

static bool stage_room(struct flow_stage *s, size_t n, size_t groups)
{
    s->by_group = malloc((n + 1) * sizeof *s->by_group);
    s->group_from = calloc(groups + 2, sizeof *s->group_from);
    s->entry = malloc((n + 1) * sizeof *s->entry);
    s->exit = malloc((n + 1) * sizeof *s->exit);
    s->cause = malloc((n + 1) * sizeof *s->cause);
    s->group = malloc((n + 1) * sizeof *s->group);
    s->cluster = malloc((n + 1) * sizeof *s->cluster);
    return s->entry && s->exit && s->cause && s->group && s->cluster && s->by_group &&
           s->group_from;
}

static void sort_by_group(struct flow_stage *s, size_t groups)
{
    for (size_t i = 0; i < s->count; i++)
        s->group_from[s->group[i] + 1]++;
    for (size_t g = 0; g < groups; g++)
        s->group_from[g + 1] += s->group_from[g];
    for (size_t i = s->count; i-- > 0;) /* from behind, each group's end moves to its beginning */
        s->by_group[--s->group_from[s->group[i] + 1]] = (uint32_t)i;
    for (size_t g = 0; g < groups; g++)
        s->group_from[g] = s->group_from[g + 1];
    s->group_from[groups] = (uint32_t)s->count;
}

static enum status fill_stages(struct flow *f, int32_t recent, const uint32_t *cluster)
{
    const struct journeys *j = f->journeys;
    for (size_t i = 0; i < j->count; i++)
        for (uint32_t k = 0; k < j->items[i].steps; k++) {
            const struct step *step = &j->steps[j->items[i].first_step + k];
            struct flow_stage *s = &f->stages[step->stage];
            size_t n = s->count;
            if (!journey_known(j, &j->items[i], f->origin) ||
                !see_step(step, &j->items[i], f->origin, recent, &s->entry[n], &s->exit[n],
                          &s->cause[n]))
                continue;
            s->group[n] = j->items[i].group;
            s->cluster[n] = cluster[i];
            s->count++;
            /* who came in the recent days, by where the journey began */
            if (k == 0 && s->entry[n] == -1)
                f->starts[s->group[n] * STAGES_MOST + step->stage]++;
        }
    for (size_t k = 0; k < j->stage_count; k++) {
        struct flow_stage *s = &f->stages[k];
        enum status status =
            endings_init(&s->endings, s->count, s->entry, s->exit, s->cause, VISITS_LEAST);
        if (status != STATUS_OK)
            return status;
        sort_by_group(s, j->group_count);
        s->first_day = f->days;
        s->first_cell = f->cells;
        f->days += s->endings.days + 1;
        f->cells += s->endings.cells;
        f->steps += s->count;
    }
    return f->steps ? STATUS_OK : STATUS_SHORT;
}

/* Groups without a start of their own begin where all do. */
static void share_starts(struct flow *f)
{
    double all[STAGES_MOST] = {0};
    size_t groups = f->journeys->group_count;
    for (size_t i = 0; i < groups * STAGES_MOST; i++)
        all[i % STAGES_MOST] += f->starts[i];
    for (size_t g = 0; g < groups; g++) {
        double sum = 0;
        for (size_t k = 0; k < STAGES_MOST; k++)
            sum += f->starts[g * STAGES_MOST + k];
        for (size_t k = 0; k < STAGES_MOST && sum == 0; k++)
            f->starts[g * STAGES_MOST + k] = all[k] > 0 ? all[k] : k == 0;
    }
}

enum status flow_make(struct flow *f, const struct journeys *j, int32_t origin, int32_t recent)
{
    *f = (struct flow){.journeys = j, .origin = origin};
    uint32_t *cluster = malloc((j->count + 1) * sizeof *cluster);
    f->starts = calloc(j->group_count * STAGES_MOST + 1, sizeof *f->starts);
    bool good = cluster && f->starts;
    size_t counts[STAGES_MOST] = {0};
    for (size_t i = 0; i < j->step_count; i++)
        counts[j->steps[i].stage]++;
    for (size_t k = 0; good && k < j->stage_count; k++)
        good = stage_room(&f->stages[k], counts[k], j->group_count);
    enum status s = STATUS_MEMORY;
    if (good) {
        f->clusters = find_clusters(j, origin, cluster);
        s = fill_stages(f, recent, cluster);
        share_starts(f);
    }
    free(cluster);
    return s;
}

void flow_done(struct flow *f)
{
    for (size_t k = 0; k < STAGES_MOST; k++) {
        struct flow_stage *s = &f->stages[k];
        endings_done(&s->endings);
        free(s->by_group);
        free(s->group_from);
        free(s->entry);
        free(s->exit);
        free(s->cause);
        free(s->group);
        free(s->cluster);
    }
    free(f->starts);
    *f = (struct flow){0};
}

bool flow_standing(const struct journeys *j, const struct journey *of, int32_t origin,
                   struct standing *out)
{
    int32_t seen = least(of->seen_to, origin);
    if (!journey_under_way(of, origin) || !journey_known(j, of, origin))
        return false;
    for (uint32_t k = of->steps; k-- > 0;) {
        const struct step *step = &j->steps[of->first_step + k];
        if (step->begun <= seen) {
            *out = (struct standing){step->stage, seen - step->begun, seen};
            return true;
        }
    }
    return false;
}
