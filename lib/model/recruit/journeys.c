// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/journeys.h"

#include "model/population/grouping.h"
#include "stream/spells.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct journeys *j;
    struct journeys_extra *extra; /* one a journey */
    size_t extra_room;
    struct spells *spells;
    struct grouping *grouping;
    struct intern stages;
    int stage, outcome, reason, recorded, decided, result; /* columns, -1: none */
    uint32_t groups;
    uint32_t
        *given; /* the grouping's number of each group: it counts rows that are left out, too */
    size_t given_room;
    size_t odd_outcomes;
};

void journeys_done(struct journeys *j)
{
    free(j->items);
    free(j->rows);
    free(j->steps);
    free(j->authorities);
    free(j->names);
    free(j->labels);
    intern_done(&j->outcomes);
    intern_done(&j->words);
    arena_done(&j->arena);
    *j = (struct journeys){0};
}

static bool add_known_outcomes(struct journeys *j)
{
    static const char *const known[] = {
        "pending",      "progress", "withdrawn by applicant", "withdrawn by service",
        "not approved", "not known"};
    for (uint32_t i = 0; i < OUTCOME_OTHER; i++)
        if (intern_add(&j->outcomes, text_of(known[i])) != i)
            return false;
    return intern_add(&j->words, text_of("")) == 0;
}

/* The number of the row's outcome, made to agree with its end; INTERN_NONE: out of memory. */
static uint32_t read_outcome(struct reading *r, const struct spell *s, bool open)
{
    struct rows *rows = spells_rows(r->spells);
    struct text cell = text_trim(rows_cell(rows, r->outcome));
    uint32_t outcome = cell.size ? intern_add(&r->j->outcomes, cell) : OUTCOME_PENDING;
    if (outcome == INTERN_NONE)
        return outcome;
    if (s->end == DATE_NONE && outcome != OUTCOME_PENDING) {
        rows_problem(rows, PROBLEM_WARNING, "outcome-open", r->outcome,
                     "the stage is open, yet it has an outcome; taken as pending");
        outcome = OUTCOME_PENDING;
    } else if (s->end != DATE_NONE && outcome == OUTCOME_PENDING) {
        rows_problem(rows, PROBLEM_WARNING, "outcome-missing", r->outcome,
                     "the stage has ended, and nothing says how; taken as 'not known'");
        outcome = OUTCOME_NOT_KNOWN;
    }
    return open ? OUTCOME_PENDING : outcome;
}

static int32_t date_cell(struct reading *r, int column)
{
    int32_t date;
    struct text cell = rows_cell(spells_rows(r->spells), column);
    enum date_reading how = date_parse(cell, &date);
    if (how == DATE_READ)
        return date;
    if (how != DATE_EMPTY)
        rows_problem(spells_rows(r->spells), PROBLEM_WARNING, "not-a-date", column,
                     "%s; taken as empty", date_reading_text(how));
    return DATE_NONE;
}

/* Doubles the room of an array of items of SIZE bytes when it is full. */
static bool make_room(void **items, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return true;
    size_t wanted = *room ? 2 * *room : 256;
    void *grown = realloc(*items, wanted * size);
    if (!grown)
        return false;
    *items = grown;
    *room = wanted;
    return true;
}

/* The authority of the newest journey: rows come by authority, so it is the last one or a new one. */
static bool find_authority(struct journeys *j, const struct spell *s, uint32_t *out)
{
    void *items = j->authorities;
    bool same = j->count && text_equal(j->items[j->count - 1].la, s->la);
    if (!same) {
        if (!make_room(&items, &j->authority_room, j->authority_count, sizeof *j->authorities))
            return false;
        j->authorities = items;
        j->authorities[j->authority_count++] = (struct authority){s->observed_from, s->observed_to};
    }
    *out = (uint32_t)j->authority_count - 1;
    return true;
}

/* The day on which the enquiry of the present row was entered, where that can be. */
static int32_t read_recorded(struct reading *r, const struct spell *s)
{
    struct rows *rows = spells_rows(r->spells);
    int32_t day = date_cell(r, r->recorded);
    if (day == DATE_NONE)
        return day;
    r->j->has_recorded = true;
    if (day < s->start) {
        rows_problem(rows, PROBLEM_WARNING, "recorded-first", r->recorded,
                     "the enquiry was entered before it was made; taken as not known when");
        return DATE_NONE;
    }
    if (day > s->observed_to)
        rows_problem(rows, PROBLEM_WARNING, "recorded-after", r->recorded,
                     "the enquiry was entered after the last day on which anybody looked; what is "
                     "ahead is told without it");
    return day;
}

static bool begin_journey(struct reading *r, const struct spell *s, uint32_t group)
{
    struct journeys *j = r->j;
    void *items = j->items, *extra = r->extra;
    uint32_t authority;
    if (!find_authority(j, s, &authority))
        return false;
    bool good = make_room(&items, &j->room, j->count, sizeof *j->items);
    j->items = items;
    good = good && make_room(&extra, &r->extra_room, j->count, sizeof *r->extra);
    r->extra = extra;
    if (!good)
        return false;
    struct journey *new = &j->items[j->count];
    *new = (struct journey){.la = arena_text(&j->arena, s->la),
                            .id = arena_text(&j->arena, s->id),
                            .authority = authority,
                            .begun = s->start,
                            .ended = DATE_NONE,
                            .seen_from = s->observed_from,
                            .seen_to = s->observed_to,
                            .recorded = read_recorded(r, s),
                            .group = group,
                            .first_row = (uint32_t)j->row_count};
    r->extra[j->count++] = (struct journeys_extra){
        .decided = date_cell(r, r->decided),
        .approved = text_is(rows_cell(spells_rows(r->spells), r->result), "approved")};
    return new->la.at &&new->id.at;
}

/* The group that the grouping calls NUMBER; false when memory is out. */
static bool find_group(struct reading *r, uint32_t number, uint32_t *out)
{
    void *items = r->given;
    for (*out = r->groups; *out > 0;) /* from behind: neighbours are often alike */
        if (r->given[--*out] == number)
            return true;
    if (!make_room(&items, &r->given_room, r->groups, sizeof *r->given))
        return false;
    r->given = items;
    r->given[ *out = r->groups++] = number;
    return true;
}

static bool stands_already(const struct journeys *j, const struct journey *of, uint32_t stage)
{
    for (uint32_t i = 0; i < of->rows; i++)
        if (j->rows[of->first_row + i].stage == stage)
            return true;
    return false;
}

/* Adds the present row to the newest journey. */
static enum status add_row(struct reading *r, const struct spell *s)
{
    struct journeys *j = r->j;
    struct rows *rows = spells_rows(r->spells);
    struct journey *of = &j->items[j->count - 1];
    uint32_t stage = intern_add(&r->stages, text_trim(rows_cell(rows, r->stage)));
    uint32_t reason = intern_add(&j->words, text_trim(rows_cell(rows, r->reason)));
    bool open = s->end == DATE_NONE || s->end > s->observed_to;
    uint32_t outcome = read_outcome(r, s, open);
    void *items = j->rows;
    bool good = make_room(&items, &j->row_room, j->row_count, sizeof *j->rows);
    j->rows = items;
    if (!good || stage == INTERN_NONE || reason == INTERN_NONE || outcome == INTERN_NONE)
        return STATUS_MEMORY;
    if (stage >= STAGES_MOST) {
        rows_problem(rows, PROBLEM_FATAL, "stages", r->stage,
                     "more than %d different stages: is this a stream of stage spells?",
                     STAGES_MOST);
        return STATUS_VALUE;
    }
    if (stands_already(j, of, stage)) {
        rows_problem(rows, PROBLEM_ROW, "stage-twice", r->stage,
                     "the journey has had this stage already; row left out");
        return STATUS_OK;
    }
    j->rows[j->row_count++] = (struct stage_spell){.start = s->start,
                                                   .end = open ? DATE_NONE : s->end,
                                                   .seen_from = s->observed_from,
                                                   .seen_to = s->observed_to,
                                                   .journey = (uint32_t)j->count - 1,
                                                   .reason = reason,
                                                   .stage = (uint16_t)stage,
                                                   .outcome = (uint16_t)outcome};
    of->rows++;
    return STATUS_OK;
}

/* True when the present row can be used; says why not. */
static bool check_row(struct reading *r, const struct spell *s)
{
    struct rows *rows = spells_rows(r->spells);
    if (!text_trim(rows_cell(rows, r->stage)).size) {
        rows_problem(rows, PROBLEM_ROW, "no-stage", r->stage, "is empty; row left out");
        return false;
    }
    if (s->start > s->observed_to) {
        rows_problem(rows, PROBLEM_ROW, "start-unseen", -1,
                     "starts after the last day on which anybody looked; row left out");
        return false;
    }
    return true;
}

static enum status read_all(struct reading *r)
{
    struct journeys *j = r->j;
    struct spell s;
    enum status status;
    bool begun = false;
    while ((status = spells_next(r->spells, &s)) == STATUS_OK) {
        begun = begun && s.same_subject;
        uint32_t group = grouping_fixed(r->grouping);
        if (group == GROUPING_FAILED)
            return STATUS_MEMORY;
        if (group == GROUPING_OUTSIDE || !check_row(r, &s))
            continue;
        j->first = s.observed_from < j->first ? s.observed_from : j->first;
        j->last = s.observed_to > j->last ? s.observed_to : j->last;
        if (!begun) {
            struct dimension_dates none = {DATE_NONE, DATE_NONE};
            uint32_t number = grouping_on(r->grouping, group, &none, s.start);
            if (number == GROUPING_FAILED || !find_group(r, number, &group) ||
                !begin_journey(r, &s, group))
                return STATUS_MEMORY;
            begun = true;
        }
        struct authority *of = &j->authorities[j->authority_count - 1];
        of->first = s.observed_from < of->first ? s.observed_from : of->first;
        of->last = s.observed_to > of->last ? s.observed_to : of->last;
        status = add_row(r, &s);
        if (status != STATUS_OK)
            return status;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* Copies what outlives the stream: the stages' names in the order found, names and labels of --by. */
static enum status copy_names(struct reading *r)
{
    struct journeys *j = r->j;
    const struct text *names;
    j->stage_count = r->stages.count;
    for (uint32_t i = 0; i < r->stages.count; i++)
        if (!(j->stages[i] = arena_text(&j->arena, intern_text(&r->stages, i))).at)
            return STATUS_MEMORY;
    j->name_count = grouping_names(r->grouping, &names);
    j->group_count = r->groups;
    j->names = calloc(j->name_count + 1, sizeof *j->names);
    j->labels = calloc((j->name_count + 1) * (j->group_count + 1), sizeof *j->labels);
    if (!j->names || !j->labels)
        return STATUS_MEMORY;
    for (size_t i = 0; i < j->name_count; i++)
        if (!(j->names[i] = arena_text(&j->arena, names[i])).at)
            return STATUS_MEMORY;
    for (uint32_t g = 0; g < r->groups; g++) {
        struct text *labels = j->labels + g * j->name_count;
        if (!grouping_labels(r->grouping, r->given[g], labels))
            return STATUS_MEMORY;
        for (size_t i = 0; i < j->name_count; i++)
            if (!(labels[i] = arena_text(&j->arena, labels[i])).at)
                return STATUS_MEMORY;
    }
    return STATUS_OK;
}

static enum status find_columns(struct reading *r, const struct journeys_settings *settings)
{
    const char *names[5] = {"stage", "outcome"};
    int index[5], count = 2;
    struct rows *rows = spells_rows(r->spells);
    if (settings->reason)
        names[count++] = settings->reason;
    if (settings->recorded)
        names[count++] = settings->recorded;
    enum status s = rows_columns(rows, names, index);
    r->stage = rows_column(rows, "stage");
    r->outcome = rows_column(rows, "outcome");
    r->reason = rows_column(rows, settings->reason ? settings->reason : "reason_withdrawn");
    r->recorded = rows_column(rows, settings->recorded ? settings->recorded : "recorded");
    r->decided = rows_column(rows, "decided_on");
    r->result = rows_column(rows, "result");
    r->j->has_reason = r->reason >= 0;
    r->j->has_recorded = settings->recorded != NULL;
    return s;
}

static enum status open(struct reading *r, const char *path,
                        const struct journeys_settings *settings, const struct problem_sink *sink)
{
    static const struct period_calendar calendar = PERIOD_TO_31_MARCH(EVERY_YEAR);
    enum status s = spells_open(&r->spells, path, sink);
    if (s == STATUS_OK)
        s = find_columns(r, settings);
    if (s == STATUS_OK)
        s = grouping_open(&r->grouping, settings->by, settings->where, settings->where_count,
                          &calendar, r->spells);
    if (s == STATUS_OK && grouping_has_derived(r->grouping)) {
        problem_report(sink, PROBLEM_FATAL, "derived", rows_name(spells_rows(r->spells)), 0, NULL,
                       "age, age_band, tenure and year change along a journey: they can't choose "
                       "or divide journeys");
        s = STATUS_VALUE;
    }
    return s;
}

enum status journeys_read(struct journeys *out, const char *path,
                          const struct journeys_settings *settings, const struct problem_sink *sink)
{
    *out = (struct journeys){.first = INT32_MAX, .last = INT32_MIN};
    struct reading r = {.j = out};
    intern_init(&r.stages);
    enum status s = add_known_outcomes(out) ? open(&r, path, settings, sink) : STATUS_MEMORY;
    if (s == STATUS_OK)
        s = read_all(&r);
    if (s == STATUS_OK && !out->row_count) {
        problem_report(sink, PROBLEM_FATAL, "no-spell", rows_name(spells_rows(r.spells)), 0, NULL,
                       "there is no usable stage");
        s = STATUS_SHORT;
    }
    if (s == STATUS_OK)
        s = copy_names(&r);
    if (s == STATUS_OK)
        s = journeys_build(out, r.extra, settings->goal, rows_name(spells_rows(r.spells)), sink);
    if (r.grouping)
        grouping_close(r.grouping);
    spells_close(r.spells);
    intern_done(&r.stages);
    free(r.extra);
    free(r.given);
    if (s != STATUS_OK)
        journeys_done(out);
    return s;
}
