// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <stdlib.h>
#include <string.h>

/* Episodes in the order of the output. Children are ranked by la and id in byte order, episodes are dealt
 * to their child's place (a counting sort), and the few of each child are sorted by date. */

static int compare_int(int32_t a, int32_t b)
{
    return a < b ? -1 : a > b;
}

/* An open end comes after every date. */
static int compare_end(int32_t a, int32_t b)
{
    return compare_int(a == DATE_NONE ? INT32_MAX : a, b == DATE_NONE ? INT32_MAX : b);
}

static int compare_place(const struct episode *a, const struct episode *b)
{
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

int ssda903_by_start(const struct episode *a, const struct episode *b)
{
    int c = compare_int(a->start, b->start);
    if (!c)
        c = compare_int(a->year, b->year);
    if (!c)
        c = compare_end(a->end, b->end);
    return c ? c : compare_place(a, b);
}

int ssda903_by_start_and_end(const struct episode *a, const struct episode *b)
{
    int c = compare_int(a->start, b->start);
    if (!c)
        c = compare_end(a->end, b->end);
    if (!c)
        c = compare_int(a->year, b->year);
    return c ? c : compare_place(a, b);
}

static void sort_few(const struct ssda903 *r, uint32_t *list, size_t n,
                     int (*compare)(const struct episode *, const struct episode *))
{
    for (size_t i = 1; i < n; i++) {
        uint32_t moving = list[i];
        size_t k = i;
        for (; k && compare(&r->episodes[list[k - 1]], &r->episodes[moving]) > 0; k--)
            list[k] = list[k - 1];
        list[k] = moving;
    }
}

void ssda903_sort(const struct ssda903 *r, uint32_t *list, size_t n, uint32_t *scratch,
                  int (*compare)(const struct episode *, const struct episode *))
{
    if (n <= 16) {
        sort_few(r, list, n, compare);
        return;
    }
    size_t half = n / 2;
    ssda903_sort(r, list, half, scratch, compare);
    ssda903_sort(r, list + half, n - half, scratch, compare);
    memcpy(scratch, list, half * sizeof *list);
    size_t a = 0, b = half, out = 0;
    while (a < half && b < n) {
        bool right = compare(&r->episodes[scratch[a]], &r->episodes[list[b]]) > 0;
        list[out++] = right ? list[b++] : scratch[a++];
    }
    memcpy(list + out, scratch + a, (half - a) * sizeof *list);
}

struct ranked {
    struct text id;
    uint32_t la, child;
};

static int by_la_and_id(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->la != y->la)
        return x->la < y->la ? -1 : 1;
    return text_compare(x->id, y->id);
}

/* The children in the order of la and id; yours. NULL: out of memory. */
static uint32_t *rank_children(const struct ssda903 *r)
{
    uint32_t count = r->ids.count;
    uint32_t *rank = malloc((count + 1) * sizeof *rank);
    uint32_t *la_rank = malloc((r->las.count + 1) * sizeof *la_rank);
    struct ranked *all = malloc((count + 1) * sizeof *all);
    bool done = rank && la_rank && all && intern_rank(&r->las, la_rank);
    if (done) {
        for (uint32_t i = 0; i < count; i++)
            all[i] = (struct ranked){ssda903_id(r, i), la_rank[r->children[i].la], i};
        qsort(all, count, sizeof *all, by_la_and_id);
        for (uint32_t i = 0; i < count; i++)
            rank[all[i].child] = i;
    }
    free(all);
    free(la_rank);
    if (done)
        return rank;
    free(rank);
    return NULL;
}

/* Whether the definitions count this row at all. */
static bool is_used(struct ssda903 *r, const struct episode *e)
{
    if (!e->first_year)
        return false;
    r->children[e->child].flags |= CHILD_HAS_EPISODE;
    bool short_break = e->code[LS] == VALUE_V3 || e->code[LS] == VALUE_V4;
    if (!short_break || r->options->keep_short_breaks)
        return true;
    r->left_out[LEFT_SHORT_BREAK]++;
    return false;
}

enum status ssda903_order(struct ssda903 *r)
{
    uint32_t count = r->ids.count;
    uint32_t *rank = rank_children(r);
    size_t *start = calloc((size_t)count + 2, sizeof *start);
    r->order = malloc((r->episode_count + 1) * sizeof *r->order);
    r->scratch = malloc((r->episode_count + 1) * sizeof *r->scratch);
    enum status status = STATUS_MEMORY;
    if (rank && start && r->order && r->scratch) {
        uint32_t *used = r->scratch;
        size_t n = 0;
        for (size_t i = 0; i < r->episode_count; i++)
            if (is_used(r, &r->episodes[i]))
                used[n++] = (uint32_t)i;
        for (size_t i = 0; i < n; i++)
            start[rank[r->episodes[used[i]].child] + 1]++;
        for (size_t i = 1; i <= count; i++)
            start[i] += start[i - 1];
        for (size_t i = 0; i < n; i++)
            r->order[start[rank[r->episodes[used[i]].child]]++] = used[i];
        r->order_count = n;
        status = STATUS_OK;
    }
    free(start);
    free(rank);
    return status;
}
