// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/rates.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* All numbers of a set stand in one block, leave first. */
static size_t block_size(size_t groups)
{
    return (size_t)2 * PROJECT_AGES * groups * PROJECT_PHASES + groups * PROJECT_PHASES +
           PROJECT_BANDS * groups * groups + PROJECT_AGES + PROJECT_BANDS * groups +
           PROJECT_AGES * groups;
}

bool hazards_init(struct hazards *h, size_t groups)
{
    *h = (struct hazards){.groups = groups, .states = PROJECT_AGES * groups * PROJECT_PHASES};
    h->leave = calloc(block_size(groups), sizeof *h->leave);
    if (!h->leave)
        return false;
    h->move = h->leave + h->states;
    h->stay = h->move + h->states;
    h->to = h->stay + groups * PROJECT_PHASES;
    h->entry_age = h->to + PROJECT_BANDS * groups * groups;
    h->entry_group = h->entry_age + PROJECT_AGES;
    h->effect = h->entry_group + PROJECT_BANDS * groups;
    return true;
}

void hazards_done(struct hazards *h)
{
    free(h->leave);
    *h = (struct hazards){0};
}

void hazards_copy(struct hazards *to, const struct hazards *from)
{
    memcpy(to->leave, from->leave, block_size(from->groups) * sizeof *to->leave);
    memcpy(to->year, from->year, sizeof to->year);
}

bool hazards_sound(const struct hazards *h)
{
    for (size_t i = 0; i < h->states; i++)
        if (!(h->leave[i] > 0 && isfinite(h->leave[i]) && h->move[i] > 0 && isfinite(h->move[i])))
            return false;
    for (size_t i = 0; i < h->groups * PROJECT_PHASES; i++)
        if (!(h->stay[i] >= 0 && isfinite(h->stay[i])))
            return false;
    return true;
}

void hazards_put_shares(struct random_stream *s, const double *weight, size_t n, double *out)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        /* a weight below .01 may give a share that is zero as a number: that is its law */
        if (weight[i] > 0)
            sum += s ? random_gamma(s, weight[i], 1) : weight[i];
        out[i] = sum;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = sum > 0 ? out[i] / sum : (double)(i + 1) / (double)n;
    out[n - 1] = 1;
}
