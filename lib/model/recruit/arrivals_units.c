// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/arrivals_private.h"

#include "stats/random/variates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- units */

/* A group and an authority that has journeys of it. */
struct pair {
    uint32_t group, authority;
    int32_t from, origin;
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->origin > y->origin) - (x->origin < y->origin);
}

static struct pair *find_pairs(const struct journeys *j, int32_t origin, size_t *count)
{
    size_t cells = j->group_count * j->authority_count;
    bool *seen = calloc(cells + 1, sizeof *seen);
    struct pair *pairs = malloc((cells + 1) * sizeof *pairs);
    *count = 0;
    for (size_t i = 0; seen && pairs && i < j->count; i++) {
        const struct journey *of = &j->items[i];
        bool *cell = &seen[of->group * j->authority_count + of->authority];
        if (!*cell)
            pairs[(*count)++] =
                (struct pair){of->group, of->authority, j->authorities[of->authority].first,
                              journey_origin(j, of, origin)};
        *cell = true;
    }
    if (!seen) {
        free(pairs);
        pairs = NULL;
    }
    free(seen);
    if (pairs)
        qsort(pairs, *count, sizeof *pairs, compare_pairs);
    return pairs;
}

/* The group's labels, and the number of the unit in its group where it is not the first. */
static char *name_unit(const struct journeys *j, uint32_t group, size_t number)
{
    const struct text *labels = j->labels + group * j->name_count;
    size_t size = 32;
    for (size_t i = 0; i < j->name_count; i++)
        size += labels[i].size + 1;
    char *name = malloc(size), *end = name;
    if (!name)
        return NULL;
    for (size_t i = 0; i < j->name_count; i++) {
        if (labels[i].size)
            memcpy(end, labels[i].at, labels[i].size);
        end += labels[i].size;
        *end++ = '\x1f';
    }
    *end = 0;
    if (number)
        snprintf(end, 24, "%zu", number);
    return name;
}

enum status arrivals_find_units(struct arrivals *a, const struct journeys *j, int32_t origin)
{
    size_t count, number = 0;
    struct pair *pairs = find_pairs(j, origin, &count);
    a->units = pairs ? calloc(count + 1, sizeof *a->units) : NULL;
    enum status s = a->units ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; s == STATUS_OK && i < count; i++) {
        struct arrivals_unit *u = a->unit_count ? &a->units[a->unit_count - 1] : NULL;
        number = u && u->group == pairs[i].group ? number + 1 : 0;
        if (u && number && u->origin == pairs[i].origin) {
            u->from = pairs[i].from > u->from ? pairs[i].from : u->from;
            number--;
            continue;
        }
        u = &a->units[a->unit_count++];
        *u = (struct arrivals_unit){
            .group = pairs[i].group,
            .from = pairs[i].from,
            .origin = pairs[i].origin,
            .asked = origin,
        };
        u->name = name_unit(j, u->group, number);
        s = u->name ? STATUS_OK : STATUS_MEMORY;
    }
    free(pairs);
    return s;
}

bool arrivals_holds(const struct journeys *j, const struct arrivals_unit *u,
                    const struct journey *of)
{
    return of->group == u->group && journey_origin(j, of, u->asked) == u->origin &&
           journey_known(j, of, u->asked);
}

/* -- enquiries still to be entered */

enum { LEVEL_PERIODS = 24, LEVEL_LEAST = 6, SIZE_MOST = 50 };

/* The unit's enquiries in periods before its last day: [0] the last LATE_DAYS days, ... */
struct entered {
    double count[LATE_MOST + 1 + LEVEL_PERIODS];
    size_t seen; /* whole periods */
};

static void count_entered(struct entered *e, const struct journeys *j,
                          const struct arrivals_unit *u)
{
    const size_t room = sizeof e->count / sizeof *e->count;
    int32_t days = u->origin - u->from + 1;
    *e = (struct entered){.seen = days > 0 ? (size_t)days / LATE_DAYS : 0};
    e->seen = e->seen < room ? e->seen : room;
    for (size_t i = 0; i < j->count; i++) {
        size_t ago = (size_t)(u->origin - j->items[i].begun) / LATE_DAYS;
        if (arrivals_holds(j, u, &j->items[i]) && ago < e->seen)
            e->count[ago]++;
    }
}

/* The level of complete periods, from the one FIRST ago on, and how many enquiries such knowledge of a
 * period's rate is worth; 0: nothing is known. */
static double find_level(const struct entered *e, size_t first, double *worth)
{
    double n = 0, sum = 0, square = 0;
    for (size_t k = first; k < e->seen; k++, n++)
        sum += e->count[k];
    *worth = 0;
    if (n < LEVEL_LEAST)
        return 0;
    double mean = sum > 0 ? sum / n : .5 / n;
    for (size_t k = first; k < e->seen; k++)
        square += (e->count[k] - mean) * (e->count[k] - mean);
    double excess = square / (n - 1) - mean;
    *worth = excess > mean * mean / SIZE_MOST ? mean * mean / excess : SIZE_MOST;
    return mean;
}

/* How many of a period are to be entered yet: a Gamma of the period's rate given those entered, a Poisson
 * count of the rest, DISPERSION times as variable. */
static unsigned draw_missing(struct random_stream *s, double entered, double complete, double level,
                             double worth, double dispersion)
{
    double shape = (worth > 0 ? worth : .5) + entered;
    double rate = (worth > 0 ? worth / level : 0) + complete;
    double mean = (1 - complete) * shape / rate;
    double variance = dispersion * (mean + mean * mean / shape);
    return random_negative_binomial(s, mean, mean * mean / (variance - mean));
}

static enum status draw_late(struct arrivals_version *v, const struct arrivals_unit *u,
                             const struct late *late, const struct entered *e,
                             struct random_stream *s)
{
    double worth, level = find_level(e, late->delays - 1, &worth);
    unsigned missing[LATE_MOST + 1] = {0};
    for (size_t k = 0; k + 1 < late->delays && k < e->seen; k++) {
        if (late->complete[k] < 1)
            missing[k] =
                draw_missing(s, e->count[k], late->complete[k], level, worth, late->dispersion);
        v->late_count += missing[k];
    }
    v->late = malloc((v->late_count + 1) * sizeof *v->late);
    if (!v->late)
        return STATUS_MEMORY;
    int32_t *day = v->late;
    for (size_t k = 0; k < late->delays; k++)
        for (unsigned i = 0; i < missing[k]; i++)
            *day++ =
                u->origin - (int32_t)k * LATE_DAYS - (int32_t)random_below(s, (uint32_t)LATE_DAYS);
    return STATUS_OK;
}

enum status arrivals_find_late(struct arrivals *a, struct arrivals_unit *u,
                               const struct journeys *j, const struct late *late, uint64_t seed)
{
    struct entered e;
    enum status s = STATUS_OK;
    count_entered(&e, j, u);
    for (size_t k = 0; s == STATUS_OK && k < a->versions; k++) {
        struct random_stream stream;
        random_start(&stream, seed, "hearth-recruit late", text_of(""), text_of(u->name), k);
        s = draw_late(&u->versions[k], u, late, &e, &stream);
        a->late += (double)u->versions[k].late_count / (double)a->versions;
    }
    return s;
}
