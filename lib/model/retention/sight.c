// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/sight.h"

#include <stdlib.h>
#include <string.h>

bool sight_add(struct sight *s, const struct spell *spell, uint32_t *la)
{
    *la = intern_add(&s->las, spell->la);
    if (*la == INTERN_NONE)
        return false;
    struct sight_window w = {*la, spell->observed_from, spell->observed_to};
    return intern_add(&s->keys, (struct text){(const char *)&w, sizeof w}) != INTERN_NONE;
}

static int compare_windows(const void *a, const void *b)
{
    const struct sight_window *x = a, *y = b;
    if (x->la != y->la)
        return x->la < y->la ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

bool sight_join(struct sight *s)
{
    size_t n = s->keys.count;
    s->windows = malloc((n + 1) * sizeof *s->windows);
    if (!s->windows)
        return false;
    for (uint32_t i = 0; i < n; i++)
        memcpy(&s->windows[i], intern_text(&s->keys, i).at, sizeof *s->windows);
    qsort(s->windows, n, sizeof *s->windows, compare_windows);
    s->count = 0;
    for (size_t i = 0; i < n; i++) {
        struct sight_window *last = s->count ? &s->windows[s->count - 1] : NULL;
        if (!last || last->la != s->windows[i].la || last->to + 1 < s->windows[i].from)
            s->windows[s->count++] = s->windows[i];
        else if (s->windows[i].to > last->to)
            last->to = s->windows[i].to;
    }
    return true;
}

bool sight_covers(const struct sight *s, uint32_t la, int32_t date)
{
    size_t low = 0, high = s->count; /* the last window of LA that begins by DATE */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sight_window *w = &s->windows[middle];
        if (w->la < la || (w->la == la && w->from <= date))
            low = middle + 1;
        else
            high = middle;
    }
    return low && s->windows[low - 1].la == la && date <= s->windows[low - 1].to;
}

void sight_done(struct sight *s)
{
    intern_done(&s->las);
    intern_done(&s->keys);
    free(s->windows);
    *s = (struct sight){0};
}
