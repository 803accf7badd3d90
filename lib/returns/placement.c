// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/placement.h"
#include "returns/embedded.h"
#include "table/rows.h"

#include <stdlib.h>
#include <string.h>

enum { TYPE, PROVIDER, CATEGORY, SUBCATEGORY, DEMAND_GROUP, CELLS };
static const char *const cell_names[] = {"placement_type", "provider",     "category",
                                         "subcategory",    "demand_group", NULL};

/* Type and provider together; anything longer is no published code. */
enum { KEY = 32 };

static struct text key_of(struct text type, struct text provider, char buffer[KEY])
{
    if (type.size + 1 + provider.size > KEY)
        return (struct text){NULL, 0};
    if (type.size)
        memcpy(buffer, type.at, type.size);
    buffer[type.size] = '\n';
    if (provider.size)
        memcpy(buffer + type.size + 1, provider.at, provider.size);
    return (struct text){buffer, type.size + 1 + provider.size};
}

/* "category: subcategory" */
static const char *kind_of(struct arena *a, const char *category, const char *subcategory)
{
    size_t n = strlen(category), m = strlen(subcategory);
    char *kind = arena_take(a, n + 2 + m + 1);
    if (!kind)
        return NULL;
    memcpy(kind, category, n);
    memcpy(kind + n, ": ", 2);
    memcpy(kind + n + 2, subcategory, m + 1);
    return kind;
}

static enum status read_category(struct placements *p, struct rows *r, const int *cell)
{
    char buffer[KEY];
    struct text key = key_of(rows_cell(r, cell[TYPE]), rows_cell(r, cell[PROVIDER]), buffer);
    uint32_t before = p->keys.count;
    uint32_t number = key.size ? intern_add(&p->keys, key) : INTERN_NONE;
    if (number != before) {
        rows_problem(r, PROBLEM_FATAL, "categories", cell[TYPE],
                     "stands twice with this provider, or is too long");
        return STATUS_DUPLICATE;
    }
    if (!(number & (number - 1))) {
        struct placement_category *more =
            realloc(p->categories, (number ? number * 2 : 1) * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        p->categories = more;
    }
    struct placement_category c = {
        .category = arena_text(&p->arena, rows_cell(r, cell[CATEGORY])).at,
        .subcategory = arena_text(&p->arena, rows_cell(r, cell[SUBCATEGORY])).at,
        .demand_group = arena_text(&p->arena, rows_cell(r, cell[DEMAND_GROUP])).at};
    if (!c.category || !c.subcategory || !c.demand_group)
        return STATUS_MEMORY;
    c.kind = kind_of(&p->arena, c.category, c.subcategory);
    p->categories[number] = c;
    return c.kind ? STATUS_OK : STATUS_MEMORY;
}

enum status placements_load(struct placements *p, const char *path, const struct problem_sink *sink)
{
    *p = (struct placements){.unknown = {"Other", "unknown code", "Other: unknown code", "Other"}};
    struct rows *r;
    enum status status = embedded_open(&r, "placement_categories", path, sink);
    if (status != STATUS_OK)
        return status;
    int cell[CELLS];
    status = rows_columns(r, cell_names, cell);
    while (status == STATUS_OK && (status = rows_next(r)) == STATUS_OK)
        status = read_category(p, r, cell);
    rows_close(r);
    if (status == STATUS_END)
        return STATUS_OK;
    placements_done(p);
    return status;
}

void placements_done(struct placements *p)
{
    intern_done(&p->keys);
    arena_done(&p->arena);
    free(p->categories);
    *p = (struct placements){0};
}

const struct placement_category *placements_find(const struct placements *p, struct text type,
                                                 struct text provider)
{
    const struct text tries[] = {provider, text_of("*"), text_of("")};
    char buffer[KEY];
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct text key = key_of(type, tries[i], buffer);
        uint32_t number = key.size ? intern_find(&p->keys, key) : INTERN_NONE;
        if (number != INTERN_NONE)
            return &p->categories[number];
    }
    return NULL;
}
