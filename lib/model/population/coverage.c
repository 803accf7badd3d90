// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/population/coverage.h"

#include <stdlib.h>
#include <string.h>

/* Days from 1900-01-01 to 2199-12-31, which is all that date_parse gives. */
enum { BASE = -25567, DAYS = 109573, WORDS = (DAYS + 63) / 64 };

struct coverage_days {
    uint64_t from[WORDS], to[WORDS]; /* one bit a day: a window begins, a window ends */
    int32_t known_from, known_to;    /* the window of the row before */
    size_t open, open_last;          /* open selected spells; those seen until the last day */
};

void coverage_done(struct coverage *c)
{
    free(c->authorities);
    free(c->gaps);
    free(c->days);
    arena_done(&c->names);
    *c = (struct coverage){0};
}

static bool add_gap(struct coverage *c, int32_t from, int32_t to)
{
    if (c->gap_count == c->gap_room) {
        size_t room = c->gap_room ? c->gap_room * 2 : 16;
        struct coverage_gap *more = realloc(c->gaps, room * sizeof *more);
        if (!more)
            return false;
        c->gaps = more;
        c->gap_room = room;
    }
    c->gaps[c->gap_count++] = (struct coverage_gap){from, to};
    return true;
}

/* Walks the days on which a window begins or ends. A beginning closes a gap when the event before
 * it is an end at least two days earlier. On a day with both, the beginning counts first: a window
 * of a single day leaves its end behind. */
static bool find_gaps(struct coverage *c, int32_t first_word, int32_t last_word)
{
    const struct coverage_days *d = c->days;
    int32_t ended = INT32_MAX; /* the event before, when it is an end */
    for (int32_t word = first_word; word <= last_word; word++) {
        for (uint64_t left = d->from[word] | d->to[word]; left; left &= left - 1) {
            uint64_t bit = left & (~left + 1);
            int32_t day = BASE + word * 64 + __builtin_ctzll(left);
            if (d->from[word] & bit) {
                if (ended < day - 1 && !add_gap(c, ended + 1, day - 1))
                    return false;
                ended = INT32_MAX;
            }
            if (d->to[word] & bit)
                ended = day;
        }
    }
    return true;
}

bool coverage_end(struct coverage *c)
{
    if (!c->count)
        return true;
    struct coverage_authority *a = &c->authorities[c->count - 1];
    struct coverage_days *d = c->days;
    int32_t first = (a->first - BASE) / 64, last = (a->last - BASE) / 64;
    a->gap = c->gap_count;
    if (!find_gaps(c, first, last))
        return false;
    a->gaps = c->gap_count - a->gap;
    c->stale += d->open - d->open_last;
    d->open = d->open_last = 0;
    memset(d->from + first, 0, (size_t)(last - first + 1) * sizeof *d->from);
    memset(d->to + first, 0, (size_t)(last - first + 1) * sizeof *d->to);
    return true;
}

bool coverage_begin(struct coverage *c, struct text name)
{
    if (!c->days && !(c->days = calloc(1, sizeof *c->days)))
        return false;
    if (!coverage_end(c))
        return false;
    c->days->known_from = DATE_NONE;
    if (c->count == c->room) {
        uint32_t room = c->room ? c->room * 2 : 16;
        struct coverage_authority *more = realloc(c->authorities, room * sizeof *more);
        if (!more)
            return false;
        c->authorities = more;
        c->room = room;
    }
    struct text copy = arena_text(&c->names, name);
    c->authorities[c->count++] =
        (struct coverage_authority){.name = copy, .first = INT32_MAX, .last = INT32_MIN};
    return copy.at != NULL;
}

static void mark(uint64_t *days, int32_t day)
{
    uint32_t at = (uint32_t)(day - BASE);
    days[at / 64] |= (uint64_t)1 << at % 64;
}

void coverage_add(struct coverage *c, const struct spell *s, bool selected)
{
    struct coverage_authority *a = &c->authorities[c->count - 1];
    struct coverage_days *d = c->days;
    a->selected |= selected;
    if (s->observed_from != d->known_from || s->observed_to != d->known_to) {
        d->known_from = s->observed_from;
        d->known_to = s->observed_to;
        mark(d->from, s->observed_from);
        mark(d->to, s->observed_to);
        if (s->observed_from < a->first)
            a->first = s->observed_from;
        if (s->observed_to > a->last) {
            a->last = s->observed_to;
            d->open_last = 0;
        }
    }
    if (selected && s->end == DATE_NONE) {
        d->open++;
        d->open_last += s->observed_to == a->last;
    }
}

bool coverage_misses(const struct coverage *c, uint32_t number, int32_t from, int32_t to)
{
    const struct coverage_authority *a = &c->authorities[number];
    if (from < a->first || to > a->last)
        return true;
    for (size_t i = a->gap; i < a->gap + a->gaps; i++)
        if (from <= c->gaps[i].to && to >= c->gaps[i].from)
            return true;
    return false;
}

bool coverage_misses_stock(const struct coverage *c, uint32_t number, int32_t on)
{
    return on != c->authorities[number].first - 1 && coverage_misses(c, number, on, on);
}

bool coverage_span(const struct coverage *c, int32_t *first, int32_t *last)
{
    bool any = false;
    for (uint32_t i = 0; i < c->count; i++)
        any |= c->authorities[i].selected;
    *first = INT32_MAX;
    *last = INT32_MIN;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct coverage_authority *a = &c->authorities[i];
        if (any && !a->selected)
            continue;
        *first = a->first < *first ? a->first : *first;
        *last = a->last > *last ? a->last : *last;
    }
    return c->count > 0;
}
