// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/rows_private.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool bytes_reserve(struct bytes *b, size_t size)
{
    if (size <= b->room)
        return true;
    size_t room = b->room ? b->room : 256;
    while (room < size)
        room = room > SIZE_MAX / 2 ? size : room * 2;
    char *at = realloc(b->at, room);
    if (!at)
        return false;
    b->at = at;
    b->room = room;
    return true;
}

/* Moves what is left to the front and sees to it that at least half a chunk can be read. A usual
 * table therefore never needs more than the first buffer; a record longer than that doubles it. */
static enum status make_room(struct rows *r)
{
    if (r->begin) {
        memmove(r->buffer, r->buffer + r->begin, r->end - r->begin);
        r->end -= r->begin;
        r->begin = 0;
    }
    if (r->buffer && r->room - r->end >= READ_CHUNK / 2)
        return STATUS_OK;
    size_t room = r->buffer ? r->room * 2 : READ_CHUNK;
    char *buffer = room > r->room ? realloc(r->buffer, room + READ_PADDING) : NULL;
    if (!buffer)
        return STATUS_MEMORY;
    r->buffer = buffer;
    r->room = room;
    return STATUS_OK;
}

/* After the last byte come zeros, so that what lane_take reads beyond is always the same. */
static void end_buffer(struct rows *r, size_t got)
{
    r->end += got;
    r->at_end = got == 0;
    memset(r->buffer + r->end, 0, READ_PADDING);
}

static enum status fill_from_file(struct rows *r, size_t most)
{
    ssize_t got;
    while ((got = read(r->fd, r->buffer + r->end, most)) < 0) {
        struct pollfd wait = {.fd = r->fd, .events = POLLIN};
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            poll(&wait, 1, -1); /* somebody made the pipe non-blocking */
        else if (errno != EINTR)
            break;
    }
    if (got < 0) {
        problem_report(r->sink, PROBLEM_FATAL, "unreadable", r->name, 0, NULL, "%s",
                       errno == EISDIR ? "is a folder, not a file" : strerror(errno));
        return STATUS_READ;
    }
    end_buffer(r, (size_t)got);
    return STATUS_OK;
}

enum status source_fill(struct rows *r)
{
    enum status s = make_room(r);
    if (s) {
        problem_report(r->sink, PROBLEM_FATAL, "memory", r->name, r->next_line, NULL,
                       "out of memory: the record that begins here is too long");
        return s;
    }
    size_t most = r->room - r->end;
    if (r->chunk && most > r->chunk)
        most = r->chunk;
    if (r->fd >= 0)
        return fill_from_file(r, most);
    if (most > r->memory.size)
        most = r->memory.size;
    if (most) {
        memcpy(r->buffer + r->end, r->memory.at, most);
        r->memory.at += most;
        r->memory.size -= most;
    }
    end_buffer(r, most);
    return STATUS_OK;
}
