// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/lives.h"
#include "model/population/events.h"
#include "model/population/grouping.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct lives *lives;
    struct spells *spells;
    struct grouping *grouping;
    const struct problem_sink *sink;
    int birth, placed, reason, uasc; /* columns, -1: none */
    uint32_t groups;                 /* greatest group number + 1 */
    struct intern authorities;
    uint32_t seen_authority, parts_room; /* number in coverage */
    int part[2]; /* of the present authority: the others, the unaccompanied; -1: none yet */
};

struct life_spell *lives_add(struct lives *l, const struct life_spell *s)
{
    if (l->count == l->room) {
        uint32_t room = l->room ? l->room * 2 : 1024;
        struct life_spell *spells = realloc(l->spells, room * sizeof *spells);
        if (!spells)
            return NULL;
        l->spells = spells;
        l->room = room;
    }
    l->spells[l->count] = *s;
    return &l->spells[l->count++];
}

void lives_done(struct lives *l)
{
    free(l->spells);
    free(l->names);
    free(l->labels);
    free(l->authorities);
    free(l->parts);
    coverage_done(&l->coverage);
    arena_done(&l->arena);
    *l = (struct lives){0};
}

bool lives_unseen(const struct lives *l, const struct lives_part *part, int32_t from, int32_t to)
{
    if (part && l->by_authority)
        return part->authority < l->coverage.count &&
               coverage_misses(&l->coverage, part->authority, from, to);
    for (uint32_t i = 0; i < l->coverage.count; i++)
        if (coverage_misses(&l->coverage, i, from, to))
            return true;
    return false;
}

/* A move joins two spells; nothing is to be noted of starts and ends. Two in a row whose placement began at
 * an unknown time are of one placement: that of the first episode that was sent. */
static void join(void *context, const struct event *e)
{
    struct lives *l = context;
    if (e->kind != EVENT_MOVE)
        return;
    l->spells[e->from->fixed].then = e->to->fixed;
    l->spells[e->to->fixed].before = e->from->fixed;
    if (l->spells[e->to->fixed].placed_before)
        l->spells[e->to->fixed].placed = l->spells[e->from->fixed].placed;
}

static int32_t date_cell(struct reading *r, int column)
{
    int32_t date;
    struct text cell = rows_cell(spells_rows(r->spells), column);
    return cell.size && date_parse(cell, &date) == DATE_READ ? date : DATE_NONE;
}

static bool is_same_place(struct text reason)
{
    return reason.size == 1 && (reason.at[0] == 'L' || reason.at[0] == 'T' || reason.at[0] == 'U');
}

/* The part of a spell of the present authority; made when it is the first. False when memory is out. */
static bool find_part(struct reading *r, struct life_spell *s)
{
    struct lives *l = r->lives;
    if (!l->by_authority && !l->by_unaccompanied)
        return true;
    uint32_t authority = l->by_authority ? l->coverage.count - 1 : 0;
    if (!l->part_count || authority != r->seen_authority)
        r->part[0] = r->part[1] = -1;
    r->seen_authority = authority;
    int *part = &r->part[l->by_unaccompanied && s->unaccompanied];
    if (*part < 0) {
        if (l->part_count == r->parts_room) {
            r->parts_room = r->parts_room ? 2 * r->parts_room : 16;
            struct lives_part *parts = realloc(l->parts, r->parts_room * sizeof *parts);
            if (!parts)
                return false;
            l->parts = parts;
        }
        *part = (int)l->part_count;
        l->parts[l->part_count++] =
            (struct lives_part){.authority = authority,
                                .unaccompanied = l->by_unaccompanied && s->unaccompanied,
                                .begin = l->count};
    }
    l->parts[*part].over = l->count + 1;
    s->part = (uint16_t)*part;
    return true;
}

static bool take(struct reading *r, const struct spell *s, uint32_t group, struct events *events)
{
    struct lives *l = r->lives;
    struct rows *rows = spells_rows(r->spells);
    struct life_spell life = {
        .start = s->start,
        .over = spell_over(s),
        .birth = date_cell(r, r->birth),
        .placed = date_cell(r, r->placed),
        .seen_from = s->observed_from,
        .before = LIVES_NONE,
        .then = LIVES_NONE,
        .group = (uint16_t)group,
        .open = s->end == DATE_NONE,
        .same_place_claimed = is_same_place(rows_cell(rows, r->reason)),
        .unaccompanied = text_is(rows_cell(rows, r->uasc), "1"),
    };
    if (s->observed_from < l->first)
        l->first = s->observed_from;
    if (s->observed_to > l->last)
        l->last = s->observed_to;
    if (life.birth == DATE_NONE || life.birth > life.over) {
        l->unborn++;
        return true;
    }
    life.placed_before = r->placed >= 0 && life.placed == DATE_NONE;
    if (life.placed == DATE_NONE || life.placed > life.start)
        life.placed = life.start;
    if (group >= r->groups)
        r->groups = group + 1;
    uint32_t authority = intern_add(&r->authorities, s->la);
    life.authority = (uint16_t)authority;
    struct events_spell e = {.start = life.start, .over = life.over, .fixed = l->count};
    return authority != INTERN_NONE && find_part(r, &life) && lives_add(l, &life) &&
           events_next(events, &e);
}

static enum status read_all(struct reading *r)
{
    struct events events = {.handle = join, .context = r->lives};
    struct spell s;
    enum status status;
    while ((status = spells_next(r->spells, &s)) == STATUS_OK) {
        if (!s.same_subject)
            events_finish(&events);
        uint32_t fixed = grouping_fixed(r->grouping);
        if (!s.same_la && !coverage_begin(&r->lives->coverage, s.la)) {
            status = STATUS_MEMORY;
            break;
        }
        coverage_add(&r->lives->coverage, &s, fixed != GROUPING_OUTSIDE);
        if (fixed == GROUPING_OUTSIDE)
            continue;
        struct dimension_dates none = {DATE_NONE, DATE_NONE};
        uint32_t group = fixed == GROUPING_FAILED ? GROUPING_FAILED
                                                  : grouping_on(r->grouping, fixed, &none, s.start);
        if (group == GROUPING_FAILED || !take(r, &s, group, &events)) {
            status = STATUS_MEMORY;
            break;
        }
        if (r->groups > 200) {
            problem_report(r->sink, PROBLEM_FATAL, "groups", rows_name(spells_rows(r->spells)), 0,
                           NULL, "more than 200 combinations of --by: too fine to project");
            status = STATUS_VALUE;
            break;
        }
    }
    events_finish(&events);
    events_done(&events);
    if (!coverage_end(&r->lives->coverage))
        return STATUS_MEMORY;
    return status == STATUS_END ? STATUS_OK : status;
}

struct labelled {
    const struct text *labels;
    size_t count;
    uint32_t group;
};

static int by_labels(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;
    for (size_t i = 0; i < x->count; i++) {
        int c = text_compare(x->labels[i], y->labels[i]);
        if (c)
            return c;
    }
    return 0;
}

/* Copies the labels of all groups and numbers the groups in their order. */
static bool put_in_order(struct reading *r, struct labelled *order, uint16_t *place,
                         struct text *found)
{
    struct lives *l = r->lives;
    for (uint32_t g = 0; g < r->groups; g++) {
        struct text *labels = found + g * l->name_count;
        if (!grouping_labels(r->grouping, g, labels))
            return false;
        order[g] = (struct labelled){labels, l->name_count, g};
    }
    qsort(order, r->groups, sizeof *order, by_labels);
    for (uint32_t i = 0; i < r->groups; i++) {
        place[order[i].group] = (uint16_t)i;
        for (size_t k = 0; k < l->name_count; k++) {
            struct text copy = arena_text(&l->arena, order[i].labels[k]);
            if (!copy.at)
                return false;
            l->labels[i * l->name_count + k] = copy;
        }
    }
    for (uint32_t i = 0; i < l->count; i++)
        l->spells[i].group = place[l->spells[i].group];
    l->group_count = r->groups;
    return true;
}

static enum status name_groups(struct reading *r)
{
    struct lives *l = r->lives;
    const struct text *names;
    l->name_count = grouping_names(r->grouping, &names);
    size_t labels = (r->groups + 1) * (l->name_count + 1);
    struct labelled *order = malloc((r->groups + 1) * sizeof *order);
    uint16_t *place = malloc((r->groups + 1) * sizeof *place);
    struct text *found = malloc(labels * sizeof *found);
    l->labels = malloc(labels * sizeof *l->labels);
    l->names = malloc((l->name_count + 1) * sizeof *l->names);
    bool good = order && place && found && l->labels && l->names;
    for (size_t i = 0; good && i < l->name_count; i++)
        good = (l->names[i] = arena_text(&l->arena, names[i])).at != NULL;
    good = good && put_in_order(r, order, place, found);
    free(order);
    free(place);
    free(found);
    return good ? STATUS_OK : STATUS_MEMORY;
}

static enum status name_authorities(struct reading *r)
{
    struct lives *l = r->lives;
    l->authority_count = r->authorities.count;
    l->authorities = malloc((l->authority_count + 1) * sizeof *l->authorities);
    if (!l->authorities)
        return STATUS_MEMORY;
    for (uint32_t i = 0; i < r->authorities.count; i++)
        if (!(l->authorities[i] = arena_text(&l->arena, intern_text(&r->authorities, i))).at)
            return STATUS_MEMORY;
    return STATUS_OK;
}

static enum status name_parts(struct reading *r)
{
    struct lives *l = r->lives;
    for (size_t i = 0; l->by_authority && i < l->part_count; i++) {
        struct text name = l->coverage.authorities[l->parts[i].authority].name;
        if (!(l->parts[i].la = arena_text(&l->arena, name)).at)
            return STATUS_MEMORY;
    }
    return STATUS_OK;
}

/* Finds the columns; a birth date there must be. */
static enum status find_columns(struct reading *r)
{
    static const char *const needed[] = {"birth_date", NULL};
    struct rows *rows = spells_rows(r->spells);
    r->placed = rows_column(rows, "placement_start");
    r->reason = rows_column(rows, "reason_started");
    r->uasc = rows_column(rows, "uasc");
    return rows_columns(rows, needed, &r->birth);
}

static enum status finish(struct reading *r)
{
    struct lives *l = r->lives;
    if (!l->count) {
        problem_report(r->sink, PROBLEM_FATAL, "no-spell", rows_name(spells_rows(r->spells)), 0,
                       NULL, "there is no usable spell");
        return STATUS_SHORT;
    }
    if (l->unborn)
        problem_report(r->sink, PROBLEM_WARNING, "no-birth-date", rows_name(spells_rows(r->spells)),
                       0, "birth_date",
                       "%zu spells without a usable birth date are left out of the projection",
                       l->unborn);
    enum status s = name_groups(r);
    if (s == STATUS_OK)
        s = name_authorities(r);
    return s == STATUS_OK ? name_parts(r) : s;
}

enum status lives_read(struct lives *out, const char *path, const struct lives_settings *settings,
                       const struct problem_sink *sink)
{
    *out = (struct lives){.first = INT32_MAX,
                          .last = INT32_MIN,
                          .by_authority = settings->by_authority,
                          .by_unaccompanied = settings->by_unaccompanied};
    struct reading r = {.lives = out, .sink = sink};
    struct period_calendar calendar = PERIOD_TO_31_MARCH(EVERY_YEAR);
    intern_init(&r.authorities);
    enum status s = spells_open(&r.spells, path, sink);
    if (s == STATUS_OK)
        s = find_columns(&r);
    if (s == STATUS_OK)
        s = grouping_open(&r.grouping, settings->by, settings->where, settings->where_count,
                          &calendar, r.spells);
    if (s == STATUS_OK && grouping_has_derived(r.grouping)) {
        problem_report(sink, PROBLEM_FATAL, "derived", rows_name(spells_rows(r.spells)), 0, NULL,
                       "age, age_band, tenure and year change along a spell: they can't choose "
                       "or divide what is projected");
        s = STATUS_VALUE;
    }
    if (s == STATUS_OK)
        s = read_all(&r);
    if (s == STATUS_OK)
        s = finish(&r);
    if (r.grouping)
        grouping_close(r.grouping);
    spells_close(r.spells);
    intern_done(&r.authorities);
    if (s != STATUS_OK)
        lives_done(out);
    return s;
}
