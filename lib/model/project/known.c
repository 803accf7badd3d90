// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/known.h"

#include <stdlib.h>
#include <string.h>

enum { UNSEEN = UINT16_MAX };

/* The spells that had begun, and had been looked at; AT[i] is where spell i of L went. */
static void copy_spells(struct lives *out, const struct lives *l, int32_t day, uint32_t *at)
{
    out->first = INT32_MAX;
    for (uint32_t i = 0; i < l->count; i++) {
        struct life_spell s = l->spells[i];
        at[i] = LIVES_NONE;
        if (s.start > day || s.seen_from > day)
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

/* The authorities that had been looked at; gaps are views into L's. AT[i] is where authority i went. */
static void copy_coverage(struct coverage *out, const struct coverage *c, int32_t day, uint32_t *at)
{
    for (uint32_t i = 0; i < c->count; i++) {
        struct coverage_authority a = c->authorities[i];
        if (a.first > day)
            continue;
        a.last = a.last < day ? a.last : day;
        at[i] = out->count;
        out->authorities[out->count++] = a;
    }
    out->gaps = c->gaps;
}

/* The parts that have a spell; COVERED: see copy_coverage. NUMBER has as many places as L has parts. */
static void copy_parts(struct lives *out, const struct lives *l, const uint32_t *covered,
                       uint16_t *number)
{
    out->by_authority = l->by_authority;
    out->by_unaccompanied = l->by_unaccompanied;
    for (size_t i = 0; i < l->part_count; i++)
        number[i] = UNSEEN;
    for (uint32_t i = 0; i < out->count; i++)
        number[out->spells[i].part] = 0;
    for (size_t i = 0; i < l->part_count; i++) {
        if (number[i] == UNSEEN)
            continue;
        struct lives_part part = l->parts[i];
        part.authority = l->by_authority ? covered[part.authority] : 0;
        part.begin = part.over = 0;
        number[i] = (uint16_t)out->part_count;
        out->parts[out->part_count++] = part;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        struct life_spell *s = &out->spells[i];
        s->part = number[s->part];
        struct lives_part *part = &out->parts[s->part];
        part->begin = part->over ? part->begin : i;
        part->over = i + 1;
    }
}

bool known_make(struct lives *k, const struct lives *l, int32_t day)
{
    *k = (struct lives){0};
    size_t numbers = l->group_count + l->authority_count + l->part_count + 1;
    uint32_t *at = malloc((l->count + l->coverage.count + 1) * sizeof *at);
    uint16_t *group = malloc(numbers * sizeof *group);
    k->spells = malloc((l->count + 1) * sizeof *k->spells);
    k->labels = malloc((l->group_count * l->name_count + 1) * sizeof *k->labels);
    k->authorities = malloc((l->authority_count + 1) * sizeof *k->authorities);
    k->parts = malloc((l->part_count + 1) * sizeof *k->parts);
    k->coverage.authorities = malloc((l->coverage.count + 1) * sizeof *k->coverage.authorities);
    bool good = at && group && k->spells && k->labels && k->authorities && k->parts &&
                k->coverage.authorities;
    if (good) {
        k->name_count = l->name_count;
        k->names = l->names;
        k->last = day < l->last ? day : l->last;
        copy_spells(k, l, day, at);
        number_anew(k, l, group, group + l->group_count);
        copy_coverage(&k->coverage, &l->coverage, day, at + l->count);
        if (l->part_count)
            copy_parts(k, l, at + l->count, group + l->group_count + l->authority_count);
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
    free(k->parts);
    free(k->coverage.authorities);
    *k = (struct lives){0};
}
