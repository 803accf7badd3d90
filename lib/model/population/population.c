// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/population/population_private.h"

#include <stdlib.h>
#include <string.h>

static bool grow_groups(struct population *p, uint32_t group)
{
    uint32_t room = p->group_room ? p->group_room : 16;
    while (room <= group)
        room *= 2;
    uint32_t *last = realloc(p->part_last, room * sizeof *last);
    if (!last)
        return false;
    memset(last + p->group_room, 0, (room - p->group_room) * sizeof *last);
    p->part_last = last;
    p->group_room = room;
    return true;
}

/* The present authority has something in GROUP on DATE. False when memory is out. */
static bool take_part(struct population *p, uint32_t group, int32_t date)
{
    if (group >= p->group_room && !grow_groups(p, group))
        return false;
    uint32_t last = p->part_last[group], authority = p->coverage.count - 1;
    if (last && p->parts[last - 1].authority == authority) {
        if (date < p->parts[last - 1].first)
            p->parts[last - 1].first = date;
        return true;
    }
    if (p->part_count == p->part_room) {
        size_t room = p->part_room ? p->part_room * 2 : 64;
        struct population_part *parts = realloc(p->parts, room * sizeof *parts);
        if (!parts)
            return false;
        p->parts = parts;
        p->part_room = room;
    }
    p->parts[p->part_count++] = (struct population_part){group, authority, date};
    p->part_last[group] = (uint32_t)p->part_count;
    return true;
}

/* Counts an event of a group. The matrix counts pairs of groups, and of groups only who has them. */
static void count(struct population *p, uint32_t group, int measure, int32_t date, int32_t amount)
{
    if (group == GROUPING_OUTSIDE)
        return;
    bool matrix = p->settings.what == POPULATION_MATRIX;
    if (group == GROUPING_FAILED || !take_part(p, group, date) ||
        (!matrix && !tally_add(&p->tally, group, measure, date, amount)))
        p->failed = true;
}

static int32_t side(uint32_t group)
{
    return group == GROUPING_OUTSIDE ? SIDE_NOT_INCLUDED : (int32_t)group;
}

static void count_pair(struct population *p, int32_t from, int32_t to, int32_t date)
{
    if (from < 0 && to < 0)
        return;
    uint32_t pair = tuples_add(&p->pairs, (int32_t[]){from, to});
    if (pair == TUPLES_NONE || !tally_add(&p->tally, pair, 0, date, 1))
        p->failed = true;
}

static void count_move(struct population *p, const struct event *e, uint32_t from, uint32_t to)
{
    bool within = from == to;
    if (within && e->from->placement_start == e->to->placement_start)
        return;
    if (within) {
        count(p, from, MOVES_WITHIN, e->date, 1);
    } else {
        count(p, from, MOVES_OUT, e->date, 1);
        count(p, to, MOVES_IN, e->date, 1);
    }
    if (p->settings.what == POPULATION_MATRIX)
        count_pair(p, side(from), side(to), e->date);
}

static uint32_t group_on(struct population *p, const struct events_spell *s, int32_t on)
{
    uint32_t group = grouping_on(p->grouping, s->fixed, &s->dates, on);
    p->failed |= group == GROUPING_FAILED;
    return group;
}

static void handle_event(void *context, const struct event *e)
{
    struct population *p = context;
    uint32_t from = e->from ? group_on(p, e->from, e->date) : GROUPING_OUTSIDE;
    uint32_t to = e->to ? group_on(p, e->to, e->date) : GROUPING_OUTSIDE;
    if (p->failed)
        return;
    if (e->kind == EVENT_MOVE) {
        count_move(p, e, from, to);
    } else {
        count(p, to, STARTS, e->date, 1); /* one of the two is outside */
        count(p, from, ENDS, e->date, 1);
        if (p->settings.what == POPULATION_MATRIX)
            count_pair(p, e->from ? side(from) : SIDE_NOT_IN_CARE,
                       e->to ? side(to) : SIDE_NOT_IN_CARE, e->date);
    }
}

/* The changes from GROUP, that of the spell's start, until it is over. Those out of a group are
 * counted as OUT_AMOUNT under the measure OUT, those into one as 1 under IN. Returns the last group. */
static uint32_t count_ageing(struct population *p, const struct events_spell *s, uint32_t group,
                             int out, int32_t out_amount, int in)
{
    int32_t on = s->start;
    while ((on = grouping_next_change(p->grouping, &s->dates, on)) <= s->over) {
        uint32_t next = group_on(p, s, on);
        if (next != group) {
            count(p, group, out, on, out_amount);
            count(p, next, in, on, 1);
        }
        group = next;
    }
    return group;
}

/* Stock is kept as its changes: +1 where a group is entered, -1 where it is left. */
static void count_stock(struct population *p, const struct events_spell *s)
{
    if (p->derived) {
        uint32_t first = group_on(p, s, s->start);
        count(p, first, 0, s->start, 1);
        count(p, count_ageing(p, s, first, 0, -1, 0), 0, s->over, -1);
    } else if (s->fixed == GROUPING_FAILED || !take_part(p, s->fixed, s->start) ||
               !tally_add(&p->tally, s->fixed, 0, s->start, 1) ||
               !tally_add(&p->tally, s->fixed, 0, s->over, -1)) {
        p->failed = true;
    }
}

static int32_t placement_start(struct population *p)
{
    int32_t date;
    if (p->placement_column < 0 ||
        date_parse(rows_cell(spells_rows(p->spells), p->placement_column), &date) != DATE_READ)
        return DATE_NONE;
    return date;
}

static void count_flow(struct population *p, const struct spell *spell, struct events_spell *s)
{
    if (!spell->same_subject)
        events_finish(&p->events);
    s->placement_start = placement_start(p);
    if (!events_next(&p->events, s))
        p->failed = true;
    if (s->fixed != GROUPING_OUTSIDE && p->derived)
        count_ageing(p, s, group_on(p, s, s->start), AGEING_OUT, 1, AGEING_IN);
}

static void look_for_overlap(struct population *p, const struct spell *spell, int32_t over)
{
    if (over > spell->start && spell->same_subject && spell->start < p->over_most && !p->overlaps++)
        p->overlap_line = rows_line(spells_rows(p->spells));
    if (over > p->over_most)
        p->over_most = over;
}

static enum status count_spell(struct population *p, const struct spell *spell)
{
    if (!spell->same_la) {
        events_finish(&p->events); /* while its authority is the present one */
        if (!coverage_begin(&p->coverage, spell->la))
            return STATUS_MEMORY;
    }
    if (!spell->same_subject)
        p->over_most = DATE_NONE;
    struct events_spell s = {.start = spell->start, .over = spell_over(spell)};
    s.fixed = grouping_fixed(p->grouping);
    bool selected = s.fixed != GROUPING_OUTSIDE;
    coverage_add(&p->coverage, spell, selected);
    if (selected) {
        p->selected++;
        look_for_overlap(p, spell, s.over);
        if (p->derived)
            s.dates = grouping_dates(p->grouping, spell);
    }
    if (p->settings.what != POPULATION_STOCK)
        count_flow(p, spell, &s);
    else if (selected)
        count_stock(p, &s);
    return p->failed ? STATUS_MEMORY : STATUS_OK;
}

static enum status count_all(struct population *p)
{
    struct spell spell;
    enum status s;
    while ((s = spells_next(p->spells, &spell)) == STATUS_OK)
        if ((s = count_spell(p, &spell)) != STATUS_OK)
            return s;
    if (s != STATUS_END)
        return s;
    events_finish(&p->events);
    if (p->failed || !coverage_end(&p->coverage))
        return STATUS_MEMORY;
    if (p->coverage.count)
        return STATUS_OK;
    problem_report(p->sink, PROBLEM_FATAL, "no-spell", rows_name(spells_rows(p->spells)), 0, NULL,
                   "there is no usable spell");
    return STATUS_SHORT;
}

enum status population_read(struct population **out, const char *path,
                            const struct population_settings *settings,
                            const struct problem_sink *sink)
{
    *out = NULL;
    struct population *p = calloc(1, sizeof *p);
    if (!p)
        return STATUS_MEMORY;
    p->settings = *settings;
    p->sink = sink;
    p->events = (struct events){.handle = handle_event, .context = p};
    tuples_init(&p->pairs, 2);
    enum status s = spells_open(&p->spells, path, sink);
    if (s == STATUS_OK)
        s = grouping_open(&p->grouping, settings->by, settings->where, settings->where_count,
                          &settings->calendar, p->spells);
    if (s == STATUS_OK &&
        !tally_init(&p->tally, &settings->calendar, settings->what == POPULATION_FLOW ? FLOWS : 1))
        s = STATUS_MEMORY;
    if (s == STATUS_OK) {
        p->derived = grouping_has_derived(p->grouping);
        p->placement_column = rows_column(spells_rows(p->spells), "placement_start");
        s = count_all(p);
    }
    if (s == STATUS_OK)
        *out = p;
    else
        population_free(p);
    return s;
}

void population_free(struct population *p)
{
    if (!p)
        return;
    events_done(&p->events);
    tuples_done(&p->pairs);
    tally_done(&p->tally);
    coverage_done(&p->coverage);
    grouping_close(p->grouping);
    spells_close(p->spells);
    free(p->parts);
    free(p->part_last);
    free(p);
}
