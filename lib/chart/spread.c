// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/spread.h"

/* Stable insertion sort of label numbers by what they want; there are only a few. */
static void sort_by_want(const struct label *labels, int *order, int count)
{
    for (int i = 0; i < count; i++) {
        int j = i;
        for (; j > 0 && labels[order[j - 1]].wanted > labels[i].wanted; j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
}

/* The non-decreasing sequence nearest to X, in place. */
static void pool(double *x, int count)
{
    double sum[SPREAD_MOST];
    int size[SPREAD_MOST], blocks = 0;
    for (int i = 0; i < count; i++) {
        sum[blocks] = x[i];
        size[blocks++] = 1;
        while (blocks > 1 &&
               sum[blocks - 2] * size[blocks - 1] > sum[blocks - 1] * size[blocks - 2]) {
            sum[blocks - 2] += sum[blocks - 1];
            size[blocks - 2] += size[blocks - 1];
            blocks--;
        }
    }
    for (int b = 0, i = 0; b < blocks; b++)
        for (int k = 0; k < size[b]; k++)
            x[i++] = sum[b] / size[b];
}

bool spread_labels(struct label *labels, int count, double gap, double least, double most)
{
    int order[SPREAD_MOST];
    double place[SPREAD_MOST], before[SPREAD_MOST], total = 0;
    sort_by_want(labels, order, count);
    for (int i = 0; i < count; i++) {
        const struct label *l = &labels[order[i]];
        before[i] = total;
        place[i] = l->wanted - l->height / 2 - total;
        total += l->height + gap;
    }
    if (count > 0)
        total -= gap;
    bool fits = total <= most - least;
    pool(place, count);
    double last = most - total; /* the largest place that leaves room for what follows */
    for (int i = 0; i < count; i++) {
        double p = place[i] > last ? last : place[i];
        if (p < least || !fits)
            p = least;
        labels[order[i]].top = p + before[i] - (fits ? 0 : gap * i);
    }
    return fits;
}
