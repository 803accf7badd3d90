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

/* A slot holds the upper half of its text's hash beside the number, so that a text is only looked at
 * when it is very likely the right one. */
static uint32_t number_in(uint64_t slot)
{
    return (uint32_t)slot - 1;
}

static uint64_t slot_with(uint64_t hash, uint32_t number)
{
    return (hash >> 32 << 32) | (number + 1);
}

/* The slot that holds T, or the free one where it would go. Needs a free slot to exist. */
static uint32_t slot_of(const struct intern *in, struct text t, uint64_t hash)
{
    uint32_t i = (uint32_t)hash & in->mask;
    for (uint64_t slot; (slot = in->slots[i]) != 0; i = (i + 1) & in->mask)
        if (slot >> 32 == hash >> 32 && text_equal(in->texts[number_in(slot)], t))
            break;
    return i;
}

/* Twice the slots (16 at first), all texts hashed again: at most half of the slots are taken. */
static bool grow_slots(struct intern *in)
{
    uint32_t size = in->slots ? (in->mask + 1) * 2 : 16;
    uint64_t *slots = calloc(size, sizeof *slots);
    if (!slots)
        return false;
    free(in->slots);
    in->slots = slots;
    in->mask = size - 1;
    for (uint32_t i = 0; i < in->count; i++) {
        uint64_t hash = hash_text(in->texts[i], 0);
        in->slots[slot_of(in, in->texts[i], hash)] = slot_with(hash, i);
    }
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
    uint64_t hash = hash_text(t, 0);
    uint32_t slot = slot_of(in, t, hash);
    if (in->slots[slot])
        return number_in(in->slots[slot]);
    if (in->count == in->room && !grow_texts(in))
        return INTERN_NONE;
    struct text copy = arena_text(&in->arena, t);
    if (!copy.at)
        return INTERN_NONE;
    in->texts[in->count] = copy;
    in->slots[slot] = slot_with(hash, in->count);
    return in->count++;
}

uint32_t intern_find(const struct intern *in, struct text t)
{
    if (!in->slots)
        return INTERN_NONE;
    uint64_t found = in->slots[slot_of(in, t, hash_text(t, 0))];
    return found ? number_in(found) : INTERN_NONE;
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
