// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/population/grouping.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The texts of one column as numbers. The cache is indexed by a few bytes of the text and checked
 * against the whole, so that it is never wrong and seldom missed. */
enum { CACHED = 64 };
struct value_list {
    int column;
    struct intern texts;
    struct text cached[CACHED]; /* at NULL: free */
    uint32_t number[CACHED];
};

/* One condition over a derived dimension. */
struct chosen {
    size_t derived; /* index into grouping.derived */
    int32_t *codes;
    size_t count;
};

struct grouping {
    struct spells *spells;
    struct period_calendar calendar;
    size_t name_count;
    struct text names[GROUPING_MOST];
    bool name_derived[GROUPING_MOST];
    size_t name_place[GROUPING_MOST]; /* index into columns or derived */
    size_t column_count;
    struct value_list columns[GROUPING_MOST];
    size_t derived_count, by_derived; /* the first by_derived are those of --by */
    struct dimension derived[GROUPING_MOST + WHERE_MOST];
    struct where where; /* the conditions over columns */
    size_t chosen_count;
    struct chosen chosen[WHERE_MOST];
    struct tuples fixed;  /* numbers of the columns' texts, where there are several */
    struct tuples groups; /* fixed number, then codes; where something is derived */
    struct arena memory;
};

const char *grouping_by_mistake(const char *by, char *buffer, size_t size)
{
    static const char *const taken[] = {"date", "measure", "value", "median", "lo95", "lo80",
                                        "hi80", "hi95",    "kind",  "status", "draw"};
    struct text names[GROUPING_MOST], rest = text_of(by);
    char shown[64];
    for (size_t n = 0; rest.at; n++) {
        if (n == GROUPING_MOST)
            return snprintf(buffer, size, "more than %d names", GROUPING_MOST), buffer;
        names[n] = text_cut(&rest, ',');
        text_show(names[n], shown, sizeof shown);
        if (!names[n].size)
            return snprintf(buffer, size, "a name is empty in '%s'", by), buffer;
        for (size_t i = 0; i < n; i++)
            if (text_equal(names[i], names[n]))
                return snprintf(buffer, size, "'%s' stands twice", shown), buffer;
        for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
            if (text_is(names[n], taken[i]))
                return snprintf(buffer, size,
                                "a series has a column '%s' of its own: rename that of the spells",
                                shown),
                       buffer;
    }
    return NULL;
}

const char *grouping_where_mistake(const char *const *where, size_t where_count, char *buffer,
                                   size_t size)
{
    struct where conditions = {0};
    for (size_t i = 0; i < where_count; i++) {
        char shown[64];
        if (where_add(&conditions, where[i]))
            continue;
        text_show(text_of(where[i]), shown, sizeof shown);
        snprintf(buffer, size, "'%s' is not COLUMN=VALUE[,VALUE...]%s", shown,
                 i < WHERE_MOST ? "" : ", or there are too many");
        return buffer;
    }
    return NULL;
}

/* Notes in LIST that NAME (or the column MISSING that it needs) is not there. */
static void note_missing(char *list, size_t size, struct text name, const char *missing)
{
    char shown[64];
    text_show(name, shown, sizeof shown);
    size_t used = strlen(list);
    if (missing)
        snprintf(list + used, size - used, "%s'%s' (for %s)", used ? ", " : "", missing, shown);
    else
        snprintf(list + used, size - used, "%s'%s'", used ? ", " : "", shown);
}

/* The index of D among the derived dimensions, added when new. */
static size_t derived_index(struct grouping *g, const struct dimension *d)
{
    for (size_t i = 0; i < g->derived_count; i++)
        if (g->derived[i].kind == d->kind)
            return i;
    g->derived[g->derived_count] = *d;
    return g->derived_count++;
}

static void bind_by(struct grouping *g, const char *by, char *missing, size_t size)
{
    struct text rest = text_of(by);
    while (rest.at) {
        struct dimension d;
        const char *needed;
        struct text name = text_cut(&rest, ',');
        size_t n = g->name_count++;
        g->names[n] = name;
        if (!dimension_find(&d, name, g->spells, &needed)) {
            note_missing(missing, size, name, needed);
            continue;
        }
        g->name_derived[n] = d.kind != DIMENSION_COLUMN;
        if (g->name_derived[n]) {
            g->name_place[n] = derived_index(g, &d);
        } else {
            g->name_place[n] = g->column_count;
            g->columns[g->column_count++].column = d.column;
        }
    }
    g->by_derived = g->derived_count;
}

/* The codes of a condition's values; a value that is no code of the dimension matches nothing. */
static bool choose(struct grouping *g, const struct where_condition *c, const struct dimension *d)
{
    struct chosen *chosen = &g->chosen[g->chosen_count++];
    *chosen = (struct chosen){.derived = derived_index(g, d)};
    size_t most = 1;
    for (size_t i = 0; i < c->values.size; i++)
        most += c->values.at[i] == ',';
    chosen->codes = arena_take(&g->memory, most * sizeof *chosen->codes);
    if (!chosen->codes)
        return false;
    struct text rest = c->values;
    do {
        struct text value = text_cut(&rest, ',');
        chosen->count += dimension_code_of(d->kind, value, &chosen->codes[chosen->count]);
    } while (rest.at);
    return true;
}

static bool bind_where(struct grouping *g, const char *const *where, size_t count, char *missing,
                       size_t size)
{
    struct where all = {0};
    for (size_t i = 0; i < count; i++)
        where_add(&all, where[i]);
    for (int i = 0; i < all.count; i++) {
        struct where_condition *c = &all.conditions[i];
        struct dimension d;
        const char *needed;
        if (!dimension_find(&d, c->column, g->spells, &needed)) {
            note_missing(missing, size, c->column, needed);
        } else if (d.kind == DIMENSION_COLUMN) {
            c->index = d.column;
            g->where.conditions[g->where.count++] = *c;
        } else if (!choose(g, c, &d)) {
            return false;
        }
    }
    return true;
}

/* "there is no column 'kind' ...; there are: la, id, ...". */
static enum status refuse(const struct grouping *g, const char *missing)
{
    const struct rows *r = spells_rows(g->spells);
    const struct text *header;
    size_t count = rows_header(r, &header);
    char there[640] = "";
    for (size_t i = 0; i < count; i++) {
        char shown[48];
        size_t used = strlen(there);
        snprintf(there + used, sizeof there - used, "%s%s", i ? ", " : "",
                 text_show(header[i], shown, sizeof shown));
    }
    problem_report(rows_sink(r), PROBLEM_FATAL, "missing-column", rows_name(r), 1, NULL,
                   "there is no column %s; there are: %s (and age, age_band, tenure, year)",
                   missing, there);
    return STATUS_FORMAT;
}

enum status grouping_open(struct grouping **out, const char *by, const char *const *where,
                          size_t where_count, const struct period_calendar *calendar,
                          struct spells *s)
{
    *out = NULL;
    struct grouping *g = calloc(1, sizeof *g);
    if (!g)
        return STATUS_MEMORY;
    g->spells = s;
    g->calendar = *calendar;
    char missing[320] = "";
    bind_by(g, by, missing, sizeof missing);
    bool bound = bind_where(g, where, where_count, missing, sizeof missing);
    tuples_init(&g->fixed, g->column_count);
    tuples_init(&g->groups, 1 + g->by_derived);
    enum status opened = !bound ? STATUS_MEMORY : *missing ? refuse(g, missing) : STATUS_OK;
    if (opened == STATUS_OK)
        *out = g;
    else
        grouping_close(g);
    return opened;
}

void grouping_close(struct grouping *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->column_count; i++)
        intern_done(&g->columns[i].texts);
    tuples_done(&g->fixed);
    tuples_done(&g->groups);
    arena_done(&g->memory);
    free(g);
}

static uint32_t value_number(struct value_list *list, struct text t)
{
    unsigned slot = 0;
    if (t.size) {
        unsigned char first = (unsigned char)t.at[0], last = (unsigned char)t.at[t.size - 1],
                      middle = (unsigned char)t.at[t.size / 2];
        slot = ((unsigned)t.size * 7 + first * 5u + middle * 3u + last) % CACHED;
    }
    if (list->cached[slot].at && text_equal(list->cached[slot], t))
        return list->number[slot];
    uint32_t number = intern_add(&list->texts, t);
    if (number >= GROUPING_FAILED)
        return GROUPING_FAILED;
    list->cached[slot] = intern_text(&list->texts, number);
    list->number[slot] = number;
    return number;
}

uint32_t grouping_fixed(struct grouping *g)
{
    struct rows *r = spells_rows(g->spells);
    if (g->where.count && !where_keeps(&g->where, r))
        return GROUPING_OUTSIDE;
    if (!g->column_count)
        return 0;
    int32_t numbers[GROUPING_MOST];
    for (size_t i = 0; i < g->column_count; i++) {
        uint32_t number = value_number(&g->columns[i], rows_cell(r, g->columns[i].column));
        if (number == GROUPING_FAILED)
            return number;
        numbers[i] = (int32_t)number;
    }
    if (g->column_count == 1)
        return (uint32_t)numbers[0];
    uint32_t fixed = tuples_add(&g->fixed, numbers);
    return fixed == TUPLES_NONE ? GROUPING_FAILED : fixed;
}

bool grouping_has_derived(const struct grouping *g)
{
    return g->derived_count > 0;
}

struct dimension_dates grouping_dates(const struct grouping *g, const struct spell *spell)
{
    return dimension_dates(g->derived, g->derived_count, g->spells, spell);
}

static bool is_chosen(const struct chosen *c, int32_t code)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->codes[i] == code)
            return true;
    return false;
}

uint32_t grouping_on(struct grouping *g, uint32_t fixed, const struct dimension_dates *dates,
                     int32_t on)
{
    if (!g->derived_count || fixed >= GROUPING_FAILED)
        return fixed;
    int32_t key[1 + GROUPING_MOST + WHERE_MOST] = {(int32_t)fixed};
    for (size_t i = 0; i < g->derived_count; i++)
        key[1 + i] = dimension_code(&g->derived[i], dates, on, &g->calendar);
    for (size_t i = 0; i < g->chosen_count; i++)
        if (!is_chosen(&g->chosen[i], key[1 + g->chosen[i].derived]))
            return GROUPING_OUTSIDE;
    if (!g->by_derived)
        return fixed;
    uint32_t group = tuples_add(&g->groups, key);
    return group == TUPLES_NONE ? GROUPING_FAILED : group;
}

int32_t grouping_next_change(const struct grouping *g, const struct dimension_dates *dates,
                             int32_t on)
{
    int32_t next = INT32_MAX;
    for (size_t i = 0; i < g->derived_count; i++) {
        int32_t change = dimension_next_change(&g->derived[i], dates, on, &g->calendar);
        next = change < next ? change : next;
    }
    return next;
}

size_t grouping_names(const struct grouping *g, const struct text **names)
{
    *names = g->names;
    return g->name_count;
}

bool grouping_labels(struct grouping *g, uint32_t group, struct text *labels)
{
    const int32_t *key = g->by_derived ? tuples_at(&g->groups, group) : NULL;
    uint32_t fixed = key ? (uint32_t)key[0] : group;
    int32_t single = (int32_t)fixed;
    const int32_t *numbers = g->column_count > 1 ? tuples_at(&g->fixed, fixed) : &single;
    for (size_t n = 0; n < g->name_count; n++) {
        size_t place = g->name_place[n];
        if (g->name_derived[n]) {
            char buffer[DIMENSION_TEXT];
            struct text t = dimension_code_text(g->derived[place].kind, key[1 + place], buffer);
            labels[n] = arena_text(&g->memory, t);
            if (!labels[n].at)
                return false;
        } else {
            labels[n] = intern_text(&g->columns[place].texts, (uint32_t)numbers[place]);
        }
    }
    return true;
}
