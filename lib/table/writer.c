// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/writer.h"
#include "table/decimal.h"
#include "table/rows_private.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WRITER_ROOM = 64 * 1024 };

struct writer {
    int fd; /* -1: memory */
    char *buffer;
    size_t used, room;
    size_t cells;    /* of the row that is being written */
    bool lone_empty; /* its only cell so far is empty: must be quoted, or the row would be no row */
    bool first_row;
    int failed; /* errno of the first failure, else 0 */
};

static struct writer *writer_new(int fd)
{
    struct writer *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->fd = fd;
    w->first_row = true;
    w->room = WRITER_ROOM;
    w->buffer = malloc(w->room);
    if (w->buffer)
        return w;
    free(w);
    return NULL;
}

struct writer *writer_open(int fd)
{
    return writer_new(fd);
}

struct writer *writer_open_memory(void)
{
    return writer_new(-1);
}

struct text writer_bytes(const struct writer *w)
{
    return (struct text){w->buffer, w->used};
}

/* Writes all of T, whatever the system takes at a time; a descriptor that doesn't block is
 * waited for. */
static void write_all(struct writer *w, struct text t)
{
    while (t.size && !w->failed) {
        ssize_t n = write(w->fd, t.at, t.size);
        if (n > 0) {
            t.at += n;
            t.size -= (size_t)n;
        } else if (n == 0) {
            w->failed = EIO; /* no progress and no reason */
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd wait = {.fd = w->fd, .events = POLLOUT};
            poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            w->failed = errno;
        }
    }
}

enum status writer_flush(struct writer *w)
{
    if (w->fd >= 0) {
        write_all(w, (struct text){w->buffer, w->used});
        w->used = 0;
    }
    if (w->failed)
        errno = w->failed;
    return w->failed ? STATUS_WRITE : STATUS_OK;
}

/* The rarer case of reserve: the buffer is full. */
static bool make_room(struct writer *w, size_t size)
{
    if (writer_flush(w) != STATUS_OK)
        return false;
    struct bytes b = {w->buffer, w->room};
    if (size > SIZE_MAX - w->used || !bytes_reserve(&b, w->used + size)) {
        w->failed = ENOMEM;
        return false;
    }
    w->buffer = b.at;
    w->room = b.room;
    return true;
}

/* Makes room for SIZE more bytes in the buffer. False when the writer has failed. */
static inline bool reserve(struct writer *w, size_t size)
{
    if (w->failed)
        return false;
    return size <= w->room - w->used || make_room(w, size);
}

static void append(struct writer *w, struct text t)
{
    if (!t.size || !reserve(w, t.size))
        return;
    memcpy(w->buffer + w->used, t.at, t.size);
    w->used += t.size;
}

/* What comes between two cells; SIZE more bytes of room for the cell that follows. */
static bool begin_cell(struct writer *w, size_t size)
{
    if (!reserve(w, size + 1))
        return false;
    if (w->cells++)
        w->buffer[w->used++] = ',';
    w->lone_empty = false;
    return true;
}

/* A cell of ours that needs no quotes. */
static void plain_cell(struct writer *w, const char *s, size_t size)
{
    if (!begin_cell(w, size))
        return;
    memcpy(w->buffer + w->used, s, size);
    w->used += size;
}

/* Whether a reader would take T apart without quotes. */
static bool must_quote(struct text t, bool first_row)
{
    static const unsigned char special[256] = {
        [','] = 1, ['"'] = 1, ['\r'] = 1, ['\n'] = 1, [';'] = 2, ['\t'] = 2};
    if (!t.size)
        return false;
    char first = t.at[0], last = t.at[t.size - 1];
    if (first == ' ' || first == '\t' || last == ' ' || last == '\t')
        return true;
    unsigned found = 0;
    for (size_t i = 0; i < t.size; i++)
        found |= special[(unsigned char)t.at[i]];
    return (found & 1) || (first_row && found);
}

size_t cell_write(char *to, struct text cell, bool first_row)
{
    if (!must_quote(cell, first_row)) {
        if (cell.size)
            memcpy(to, cell.at, cell.size);
        return cell.size;
    }
    char *p = to;
    *p++ = '"';
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.at[i] == '"')
            *p++ = '"';
        *p++ = cell.at[i];
    }
    *p++ = '"';
    return (size_t)(p - to);
}

void writer_cell(struct writer *w, struct text t)
{
    if (t.size > (SIZE_MAX - 3) / 2) {
        w->failed = w->failed ? w->failed : ENOMEM;
        return;
    }
    if (!begin_cell(w, 2 * t.size + 2))
        return;
    w->used += cell_write(w->buffer + w->used, t, w->first_row);
    w->lone_empty = w->cells == 1 && t.size == 0;
}

void writer_words(struct writer *w, const char *s)
{
    writer_cell(w, text_of(s));
}

void writer_empty(struct writer *w)
{
    writer_cell(w, (struct text){NULL, 0});
}

/* Writes X in decimal before END; returns where it begins. */
static char *digits_before(char *end, unsigned long long x)
{
    do
        *--end = (char)('0' + x % 10);
    while (x /= 10);
    return end;
}

void writer_integer(struct writer *w, long x)
{
    char text[24], *end = text + sizeof text;
    unsigned long long size = x < 0 ? 0ull - (unsigned long long)x : (unsigned long long)x;
    char *p = digits_before(end, size);
    if (x < 0)
        *--p = '-';
    plain_cell(w, p, (size_t)(end - p));
}

void writer_number(struct writer *w, double x)
{
    char text[DECIMAL_MOST];
    if (isfinite(x))
        plain_cell(w, text, decimal_shortest(text, x));
    else
        writer_empty(w);
}

void writer_fixed(struct writer *w, double x, int decimals)
{
    char text[512];
    size_t size = isfinite(x) ? decimal_fixed(text, sizeof text, x, decimals) : 0;
    if (size)
        plain_cell(w, text, size);
    else
        writer_number(w, x); /* no number, or one of hundreds of digits */
}

void writer_row(struct writer *w)
{
    append(w, w->lone_empty ? (struct text){"\"\"\n", 3} : (struct text){"\n", 1});
    w->cells = 0;
    w->lone_empty = false;
    w->first_row = false;
}

void writer_raw(struct writer *w, struct text row)
{
    if (!reserve(w, row.size + 1))
        return;
    if (row.size)
        memcpy(w->buffer + w->used, row.at, row.size);
    w->used += row.size;
    w->buffer[w->used++] = '\n';
    w->first_row = false;
}

void writer_raw_cells(struct writer *w, struct text cells)
{
    if (!begin_cell(w, cells.size))
        return;
    if (cells.size)
        memcpy(w->buffer + w->used, cells.at, cells.size);
    w->used += cells.size;
}

enum status writer_close(struct writer *w)
{
    if (!w)
        return STATUS_MEMORY;
    enum status s = writer_flush(w);
    int failed = w->failed;
    free(w->buffer);
    free(w);
    if (failed)
        errno = failed;
    return s;
}
