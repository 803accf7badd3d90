// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"

#include <string.h>

/* Both halves of a 64 x 64 bit product, folded: the mixer of the multiply-and-fold hash family. */
static uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t hash_mix(uint64_t h, uint64_t x)
{
    return fold(h ^ 0x9E3779B97F4A7C15u, x ^ 0xD1B54A32D192ED03u);
}

static uint64_t load(const char *at, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, at, size);
    return word;
}

uint64_t hash_text(struct text t, uint64_t seed)
{
    uint64_t h = hash_mix(seed, t.size);
    const char *at = t.at;
    size_t left = t.size;
    for (; left > 8; at += 8, left -= 8)
        h = hash_mix(h, load(at, 8));
    return hash_mix(h, left ? load(at, left) : 0);
}
