// SPDX-License-Identifier: GPL-3.0-or-later
#include "mask/mask.h"

#include "base/arena.h"
#include "calendar/date.h"

#include <stdlib.h>
#include <string.h>

/* A masked spell that waits for its place. */
struct kept_row {
    struct text la, row;
    char id[PSEUDONYM_TEXT];
    int32_t start;
    size_t number; /* in the file: rows that are alike keep their order */
};

struct kept_rows {
    struct arena arena;
    struct kept_row *list;
    size_t count, room;
    int la, id, start; /* columns */
};

static int by_key(const void *a, const void *b)
{
    const struct kept_row *x = a, *y = b;
    int order = text_compare(x->la, y->la);
    if (!order)
        order = strcmp(x->id, y->id);
    if (!order)
        order = (x->start > y->start) - (x->start < y->start);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static enum status keep_row(struct kept_rows *k, struct rows *r, const struct pseudonym_key *key,
                            struct text masked)
{
    if (k->count == k->room) {
        size_t room = k->room ? k->room * 2 : 1024;
        struct kept_row *more = realloc(k->list, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        k->list = more;
        k->room = room;
    }
    struct kept_row *row = &k->list[k->count];
    *row = (struct kept_row){.number = k->count, .start = DATE_NONE};
    row->la = arena_text(&k->arena, rows_cell(r, k->la));
    row->row = arena_text(&k->arena, masked);
    pseudonym_of(key, rows_cell(r, k->id), row->id);
    if (date_parse(rows_cell(r, k->start), &row->start) != DATE_READ)
        row->start = DATE_NONE;
    k->count++;
    return row->la.at && row->row.at ? STATUS_OK : STATUS_MEMORY;
}

/* One row through a writer in memory, without its line end. */
static enum status mask_to_memory(const struct mask_plan *plan, struct rows *r,
                                  const struct pseudonym_key *key,
                                  const struct mask_options *options, struct mask_counts *counts,
                                  struct kept_rows *k)
{
    struct writer *w = writer_open_memory();
    if (!w)
        return STATUS_MEMORY;
    mask_write_row(plan, r, key, options, w, counts);
    struct text line = writer_bytes(w);
    line.size -= line.size > 0;
    enum status s = keep_row(k, r, key, line);
    enum status closed = writer_close(w);
    return s == STATUS_OK ? closed : s;
}

static enum status sort_spells(struct kept_rows *k, struct rows *r, const struct mask_plan *plan,
                               const struct pseudonym_key *key, const struct mask_options *options,
                               struct writer *out, struct mask_counts *counts)
{
    enum status s;
    while ((s = rows_next(r)) == STATUS_OK)
        if ((s = mask_to_memory(plan, r, key, options, counts, k)) != STATUS_OK)
            break;
    if (s == STATUS_END && k->count)
        qsort(k->list, k->count, sizeof *k->list, by_key);
    for (size_t i = 0; s == STATUS_END && i < k->count; i++)
        writer_raw(out, k->list[i].row);
    arena_done(&k->arena);
    free(k->list);
    return s == STATUS_END ? STATUS_OK : s;
}

enum status mask_table(const char *path, const struct pseudonym_key *key,
                       const struct mask_options *options, struct writer *out,
                       struct mask_plan *plan, struct mask_counts *counts,
                       const struct problem_sink *sink)
{
    struct rows *r;
    *counts = (struct mask_counts){0};
    enum status s = rows_open(&r, path, sink);
    if (s != STATUS_OK)
        return s;
    s = mask_plan(plan, r, options, sink);
    if (s == STATUS_OK) {
        mask_write_header(plan, r, out);
        struct kept_rows k = {.la = rows_column(r, "la"),
                              .id = rows_column(r, "id"),
                              .start = rows_column(r, "start")};
        if (k.la >= 0 && k.id >= 0 && k.start >= 0)
            s = sort_spells(&k, r, plan, key, options, out, counts);
        else
            while ((s = rows_next(r)) == STATUS_OK)
                mask_write_row(plan, r, key, options, out, counts);
    }
    rows_close(r);
    return s == STATUS_END ? STATUS_OK : s;
}
