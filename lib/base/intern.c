// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/intern.h"
#include "base/hash.h"

#include <stdlib.h>

void intern_init(struct intern *in)
{
    *in = (struct intern){0};
}

void intern_done(struct intern *in)
{
    arena_done(&in->arena);
    free(in->texts);
    free(in->slots);
    intern_init(in);
}

/* The slot that holds T, or the free one where it would go. Needs a free slot to exist. */
static uint32_t slot_of(const struct intern *in, struct text t)
{
    uint32_t slot = (uint32_t)hash_text(t, 0) & in->mask;
    while (in->slots[slot] && !text_equal(in->texts[in->slots[slot] - 1], t))
        slot = (slot + 1) & in->mask;
    return slot;
}

/* Twice the slots (16 at first), all texts hashed again: at most half of the slots are taken. */
static bool grow_slots(struct intern *in)
{
    uint32_t size = in->slots ? (in->mask + 1) * 2 : 16;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (!slots)
        return false;
    free(in->slots);
    in->slots = slots;
    in->mask = size - 1;
    for (uint32_t i = 0; i < in->count; i++)
        in->slots[slot_of(in, in->texts[i])] = i + 1;
    return true;
}

static bool grow_texts(struct intern *in)
{
    uint32_t room = in->room ? in->room * 2 : 16;
    struct text *texts = realloc(in->texts, room * sizeof *texts);
    if (!texts)
        return false;
    in->texts = texts;
    in->room = room;
    return true;
}

uint32_t intern_add(struct intern *in, struct text t)
{
    if ((!in->slots || in->count >= in->mask / 2) && !grow_slots(in))
        return INTERN_NONE;
    uint32_t slot = slot_of(in, t);
    if (in->slots[slot])
        return in->slots[slot] - 1;
    if (in->count == in->room && !grow_texts(in))
        return INTERN_NONE;
    struct text copy = arena_text(&in->arena, t);
    if (!copy.at)
        return INTERN_NONE;
    in->texts[in->count] = copy;
    in->slots[slot] = ++in->count;
    return in->count - 1;
}

uint32_t intern_find(const struct intern *in, struct text t)
{
    if (!in->slots)
        return INTERN_NONE;
    uint32_t found = in->slots[slot_of(in, t)];
    return found ? found - 1 : INTERN_NONE;
}

struct text intern_text(const struct intern *in, uint32_t number)
{
    return in->texts[number];
}

struct named {
    struct text text;
    uint32_t number;
};

static int by_text(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    return text_compare(x->text, y->text);
}

bool intern_rank(const struct intern *in, uint32_t *rank)
{
    if (!in->count)
        return true;
    struct named *all = malloc(in->count * sizeof *all);
    if (!all)
        return false;
    for (uint32_t i = 0; i < in->count; i++)
        all[i] = (struct named){in->texts[i], i};
    qsort(all, in->count, sizeof *all, by_text);
    for (uint32_t i = 0; i < in->count; i++)
        rank[all[i].number] = i;
    free(all);
    return true;
}
