// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/known.h"

#include <stdlib.h>
#include <string.h>

enum { UNSEEN = UINT16_MAX };

/* The spells that had begun; *AT[i] is where spell i of L went. */
static void copy_spells(struct lives *out, const struct lives *l, int32_t day, uint32_t *at)
{
    out->first = INT32_MAX;
    for (uint32_t i = 0; i < l->count; i++) {
        struct life_spell s = l->spells[i];
        at[i] = LIVES_NONE;
        if (s.start > day)
            continue;
        if (s.over > day) {
            s.over = day + 1;
            s.open = true;
            s.then = LIVES_NONE;
        }
        out->first = s.seen_from < out->first ? s.seen_from : out->first;
        at[i] = out->count;
        out->spells[out->count++] = s;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        struct life_spell *s = &out->spells[i];
        s->before = s->before == LIVES_NONE ? LIVES_NONE : at[s->before];
        s->then = s->then == LIVES_NONE ? LIVES_NONE : at[s->then];
    }
    if (out->first > day)
        out->first = day;
}

/* Numbers the groups and authorities anew, without those that have no spell, in the same order. */
static void number_anew(struct lives *out, const struct lives *l, uint16_t *group,
                        uint16_t *authority)
{
    for (size_t g = 0; g < l->group_count; g++)
        group[g] = UNSEEN;
    for (size_t a = 0; a < l->authority_count; a++)
        authority[a] = UNSEEN;
    for (uint32_t i = 0; i < out->count; i++) {
        group[out->spells[i].group] = 0;
        if (l->authority_count)
            authority[out->spells[i].authority] = 0;
    }
    for (size_t g = 0; g < l->group_count; g++) {
        if (group[g] == UNSEEN)
            continue;
        group[g] = (uint16_t)out->group_count;
        for (size_t n = 0; n < l->name_count; n++)
            out->labels[out->group_count * l->name_count + n] = l->labels[g * l->name_count + n];
        out->group_count++;
    }
    for (size_t a = 0; a < l->authority_count; a++) {
        if (authority[a] == UNSEEN)
            continue;
        authority[a] = (uint16_t)out->authority_count;
        out->authorities[out->authority_count++] = l->authorities[a];
    }
    for (uint32_t i = 0; i < out->count; i++) {
        struct life_spell *s = &out->spells[i];
        s->group = group[s->group];
        if (l->authority_count)
            s->authority = authority[s->authority];
    }
}

/* The authorities that had been looked at; gaps are views into L's. */
static void copy_coverage(struct coverage *out, const struct coverage *c, int32_t day)
{
    for (uint32_t i = 0; i < c->count; i++) {
        struct coverage_authority a = c->authorities[i];
        if (a.first > day)
            continue;
        a.last = a.last < day ? a.last : day;
        out->authorities[out->count++] = a;
    }
    out->gaps = c->gaps;
}

bool known_make(struct lives *k, const struct lives *l, int32_t day)
{
    *k = (struct lives){0};
    size_t numbers = l->group_count + l->authority_count + 1;
    uint32_t *at = malloc((l->count + 1) * sizeof *at);
    uint16_t *group = malloc(numbers * sizeof *group);
    k->spells = malloc((l->count + 1) * sizeof *k->spells);
    k->labels = malloc((l->group_count * l->name_count + 1) * sizeof *k->labels);
    k->authorities = malloc((l->authority_count + 1) * sizeof *k->authorities);
    k->coverage.authorities = malloc((l->coverage.count + 1) * sizeof *k->coverage.authorities);
    bool good = at && group && k->spells && k->labels && k->authorities && k->coverage.authorities;
    if (good) {
        k->name_count = l->name_count;
        k->names = l->names;
        k->last = day < l->last ? day : l->last;
        copy_spells(k, l, day, at);
        number_anew(k, l, group, group + l->group_count);
        copy_coverage(&k->coverage, &l->coverage, day);
    }
    free(at);
    free(group);
    if (!good)
        known_done(k);
    return good;
}

void known_done(struct lives *k)
{
    free(k->spells);
    free(k->labels);
    free(k->authorities);
    free(k->coverage.authorities);
    *k = (struct lives){0};
}
