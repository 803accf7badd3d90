// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/rows_private.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

static bool reserve_cells(struct rows *r, size_t count)
{
    if (count <= r->cells_room)
        return true;
    struct text *cells = realloc(r->cells, count * sizeof *cells);
    if (!cells)
        return false;
    r->cells = cells;
    r->cells_room = count;
    return true;
}

/* libcsv otherwise trims blanks around cells, which are data. */
static int no_blank(unsigned char c)
{
    (void)c;
    return 0;
}

static bool parser_ready(struct rows *r)
{
    if (r->csv)
        return true;
    r->csv = malloc(sizeof *r->csv);
    if (!r->csv || csv_init(r->csv, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return false;
    csv_set_delim(r->csv, (unsigned char)r->delimiter);
    csv_set_space_func(r->csv, no_blank);
    csv_set_blk_size(r->csv, 16 * 1024);
    return true;
}

/* libcsv's cell callback. The rooms were made for the whole record before. */
static void take_cell(void *cell, size_t size, void *context)
{
    struct rows *r = context;
    if (r->known == r->record.cells || size > r->unquoted.room - r->unquoted_used)
        return; /* can't be: the record was counted; libcsv disagreeing is a failed split */
    char *to = r->unquoted.at + r->unquoted_used;
    if (size)
        memcpy(to, cell, size);
    r->cells[r->known++] = (struct text){to, size};
    r->unquoted_used += size;
}

static enum status split_quoted(struct rows *r)
{
    struct text t = r->record.bytes;
    if (!parser_ready(r) || !bytes_reserve(&r->unquoted, t.size + 1))
        return STATUS_MEMORY;
    r->unquoted_used = 0;
    bool whole = csv_parse(r->csv, t.at, t.size, take_cell, NULL, r) == t.size &&
                 csv_fini(r->csv, take_cell, NULL, r) == 0;
    if (whole && r->known == r->record.cells)
        return STATUS_OK;
    enum status s = csv_error(r->csv) == CSV_ENOMEM ? STATUS_MEMORY : STATUS_FORMAT;
    csv_free(r->csv);
    free(r->csv);
    r->csv = NULL;
    return s;
}

/* A cell can't say that it failed, so the reader stops at its next row. */
static enum status failed(struct rows *r, enum status s)
{
    r->failed = s;
    r->known = 0;
    problem_report(r->sink, PROBLEM_FATAL, s == STATUS_MEMORY ? "memory" : "quotes", r->name,
                   r->record.line, NULL, "this row can't be split: %s", status_text(s));
    return s;
}

enum status split_cells(struct rows *r, size_t want)
{
    if (r->known >= want)
        return STATUS_OK;
    if (r->failed)
        return r->failed;
    if (!reserve_cells(r, r->record.cells))
        return failed(r, STATUS_MEMORY);
    if (r->record.marks & MARK_QUOTE && !r->in_lane) {
        enum status s = split_quoted(r);
        return s ? failed(r, s) : STATUS_OK;
    }
    if (r->in_lane) {
        lane_split(r, want);
        return STATUS_OK;
    }
    const char *start = r->record.bytes.at + r->split_at;
    const char *end = r->record.bytes.at + r->record.bytes.size;
    size_t known = r->known;
    while (known < want) {
        const char *mark = memchr(start, r->delimiter, (size_t)(end - start));
        const char *stop = mark ? mark : end;
        r->cells[known++] = (struct text){start, (size_t)(stop - start)};
        start = mark ? stop + 1 : end;
    }
    r->known = known;
    r->split_at = (size_t)(start - r->record.bytes.at);
    return STATUS_OK;
}

void split_done(struct rows *r)
{
    if (r->csv)
        csv_free(r->csv);
    free(r->csv);
    free(r->cells);
    free(r->unquoted.at);
}
