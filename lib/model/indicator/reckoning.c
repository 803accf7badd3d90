// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/reckoning.h"
#include "model/population/grouping.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reckoning {
    struct counts *counts;
    const struct problem_sink *sink;
    const struct reckoning_settings *settings;
    const struct family *family;
    struct period_calendar years;
    struct spells *spells;
    char *by; /* for the grouping: "la" in place of a region that is worked out */
    struct grouping *grouping;
    struct coverage coverage;
    struct durations durations;
    struct intern values, columns;
    int cell[FAMILY_CELLS]; /* the family's columns in the input; -1: none */
    uint32_t *names;        /* words of the family's counts */
    uint32_t *groups;       /* counts' group + 1 by grouping's; 0 = not yet */
    size_t group_room;
    struct family_spell *list; /* of one subject */
    size_t count, room;
    struct text la;
    size_t last_days, usable;
    bool failed; /* out of memory */
};

static const struct family *const families[] = {&family_placements, &family_workforce,
                                                &family_contacts,   &family_places,
                                                &family_enquiries,  &family_households};
enum { FAMILIES = sizeof families / sizeof *families };

/* -- what a family may ask */

/* The counts' group for number GROUP of the grouping. */
static uint32_t group_of(struct reckoning *r, uint32_t group)
{
    struct text base[GROUPING_MOST], labels[COUNTS_DIMENSIONS];
    const struct text *names;
    size_t count = grouping_names(r->grouping, &names);
    if (group >= r->group_room) {
        size_t room = r->group_room ? r->group_room : 64;
        while (room <= group)
            room *= 2;
        uint32_t *more = realloc(r->groups, room * sizeof *more);
        if (!more)
            return INTERN_NONE;
        memset(more + r->group_room, 0, (room - r->group_room) * sizeof *more);
        r->groups = more;
        r->group_room = room;
    }
    if (r->groups[group])
        return r->groups[group] - 1;
    if (!grouping_labels(r->grouping, group, base))
        return INTERN_NONE;
    for (size_t i = 0; i < r->counts->dimension_count; i++) {
        bool region = (int)i == r->counts->region;
        for (size_t k = 0; k < count; k++)
            if (region ? text_is(names[k], "la") : text_equal(names[k], r->counts->dimensions[i]))
                labels[i] = region ? region_of(r->counts->regions, base[k]) : base[k];
    }
    uint32_t n = counts_group(r->counts, labels);
    if (n != INTERN_NONE)
        r->groups[group] = n + 1;
    return n;
}

void family_add(struct reckoning *r, const struct subject *s, int count,
                const struct family_spell *spell, int32_t at, struct text part, double amount)
{
    uint32_t group = grouping_on(r->grouping, spell->fixed, &spell->dates, at);
    if (group == GROUPING_OUTSIDE || r->failed)
        return;
    struct count_entry key = {.name = r->names[count], .date = s->on};
    key.group = group == GROUPING_FAILED ? INTERN_NONE : group_of(r, group);
    key.part = counts_word(r->counts, part);
    r->failed = key.group == INTERN_NONE || key.part == INTERN_NONE ||
                !counts_add(r->counts, &key, amount, 0);
}

void family_add_time(struct reckoning *r, const struct subject *s, int count,
                     const struct family_spell *spell, int32_t at, struct text part,
                     const struct family_time *time)
{
    uint32_t group = r->settings->times ? grouping_on(r->grouping, spell->fixed, &spell->dates, at)
                                        : GROUPING_OUTSIDE;
    if (group == GROUPING_OUTSIDE || r->failed)
        return;
    struct duration one = {.key = {.name = r->names[count], .date = s->on},
                           .entry = time->entry,
                           .exit = time->exit,
                           .cause = time->cause,
                           .again = time->again};
    one.key.group = group == GROUPING_FAILED ? INTERN_NONE : group_of(r, group);
    one.key.part = counts_word(r->counts, part);
    r->failed = one.key.group == INTERN_NONE || one.key.part == INTERN_NONE ||
                !durations_add(&r->durations, &one);
}

bool family_has(const struct reckoning *r, int cell)
{
    return r->cell[cell] >= 0;
}

bool family_last_day_stays(const struct reckoning *r)
{
    return r->settings->last_day_stays;
}

void family_saw_last_day(struct reckoning *r)
{
    r->last_days++;
}

/* -- reading */

static bool has_all(const struct rows *rows, const char *const *names)
{
    for (; *names; names++)
        if (rows_column(rows, *names) < 0)
            return false;
    return true;
}

static enum status find_family(struct reckoning *r)
{
    struct rows *rows = spells_rows(r->spells);
    for (int i = 0; !r->family && i < FAMILIES; i++)
        if (has_all(rows, families[i]->marks))
            r->family = families[i];
    if (!r->family) {
        problem_report(r->sink, PROBLEM_FATAL, "family", rows_name(rows), 1, NULL,
                       "not spells of placements, workers, households, places or enquiries, by "
                       "their columns");
        return STATUS_FORMAT;
    }
    const struct text *header;
    size_t count = rows_header(rows, &header);
    for (size_t i = 0; i < count; i++)
        if (intern_add(&r->columns, header[i]) == INTERN_NONE)
            return STATUS_MEMORY;
    for (int i = 0; i < FAMILY_CELLS; i++)
        r->cell[i] = -1;
    for (int i = 0; r->family->columns[i]; i++)
        r->cell[i] = rows_column(rows, r->family->columns[i]);
    r->years = (struct period_calendar){EVERY_YEAR, r->family->end_month, r->family->end_day};
    r->names = malloc(r->family->count_count * sizeof *r->names);
    for (size_t i = 0; r->names && i < r->family->count_count; i++)
        if ((r->names[i] = counts_word(r->counts, text_of(r->family->counts[i].name))) ==
            INTERN_NONE)
            return STATUS_MEMORY;
    return r->names ? STATUS_OK : STATUS_MEMORY;
}

/* All years in which the subject was seen. */
static void reckon_subject(struct reckoning *r)
{
    if (!r->count)
        return;
    int32_t from = INT32_MAX, to = DATE_NONE;
    for (size_t i = 0; i < r->count; i++) {
        const struct family_spell *p = &r->list[i];
        int32_t since = p->start > p->observed_from ? p->start : p->observed_from - 1;
        int32_t until = p->over < p->observed_to ? p->over : p->observed_to;
        from = since < from ? since : from;
        to = until > to ? until : to;
    }
    for (int32_t n = period_number(&r->years, from); n <= period_number(&r->years, to); n++) {
        const struct subject s = {r->list, r->count, period_end(&r->years, n - 1),
                                  period_end(&r->years, n)};
        r->family->count(r, &s);
    }
    r->count = 0;
}

static bool keep_spell(struct reckoning *r, const struct spell *spell, uint32_t fixed)
{
    if (r->count == r->room) {
        size_t room = r->room ? r->room * 2 : 16;
        struct family_spell *more = realloc(r->list, room * sizeof *more);
        if (!more)
            return false;
        r->list = more;
        r->room = room;
    }
    struct family_spell *p = &r->list[r->count++];
    *p = (struct family_spell){.start = spell->start,
                               .end = spell->end,
                               .over = spell_over(spell),
                               .observed_from = spell->observed_from,
                               .observed_to = spell->observed_to,
                               .fixed = fixed,
                               .dates = grouping_dates(r->grouping, spell)};
    for (int i = 0; i < FAMILY_CELLS && r->family->columns[i]; i++) {
        struct text cell = text_trim(rows_cell(spells_rows(r->spells), r->cell[i]));
        uint32_t n = intern_add(&r->values, cell);
        if (n == INTERN_NONE)
            return false;
        p->cells[i] = intern_text(&r->values, n);
    }
    return true;
}

static enum status read_spells(struct reckoning *r)
{
    struct spell spell;
    enum status s;
    while ((s = spells_next(r->spells, &spell)) == STATUS_OK) {
        if (!spell.same_subject)
            reckon_subject(r);
        if (!spell.same_la && (!coverage_begin(&r->coverage, spell.la) ||
                               intern_add(&r->counts->seen, spell.la) == INTERN_NONE))
            return STATUS_MEMORY;
        uint32_t fixed = grouping_fixed(r->grouping);
        if (fixed == GROUPING_FAILED)
            return STATUS_MEMORY;
        coverage_add(&r->coverage, &spell, fixed != GROUPING_OUTSIDE);
        if (!keep_spell(r, &spell, fixed) || r->failed)
            return STATUS_MEMORY;
        r->usable++;
    }
    if (s != STATUS_END)
        return s;
    reckon_subject(r);
    if (!coverage_end(&r->coverage) || r->failed || !durations_settle(&r->durations))
        return STATUS_MEMORY;
    if (!r->usable) {
        problem_report(r->sink, PROBLEM_FATAL, "empty", rows_name(spells_rows(r->spells)), 0, NULL,
                       "no usable spell");
        return STATUS_SHORT;
    }
    return STATUS_OK;
}

/* What to group by: the dimensions, but la for a region that the spells don't have. */
static enum status base_dimensions(struct reckoning *r)
{
    struct counts *c = r->counts;
    size_t size = sizeof ",la";
    bool la = false;
    for (size_t i = 0; i < c->dimension_count; i++) {
        size += c->dimensions[i].size + 1;
        la = la || text_is(c->dimensions[i], "la");
        if (text_is(c->dimensions[i], "region") &&
            intern_find(&r->columns, c->dimensions[i]) == INTERN_NONE)
            c->region = (int)i;
    }
    char *end = r->by = malloc(size);
    if (!end)
        return STATUS_MEMORY;
    for (size_t i = 0; i < c->dimension_count; i++)
        if ((int)i != c->region)
            end += sprintf(end, "%s%.*s", end == r->by ? "" : ",", (int)c->dimensions[i].size,
                           c->dimensions[i].at);
    if (c->region >= 0 && !la)
        end += sprintf(end, "%sla", end == r->by ? "" : ",");
    *end = '\0';
    return STATUS_OK;
}

enum status reckoning_read(struct reckoning **out, struct rows *rows,
                           const struct reckoning_settings *settings, struct counts *counts)
{
    struct reckoning *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r) {
        rows_close(rows);
        return STATUS_MEMORY;
    }
    r->counts = counts;
    r->sink = rows_sink(rows);
    r->settings = settings;
    counts->has_authorities = true;
    enum status s = spells_open_rows(&r->spells, rows);
    if (s == STATUS_OK)
        s = find_family(r);
    if (s == STATUS_OK)
        s = base_dimensions(r);
    if (s == STATUS_OK)
        s = grouping_open(&r->grouping, *r->by ? r->by : NULL, settings->where,
                          settings->where_count, &r->years, r->spells);
    if (s == STATUS_OK)
        s = read_spells(r);
    spells_close(r->spells);
    r->spells = NULL;
    if (s == STATUS_OK)
        *out = r;
    else
        reckoning_free(r);
    return s;
}

void reckoning_free(struct reckoning *r)
{
    if (!r)
        return;
    grouping_close(r->grouping);
    coverage_done(&r->coverage);
    durations_done(&r->durations);
    intern_done(&r->values);
    intern_done(&r->columns);
    free(r->by);
    free(r->names);
    free(r->groups);
    free(r->list);
    free(r);
}

/* -- what was read */

struct durations *reckoning_durations(struct reckoning *r)
{
    return &r->durations;
}

const struct family *reckoning_family(const struct reckoning *r)
{
    return r->family;
}

bool reckoning_has_column(const struct reckoning *r, struct text name)
{
    return intern_find(&r->columns, name) != INTERN_NONE;
}

const struct period_calendar *reckoning_years(const struct reckoning *r)
{
    return &r->years;
}

bool reckoning_span(const struct reckoning *r, int32_t *first, int32_t *last)
{
    int32_t from, to;
    if (!coverage_span(&r->coverage, &from, &to))
        return false;
    *first = period_number(&r->years, from - 1);
    *last = period_number(&r->years, to + 1) - 1;
    return *first <= *last;
}

/* Whether AUTHORITY may be in GROUP, by the group's labels for la and region. */
static bool may_be_in(const struct reckoning *r, const struct coverage_authority *authority,
                      uint32_t group)
{
    const struct counts *c = r->counts;
    for (size_t i = 0; i < c->dimension_count; i++) {
        struct text label = counts_label(c, group, i);
        if ((int)i == c->region && !text_equal(region_of(c->regions, authority->name), label))
            return false;
        if (text_is(c->dimensions[i], "la") && !text_equal(authority->name, label))
            return false;
    }
    return true;
}

bool reckoning_covers(const struct reckoning *r, uint32_t group, int32_t on, int years)
{
    int32_t from = period_end(&r->years, period_number(&r->years, on) - years) + 1;
    for (uint32_t i = 0; i < r->coverage.count; i++) {
        const struct coverage_authority *a = &r->coverage.authorities[i];
        if (a->selected && may_be_in(r, a, group) &&
            (years ? coverage_misses(&r->coverage, i, from, on)
                   : coverage_misses_stock(&r->coverage, i, on)))
            return false;
    }
    return true;
}

const struct family_count *reckoning_count(const struct reckoning *r, struct text name)
{
    for (size_t i = 0; i < r->family->count_count; i++)
        if (text_is(name, r->family->counts[i].name))
            return &r->family->counts[i];
    return NULL;
}

size_t reckoning_last_days(const struct reckoning *r)
{
    return r->last_days;
}
