// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/counts/histogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_ROOM = 16, WIDEST = 1 << 26 };

/* Makes room for X, and as much again on the side where it lies. */
static enum status widen(struct histogram *h, int64_t x)
{
    int64_t low = h->room ? h->first : x - LEAST_ROOM / 4;
    int64_t high = h->room ? h->first + (int64_t)h->room : x + LEAST_ROOM * 3 / 4; /* beyond */
    int64_t more = (int64_t)h->room / 2;
    if (x >= WIDEST + low || high - x > WIDEST)
        return STATUS_VALUE;
    if (x < low)
        low = x - more;
    if (x >= high)
        high = x + 1 + more;
    size_t room = (size_t)(high - low);
    uint32_t *count = calloc(room, sizeof *count);
    if (!count)
        return STATUS_MEMORY;
    if (h->room)
        memcpy(count + (h->first - low), h->count, h->room * sizeof *count);
    free(h->count);
    h->count = count;
    h->room = room;
    h->first = low;
    return STATUS_OK;
}

enum status histogram_add(struct histogram *h, int64_t x)
{
    if (!h->room || x < h->first || x - h->first >= (int64_t)h->room) {
        enum status s = widen(h, x);
        if (s != STATUS_OK)
            return s;
    }
    h->count[x - h->first]++;
    h->total++;
    h->sum += (double)x;
    return STATUS_OK;
}

void histogram_done(struct histogram *h)
{
    free(h->count);
    *h = (struct histogram){0};
}

double histogram_mean(const struct histogram *h)
{
    return h->total ? h->sum / (double)h->total : NAN;
}

int64_t histogram_quantile(const struct histogram *h, double p)
{
    double wanted = ceil(p * (double)h->total - 1e-9);
    uint64_t rank = wanted > 1 ? (uint64_t)wanted : 1, seen = 0;
    rank = rank > h->total ? h->total : rank;
    for (size_t i = 0; i < h->room; i++)
        if ((seen += h->count[i]) >= rank && seen)
            return h->first + (int64_t)i;
    return 0;
}

uint64_t histogram_below(const struct histogram *h, int64_t x)
{
    uint64_t seen = 0;
    for (size_t i = 0; i < h->room && h->first + (int64_t)i <= x; i++)
        seen += h->count[i];
    return seen;
}
