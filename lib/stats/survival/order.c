// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct risk_key {
    uint64_t bits; /* of a time: ordered as the time is */
    uint32_t row;
};

double survival_entry(const struct survival_data *d, uint32_t row)
{
    return d->entry ? d->entry[row] : -INFINITY;
}

void risk_order_done(struct risk_order *o)
{
    free(o->by_exit);
    free(o->by_entry);
    free(o->whole_exit);
    free(o->whole_entry);
    free(o->first);
    free(o->keys);
    free(o->spare);
    *o = (struct risk_order){0};
}

enum status risk_order_init(struct risk_order *o, size_t n, size_t segments)
{
    *o = (struct risk_order){.room = n, .segment_room = segments ? segments : 1};
    size_t room = n ? n : 1;
    if (n > UINT32_MAX - 1)
        return STATUS_VALUE;
    o->by_exit = malloc(room * sizeof *o->by_exit);
    o->by_entry = malloc(room * sizeof *o->by_entry);
    o->whole_exit = malloc(room * sizeof *o->whole_exit);
    o->whole_entry = malloc(room * sizeof *o->whole_entry);
    o->first = calloc(o->segment_room + 1, sizeof *o->first);
    o->keys = malloc(room * sizeof *o->keys);
    o->spare = malloc(room * sizeof *o->spare);
    if (o->by_exit && o->by_entry && o->whole_exit && o->whole_entry && o->first && o->keys &&
        o->spare)
        return STATUS_OK;
    risk_order_done(o);
    return STATUS_MEMORY;
}

/* Bits of a double that order as the number does: all flipped when negative, else the sign only. */
static uint64_t ordered_bits(double x)
{
    uint64_t bits;
    x += 0; /* -0 is 0 */
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

enum { DIGIT = 11, DIGITS = 6, VALUES = 1 << DIGIT };

/* Sorts N keys by their bits, low digits first; a digit that all share costs nothing. Stable. Returns
 * where the sorted keys are: KEYS or SPARE. */
static const struct risk_key *sort_keys(struct risk_key *keys, struct risk_key *spare, size_t n)
{
    size_t place[DIGITS][VALUES] = {{0}};
    for (size_t i = 0; i < n; i++)
        for (int d = 0; d < DIGITS; d++)
            place[d][keys[i].bits >> (d * DIGIT) & (VALUES - 1)]++;
    for (int d = 0; d < DIGITS; d++) {
        if (n == 0 || place[d][keys[0].bits >> (d * DIGIT) & (VALUES - 1)] == n)
            continue;
        size_t sum = 0;
        for (size_t v = 0; v < VALUES; v++) {
            size_t count = place[d][v];
            place[d][v] = sum;
            sum += count;
        }
        for (size_t i = 0; i < n; i++)
            spare[place[d][keys[i].bits >> (d * DIGIT) & (VALUES - 1)]++] = keys[i];
        struct risk_key *swap = keys;
        keys = spare;
        spare = swap;
    }
    return keys;
}

static void sort_times(struct risk_order *o, const struct survival_data *d, const double *time,
                       uint32_t *rows)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        if (!d->entry || d->exit[i] > d->entry[i])
            o->keys[n++] = (struct risk_key){time ? ordered_bits(time[i]) : 0, (uint32_t)i};
    const struct risk_key *sorted = sort_keys(o->keys, o->spare, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = sorted[i].row;
    o->n = n;
}

enum status risk_order_sort(struct risk_order *o, const struct survival_data *d)
{
    if (d->n > o->room)
        return STATUS_VALUE;
    for (size_t i = 0; i < d->n; i++)
        if (!isfinite(d->exit[i]) || (d->entry && isnan(d->entry[i])))
            return STATUS_VALUE;
    sort_times(o, d, d->exit, o->whole_exit);
    sort_times(o, d, d->entry, o->whole_entry);
    return risk_order_split(o, NULL, 1);
}

/* A stable counting sort of ROWS by segment. */
static void split_rows(struct risk_order *o, const uint32_t *segment, const uint32_t *rows,
                       uint32_t *out)
{
    for (size_t i = 0; i < o->n; i++)
        out[o->first[segment[rows[i]]]++] = rows[i];
    for (size_t s = o->segments; s > 0; s--) /* each first has moved on to the next one's */
        o->first[s] = o->first[s - 1];
    o->first[0] = 0;
}

enum status risk_order_split(struct risk_order *o, const uint32_t *segment, size_t segments)
{
    if (segments == 0 || segments > o->segment_room)
        return STATUS_VALUE;
    o->segments = segments;
    memset(o->first, 0, (segments + 1) * sizeof *o->first);
    if (!segment || segments == 1) {
        memcpy(o->by_exit, o->whole_exit, o->n * sizeof *o->by_exit);
        memcpy(o->by_entry, o->whole_entry, o->n * sizeof *o->by_entry);
        o->first[segments] = o->n;
        return STATUS_OK;
    }
    for (size_t i = 0; i < o->n; i++) {
        if (segment[o->whole_exit[i]] >= segments)
            return STATUS_VALUE;
        o->first[segment[o->whole_exit[i]] + 1]++;
    }
    for (size_t s = 1; s <= segments; s++)
        o->first[s] += o->first[s - 1];
    split_rows(o, segment, o->whole_exit, o->by_exit);
    split_rows(o, segment, o->whole_entry, o->by_entry);
    return STATUS_OK;
}
