// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/quantiles/collect.h"
#include "model/quantiles/combine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIMENSIONS = 64 };

/* One file being read: where its dimensions go. */
struct collecting {
    struct collection *c;
    const struct collection_settings *settings;
    const struct problem_sink *sink;
    const char *path;
    int goes[MOST_DIMENSIONS]; /* output dimension of each of the file's; -1: summed over */
    int scenario;              /* the file's dimension to subtract by; -1: none */
    int where[WHERE_MOST];     /* the file's dimension of each condition */
    struct where conditions;
    int32_t *key;
    size_t added; /* rows of futures */
};

static enum status missing(const struct collecting *k, const char *option, struct text name)
{
    problem_report(k->sink, PROBLEM_FATAL, "missing-column", k->path, 0, NULL,
                   "%s: there is no dimension '%.*s'", option, (int)name.size, name.at);
    return STATUS_FORMAT;
}

static int find(const struct text *names, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(names[i], name))
            return (int)i;
    return -1;
}

static bool in_list(const char *list, struct text name)
{
    struct text rest = text_of(list);
    while (rest.size)
        if (text_equal(text_cut(&rest, ','), name))
            return true;
    return false;
}

static enum status check_names(struct collecting *k, const struct text *names, size_t count)
{
    struct text rest = text_of(k->settings->sum);
    while (rest.size) {
        struct text name = text_cut(&rest, ',');
        if (find(names, count, name) < 0)
            return missing(k, "--sum", name);
    }
    k->scenario = k->settings->difference ? find(names, count, text_of("scenario")) : -1;
    if (k->settings->difference &&
        (k->scenario < 0 || in_list(k->settings->sum, text_of("scenario"))))
        return missing(k, "--difference", text_of("scenario"));
    for (int i = 0; i < k->conditions.count; i++) {
        struct text name = k->conditions.conditions[i].column;
        bool measure = text_is(name, "measure");
        k->where[i] = measure ? -1 : find(names, count, name);
        if (!measure && k->where[i] < 0)
            return missing(k, "--where", name);
    }
    return STATUS_OK;
}

/* The first file says which dimensions there are; the others must have the same. */
static enum status bind(struct collecting *k, const struct draws *d, bool first)
{
    const struct text *names;
    size_t count = draws_dimensions(d, &names), kept = 0;
    struct collection *c = k->c;
    if (count > MOST_DIMENSIONS)
        return STATUS_FORMAT;
    enum status s = check_names(k, names, count);
    if (s != STATUS_OK)
        return s;
    if (first && !(c->dimensions = malloc((count + 1) * sizeof *c->dimensions)))
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++) {
        k->goes[i] = -1;
        if (in_list(k->settings->sum, names[i]))
            continue;
        if (first) {
            c->dimensions[kept] = arena_text(&c->arena, names[i]);
            if (!c->dimensions[kept].at)
                return STATUS_MEMORY;
            c->dimension_count = kept + 1;
        }
        k->goes[i] = find(c->dimensions, c->dimension_count, names[i]);
        if (k->goes[i] < 0)
            return missing(k, "the first file", names[i]);
        kept++;
    }
    if (kept != c->dimension_count) {
        problem_report(k->sink, PROBLEM_FATAL, "dimensions", k->path, 0, NULL,
                       "has not the dimensions of the first file");
        return STATUS_FORMAT;
    }
    if (first) {
        tuples_init(&c->series, kept + 1);
        tuples_init(&c->places, 2);
    }
    return STATUS_OK;
}

static bool grow(struct collection *c, uint32_t place)
{
    uint32_t room = c->room ? c->room : 256;
    while (room <= place)
        room *= 2;
    struct collected *collected = realloc(c->collected, room * sizeof *collected);
    if (!collected)
        return false;
    for (uint32_t i = c->room; i < room; i++)
        collected[i] = (struct collected){.actual = NAN};
    c->collected = collected;
    c->room = room;
    return true;
}

bool collected_add(struct collected *p, long draw, double value)
{
    if (draw == DRAW_NONE) {
        p->actual = isnan(p->actual) ? value : p->actual + value;
        return true;
    }
    if ((size_t)draw >= p->room) {
        size_t room = p->room ? p->room : 64;
        while (room <= (size_t)draw)
            room *= 2;
        double *values = realloc(p->values, room * sizeof *values);
        if (!values)
            return false;
        for (size_t i = p->room; i < room; i++)
            values[i] = 0;
        p->values = values;
        p->room = (uint32_t)room;
    }
    p->hole |= isnan(value);
    p->values[draw] += value;
    p->rows++;
    return true;
}

/* Adds VALUE at the row's place; SCENARIO stands for its label there, when it is subtracted. */
static bool add(struct collecting *k, const struct draw_row *row, size_t labels, double value)
{
    struct collection *c = k->c;
    uint32_t word = intern_add(&c->words, row->measure);
    k->key[0] = (int32_t)word;
    for (size_t i = 0; i < labels && word != INTERN_NONE; i++)
        if (k->goes[i] >= 0) {
            word = intern_add(&c->words, row->labels[i]);
            k->key[k->goes[i] + 1] = (int32_t)word;
        }
    if (word == INTERN_NONE)
        return false;
    uint32_t series = tuples_add(&c->series, k->key);
    if (series == TUPLES_NONE)
        return false;
    uint32_t place = tuples_add(&c->places, (int32_t[]){(int32_t)series, row->numbers.date});
    if (place == TUPLES_NONE || (place >= c->room && !grow(c, place)))
        return false;
    return collected_add(&c->collected[place], row->draw, value);
}

static bool wanted(const struct collecting *k, const struct draw_row *row)
{
    for (int i = 0; i < k->conditions.count; i++)
        if (!where_matches(&k->conditions.conditions[i],
                           k->where[i] < 0 ? row->measure : row->labels[k->where[i]]))
            return false;
    return row->draw != DRAW_NONE || !isnan(row->numbers.value);
}

/* Whether this file has as many draws as those before it; those it lacks would count as 0. */
static enum status as_many(struct collecting *k, size_t draws)
{
    size_t before = k->c->draws;
    if (!before || !draws || before == draws) {
        k->c->draws = before ? before : draws;
        return STATUS_OK;
    }
    problem_report(k->sink, PROBLEM_FATAL, "draws",
                   strcmp(k->path, "-") ? k->path : "standard input", 0, NULL,
                   "%zu draw%s, where the file before has %zu: make both with the same --draws",
                   draws, draws == 1 ? "" : "s", before);
    return STATUS_FORMAT;
}

static enum status read_file(struct collecting *k, bool first)
{
    struct draws *d;
    enum status s = draws_open(&d, k->path, k->sink);
    if (s != STATUS_OK)
        return s;
    const struct text *names;
    size_t labels = draws_dimensions(d, &names);
    s = bind(k, d, first);
    if (s == STATUS_OK && !(k->key = calloc(labels + 2, sizeof *k->key)))
        s = STATUS_MEMORY;
    struct draw_row row;
    size_t draws = 0;
    while (s == STATUS_OK && (s = draws_next(d, &row)) == STATUS_OK) {
        if (row.draw != DRAW_NONE)
            draws = (size_t)row.draw + 1;
        if (!wanted(k, &row))
            continue;
        if (k->scenario >= 0 && row.draw == DRAW_NONE)
            continue; /* what was is the same in every scenario */
        k->added += row.draw != DRAW_NONE;
        if (!add(k, &row, labels, row.numbers.value))
            s = STATUS_MEMORY;
    }
    free(k->key);
    draws_close(d);
    return s == STATUS_END ? as_many(k, draws) : s;
}

/* Leaves out, and counts, the places that have no value in some future. */
static void leave_holes_out(struct collection *c, const struct problem_sink *sink)
{
    size_t holes = 0;
    for (uint32_t i = 0; i < c->places.count; i++)
        if (c->collected[i].hole) {
            c->collected[i].rows = 0;
            holes++;
        }
    if (holes)
        problem_report(sink, PROBLEM_NOTE, "hole", NULL, 0, NULL,
                       "%zu of %u values are empty in some future and are left out", holes,
                       (unsigned)c->places.count);
}

enum status collection_read(struct collection *c, char *const *paths, size_t count,
                            const struct collection_settings *settings,
                            const struct problem_sink *sink)
{
    *c = (struct collection){0};
    struct collecting k = {.c = c, .settings = settings, .sink = sink};
    for (size_t i = 0; i < settings->where_count; i++)
        where_add(&k.conditions, settings->where[i]);
    enum status s = STATUS_OK;
    for (size_t i = 0; s == STATUS_OK && (i == 0 || i < count); i++) {
        k.path = count ? paths[i] : "-";
        s = read_file(&k, i == 0);
    }
    if (s == STATUS_OK && !k.added) {
        problem_report(sink, PROBLEM_FATAL, "no-draw", NULL, 0, NULL, "there is no draw");
        s = STATUS_SHORT;
    }
    if (s == STATUS_OK)
        leave_holes_out(c, sink);
    if (s == STATUS_OK && settings->per)
        s = collection_divide(c, settings->per, sink);
    if (s == STATUS_OK && settings->one_measure && !collection_is_one_measure(c, sink))
        s = STATUS_VALUE;
    if (s == STATUS_OK && settings->difference)
        s = collection_subtract(c, settings->difference, sink);
    if (s != STATUS_OK)
        collection_done(c);
    return s;
}

void collection_done(struct collection *c)
{
    for (uint32_t i = 0; i < c->room; i++)
        free(c->collected[i].values);
    free(c->collected);
    free(c->dimensions);
    intern_done(&c->words);
    if (c->series.width)
        tuples_done(&c->series);
    if (c->places.width)
        tuples_done(&c->places);
    arena_done(&c->arena);
    *c = (struct collection){0};
}
