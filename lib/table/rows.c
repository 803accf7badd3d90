// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/rows_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct rows *rows_new(const char *name, const struct problem_sink *sink)
{
    struct rows *r = calloc(1, sizeof *r);
    if (r) {
        r->fd = -1;
        r->next_line = 1;
        r->sink = sink;
        r->delimiter = ',';
        intern_init(&r->names);
        r->name = strdup(name);
    }
    if (r && r->name)
        return r;
    free(r);
    problem_report(sink, PROBLEM_FATAL, "memory", name, 0, NULL, "out of memory");
    return NULL;
}

static enum status begin(struct rows **out, struct rows *r)
{
    enum status s = encoding_check_start(r);
    if (s == STATUS_OK)
        s = header_read(r);
    if (s)
        rows_close(r);
    else
        *out = r;
    return s;
}

enum status rows_open(struct rows **out, const char *path, const struct problem_sink *sink)
{
    *out = NULL;
    bool standard = !path || strcmp(path, "-") == 0;
    struct rows *r = rows_new(standard ? "standard input" : path, sink);
    if (!r)
        return STATUS_MEMORY;
    r->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    r->close_fd = !standard;
    if (r->fd < 0) {
        problem_report(sink, PROBLEM_FATAL, "unreadable", r->name, 0, NULL, "%s", strerror(errno));
        rows_close(r);
        return STATUS_READ;
    }
    return begin(out, r);
}

enum status rows_open_memory(struct rows **out, const char *name, const char *bytes, size_t size,
                             size_t chunk, const struct problem_sink *sink)
{
    *out = NULL;
    struct rows *r = rows_new(name, sink);
    if (!r)
        return STATUS_MEMORY;
    r->memory = (struct text){bytes, size};
    r->chunk = chunk;
    return begin(out, r);
}

void rows_close(struct rows *r)
{
    if (!r)
        return;
    if (r->close_fd && r->fd >= 0)
        close(r->fd);
    split_done(r);
    header_done(r);
    free(r->buffer);
    free(r->converted.at);
    free(r->rewritten.at);
    free(r->name);
    free(r);
}

size_t rows_header(const struct rows *r, const struct text **names)
{
    *names = r->header;
    return r->columns;
}

struct text rows_header_raw(const struct rows *r)
{
    return (struct text){r->header_raw, r->header_raw_size};
}

int rows_column(const struct rows *r, const char *name)
{
    for (size_t i = 0; i < r->columns; i++)
        if (text_is(r->header[i], name))
            return (int)i;
    return -1;
}

static enum status fail(struct rows *r, enum status s)
{
    r->failed = s;
    r->record = (struct record){.line = r->record.line};
    return s;
}

/* Whether the present record is a row to hand out; if not, and it isn't just blank, that was
 * reported. A failure ends the reading. */
static enum status judge(struct rows *r, bool *usable)
{
    *usable = false;
    if (record_is_blank(r))
        return STATUS_OK;
    if (r->record.fault) {
        r->left_out++;
        return record_fault(r);
    }
    if (r->record.cells == r->columns || header_fits(r)) {
        *usable = !record_is_blank(r); /* once spare cells ("") are cut off */
        return STATUS_OK;
    }
    if (r->failed)
        return r->failed;
    r->left_out++;
    problem_report(r->sink, PROBLEM_ROW, "ragged", r->name, r->record.line, NULL,
                   "%zu cell%s where the header has %zu; the row is left out", r->record.cells,
                   r->record.cells == 1 ? "" : "s", r->columns + r->spare);
    return STATUS_OK;
}

/* The next usable row when the record before was not, or when the fast lane can't vouch for it. */
static enum status search(struct rows *r, enum status s)
{
    bool usable = false;
    while (s == STATUS_OK) {
        s = judge(r, &usable);
        if (s == STATUS_OK && usable) {
            r->count++;
            return STATUS_OK;
        }
        if (s == STATUS_OK)
            s = lane_take(r) ? STATUS_OK : record_take(r);
    }
    return fail(r, s);
}

enum status rows_next(struct rows *r)
{
    if (r->failed)
        return r->failed;
    bool plain = lane_take(r);
    if (plain && r->record.cells == r->columns && r->record.bytes.size) {
        char first = r->record.bytes.at[0];
        if (first > ' ' && first != r->delimiter) { /* so it isn't blank, either */
            r->count++;
            return STATUS_OK;
        }
    }
    return search(r, plain ? STATUS_OK : record_take(r));
}

struct text rows_cell(struct rows *r, int index)
{
    size_t i = (size_t)index;
    if (index < 0 || i >= r->record.cells)
        return (struct text){"", 0};
    if (i >= r->known) {
        /* What was asked of one row will be asked of the next: split so far at one go. */
        if (i >= r->wanted)
            r->wanted = i + 1;
        if (split_cells(r, r->wanted < r->record.cells ? r->wanted : r->record.cells) != STATUS_OK)
            return (struct text){"", 0};
    }
    return r->cells[i];
}

const struct text *rows_cells(struct rows *r, int last)
{
    rows_cell(r, last);
    return (size_t)last < r->known ? r->cells : NULL;
}

/* The present row as CSV with commas. */
static struct text rewrite(struct rows *r)
{
    struct text t = r->record.bytes;
    size_t cells = r->record.cells;
    if (split_cells(r, cells) != STATUS_OK || t.size > (SIZE_MAX - 2) / 2 ||
        !bytes_reserve(&r->rewritten, 2 * t.size + 3 * cells + 2))
        return (struct text){NULL, 0};
    char *p = r->rewritten.at;
    for (size_t i = 0; i < cells; i++) {
        if (i)
            *p++ = ',';
        p += cell_write(p, r->cells[i], r->header_raw == NULL);
    }
    if (p == r->rewritten.at) { /* one empty cell: an empty line would be no row */
        *p++ = '"';
        *p++ = '"';
    }
    return (struct text){r->rewritten.at, (size_t)(p - r->rewritten.at)};
}

struct text rows_raw(struct rows *r)
{
    return r->delimiter == ',' ? r->record.bytes : rewrite(r);
}

size_t rows_line(const struct rows *r)
{
    return r->record.line;
}

const char *rows_name(const struct rows *r)
{
    return r->name;
}

char rows_delimiter(const struct rows *r)
{
    return r->delimiter;
}

size_t rows_count(const struct rows *r)
{
    return r->count;
}

size_t rows_left_out(const struct rows *r)
{
    return r->left_out;
}

enum status rows_columns(const struct rows *r, const char *const *names, int *index)
{
    char missing[768];
    size_t used = 0, count = 0;
    for (size_t i = 0; names[i]; i++) {
        index[i] = rows_column(r, names[i]);
        if (index[i] >= 0)
            continue;
        int n =
            snprintf(missing + used, sizeof missing - used, "%s%s", count++ ? ", " : "", names[i]);
        used += n > 0 && (size_t)n < sizeof missing - used ? (size_t)n : 0;
    }
    if (!count)
        return STATUS_OK;
    problem_report(r->sink, PROBLEM_FATAL, "missing-column", r->name, 1, NULL,
                   count == 1 ? "no column %s" : "no columns %s", missing);
    return STATUS_FORMAT;
}

void rows_problem(const struct rows *r, enum problem_level level, const char *kind, int column,
                  const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const char *name = column >= 0 && (size_t)column < r->columns ? r->header[column].at : NULL;
    problem_report(r->sink, level, kind, r->name, r->record.line, name, "%s", text);
}

const struct problem_sink *rows_sink(const struct rows *r)
{
    return r->sink;
}
