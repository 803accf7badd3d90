// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/journeys.h"

#include <stdlib.h>
#include <string.h>

/* -- which stage comes before which */

/* before[a][b]: journeys in which a stands before b. Rows come ordered by start, and those of one day
 * in the order of the reader, which knows its stages. */
static void count_orders(const struct journeys *j, uint32_t before[STAGES_MOST][STAGES_MOST])
{
    for (size_t i = 0; i < j->count; i++) {
        const struct stage_spell *rows = j->rows + j->items[i].first_row;
        for (uint32_t a = 0; a < j->items[i].rows; a++)
            for (uint32_t b = a + 1; b < j->items[i].rows; b++)
                before[rows[a].stage][rows[b].stage]++;
    }
}

/* PLACE[stage]: how many stages come before it; of equals the one found first. */
static void place_stages(const struct journeys *j, uint16_t place[STAGES_MOST])
{
    uint32_t before[STAGES_MOST][STAGES_MOST] = {{0}};
    size_t wins[STAGES_MOST] = {0};
    count_orders(j, before);
    for (size_t a = 0; a < j->stage_count; a++)
        for (size_t b = 0; b < j->stage_count; b++)
            wins[a] += before[a][b] > before[b][a];
    for (size_t a = 0; a < j->stage_count; a++) {
        size_t earlier = 0;
        for (size_t b = 0; b < j->stage_count; b++)
            earlier += wins[b] > wins[a] || (wins[b] == wins[a] && b < a);
        place[a] = (uint16_t)earlier;
    }
}

static int compare_rows(const void *a, const void *b)
{
    const struct stage_spell *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->stage > y->stage) - (x->stage < y->stage);
}

static void put_in_order(struct journeys *j)
{
    uint16_t place[STAGES_MOST];
    struct text names[STAGES_MOST];
    place_stages(j, place);
    memcpy(names, j->stages, sizeof names);
    for (size_t i = 0; i < j->stage_count; i++)
        j->stages[place[i]] = names[i];
    for (size_t i = 0; i < j->row_count; i++)
        j->rows[i].stage = place[j->rows[i].stage];
    for (size_t i = 0; i < j->count; i++)
        qsort(j->rows + j->items[i].first_row, j->items[i].rows, sizeof *j->rows, compare_rows);
}

static enum status find_goal(struct journeys *j, const char *goal, const char *name,
                             const struct problem_sink *sink)
{
    const char *wanted = goal ? goal : "decision";
    for (j->goal = 0; j->goal < j->stage_count; j->goal++)
        if (text_is(j->stages[j->goal], wanted))
            return STATUS_OK;
    /* nobody has got that far yet, or all skipped it: still the end of the way */
    if (!goal)
        return STATUS_OK;
    problem_report(sink, PROBLEM_FATAL, "goal", name, 0, "stage", "there is no stage '%s'", goal);
    return STATUS_VALUE;
}

/* -- how a journey ended */

static int32_t approval_of(const struct journeys *j, const struct journey *of,
                           const struct journeys_extra *extra)
{
    const struct stage_spell *rows = j->rows + of->first_row;
    int32_t last = DATE_NONE, behind = DATE_NONE;
    bool open = false;
    for (uint32_t i = 0; i < of->rows; i++) {
        if (rows[i].stage == j->goal && rows[i].end != DATE_NONE &&
            rows[i].outcome == OUTCOME_PROGRESS)
            return rows[i].end;
        if (rows[i].stage > j->goal && behind == DATE_NONE)
            behind = rows[i].start;
        open = open || rows[i].end == DATE_NONE;
        last = rows[i].end > last ? rows[i].end : last;
    }
    if (behind != DATE_NONE)
        return behind;
    if (!extra->approved || open || last == DATE_NONE)
        return DATE_NONE;
    return extra->decided != DATE_NONE && extra->decided <= of->seen_to &&
                   extra->decided >= of->begun
               ? extra->decided
               : last;
}

/* The first stage that ended for good; NULL: none. */
static const struct stage_spell *loss_of(const struct journeys *j, const struct journey *of)
{
    const struct stage_spell *rows = j->rows + of->first_row, *found = NULL;
    int32_t latest_start = rows[of->rows - 1].start;
    for (uint32_t i = 0; i < of->rows; i++)
        if (rows[i].end != DATE_NONE && rows[i].end >= latest_start &&
            rows[i].outcome > OUTCOME_PROGRESS && (!found || rows[i].end < found->end))
            found = &rows[i];
    return found;
}

static void find_window(const struct journeys *j, struct journey *of)
{
    const struct stage_spell *rows = j->rows + of->first_row;
    int32_t open_to = INT32_MAX, any_to = INT32_MIN;
    of->begun = rows[0].start;
    for (uint32_t i = 0; i < of->rows; i++) {
        if (rows[i].seen_from < of->seen_from)
            of->seen_from = rows[i].seen_from;
        if (rows[i].seen_to > any_to)
            any_to = rows[i].seen_to;
        if (rows[i].end == DATE_NONE && rows[i].seen_to < open_to)
            open_to = rows[i].seen_to;
    }
    of->seen_to = open_to == INT32_MAX ? any_to : open_to;
}

/* -- steps */

static void close_step(struct step *s, int32_t left, uint16_t next)
{
    s->left = left;
    s->next = next;
}

/* Returns false when an earlier stage was begun after a later one. */
static bool make_steps(struct journeys *j, struct journey *of)
{
    bool orderly = true;
    of->first_step = (uint32_t)j->step_count;
    of->steps = 0;
    struct step *last = NULL;
    for (uint32_t i = 0; i < of->rows; i++) {
        const struct stage_spell *row = &j->rows[of->first_row + i];
        if (of->ended != DATE_NONE && (row->start > of->ended || row->stage > j->goal))
            break;
        if (last && row->stage < last->stage) {
            orderly = false;
            continue;
        }
        if (last)
            close_step(last, row->start, row->stage);
        last = &j->steps[j->step_count++];
        *last = (struct step){row->start, DATE_NONE, row->stage, STEP_PENDING};
        of->steps++;
    }
    if (last && of->ended != DATE_NONE)
        close_step(last, of->ended, of->outcome == OUTCOME_PROGRESS ? STEP_APPROVED : STEP_LOST);
    return orderly;
}

enum status journeys_build(struct journeys *j, const struct journeys_extra *extra, const char *goal,
                           const char *name, const struct problem_sink *sink)
{
    size_t disorderly = 0;
    put_in_order(j);
    enum status s = find_goal(j, goal, name, sink);
    j->steps = calloc(j->row_count + 1, sizeof *j->steps);
    if (s != STATUS_OK || !j->steps)
        return s != STATUS_OK ? s : STATUS_MEMORY;
    for (size_t i = 0; i < j->count; i++) {
        struct journey *of = &j->items[i];
        find_window(j, of);
        const struct stage_spell *loss = loss_of(j, of);
        of->ended = approval_of(j, of, &extra[i]);
        of->outcome = OUTCOME_PROGRESS;
        if (of->ended == DATE_NONE) {
            of->outcome = loss ? loss->outcome : OUTCOME_PENDING;
            of->ended = loss ? loss->end : DATE_NONE;
            of->reason = loss ? loss->reason : 0;
        }
        disorderly += !make_steps(j, of);
    }
    if (disorderly)
        problem_report(sink, PROBLEM_WARNING, "stage-order", name, 0, "stage",
                       "%zu %s an earlier stage after a later one: taken as standing at the "
                       "furthest",
                       disorderly, disorderly == 1 ? "journey began" : "journeys began");
    return STATUS_OK;
}

int32_t journeys_complete_from(const struct journeys *j)
{
    int32_t day = j->first;
    for (size_t i = 0; i < j->authority_count; i++)
        day = j->authorities[i].first > day ? j->authorities[i].first : day;
    return day;
}

int32_t journeys_complete_to(const struct journeys *j)
{
    int32_t day = j->last;
    for (size_t i = 0; i < j->authority_count; i++)
        day = j->authorities[i].last < day ? j->authorities[i].last : day;
    return day;
}

enum { FEW = 20 };

void journeys_say(const struct journeys *j, int32_t recent, const struct problem_sink *sink)
{
    size_t approved = 0, pending = 0, before = 0, rests_on = 0;
    int32_t from = recent ? j->last - recent : j->first;
    for (size_t i = 0; i < j->count; i++) {
        bool is_approved = j->items[i].outcome == OUTCOME_PROGRESS;
        approved += is_approved;
        rests_on += is_approved && j->items[i].ended >= from;
        pending += j->items[i].outcome == OUTCOME_PENDING;
        before += j->items[i].begun < j->items[i].seen_from;
    }
    problem_report(sink, PROBLEM_NOTE, "journeys", NULL, 0, NULL,
                   "%zu %s: %zu approved, %zu lost, %zu under way", j->count,
                   j->count == 1 ? "journey" : "journeys", approved, j->count - approved - pending,
                   pending);
    if (before)
        problem_report(sink, PROBLEM_NOTE, "before", NULL, 0, NULL,
                       "%zu of them began before anybody looked: not in cohorts, and elsewhere "
                       "counted from then on",
                       before);
    if (recent >= 0 && rests_on < FEW)
        problem_report(sink, PROBLEM_WARNING, "few-approvals", NULL, 0, NULL,
                       "all this rests on %zu %s (--recent): a rough guide at best", rests_on,
                       rests_on == 1 ? "approval" : "approvals");
}
