// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/exposure.h"
#include "calendar/date.h"

#include <stdlib.h>
#include <string.h>

const int32_t project_phase_days[PROJECT_PHASES - 1] = {30, 183, 730};

int project_phase(int32_t placed, int32_t on)
{
    int phase = 0;
    while (phase < PROJECT_PHASES - 1 && on - placed >= project_phase_days[phase])
        phase++;
    return phase;
}

bool exposure_init(struct exposure *e, size_t groups)
{
    *e = (struct exposure){.groups = groups, .states = PROJECT_AGES * groups * PROJECT_PHASES};
    size_t stays = groups * PROJECT_PHASES, to = PROJECT_BANDS * groups * groups;
    e->size = 3 * e->states + stays + to + PROJECT_AGES * groups;
    e->room = calloc(e->size, sizeof *e->room);
    if (!e->room)
        return false;
    e->days = e->room;
    e->leaves = e->days + e->states;
    e->moves = e->leaves + e->states;
    e->stays = e->moves + e->states;
    e->to = e->stays + stays;
    e->entries = e->to + to;
    return true;
}

void exposure_done(struct exposure *e)
{
    free(e->room);
    *e = (struct exposure){0};
}

void exposure_add(struct exposure *a, const struct exposure *b)
{
    for (size_t i = 0; i < a->size; i++)
        a->room[i] += b->room[i];
}

void exposure_clear(struct exposure *e)
{
    memset(e->room, 0, e->size * sizeof *e->room);
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Whether a placement that began before it was seen can only be in the last phase. */
static bool phase_known(const struct life_spell *s, int phase)
{
    return !s->placed_before || phase == PROJECT_PHASES - 1;
}

/* Walks along a spell from DAY to END (not included), from birthday to birthday and phase to phase. Returns the
 * state of the last day, or states when there is none (all days were after the 18th birthday). */
static size_t walk(struct exposure *e, const struct life_spell *s, int32_t day, int32_t end)
{
    size_t state = e->states;
    int age = date_age(s->birth, day);
    if (age < 0)
        age = 0;
    while (day < end && age < PROJECT_AGES) {
        int phase = project_phase(s->placed, day);
        int32_t birthday = date_birthday(s->birth, age + 1);
        int32_t crossing =
            phase < PROJECT_PHASES - 1 ? s->placed + project_phase_days[phase] : INT32_MAX;
        int32_t next = least(end, least(birthday, crossing));
        state = project_state(e->groups, age, s->group, phase);
        if (phase_known(s, phase))
            e->days[state] += next - day;
        if (next == crossing && next < end && phase_known(s, phase))
            e->stays[(size_t)s->group * PROJECT_PHASES + (size_t)phase]++;
        age += next == birthday;
        day = next;
    }
    return age < PROJECT_AGES ? state : e->states;
}

/* How the spell ended, on a day that was looked at. */
static void count_end(struct exposure *e, const struct lives *l, const struct life_spell *s,
                      size_t state)
{
    bool known = phase_known(s, (int)(state % PROJECT_PHASES));
    if (s->then == LIVES_NONE) {
        e->leaves[state] += known && !s->open;
        return;
    }
    const struct life_spell *then = &l->spells[s->then];
    if (then->group == s->group && then->placed == s->placed)
        return;
    int age = (int)(state / PROJECT_PHASES / e->groups);
    e->moves[state] += known;
    e->to[((size_t)project_band(age) * e->groups + s->group) * e->groups + then->group]++;
}

static void count_spell(struct exposure *e, const struct lives *l, const struct life_spell *s,
                        int32_t from, int32_t to)
{
    if (s->start > to || s->over <= from)
        return;
    int32_t begin = s->start > s->seen_from ? s->start : s->seen_from;
    if (s->before == LIVES_NONE && s->start >= from && s->start >= s->seen_from) {
        int age = date_age(s->birth, s->start);
        if (age < PROJECT_AGES)
            e->entries[(size_t)(age < 0 ? 0 : age) * e->groups + s->group]++;
    }
    if (begin < from)
        begin = from;
    size_t state = walk(e, s, begin, least(s->over, to + 1));
    if (state < e->states && s->over <= to + 1)
        count_end(e, l, s, state);
}

void exposure_count(struct exposure *e, const struct lives *l, int32_t from, int32_t to)
{
    for (uint32_t i = 0; i < l->count; i++)
        count_spell(e, l, &l->spells[i], from, to);
}

void exposure_count_part(struct exposure *e, const struct lives *l, size_t number, int32_t from,
                         int32_t to)
{
    const struct lives_part *part = &l->parts[number];
    for (uint32_t i = part->begin; i < part->over; i++)
        if (l->spells[i].part == number)
            count_spell(e, l, &l->spells[i], from, to);
}
