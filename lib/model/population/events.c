// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/population/events.h"

#include <stdlib.h>

void events_done(struct events *e)
{
    free(e->heap);
    e->heap = NULL;
    e->count = e->room = 0;
}

static bool before(const struct events_spell *a, const struct events_spell *b)
{
    return a->over != b->over ? a->over < b->over : a->row < b->row;
}

static bool push(struct events *e, const struct events_spell *s)
{
    if (e->count == e->room) {
        size_t room = e->room ? e->room * 2 : 16;
        struct events_spell *heap = realloc(e->heap, room * sizeof *heap);
        if (!heap)
            return false;
        e->heap = heap;
        e->room = room;
    }
    size_t at = e->count++;
    for (; at && before(s, &e->heap[(at - 1) / 2]); at = (at - 1) / 2)
        e->heap[at] = e->heap[(at - 1) / 2];
    e->heap[at] = *s;
    return true;
}

/* Takes the spell that is over first. The heap must not be empty. */
static struct events_spell pop(struct events *e)
{
    struct events_spell top = e->heap[0], last = e->heap[--e->count];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= e->count)
            break;
        if (child + 1 < e->count && before(&e->heap[child + 1], &e->heap[child]))
            child++;
        if (!before(&e->heap[child], &last))
            break;
        e->heap[at] = e->heap[child];
        at = child;
    }
    e->heap[at] = last;
    return top;
}

static void end_first(struct events *e)
{
    struct events_spell ended = pop(e);
    e->handle(e->context, &(struct event){EVENT_END, ended.over, &ended, NULL});
}

bool events_next(struct events *e, const struct events_spell *s)
{
    struct events_spell now = *s;
    now.row = e->rows++;
    while (e->count && e->heap[0].over < now.start)
        end_first(e);
    if (e->count && e->heap[0].over == now.start) {
        struct events_spell left = pop(e);
        e->handle(e->context, &(struct event){EVENT_MOVE, now.start, &left, &now});
    } else {
        e->handle(e->context, &(struct event){EVENT_START, now.start, NULL, &now});
    }
    return push(e, &now);
}

void events_finish(struct events *e)
{
    while (e->count)
        end_first(e);
}
