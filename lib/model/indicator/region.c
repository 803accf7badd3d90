// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/region.h"

#include <stdlib.h>

enum { OLD, NEW, NAME, REGION, CELLS, LONGEST = 100 };

static struct text lower(struct text t, char buffer[LONGEST])
{
    t = text_trim(t);
    if (t.size > LONGEST)
        return (struct text){NULL, 0};
    for (size_t i = 0; i < t.size; i++)
        buffer[i] = (char)(t.at[i] >= 'A' && t.at[i] <= 'Z' ? t.at[i] + ('a' - 'A') : t.at[i]);
    return (struct text){buffer, t.size};
}

static enum status add_name(struct regions *g, struct text name, uint32_t region)
{
    char buffer[LONGEST];
    struct text key = lower(name, buffer);
    uint32_t before = g->names.count;
    uint32_t n = key.size ? intern_add(&g->names, key) : before;
    if (n == INTERN_NONE || region == INTERN_NONE)
        return STATUS_MEMORY;
    if (!key.size || n != before) /* a name that stands twice keeps its first region */
        return STATUS_OK;
    if (!(n & (n - 1))) {
        uint32_t *more = realloc(g->region, (n ? n * 2 : 1) * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        g->region = more;
    }
    g->region[n] = region;
    return STATUS_OK;
}

enum status regions_read(struct regions *g, struct rows *r)
{
    static const char *const names[] = {"old_code", "new_code", "name", "region", NULL};
    int index[CELLS];
    *g = (struct regions){0};
    enum status s = rows_columns(r, names, index);
    while (s == STATUS_OK && (s = rows_next(r)) == STATUS_OK) {
        uint32_t region = intern_add(&g->regions, text_trim(rows_cell(r, index[REGION])));
        for (int i = OLD; s == STATUS_OK && i <= NAME; i++)
            s = add_name(g, rows_cell(r, index[i]), region);
    }
    return s == STATUS_END ? STATUS_OK : s;
}

void regions_done(struct regions *g)
{
    intern_done(&g->names);
    intern_done(&g->regions);
    free(g->region);
    *g = (struct regions){0};
}

struct text region_of(const struct regions *g, struct text la)
{
    char buffer[LONGEST];
    struct text key = lower(la, buffer);
    uint32_t n = key.size ? intern_find(&g->names, key) : INTERN_NONE;
    return n == INTERN_NONE ? (struct text){"", 0} : intern_text(&g->regions, g->region[n]);
}
