// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/population/population_private.h"
#include "stream/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A series that occurs, with what its rows need. */
struct line {
    struct text *labels;
    size_t label_count;
    uint32_t series;
    uint64_t *unseen; /* one bit a place from the first on; NULL: all seen */
};

/* What is written, and when. */
struct sheet {
    struct population *p;
    int32_t first, last; /* places of the first stock and of the last date */
    size_t words;        /* in a set of bits */
    struct line *lines;
    size_t count;
    uint64_t **authority_unseen; /* by authority; NULL: all seen */
    struct arena memory;
};

bool population_places(const struct population *p, int32_t *first, int32_t *last)
{
    int32_t from, to;
    if (!coverage_span(&p->coverage, &from, &to))
        return false;
    int32_t earliest = tally_end(&p->tally, 0) < from ? from - 1 : from;
    *first = tally_place(&p->tally, earliest);
    *last = tally_place(&p->tally, to);
    if (tally_end(&p->tally, *last) > to)
        --*last;
    return *first <= *last;
}

bool population_wants(const struct population *p, int32_t date)
{
    return (p->settings.from == DATE_NONE || date >= p->settings.from) &&
           (p->settings.to == DATE_NONE || date <= p->settings.to);
}

static bool is_unseen(const struct sheet *s, uint32_t authority, int32_t place)
{
    const struct tally *t = &s->p->tally;
    if (s->p->settings.what == POPULATION_STOCK)
        return coverage_misses_stock(&s->p->coverage, authority, tally_end(t, place));
    return place > s->first && coverage_misses(&s->p->coverage, authority,
                                               tally_end(t, place - 1) + 1, tally_end(t, place));
}

static uint64_t *new_bits(struct sheet *s)
{
    uint64_t *bits = arena_take(&s->memory, s->words * sizeof *bits);
    for (size_t i = 0; bits && i < s->words; i++)
        bits[i] = 0;
    return bits;
}

static bool find_unseen(struct sheet *s)
{
    uint32_t count = s->p->coverage.count;
    s->authority_unseen = arena_take(&s->memory, count * sizeof *s->authority_unseen);
    if (!s->authority_unseen)
        return false;
    for (uint32_t a = 0; a < count; a++) {
        s->authority_unseen[a] = NULL;
        for (int32_t place = s->first; place <= s->last; place++) {
            if (!is_unseen(s, a, place))
                continue;
            if (!s->authority_unseen[a] && !(s->authority_unseen[a] = new_bits(s)))
                return false;
            uint32_t at = (uint32_t)(place - s->first);
            s->authority_unseen[a][at / 64] |= (uint64_t)1 << at % 64;
        }
    }
    return true;
}

static int64_t change(const struct population *p, uint32_t series, int32_t from, int32_t to)
{
    const struct tally *t = &p->tally;
    if (p->settings.what == POPULATION_STOCK)
        return tally_sum(t, series, 0, from, to);
    return tally_sum(t, series, STARTS, from, to) - tally_sum(t, series, ENDS, from, to) +
           tally_sum(t, series, MOVES_IN, from, to) - tally_sum(t, series, MOVES_OUT, from, to) +
           tally_sum(t, series, AGEING_IN, from, to) - tally_sum(t, series, AGEING_OUT, from, to);
}

/* A series occurs when it has spells at the first date or something happens to it later. The one
 * series of all spells always occurs: its zeros are true. */
static bool occurs(const struct sheet *s, uint32_t series)
{
    const struct population *p = s->p;
    const struct text *names;
    if (!grouping_names(p->grouping, &names))
        return true;
    if (tally_touched(&p->tally, series, s->first + 1, s->last))
        return true;
    return p->settings.what != POPULATION_MATRIX && change(p, series, 0, s->first) != 0;
}

static bool side_labels(struct population *p, int32_t from_or_to, struct text *labels, size_t count)
{
    if (from_or_to >= 0)
        return grouping_labels(p->grouping, (uint32_t)from_or_to, labels);
    for (size_t i = 0; i < count; i++)
        labels[i] = text_of(from_or_to == SIDE_NOT_IN_CARE ? POPULATION_NOT_IN_CARE
                                                           : POPULATION_NOT_INCLUDED);
    return true;
}

static bool find_labels(struct sheet *s, struct line *line)
{
    struct population *p = s->p;
    const struct text *names;
    size_t count = grouping_names(p->grouping, &names);
    bool matrix = p->settings.what == POPULATION_MATRIX;
    line->label_count = matrix ? 2 * count : count;
    line->labels = arena_take(&s->memory, (line->label_count + 1) * sizeof *line->labels);
    if (!line->labels || !matrix)
        return line->labels && (!count || grouping_labels(p->grouping, line->series, line->labels));
    int32_t from = tuples_at(&p->pairs, line->series)[0],
            to = tuples_at(&p->pairs, line->series)[1];
    return side_labels(p, from, line->labels, count) &&
           side_labels(p, to, line->labels + count, count);
}

static int by_labels(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    for (size_t i = 0; i < x->label_count; i++) {
        int order = text_compare(x->labels[i], y->labels[i]);
        if (order)
            return order;
    }
    return 0;
}

static bool find_lines(struct sheet *s)
{
    struct population *p = s->p;
    const struct text *names;
    uint32_t most = p->tally.used;
    if (!most && !grouping_names(p->grouping, &names))
        most = 1;
    s->lines = arena_take(&s->memory, (most + 1) * sizeof *s->lines);
    if (!s->lines)
        return false;
    for (uint32_t series = 0; series < most; series++) {
        if (!occurs(s, series))
            continue;
        s->lines[s->count] = (struct line){.series = series};
        if (!find_labels(s, &s->lines[s->count++]))
            return false;
    }
    if (s->count)
        qsort(s->lines, s->count, sizeof *s->lines, by_labels);
    return true;
}

static bool join(struct sheet *s, uint64_t **bits, const uint64_t *more)
{
    if (!more)
        return true;
    if (!*bits && !(*bits = new_bits(s)))
        return false;
    for (size_t word = 0; word < s->words; word++)
        (*bits)[word] |= more[word];
    return true;
}

/* Every line gets the unseen dates of the authorities that have spells in its group by the last
 * date; that of a pair those of both groups. */
static bool spread_unseen(struct sheet *s)
{
    struct population *p = s->p;
    uint64_t **group = arena_take(&s->memory, (p->group_room + 1) * sizeof *group);
    if (!group)
        return false;
    for (uint32_t i = 0; i < p->group_room; i++)
        group[i] = NULL;
    for (size_t i = 0; i < p->part_count; i++) {
        const struct population_part *part = &p->parts[i];
        if (part->first <= tally_end(&p->tally, s->last) &&
            !join(s, &group[part->group], s->authority_unseen[part->authority]))
            return false;
    }
    for (size_t i = 0; i < s->count; i++) {
        struct line *line = &s->lines[i];
        if (p->settings.what != POPULATION_MATRIX) {
            line->unseen = line->series < p->group_room ? group[line->series] : NULL;
            continue;
        }
        const int32_t *side = tuples_at(&p->pairs, line->series);
        for (int k = 0; k < 2; k++)
            if (side[k] >= 0 && !join(s, &line->unseen, group[side[k]]))
                return false;
    }
    return true;
}

/* MEASURE is one of the tally, FLOWS for net, or that of the stock, of which VALUE runs on. */
static void write_line(const struct sheet *s, const struct line *line, const char *name,
                       int measure, struct writer *w)
{
    const struct population *p = s->p;
    bool stock = p->settings.what == POPULATION_STOCK;
    int64_t value = stock ? change(p, line->series, 0, s->first - 1) : 0;
    struct series_output row = {
        .measure = text_of(name), .labels = line->labels, .label_count = line->label_count};
    static const struct series_columns columns = {.status = true};
    for (int32_t place = stock ? s->first : s->first + 1; place <= s->last; place++) {
        if (stock)
            value += tally_count(&p->tally, line->series, 0, place);
        else if (measure == FLOWS)
            value = change(p, line->series, place, place);
        else
            value = tally_count(&p->tally, line->series, measure, place);
        row.date = tally_end(&p->tally, place);
        if (!population_wants(p, row.date))
            continue;
        uint32_t at = (uint32_t)(place - s->first);
        bool unseen = line->unseen && line->unseen[at / 64] >> at % 64 & 1;
        row.value = unseen ? NAN : (double)value;
        row.status = text_of(unseen ? "x" : "");
        series_write(w, &row, &columns);
    }
}

static void write_measure(const struct sheet *s, const char *name, int measure, struct writer *w)
{
    for (size_t i = 0; i < s->count; i++)
        write_line(s, &s->lines[i], name, measure, w);
}

static void write_flows(const struct sheet *s, struct writer *w)
{
    const struct population *p = s->p;
    write_measure(s, "starts", STARTS, w);
    write_measure(s, "ends", ENDS, w);
    write_measure(s, "moves_in", MOVES_IN, w);
    write_measure(s, "moves_out", MOVES_OUT, w);
    if (p->placement_column >= 0)
        write_measure(s, "moves_within", MOVES_WITHIN, w);
    if (p->derived) {
        write_measure(s, "ageing_in", AGEING_IN, w);
        write_measure(s, "ageing_out", AGEING_OUT, w);
    }
    write_measure(s, "net", FLOWS, w);
}

static bool write_header(struct sheet *s, struct writer *w)
{
    static const char *const prefixes[] = {"from_", "to_"};
    const struct text *names;
    size_t count = grouping_names(s->p->grouping, &names);
    size_t sides = s->p->settings.what == POPULATION_MATRIX ? 2 : 1;
    struct text columns[2 * GROUPING_MOST];
    for (size_t i = 0; i < sides * count; i++) {
        columns[i] = names[i % count];
        if (sides == 1)
            continue;
        size_t size = columns[i].size + 8;
        char *name = arena_take(&s->memory, size);
        if (!name)
            return false;
        int written = snprintf(name, size, "%s%.*s", prefixes[i / count], (int)columns[i].size,
                               columns[i].at);
        columns[i] = (struct text){name, (size_t)written};
    }
    series_write_header(w, columns, sides * count, &(struct series_columns){.status = true});
    return true;
}

static bool write_sheet(struct sheet *s, struct writer *w)
{
    bool some = population_places(s->p, &s->first, &s->last);
    if (!write_header(s, w))
        return false;
    if (!some)
        return true;
    s->words = (size_t)(s->last - s->first) / 64 + 1;
    if (!find_unseen(s) || !find_lines(s) || !spread_unseen(s))
        return false;
    switch (s->p->settings.what) {
    case POPULATION_STOCK:
        write_measure(s, "stock", 0, w);
        break;
    case POPULATION_FLOW:
        write_flows(s, w);
        break;
    case POPULATION_MATRIX:
        write_measure(s, "moves", 0, w);
        break;
    }
    return true;
}

enum status population_write(struct population *p, struct writer *w)
{
    struct sheet sheet = {.p = p};
    bool written = write_sheet(&sheet, w);
    arena_done(&sheet.memory);
    if (!written)
        return STATUS_MEMORY;
    population_notes(p);
    return STATUS_OK;
}
