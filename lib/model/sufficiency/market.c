// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/market_private.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_in(const struct market_source *s, struct text name)
{
    return future_dimension(future_shape(s->future), name) >= 0;
}

static enum status open_source(struct market *m, const char *path, bool is_supply)
{
    const struct market_settings *g = m->settings;
    struct market_source *s = &m->sources[m->source_count++];
    *s = (struct market_source){
        .is_supply = is_supply,
        .measures = {is_supply ? g->supply_measure : g->demand_measure},
        .settings = {.where = is_supply ? g->supply_where : g->demand_where,
                     .where_count = is_supply ? g->supply_where_count : g->demand_where_count,
                     .not_negative = true,
                     .grid = !is_supply && g->load > 0 ? 1 : g->grid},
    };
    s->settings.measures = s->measures;
    if (is_supply && g->households)
        s->measures[1] = "households";
    if (!is_supply && g->care_days)
        s->measures[1] = "care_days";
    enum status status = future_open(&s->future, path, &s->settings, m->sink);
    if (status != STATUS_OK)
        return status;
    const struct future_shape *shape = future_shape(s->future);
    s->measure = future_measure(shape, s->measures[0]);
    s->beside = s->measures[1] ? future_measure(shape, s->measures[1]) : -1;
    if (s->measure >= 0)
        return STATUS_OK;
    char others[400];
    problem_report(m->sink, PROBLEM_FATAL, "no-measure", future_name(s->future), 0, NULL,
                   "no draw of measure %s; there is: %s", s->measures[0],
                   future_other_measures(s->future, others, sizeof others));
    return STATUS_FORMAT;
}

static enum status same_dates(const struct market *m, const struct market_source *s)
{
    const struct future_shape *a = future_shape(m->sources[0].future), *b = future_shape(s->future);
    size_t i = 0;
    while (i < a->date_count && i < b->date_count && a->dates[i] == b->dates[i])
        i++;
    if (i == a->date_count && i == b->date_count)
        return STATUS_OK;
    char one[DATE_TEXT] = "none", two[DATE_TEXT] = "none";
    if (i < a->date_count)
        date_write(a->dates[i], one);
    if (i < b->date_count)
        date_write(b->dates[i], two);
    problem_report(m->sink, PROBLEM_FATAL, "dates", future_name(s->future), 0, NULL,
                   "other dates than %s: date %zu is %s here and %s there; make both with the same "
                   "--from, --every and --ahead",
                   future_name(m->sources[0].future), i + 1, two, one);
    return STATUS_FORMAT;
}

static enum status open_sources(struct market *m)
{
    const struct market_settings *g = m->settings;
    m->sources = calloc(g->demand_count + g->supply_count, sizeof *m->sources);
    enum status s = m->sources ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; s == STATUS_OK && i < g->demand_count; i++)
        s = open_source(m, g->demand[i], false);
    for (size_t i = 0; s == STATUS_OK && i < g->supply_count; i++)
        s = open_source(m, g->supply[i], true);
    for (size_t i = 1; s == STATUS_OK && i < m->source_count; i++)
        s = same_dates(m, &m->sources[i]);
    if (s != STATUS_OK)
        return s;
    const struct future_shape *first = future_shape(m->sources[0].future);
    m->dates = first->dates;
    m->date_count = first->date_count;
    return STATUS_OK;
}

static bool in_all(const struct market *m, struct text name)
{
    bool some = false, all = true;
    for (size_t i = 0; i < m->source_count; i++) {
        bool has = is_in(&m->sources[i], name);
        some = some || has;
        all = all && has;
    }
    return text_is(name, "scenario") ? some : all;
}

static enum status no_dimension(const struct market *m, struct text name)
{
    for (size_t i = 0; i < m->source_count; i++) {
        const struct future_shape *shape = future_shape(m->sources[i].future);
        if (is_in(&m->sources[i], name))
            continue;
        char there[300] = "";
        size_t used = 0;
        for (size_t d = 0; d < shape->dimension_count && used < sizeof there; d++)
            used += (size_t)snprintf(there + used, sizeof there - used, "%s%.*s", d ? ", " : "",
                                     (int)shape->dimensions[d].size, shape->dimensions[d].at);
        problem_report(m->sink, PROBLEM_FATAL, "missing-column", future_name(m->sources[i].future),
                       0, NULL, "no dimension %.*s; there is: %s", (int)name.size, name.at,
                       *there ? there : "none");
    }
    return STATUS_FORMAT;
}

static enum status choose_by(struct market *m)
{
    const struct future_shape *first = future_shape(m->sources[0].future);
    size_t most = first->dimension_count + 2;
    struct text rest = text_of(m->settings->by), scenario = text_of("scenario");
    for (struct text t = rest; t.at && t.size; most++)
        text_cut(&t, ',');
    m->by = arena_take(&m->arena, most * sizeof *m->by);
    if (!m->by)
        return STATUS_MEMORY;
    bool kind = false, named = text_cut(&(struct text){rest.at, rest.size}, ',').size > 0;
    if (in_all(m, scenario) && !(named && strstr(m->settings->by, "scenario")))
        m->by[m->by_count++] = scenario;
    while (rest.at && rest.size) {
        struct text name = text_trim(text_cut(&rest, ','));
        if (!in_all(m, name))
            return no_dimension(m, name);
        m->by[m->by_count++] = name;
    }
    for (size_t i = 0; !named && i < first->dimension_count; i++) {
        struct text name = first->dimensions[i];
        bool is_kind = text_is(name, "placement_kind");
        kind = kind || (is_kind && in_all(m, name));
        if (!is_kind && !text_equal(name, scenario) && in_all(m, name))
            m->by[m->by_count++] = name;
    }
    if (kind)
        m->by[m->by_count++] = text_of("placement_kind");
    return STATUS_OK;
}

static enum status place_dimensions(struct market *m)
{
    for (size_t i = 0; i < m->source_count; i++) {
        struct market_source *s = &m->sources[i];
        s->position = arena_take(&m->arena, (m->by_count + 1) * sizeof *s->position);
        if (!s->position)
            return STATUS_MEMORY;
        for (size_t d = 0; d < m->by_count; d++)
            s->position[d] = future_dimension(future_shape(s->future), m->by[d]);
    }
    return STATUS_OK;
}

static enum status check_statements(const struct market *m, const struct overflow_table *t)
{
    for (size_t i = 0; i < t->statement_count; i++) {
        const struct overflow_statement *s = &t->statements[i];
        char shown[96];
        text_show(s->kind, shown, sizeof shown);
        if (s->line && (s->start > m->dates[0] ||
                        (s->end != DATE_NONE && s->end <= m->dates[m->date_count - 1]))) {
            problem_report(m->sink, PROBLEM_FATAL, "overflow", t->path, s->line, "places",
                           "what is said about '%s' must hold at all dates of the draws", shown);
            return STATUS_VALUE;
        }
        if (!s->used && !s->line) {
            problem_report(m->sink, PROBLEM_FATAL, "unused", NULL, 0, NULL,
                           "'%s', of which an option says how to take it, is in neither demand nor "
                           "supply",
                           shown);
            return STATUS_VALUE;
        }
    }
    return STATUS_OK;
}

static enum status take_rooms(struct market *m)
{
    size_t n = m->date_count * m->cell_count;
    m->demand = calloc(2 * n + 1, sizeof *m->demand);
    m->sum = calloc(4 * n + 1, sizeof *m->sum);
    if (!m->demand || !m->sum)
        return STATUS_MEMORY;
    m->supply = m->demand + n;
    m->care_days = m->sum + 2 * n;
    m->households = m->sum + 3 * n;
    size_t with = 0, without = 0;
    for (size_t i = 0; i < m->source_count; i++) {
        if (!m->sources[i].is_supply)
            *(m->sources[i].beside >= 0 ? &with : &without) += 1;
    }
    m->has_care_days = with > 0;
    if (!m->settings->care_days || !without)
        return STATUS_OK;
    problem_report(m->sink, with ? PROBLEM_FATAL : PROBLEM_NOTE, "no-days", NULL, 0, NULL,
                   "%s no care_days, which costs rest on: hearth-project --measures "
                   "stock,care_days writes them",
                   with ? "some files of the demand have" : "the demand has");
    return with ? STATUS_FORMAT : STATUS_OK;
}

enum status market_open(struct market *m, const struct market_settings *settings,
                        struct overflow_table *t, const struct problem_sink *sink)
{
    *m = (struct market){.settings = settings, .sink = sink};
    enum status s = open_sources(m);
    if (s == STATUS_OK)
        s = choose_by(m);
    if (s == STATUS_OK)
        s = place_dimensions(m);
    if (s == STATUS_OK)
        s = market_make_cells(m, t);
    if (s == STATUS_OK)
        s = check_statements(m, t);
    if (s == STATUS_OK)
        s = take_rooms(m);
    if (s != STATUS_OK)
        market_close(m);
    return s;
}

void market_close(struct market *m)
{
    for (size_t i = 0; i < m->source_count; i++) {
        future_close(m->sources[i].future);
        free(m->sources[i].links);
    }
    free(m->sources);
    free(m->demand);
    free(m->sum);
    free(m->key);
    free(m->group_rank);
    free(m->kind_rank);
    intern_done(&m->group_keys);
    intern_done(&m->kind_names);
    intern_done(&m->scenarios);
    arena_done(&m->arena);
    *m = (struct market){0};
}
