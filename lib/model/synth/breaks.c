// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/life.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Short breaks: V3 sends every stay as an episode of its own (S in, E4A out), V4 only the agreement,
 * as one long episode. They are not counted as looked after. */

static struct synth_place break_place(struct life *l)
{
    static const char types[3][3] = {"K2", "U6", "R1"};
    static const char providers[3][4] = {"PR1", "PR4", "PR5"};
    static const double type_weight[3] = {60, 30, 10}, provider_weight[3] = {50, 30, 20};
    struct synth_place p = {.kind = KIND_HOME};
    size_t type = random_choice(l->random, type_weight, 3);
    size_t provider = random_choice(l->random, provider_weight, 3);
    memcpy(p.type, types[type], sizeof types[type]);
    memcpy(p.provider, providers[provider], sizeof providers[provider]);
    return p;
}

void breaks_run(struct life *l, int32_t entry)
{
    struct synth_place place = break_place(l);
    bool agreement = random_uniform(l->random) < 0.2;
    int32_t last = entry + 60 + (int32_t)synth_wait(l->random, 0.5);
    int32_t eighteenth = date_birthday(l->child->birth, 18);
    if (last > eighteenth - 30)
        last = eighteenth - 30;
    int32_t day = entry;
    while (day <= l->world->stop && day < last && l->count < LIFE_EPISODES) {
        int32_t end = agreement ? last : day + 1 + (int32_t)random_below(l->random, 3);
        bool open = end > l->world->stop;
        l->episodes[l->count++] = (struct synth_episode){
            .start = day,
            .end = open ? DATE_NONE : end,
            .place = place,
            .legal = agreement ? LEGAL_BREAKS_AGREED : LEGAL_BREAKS,
            .rne = 'S',
            .reason_ended = open ? NULL : "E4A",
        };
        day = end + 20 + (int32_t)random_below(l->random, 22); /* once a month or so */
    }
}
