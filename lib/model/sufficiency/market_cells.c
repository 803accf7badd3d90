// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/market_private.h"

#include <stdio.h>
#include <stdlib.h>

/* The labels before the kind as one text: a view of the market's buffer. at NULL: out of memory. */
static struct text group_key(struct market *m, const struct market_source *s,
                             const struct text *labels, uint32_t scenario)
{
    size_t used = 0;
    for (size_t d = 0; d + 1 < m->by_count; d++) {
        struct text label =
            s->position[d] >= 0 ? labels[s->position[d]] : intern_text(&m->scenarios, scenario);
        if (used + label.size + 1 > m->key_room) {
            size_t room = 2 * (used + label.size + 1);
            char *key = realloc(m->key, room);
            if (!key)
                return (struct text){NULL, 0};
            m->key = key;
            m->key_room = room;
        }
        if (label.size)
            memcpy(m->key + used, label.at, label.size);
        used += label.size;
        m->key[used++] = '\x1F';
    }
    return used ? (struct text){m->key, used} : (struct text){"", 0};
}

static struct text kind_of(const struct market *m, const struct market_source *s,
                           const struct text *labels)
{
    int at = m->by_count ? s->position[m->by_count - 1] : -1;
    return at >= 0 ? labels[at] : (struct text){"", 0};
}

/* How often a file's cells are to be taken: once, or for each scenario that it doesn't know. */
static uint32_t times(const struct market *m, const struct market_source *s)
{
    for (size_t d = 0; d < m->by_count; d++)
        if (s->position[d] < 0)
            return m->scenarios.count;
    return 1;
}

static enum status collect_scenarios(struct market *m)
{
    for (size_t i = 0; i < m->source_count; i++) {
        const struct future_shape *f = future_shape(m->sources[i].future);
        int at = future_dimension(f, text_of("scenario"));
        for (size_t c = 0; at >= 0 && c < f->cell_count; c++)
            if (intern_add(&m->scenarios, f->labels[c * f->dimension_count + (size_t)at]) ==
                INTERN_NONE)
                return STATUS_MEMORY;
    }
    return STATUS_OK;
}

static enum status collect_labels(struct market *m, const struct market_source *s)
{
    const struct future_shape *f = future_shape(s->future);
    for (size_t c = 0; c < f->cell_count; c++) {
        const struct text *labels = f->labels + c * f->dimension_count;
        for (uint32_t n = 0; n < times(m, s); n++) {
            struct text key = group_key(m, s, labels, n);
            if (!key.at || intern_add(&m->group_keys, key) == INTERN_NONE)
                return STATUS_MEMORY;
        }
        if (intern_add(&m->kind_names, kind_of(m, s, labels)) == INTERN_NONE)
            return STATUS_MEMORY;
    }
    return STATUS_OK;
}

/* Kinds without limit that nobody is placed in yet, but to which children may be sent. */
static enum status collect_next_kinds(struct market *m, struct overflow_table *t)
{
    uint32_t count = m->kind_names.count;
    for (size_t i = 0; i < t->rule_count; i++) {
        enum overflow_places places = overflow_places_of(t, t->rules[i].next);
        if (places != PLACES_NO_LIMIT)
            continue;
        for (uint32_t k = 0; k < count; k++)
            if (overflow_is_about(t->rules[i].kind, intern_text(&m->kind_names, k)) &&
                intern_add(&m->kind_names, t->rules[i].next) == INTERN_NONE)
                return STATUS_MEMORY;
    }
    return STATUS_OK;
}

/* The labels but for the scenario, as one text: what names a group's random numbers, so that scenarios share
 * theirs. */
static struct text name_group(struct market *m, const struct text *labels)
{
    size_t size = 0, used = 0;
    for (size_t d = 0; d + 1 < m->by_count; d++)
        size += labels[d].size + 1;
    char *name = arena_take(&m->arena, size + 1);
    for (size_t d = 0; name && d + 1 < m->by_count; d++) {
        if (text_is(m->by[d], "scenario"))
            continue;
        if (labels[d].size)
            memcpy(name + used, labels[d].at, labels[d].size);
        used += labels[d].size;
        name[used++] = '\x1F';
    }
    return (struct text){name, used};
}

static enum status put_in_order(struct market *m)
{
    m->group_count = m->group_keys.count;
    m->kind_count = m->kind_names.count;
    m->cell_count = m->group_count * m->kind_count;
    size_t before = m->by_count ? m->by_count - 1 : 0;
    m->group_rank = malloc((m->group_count + 1) * sizeof *m->group_rank);
    m->kind_rank = malloc((m->kind_count + 1) * sizeof *m->kind_rank);
    m->group_labels = arena_take(&m->arena, (m->group_count * before + 1) * sizeof(struct text));
    m->group_names = arena_take(&m->arena, (m->group_count + 1) * sizeof *m->group_names);
    m->kinds = arena_take(&m->arena, (m->kind_count + 1) * sizeof *m->kinds);
    m->state = arena_take(&m->arena, (m->cell_count + 1) * sizeof *m->state);
    m->has_demand = arena_take(&m->arena, m->cell_count + 1);
    if (!m->group_rank || !m->kind_rank || !m->group_labels || !m->group_names || !m->kinds ||
        !m->state || !m->has_demand || !intern_rank(&m->group_keys, m->group_rank) ||
        !intern_rank(&m->kind_names, m->kind_rank))
        return STATUS_MEMORY;
    for (uint32_t g = 0; g < m->group_count; g++) {
        struct text rest = intern_text(&m->group_keys, g);
        struct text *labels = m->group_labels + m->group_rank[g] * before;
        for (size_t d = 0; d < before; d++)
            labels[d] = text_cut(&rest, '\x1F');
        m->group_names[m->group_rank[g]] = name_group(m, labels);
        if (!m->group_names[m->group_rank[g]].at)
            return STATUS_MEMORY;
    }
    for (uint32_t k = 0; k < m->kind_count; k++)
        m->kinds[m->kind_rank[k]] = intern_text(&m->kind_names, k);
    return STATUS_OK;
}

uint32_t market_find(struct market *m, const struct market_source *source,
                     const struct text *labels, uint32_t scenario)
{
    struct text key = group_key(m, source, labels, scenario);
    uint32_t group = key.at ? intern_find(&m->group_keys, key) : INTERN_NONE;
    uint32_t kind = intern_find(&m->kind_names, kind_of(m, source, labels));
    if (group == INTERN_NONE || kind == INTERN_NONE)
        return UINT32_MAX;
    return m->group_rank[group] * (uint32_t)m->kind_count + m->kind_rank[kind];
}

/* Whether a file's cell has the measure: at all dates (true), or at none. At some is refused: what is
 * missing would count as nobody. */
static enum status has_cell(const struct market *m, const struct market_source *s, int measure,
                            size_t cell, bool *out)
{
    const struct future_shape *f = future_shape(s->future);
    size_t known = 0, missing = 0;
    for (size_t d = 0; d < f->date_count; d++)
        if (future_has(s->future, (size_t)measure, d, cell))
            known++;
        else
            missing = d;
    *out = known == f->date_count;
    if (!known || *out)
        return STATUS_OK;
    char day[DATE_TEXT], kind[96];
    date_write(f->dates[missing], day);
    problem_report(
        m->sink, PROBLEM_FATAL, "hole", future_name(s->future), 0, NULL,
        "'%s' has no %.*s on %s, and has on other dates",
        text_show(kind_of(m, s, f->labels + cell * f->dimension_count), kind, sizeof kind),
        (int)f->measures[measure].size, f->measures[measure].at, day);
    return STATUS_FORMAT;
}

/* A cell without the file's measure (kin have households, and no places) is none of its cells; one with
 * children must have their days, too, where days are asked for. */
static enum status choose_cell(const struct market *m, const struct market_source *s, size_t cell,
                               bool *out)
{
    bool days = false;
    enum status status = has_cell(m, s, s->measure, cell, out);
    if (status != STATUS_OK || !*out || s->is_supply || s->beside < 0)
        return status;
    status = has_cell(m, s, s->beside, cell, &days);
    if (status != STATUS_OK || days)
        return status;
    char kind[96];
    const struct future_shape *f = future_shape(s->future);
    problem_report(
        m->sink, PROBLEM_FATAL, "hole", future_name(s->future), 0, NULL,
        "'%s' has children and no care_days",
        text_show(kind_of(m, s, f->labels + cell * f->dimension_count), kind, sizeof kind));
    return STATUS_FORMAT;
}

static enum status link_cells(struct market *m, struct market_source *s, bool *there)
{
    const struct future_shape *f = future_shape(s->future);
    uint32_t n = times(m, s);
    s->links = malloc((f->cell_count * n + 1) * sizeof *s->links);
    if (!s->links)
        return STATUS_MEMORY;
    for (size_t c = 0; c < f->cell_count; c++) {
        bool has;
        enum status status = choose_cell(m, s, c, &has);
        if (status != STATUS_OK)
            return status;
        for (uint32_t i = 0; has && i < n; i++) {
            uint32_t to = market_find(m, s, f->labels + c * f->dimension_count, i);
            if (to == UINT32_MAX)
                return STATUS_MEMORY;
            s->links[s->link_count++] = (struct market_link){(uint32_t)c, to};
            there[to] = true;
        }
    }
    return STATUS_OK;
}

void market_labels(const struct market *m, size_t cell, struct text *to)
{
    size_t before = m->by_count ? m->by_count - 1 : 0;
    for (size_t d = 0; d < before; d++)
        to[d] = m->group_labels[cell / m->kind_count * before + d];
    if (m->by_count)
        to[before] = m->kinds[cell % m->kind_count];
}

const char *market_name(const struct market *m, size_t cell, char *buffer, size_t size)
{
    char shown[96];
    size_t before = m->by_count ? m->by_count - 1 : 0;
    struct text kind = m->kinds[cell % m->kind_count];
    int used =
        snprintf(buffer, size, "%s", kind.size ? text_show(kind, shown, sizeof shown) : "all");
    for (size_t d = 0; d < before && used >= 0 && (size_t)used < size; d++) {
        struct text label = m->group_labels[cell / m->kind_count * before + d];
        if (label.size)
            used += snprintf(buffer + used, size - (size_t)used, ", %s",
                             text_show(label, shown, sizeof shown));
    }
    return buffer;
}

/* What the cell is, from what is there and what is said; false when one side is missing (reported). */
static bool decide(struct market *m, struct overflow_table *t, size_t cell, bool demand,
                   bool supply)
{
    enum overflow_places said = overflow_places_of(t, m->kinds[cell % m->kind_count]);
    m->has_demand[cell] = demand;
    m->state[cell] = said == PLACES_LEFT_OUT   ? MARKET_LEFT_OUT
                     : said == PLACES_NO_LIMIT ? MARKET_NO_LIMIT
                     : demand || supply        ? MARKET_COUNTED
                                               : MARKET_ABSENT;
    if (m->state[cell] != MARKET_COUNTED || (demand && supply) ||
        (demand ? said == PLACES_NONE : said == PLACES_NO_DEMAND))
        return true;
    char name[300];
    market_name(m, cell, name, sizeof name);
    if (demand)
        problem_report(m->sink, PROBLEM_FATAL, "no-supply", NULL, 0, NULL,
                       "'%s': children and no supply: add draws of its places, or say how to take "
                       "it (--no-limit, --no-places, --leave-out)",
                       name);
    else
        problem_report(m->sink, PROBLEM_FATAL, "no-demand", NULL, 0, NULL,
                       "'%s': supply and no children: add draws of those who need it, or say how "
                       "to take it (--no-demand, --leave-out)",
                       name);
    return false;
}

enum status market_make_cells(struct market *m, struct overflow_table *t)
{
    enum status s = collect_scenarios(m);
    for (size_t i = 0; s == STATUS_OK && i < m->source_count; i++)
        s = collect_labels(m, &m->sources[i]);
    if (s == STATUS_OK)
        s = collect_next_kinds(m, t);
    if (s == STATUS_OK)
        s = put_in_order(m);
    bool *there = s == STATUS_OK ? calloc(2 * m->cell_count + 1, sizeof *there) : NULL;
    if (!there)
        return s == STATUS_OK ? STATUS_MEMORY : s;
    for (size_t i = 0; s == STATUS_OK && i < m->source_count; i++)
        s = link_cells(m, &m->sources[i], there + (m->sources[i].is_supply ? m->cell_count : 0));
    bool good = true;
    for (size_t c = 0; s == STATUS_OK && c < m->cell_count; c++)
        good = decide(m, t, c, there[c], there[m->cell_count + c]) && good;
    free(there);
    return s == STATUS_OK && !good ? STATUS_FORMAT : s;
}
