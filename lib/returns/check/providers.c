// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/providers.h"
#include "table/rows.h"

#include <stdlib.h>
#include <string.h>

enum { URN, PLACES, CODES, LA, CELLS };

/* Every name under which a list has the column. */
static const char *const names_of[CELLS][6] = {
    [URN] = {"URN", "Unique Reference Number", NULL},
    [PLACES] = {"Placement code", "Provider Placement Code", "PLACE_CODES", "PLACE",
                "PLACEMENT_TYPE", NULL},
    [CODES] = {"Placement provider code", "Provider Code", "PROVIDER_CODES", "PLACE_PROVIDER",
               "PROVIDER", NULL},
    [LA] = {"Local authority", "LA", "LA_CODE", "LA_CODE_INFERRED", NULL},
};

static int find_column(const struct rows *r, const char *const *names)
{
    const struct text *header;
    size_t count = rows_header(r, &header);
    for (; *names; names++)
        for (size_t i = 0; i < count; i++)
            if (text_is_nocase(header[i], *names))
                return (int)i;
    return -1;
}

/* A list of codes in upper case without blanks, behind the codes that were there; false when memory
 * is out. */
static bool add_codes(struct arena *a, struct text more, struct text *codes)
{
    char *at = arena_take(a, codes->size + more.size + 2), *end = at;
    if (!at)
        return false;
    if (codes->size) {
        memcpy(end, codes->at, codes->size);
        end += codes->size;
        *end++ = ',';
    }
    for (size_t i = 0; i < more.size; i++) {
        char c = more.at[i];
        if (c == ';' || c == '/')
            c = ',';
        if (c != ' ')
            *end++ = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    *codes = (struct text){at, (size_t)(end - at)};
    return true;
}

static enum status add_provider(struct providers *p, struct rows *r, const int *cell)
{
    struct text urn = text_trim(rows_cell(r, cell[URN]));
    if (!urn.size)
        return STATUS_OK;
    uint32_t before = p->urns.count, at = intern_add(&p->urns, urn);
    if (at == INTERN_NONE)
        return STATUS_MEMORY;
    if (at == before) {
        if (!(at & (at - 1))) {
            struct provider *more = realloc(p->list, (at ? (size_t)at * 2 : 1) * sizeof *more);
            if (!more)
                return STATUS_MEMORY;
            p->list = more;
        }
        p->list[at] = (struct provider){{NULL, 0}, {NULL, 0}, {NULL, 0}};
        p->list[at].la = arena_text(&p->arena, text_trim(rows_cell(r, cell[LA])));
        if (!p->list[at].la.at)
            return STATUS_MEMORY;
    }
    struct provider *q = &p->list[at];
    return add_codes(&p->arena, rows_cell(r, cell[PLACES]), &q->places) &&
                   add_codes(&p->arena, rows_cell(r, cell[CODES]), &q->codes)
               ? STATUS_OK
               : STATUS_MEMORY;
}

enum status providers_load(struct providers *p, const char *path, const struct problem_sink *sink)
{
    *p = (struct providers){0};
    struct rows *r;
    enum status s = rows_open(&r, path, sink);
    if (s != STATUS_OK)
        return s;
    int cell[CELLS];
    for (int i = 0; i < CELLS; i++)
        cell[i] = find_column(r, names_of[i]);
    if (cell[URN] < 0) {
        problem_report(sink, PROBLEM_FATAL, "providers", path, 1, NULL,
                       "a register of providers needs a column URN");
        s = STATUS_FORMAT;
    }
    p->has_places = cell[PLACES] >= 0;
    p->has_codes = cell[CODES] >= 0;
    p->has_la = cell[LA] >= 0;
    while (s == STATUS_OK && (s = rows_next(r)) == STATUS_OK)
        s = add_provider(p, r, cell);
    rows_close(r);
    if (s == STATUS_END)
        return STATUS_OK;
    providers_done(p);
    return s;
}

void providers_done(struct providers *p)
{
    intern_done(&p->urns);
    arena_done(&p->arena);
    free(p->list);
    *p = (struct providers){0};
}

const struct provider *providers_find(const struct providers *p, struct text urn)
{
    uint32_t at = intern_find(&p->urns, urn);
    return at == INTERN_NONE ? NULL : &p->list[at];
}
