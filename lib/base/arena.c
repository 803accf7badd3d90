// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t size; /* of data */
    _Alignas(max_align_t) char data[];
};

void arena_init(struct arena *a)
{
    *a = (struct arena){0};
}

void arena_done(struct arena *a)
{
    while (a->blocks) {
        struct arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    arena_init(a);
}

static void *take_aligned(struct arena *a, size_t size, size_t alignment)
{
    size_t start = (a->used + alignment - 1) / alignment * alignment;
    if (!a->blocks || start > a->blocks->size || size > a->blocks->size - start) {
        size_t room = size > BLOCK ? size : BLOCK;
        struct arena_block *block = malloc(sizeof *block + room);
        if (!block)
            return NULL;
        *block = (struct arena_block){a->blocks, room};
        a->blocks = block;
        a->total += sizeof *block + room;
        start = 0;
    }
    a->used = start + size;
    return a->blocks->data + start;
}

void *arena_take(struct arena *a, size_t size)
{
    return take_aligned(a, size, _Alignof(max_align_t));
}

struct text arena_text(struct arena *a, struct text t)
{
    char *copy = take_aligned(a, t.size + 1, 1);
    if (!copy)
        return (struct text){NULL, 0};
    if (t.size)
        memcpy(copy, t.at, t.size);
    copy[t.size] = '\0';
    return (struct text){copy, t.size};
}
