// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/random.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Written out in plain variables: the compiler keeps them in registers. */
void random_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0;
        uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

/* A byte-by-byte 64-bit FNV-1a hash, fixed for ever: streams must stay the same between versions
 * and machines, which base/hash.h does not promise. */
static uint64_t name_hash(uint64_t h, struct text t)
{
    for (size_t i = 0; i < t.size; i++)
        h = (h ^ (unsigned char)t.at[i]) * 0x100000001B3u;
    return (h ^ 0xFFu) * 0x100000001B3u; /* ends the part, so that "a","b" differs from "ab","" */
}

/* Spreads the bits of X over the word (the finisher of SplitMix64, Steele et al. 2014). */
static uint64_t spread(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

void random_start(struct random_stream *s, uint64_t seed, const char *tool, struct text la,
                  struct text subject, uint64_t draw)
{
    uint64_t name = name_hash(0xCBF29CE484222325u, text_of(tool));
    name = name_hash(name, la);
    name = spread(name_hash(name, subject));
    uint64_t key = spread(seed + 0x9E3779B97F4A7C15u) ^ spread(draw * 0xD1B54A32D192ED03u + 1);
    *s = (struct random_stream){
        .key = {(uint32_t)key, (uint32_t)(key >> 32)},
        .counter = {0, 0, (uint32_t)name, (uint32_t)(name >> 32)},
        .used = 4,
    };
}

void random_refill(struct random_stream *s)
{
    random_philox(s->counter, s->key, s->block);
    if (++s->counter[0] == 0)
        s->counter[1]++;
    s->used = 0;
}

#ifdef __SSE2__
/* Two blocks side by side in the two halves of each word. What stands in the upper half of a half is never
 * looked at: the multiplication takes the lower one. */
struct pair {
    __m128i c0, c1, c2, c3;
};

/* The blocks at SKIP and SKIP + 1 after S's counter. */
static inline struct pair pair_at(const struct random_stream *s, uint64_t skip)
{
    uint64_t at = ((uint64_t)s->counter[1] << 32 | s->counter[0]) + skip, next = at + 1;
    return (struct pair){_mm_set_epi64x((int64_t)next, (int64_t)at),
                         _mm_set_epi64x((int64_t)(next >> 32), (int64_t)(at >> 32)),
                         _mm_set1_epi64x(s->counter[2]), _mm_set1_epi64x(s->counter[3])};
}

static inline void pair_round(struct pair *p, __m128i k0, __m128i k1)
{
    __m128i p0 = _mm_mul_epu32(p->c0, _mm_set1_epi64x((int64_t)0xD2511F53u));
    __m128i p1 = _mm_mul_epu32(p->c2, _mm_set1_epi64x((int64_t)0xCD9E8D57u));
    p->c0 = _mm_xor_si128(_mm_xor_si128(p->c1, k0), _mm_srli_epi64(p1, 32));
    p->c2 = _mm_xor_si128(_mm_xor_si128(p->c3, k1), _mm_srli_epi64(p0, 32));
    p->c1 = p1;
    p->c3 = p0;
}

static inline void pair_store(const struct pair *p, uint32_t out[8])
{
    const __m128i low = _mm_set1_epi64x(0xFFFFFFFF);
    __m128i a = _mm_or_si128(_mm_and_si128(p->c0, low), _mm_slli_epi64(p->c1, 32));
    __m128i b = _mm_or_si128(_mm_and_si128(p->c2, low), _mm_slli_epi64(p->c3, 32));
    _mm_storeu_si128((__m128i *)(void *)out, _mm_unpacklo_epi64(a, b));
    _mm_storeu_si128((__m128i *)(void *)(out + 4), _mm_unpackhi_epi64(a, b));
}

/* Two pairs of one KEY side by side: the processor works on one while it waits for the other. */
static inline void make_pairs(struct pair *a, struct pair *b, const uint32_t key[2])
{
    __m128i k0 = _mm_set1_epi64x(key[0]), k1 = _mm_set1_epi64x(key[1]);
    const __m128i step0 = _mm_set1_epi64x(0x9E3779B9), step1 = _mm_set1_epi64x(0xBB67AE85);
    for (int round = 0; round < 10; round++) {
        pair_round(a, k0, k1);
        pair_round(b, k0, k1);
        k0 = _mm_add_epi32(k0, step0);
        k1 = _mm_add_epi32(k1, step1);
    }
}
#endif

static void skip_blocks(struct random_stream *s, uint32_t blocks)
{
    s->counter[0] += blocks;
    s->counter[1] += s->counter[0] < blocks;
    s->used = 4;
}

void random_many(struct random_stream *s, uint32_t out[RANDOM_MANY])
{
#ifdef __SSE2__
    struct pair a = pair_at(s, 0), b = pair_at(s, 2);
    make_pairs(&a, &b, s->key);
    pair_store(&a, out);
    pair_store(&b, out + 8);
#else
    struct random_stream one = *s;
    one.used = 4;
    for (int i = 0; i < RANDOM_MANY; i++)
        out[i] = random_u32(&one);
#endif
    skip_blocks(s, RANDOM_MANY / 4);
}

void random_both(struct random_stream *s, struct random_stream *t, uint32_t s_out[RANDOM_BOTH],
                 uint32_t t_out[RANDOM_BOTH])
{
#ifdef __SSE2__
    struct pair a = pair_at(s, 0), b = pair_at(t, 0);
    make_pairs(&a, &b, s->key);
    pair_store(&a, s_out);
    pair_store(&b, t_out);
#else
    struct random_stream one = *s, other = *t;
    one.used = other.used = 4;
    for (int i = 0; i < RANDOM_BOTH; i++) {
        s_out[i] = random_u32(&one);
        t_out[i] = random_u32(&other);
    }
#endif
    skip_blocks(s, RANDOM_BOTH / 4);
    skip_blocks(t, RANDOM_BOTH / 4);
}

uint64_t random_u64(struct random_stream *s)
{
    uint64_t high = random_u32(s);
    return high << 32 | random_u32(s);
}

double random_uniform(struct random_stream *s)
{
    return ((double)(random_u64(s) >> 12) + 0.5) * 0x1p-52;
}

uint32_t random_below(struct random_stream *s, uint32_t n)
{
    uint32_t limit = UINT32_MAX - UINT32_MAX % n; /* a multiple of n */
    uint32_t x;
    do
        x = random_u32(s);
    while (x >= limit);
    return x % n;
}

size_t random_choice(struct random_stream *s, const double *weight, size_t n)
{
    double sum = 0, below = 0;
    for (size_t i = 0; i < n; i++)
        sum += weight[i];
    double point = random_uniform(s) * sum;
    for (size_t i = 0; i + 1 < n; i++) {
        below += weight[i];
        if (point < below)
            return i;
    }
    return n - 1;
}
