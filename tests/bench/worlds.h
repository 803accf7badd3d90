// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_BENCH_WORLDS_H
#define HEARTH_TESTS_BENCH_WORLDS_H

/* Made-up authorities whose truth is known, to see what a projection's intervals hold. Children come in,
 * move and leave at constant rates by band of age and group; entries do what the world says:
 *   stationary   the same every year
 *   varying      each year's level is lognormal, 15 % about the mean
 *   real         each run draws how much entries wander and how uneven years are from the shares that published
 *                numbers of real authorities say (scripts/entries-prior), and lives by them from the history on
 *   drift10, 25  stationary until the projection starts, then up by so many per cent a year
 * Programs that include this may print and stop. */
#include "base/random.h"
#include "calendar/date.h"
#include "model/project/lives.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>

enum {
    GROUPS = 4,
    RESIDENTIAL = 2,
    HISTORY = 5,
    AHEAD = 2,
    WARM = 19,
    YEARS = WARM + HISTORY + AHEAD
};
struct world {
    const char *name;
    double children, vary, drift;
    bool real;
};
static const struct world worlds[] = {
    {"600 stationary", 600, 0, 0, false}, {"600 varying", 600, 0.15, 0, false},
    {"600 real", 600, 0, 0, true},        {"600 drift10", 600, 0, 0.10, false},
    {"600 drift25", 600, 0, 0.25, false}, {"100 stationary", 100, 0, 0, false},
    {"100 varying", 100, 0.15, 0, false}, {"100 real", 100, 0, 0, true},
    {"100 drift10", 100, 0, 0.10, false}, {"100 drift25", 100, 0, 0.25, false},
};
enum { WORLDS = sizeof worlds / sizeof *worlds };

/* The truth, a year: Fostering, Other, Residential, Supported by band of age. */
static const double leave[5][GROUPS] = {{.55, .80, .5, .5},
                                        {.45, .60, .5, .5},
                                        {.30, .50, .35, .5},
                                        {.30, .55, .40, .5},
                                        {.40, .80, .50, .70}};
static const double moving[5][GROUPS] = {{.60, .40, .5, .5},
                                         {.50, .40, .5, .5},
                                         {.45, .40, .60, .5},
                                         {.60, .50, .70, .6},
                                         {.80, .60, .80, .50}};
static const double where[5][GROUPS] = {{.85, .15, 0, 0},
                                        {.85, .15, 0, 0},
                                        {.75, .10, .15, 0},
                                        {.60, .10, .30, 0},
                                        {.35, .10, .25, .30}};
static const double entry_band[5] = {.19, .18, .18, .28, .17};
static const double entry_group[5][GROUPS] = {{.85, .15, 0, 0},
                                              {.85, .15, 0, 0},
                                              {.85, .10, .05, 0},
                                              {.70, .10, .20, 0},
                                              {.35, .10, .20, .35}};
static const double MEAN_STAY =
    1.72; /* children there for each entry a year: found by running it */

struct life {
    struct lives *lives;
    int32_t origin;
    struct random_stream *s;
    int32_t seen_from;
};

static void keep(struct life *w, struct life_spell *s, double over, uint32_t *before)
{
    s->over = (int32_t)floor(over);
    if (s->over <= s->start)
        s->over = s->start + 1;
    if (s->over <= w->seen_from)
        return;
    s->before = *before;
    uint32_t at = w->lives->count;
    if (!lives_add(w->lives, s))
        exit(3);
    if (*before != LIVES_NONE)
        w->lives->spells[*before].then = at;
    *before = at;
}

/* One child from entry on, continuous time, days. */
static void live_child(struct life *w, double entry)
{
    static const double first[] = {0, 1, 5, 10, 16}, last[] = {1, 5, 10, 16, 18};
    struct random_stream *s = w->s;
    size_t band = random_choice(s, entry_band, 5);
    double age = first[band] + (last[band] - first[band]) * random_uniform(s);
    double birth = entry - age * 365.25, at = entry;
    uint32_t before = LIVES_NONE;
    size_t group = random_choice(s, entry_group[band], GROUPS);
    struct life_spell spell = {.start = (int32_t)floor(entry),
                               .birth = (int32_t)floor(birth),
                               .placed = (int32_t)floor(entry),
                               .seen_from = w->seen_from,
                               .then = LIVES_NONE,
                               .group = (uint16_t)group};
    for (;;) {
        double out = leave[band][group] / 365.25, move = moving[band][group] / 365.25;
        double next = at + random_exponential(s, out + move);
        double bound = birth + last[band] * 365.25;
        if (next >= bound) {
            at = bound;
            if (++band == 5)
                break;
            continue;
        }
        at = next;
        if (random_uniform(s) * (out + move) < out)
            break;
        keep(w, &spell, at, &before);
        group = random_choice(s, where[band], GROUPS);
        spell.start = before == LIVES_NONE || spell.over <= w->seen_from
                          ? spell.over
                          : w->lives->spells[before].over;
        spell.placed = spell.start;
        spell.group = (uint16_t)group;
        if (at < spell.start)
            at = spell.start;
    }
    keep(w, &spell, at, &before);
}

/* How real authorities' entries vary: the shares that scripts/entries-prior finds. Returns how uneven. */
static double draw_real(struct random_stream *s, double *wander)
{
    static const double wanders[] = {0.005, 0.04, 0.1, 0.2}, of_wander[] = {.09, .09, .64, .18};
    static const double unevens[] = {0.005, 0.06, 0.13}, of_uneven[] = {.01, .62, .37};
    *wander = wanders[random_choice(s, of_wander, 4)];
    return unevens[random_choice(s, of_uneven, 3)];
}

/* Everything that happens from WARM years before the history to AHEAD years after the origin. */
static void make_world(struct lives *l, const struct world *w, struct random_stream *s,
                       int32_t origin)
{
    struct life life = {l, origin, s, origin - (int32_t)(HISTORY * 365.25)};
    double base = w->children / MEAN_STAY, wander = 0, vary = w->vary;
    if (w->real)
        vary = draw_real(s, &wander);
    for (int year = 0; year < YEARS; year++) {
        double level, past = year - WARM - HISTORY;
        if (year > WARM && wander > 0)
            base *= exp(wander * random_normal(s) - wander * wander / 2);
        level = base;
        if (vary > 0)
            level *= exp(vary * random_normal(s) - vary * vary / 2);
        double begin = origin + 1 + past * 365.25;
        for (int month = 0; month < 12; month++) {
            double drift = past >= 0 ? pow(1 + w->drift, past + (month + 0.5) / 12) : 1;
            unsigned n = random_poisson(s, level * drift / 12);
            for (unsigned i = 0; i < n; i++)
                live_child(&life, begin + (month + random_uniform(s)) * 365.25 / 12);
        }
    }
    l->group_count = GROUPS;
    l->first = life.seen_from;
    l->last = origin;
}

/* The history as seen on ORIGIN: later starts vanish, later ends are open. */
static void cut(struct lives *seen, const struct lives *all, int32_t origin)
{
    uint32_t *place = malloc((all->count + 1) * sizeof *place);
    *seen = (struct lives){.group_count = GROUPS, .first = all->first, .last = origin};
    for (uint32_t i = 0; place && i < all->count; i++) {
        struct life_spell s = all->spells[i];
        place[i] = LIVES_NONE;
        if (s.start > origin)
            continue;
        if (s.over > origin) {
            s.over = origin + 1;
            s.open = true;
            s.then = LIVES_NONE;
        }
        s.before = s.before == LIVES_NONE ? LIVES_NONE : place[s.before];
        place[i] = seen->count;
        if (!lives_add(seen, &s))
            exit(3);
        if (s.before != LIVES_NONE)
            seen->spells[s.before].then = place[i];
    }
    free(place);
}

#endif
